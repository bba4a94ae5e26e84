"""Deals submitted by many partners at once for few customers, and what must be true afterwards."""

import string
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random

from handlers.assistant import Assistant
from handlers.desk import DeskSettings
from handlers.documents import FieldErrors, Outcome, Reply
from handlers.portfolio import portfolio_vocabulary
from handlers.request import Conversation, Place, Request, Value
from programs.catalog import Catalog
from store.engine import Store, open_store
from store.errors import StoreUnavailable
from store.migrate import migrate
from store.portfolio.importing import import_portfolio
from tests.support.desk import NOA, NOW, TODAY, write_folder

PROGRAM = "twilio-segment-2024"
TRIES = 50
SPELLINGS = ("{} Ltd", "{}", "{} GmbH", "{} International", "The {} Company")


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What came of the submissions: how many were taken, refused as the partner's own twin, or failed."""

    taken: int
    twins: int
    failed: tuple[str, ...]


def partners_folder(folder: Path, partners: int) -> Path:
    """A portfolio of so many partners that may all register deals."""
    ids = [f"p{number}" for number in range(partners)]
    return write_folder(
        folder,
        {
            "partners.csv": "partner,name,status\n" + "".join(f"{id},Partner {id},active\n" for id in ids),
            "enrollments.csv": "partner,program,tier,tier_since,enrolled_on,manager\n"
            + "".join(f"{id},{PROGRAM},registered,2024-01-10,2024-01-10,m@vendor.example\n" for id in ids),
            "agreements.csv": "partner,agreement,signed_on,expires_on\n"
            + "".join(f"{id},baseline,2023-02-01,\n" for id in ids),
        },
    )


def opened(url: str, folder: Path, partners: int) -> tuple[Store, Assistant]:
    """A migrated database at `url` with the partners, and an assistant on it."""
    migrate(url)
    store, catalog = open_store(url), Catalog.load()
    words = portfolio_vocabulary(catalog)
    import_portfolio(store, partners_folder(folder, partners), words, at=NOW, actor="test")
    desk = DeskSettings(
        zone="UTC", country="US", platform="slack", workspace="T1", deal_desk="CDEALS", admins=frozenset({NOA.user})
    )
    return store, Assistant(store, catalog, desk)


def submit_at_once(
    assistant: Assistant, submissions: int, partners: int, customers: int, threads: int, seed: int
) -> Outcomes:
    """Submit so many random deals from several threads."""
    rng = Random(seed)
    deals = [_deal(rng, number, partners, customers) for number in range(submissions)]

    def submit(deal: tuple[int, dict[str, Value]]) -> Outcome | str:
        number, values = deal
        request = Request(
            NOA, Conversation("", Place.direct), NOW + timedelta(seconds=number % 3), TODAY, "", "deals.submit"
        )
        try:
            return _patient(assistant, _with(request, values, f"{seed}-{number}"))
        except Exception as error:  # what must not happen is counted, not raised in a thread
            return f"{type(error).__name__}: {error}"

    with ThreadPoolExecutor(threads) as crew:
        ends = list(crew.map(submit, deals))
    taken = sum(isinstance(end, Reply) for end in ends)
    twins = sum(isinstance(end, FieldErrors) and "already registered" in str(end.errors) for end in ends)
    strange = [str(end) for end in ends if isinstance(end, str)]
    strange += [str(end.errors) for end in ends if isinstance(end, FieldErrors) and "already" not in str(end.errors)]
    return Outcomes(taken, twins, tuple(strange))


def wrongs(store: Store, outcomes: Outcomes, submissions: int, customers: int) -> list[str]:
    """Everything that is not as it must be: rows lost or doubled, customers with no first claim or with two."""
    with store.read() as work:
        rows = [each for partner in work.partners.names() for each in work.registrations.of_partner(partner.id)]
        entries = {each.id: work.audit.of(f"registration:{each.id}") for each in rows}
    found = list(outcomes.failed)
    if len(rows) != outcomes.taken or outcomes.taken + outcomes.twins != submissions:
        found.append(f"{len(rows)} rows, {outcomes.taken} taken, {outcomes.twins} twins of {submissions}")
    if sorted(int(each.id[3:]) for each in rows) != list(range(1001, 1001 + len(rows))):
        found.append("the numbers have gaps or doubles")
    free = Counter(each.customer_domain for each in rows if each.state == "submitted")
    claimed = Counter(each.customer_domain for each in rows)
    found += [f"{domain}: {free[domain]} first claims" for domain in claimed if free[domain] != 1]
    firsts = {each.customer_domain: each for each in rows if each.state == "submitted"}
    found += [
        f"{each.id} came before the first, {firsts[each.customer_domain].id}"
        for each in rows
        if each.customer_domain in firsts and int(each.id[3:]) < int(firsts[each.customer_domain].id[3:])
    ]
    found += [f"{id}: {len(known)} entries" for id, known in entries.items() if len(known) not in (1, 2)]
    if len(claimed) > customers:
        found.append("more customers than there are")
    return found


def _patient(assistant: Assistant, request: Request) -> Outcome:
    """What comes of a submission by somebody who tries again when the database is busy, as they are told to."""
    for _ in range(TRIES):
        try:
            return assistant.handle(request)
        except StoreUnavailable:
            continue
    return assistant.handle(request)


def _name(customer: int) -> str:
    """A name that is like no other customer's."""
    rng = Random(f"customer {customer}")
    return "".join(rng.choice(string.ascii_lowercase) for _ in range(10)).capitalize()


def _deal(rng: Random, number: int, partners: int, customers: int) -> tuple[int, dict[str, Value]]:
    customer = rng.randrange(customers)
    return number, {
        "partner": f"p{rng.randrange(partners)}",
        "customer": rng.choice(SPELLINGS).format(_name(customer)),
        "customer_domain": f"customer{customer:04d}.com",
        "country": rng.choice(("US", "DE")),
        "products": (f"{PROGRAM}/segment",),
        "earr": str(rng.randint(1, 500) * 1000),
        "currency": "USD",
        "expected_close_on": "2024-12-31",
        "role": "sourced",
        "evidence": "Met them",
    }


def _with(request: Request, values: dict[str, Value], key: str) -> Request:

    return replace(request, values=values, key=key)
