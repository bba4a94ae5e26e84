"""One claim held against 100,000 registrations and 20,000 opportunities: median and 99th of 100 on both databases."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from sqlalchemy import insert, text

from handlers.deals.rivals import rivals
from programs.catalog import Catalog
from store.engine import Store, open_store
from store.migrate import migrate
from store.models import OpportunityRow, PartnerRow, RegistrationRow
from store.repositories.match_keys import REGISTRATION, ClaimRecord, rebuild
from tests.support import postgres

REGISTRATIONS, OPPORTUNITIES, PARTNERS, ASKED = 100_000, 20_000, 1_000, 500
HOT = 3_000  # registrations of one and the same customer
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
SYLLABLES = "al an bor cal dex en fil gor hal in jun kel lor mar nex or pan quil ros sel tor ul ver wex yor zan".split()
SECOND = "systems group bank energy logistics foods global technologies partners holdings health retail".split()
FORMS = ("Inc.", "GmbH", "Ltd", "S.A.", "AB", "")
COUNTRIES = ("US", "DE", "GB", "FR", "SE", None)
STATES = ("submitted", "in_review", "approved", "approved", "declined", "expired", "won")


def main() -> None:
    with databases() as addresses:
        for name, address in addresses:
            migrate(address)
            store = open_store(address)
            try:
                measured(name, store)
            finally:
                store.close()


@contextmanager
def databases() -> Iterator[list[tuple[str, str]]]:
    """A new database of either kind; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="tierline-bench-") as folder, postgres.running() as server:
        yield [("SQLite", f"sqlite:///{Path(folder) / 'matching.db'}"), ("PostgreSQL", server)]


def measured(name: str, store: Store) -> None:
    """Fill, ask, and print what it took."""
    rng = Random(20261122)
    known = _fill(store, rng)
    began = time.perf_counter()
    with store.write() as work:
        rebuild(work.session)
    took_all = time.perf_counter() - began
    print(f"{name + ': all keys anew':<36} {took_all:6.1f} s for {REGISTRATIONS + OPPORTUNITIES:,} claims")
    catalog = Catalog.load()
    kinds = {
        "known customer": [_again(rng, rng.choice(known)) for _ in range(ASKED)],
        "a vowel left out": [_misspelled(rng, rng.choice(known)) for _ in range(ASKED)],
        "another second word": [_renamed(rng, rng.choice(known)) for _ in range(ASKED)],
        "new customer": [("", _claim(rng, number)) for number in range(ASKED)],
        f"one that {HOT:,} have": [("", _hot(rng, number)) for number in range(50)],
    }
    for kind, asked in kinds.items():
        took, found = [], 0
        for wanted, each in asked:
            with store.read() as work:
                began = time.perf_counter()
                matches = rivals(work, catalog, each, partner="p0")
                took.append((time.perf_counter() - began) * 1000)
                found += any(match.other.id == wanted for match in matches)
        slow = sorted(took)[int(len(took) * 0.99) - 1]
        told = f", {found} of {len(asked)} found" if asked[0][0] else ""
        words = f"median {median(took):5.1f} ms, p99 {slow:5.1f}, worst {max(took):5.1f}{told}"
        print(f"{name + ': ' + kind:<36} {words}   floor: under 100 ms")


def _fill(store: Store, rng: Random) -> list[dict[str, Any]]:
    registrations = [_registration(rng, number) for number in range(REGISTRATIONS)]
    opportunities = [_opportunity(rng, number) for number in range(OPPORTUNITIES)]
    with store.write() as work:
        session = work.session
        session.execute(insert(PartnerRow), [{"partner": f"p{n}", "name": f"Partner {n}"} for n in range(PARTNERS)])
        session.execute(insert(RegistrationRow), registrations)
        session.execute(insert(OpportunityRow), opportunities)
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("ANALYZE"))
    return [row for row in registrations[HOT:] if row["state"] in ("submitted", "in_review", "approved")]


def _name(rng: Random) -> str:
    word = "".join(rng.choice(SYLLABLES) for _ in range(3)).capitalize()
    return f"{word} {rng.choice(SECOND).capitalize()}"


def _customer(rng: Random) -> dict[str, Any]:
    name = _name(rng)
    domain = f"{name.split()[0].lower()}{rng.randrange(10)}.com" if rng.random() < 0.7 else None
    return {
        "customer": f"{name} {rng.choice(FORMS)}".strip(),
        "customer_domain": domain,
        "country": rng.choice(COUNTRIES),
        "product": rng.choice(("Twilio Segment", "Twilio Engage", None)),
        "earr": Decimal(rng.randrange(5_000, 400_000)),
        "currency": "USD",
    }


def _registration(rng: Random, number: int) -> dict[str, Any]:
    customer = _customer(rng)
    if number < HOT:
        customer |= {"customer": "Meridian Rail plc", "customer_domain": "meridianrail.co.uk", "country": "GB"}
    return customer | {
        "registration": f"DR-{number + 1001}",
        "partner": f"p{rng.randrange(PARTNERS)}",
        "state": rng.choice(STATES),
        "expected_close_on": _day(rng),
        "submitted_at": NOW - timedelta(hours=number % 9_000),
        "contact_email": f"person{number}@mail{number % 4_000}.net" if number % 3 == 0 else None,
        "parent_company": None,
    }


def _opportunity(rng: Random, number: int) -> dict[str, Any]:
    stage = rng.choice(("proposal", "closed_won", "closed_lost"))
    return _customer(rng) | {"opportunity": f"o{number}", "stage": stage, "close_on": _day(rng)}


def _day(rng: Random) -> date:
    return NOW.date() + timedelta(days=rng.randrange(-200, 400))


def _claim(rng: Random, number: int, **fields: Any) -> ClaimRecord:
    made = {**_customer(rng), "close_on": _day(rng), "contact_email": f"person@asks{number}.org", **fields}
    return ClaimRecord(REGISTRATION, "", ("p0",), **made)


def _again(rng: Random, known: dict[str, Any]) -> tuple[str, ClaimRecord]:
    return known["registration"], _claim(
        rng, 0, **{name: known[name] for name in ("customer", "customer_domain", "country")}
    )


def _misspelled(rng: Random, known: dict[str, Any]) -> tuple[str, ClaimRecord]:
    word, second = str(known["customer"]).split()[:2]
    place = next(place for place in range(len(word) - 1, 0, -1) if word[place] in "aeiou")
    return _named(rng, known, f"{word[:place]}{word[place + 1 :]} {second} Inc.")


def _renamed(rng: Random, known: dict[str, Any]) -> tuple[str, ClaimRecord]:
    return _named(rng, known, f"{str(known['customer']).split()[0]} Holdings AG")


def _named(rng: Random, known: dict[str, Any], name: str) -> tuple[str, ClaimRecord]:
    """Without a web domain, in the same country: the name alone must do."""
    return known["registration"], _claim(rng, 0, customer=name, customer_domain=None, country=known["country"] or "US")


def _hot(rng: Random, number: int) -> ClaimRecord:
    return _claim(rng, number, customer="Meridian Rail", customer_domain="meridianrail.co.uk", country="GB")


if __name__ == "__main__":
    main()
