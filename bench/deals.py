"""`python -m bench.deals`: claims found and counted among 100,000 registrations, and 1,000 submissions at once."""

import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from random import Random
from statistics import median, quantiles

from sqlalchemy import insert

from handlers.deals.candidates import look_alikes
from handlers.desk import DeskSettings
from handlers.reports.deals import DealsAsked, deal_report
from handlers.work import Task
from programs.catalog import Catalog
from store.engine import Store, open_store
from store.migrate import migrate
from store.models import PartnerRow, RegistrationRow
from store.repositories.match_keys import REGISTRATION, Claim, rekey
from tests.support import postgres
from tests.support.desk import NOA, Desk
from tests.support.many_deals import opened, submit_at_once, wrongs

REGISTRATIONS, ASKED, PARTNERS = 100_000, 300, 500
HOT = 3_000  # of them for one and the same customer
ROUNDS = 3
DESK = DeskSettings(zone="UTC", country="US", platform="slack", workspace="T1")
SUBMISSIONS, CUSTOMERS, THREADS = 1_000, 60, 16
FIRST = "Alpha Beta Cedar Delta Ember Falcon Garnet Harbor Indigo Juniper Kestrel Lumen Marble Nova Onyx Pine".split()
SECOND = "Foods Systems Logistics Health Energy Media Retail Labs Bank Motors Textiles Chemicals".split()


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="tierline-bench-") as name, postgres.running() as address:
        folder = Path(name)
        for label, url in (("SQLite", f"sqlite:///{folder / 'm.db'}"), ("PostgreSQL", address)):
            found_among_many(label, url)
        return at_once(folder)


def found_among_many(label: str, url: str) -> None:
    """The time to find and score what a new registration collides with."""
    migrate(url)
    store = open_store(url)
    fill(store)
    rng = Random(2)
    _asked(label, "any customer", store, [_customer(rng) for _ in range(ASKED)])
    _asked(label, "a vowel less", store, [(_misspelled(_customer(rng)[0]), None) for _ in range(ASKED)])
    _asked(label, f"{HOT:,} of one", store, [("Meridian Rail", "meridianrail.co.uk")] * 50)
    reported(label, store)
    store.close()


def _asked(label: str, what: str, store: Store, customers: list[tuple[str, str | None]]) -> None:
    took, hits = [], 0
    desk = Desk(store, None)  # type: ignore[arg-type]  # only its request is used
    catalog = Catalog.load()
    for name, domain in customers:
        claim = Claim(REGISTRATION, "new", frozenset({"p0"}), name, domain, "US", "segment", None, None, None, "x")
        began = time.perf_counter()
        with store.read() as work:
            hits += len(look_alikes(Task(desk.request(NOA), work, catalog, None), claim))  # type: ignore[arg-type]
        took.append((time.perf_counter() - began) * 1000)
    tail = quantiles(took, n=100)[98]
    print(
        f"{f'claims alike, {label}: {what}':<40} among {REGISTRATIONS:,}: {median(took):5.1f} ms, p99 {tail:5.1f} ms, "
        f"{hits / len(customers):.0f} found each   floor: under 100 ms"
    )


def _misspelled(name: str) -> str:
    """The name without the last vowel of its first word."""
    word, rest = name.split(" ", 1)
    place = max(place for place, letter in enumerate(word) if letter.lower() in "aeiou")
    return f"{word[:place]}{word[place + 1 :]} {rest}"


def reported(label: str, store: Store) -> None:
    """The time to count all of them by partner and manager."""
    asked, took = DealsAsked(date(2024, 1, 1), date(2024, 12, 31)), []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        with store.read() as work:
            found = deal_report(work, DESK, asked, date(2024, 12, 31))
        took.append(time.perf_counter() - began)
    print(f"{'report, ' + label:<28} over {found.whole.filed:,} filed: {median(took):5.2f} s   floor: about 1 s")


def fill(store: Store) -> None:
    """So many registrations of some hundred partners, for customers whose names share words."""
    rng = Random(1)
    with store.write() as work:
        partners = [{"partner": f"p{n}", "name": f"P {n}", "aliases": (), "search": ""} for n in range(PARTNERS)]
        work.session.execute(insert(PartnerRow), partners)
        rows = []
        for number in range(REGISTRATIONS):
            name, domain = _customer(rng) if number >= HOT else ("Meridian Rail plc", "meridianrail.co.uk")
            rows.append(
                {
                    "registration": f"CRM-{number}",
                    "partner": f"p{rng.randrange(PARTNERS)}",
                    "customer": name,
                    "customer_domain": domain,
                    "country": rng.choice(("US", "DE")),
                    "product": "segment",
                    "state": rng.choice(("submitted", "approved", "declined", "won")),
                    "submitted_on": date(2024, 1, 1),
                }
            )
        for start in range(0, REGISTRATIONS, 2_000):
            work.session.execute(insert(RegistrationRow), rows[start : start + 2_000])
        rekey(work.session, REGISTRATION, (row["registration"] for row in rows))


def at_once(folder: Path) -> int:
    """Random submissions of many partners for few customers on PostgreSQL."""
    with postgres.running() as fresh:
        store, assistant = opened(fresh, folder / "portfolio", partners=200)
        began = time.perf_counter()
        outcomes = submit_at_once(assistant, SUBMISSIONS, 200, CUSTOMERS, THREADS, seed=5)
        took = time.perf_counter() - began
        found = wrongs(store, outcomes, SUBMISSIONS, CUSTOMERS)
        store.close()
    print(
        f"{'submissions at once':<28} {SUBMISSIONS:,} by {THREADS} threads for {CUSTOMERS} customers: {took:.1f} s, "
        f"{outcomes.taken} taken, {outcomes.twins} a partner's own twin; wrong: {found or 'nothing'}   floor: nothing"
    )
    return 1 if found else 0


def _customer(rng: Random) -> tuple[str, str]:
    number = rng.randrange(80_000)
    name = f"{rng.choice(FIRST)}{number % 997} {rng.choice(FIRST)} {rng.choice(SECOND)}"
    return f"{name} {rng.choice(('Inc', 'GmbH', 'Ltd'))}", f"c{number}.com"


if __name__ == "__main__":
    sys.exit(main())
