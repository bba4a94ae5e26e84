"""A portfolio as large as one likes, as a folder of CSV files: the same for the same numbers."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

PROGRAM = "twilio-segment-2024"
TIERS = ("registered", "bronze", "silver", "gold")
FIRST = (
    "Amber",
    "Bright",
    "Cedar",
    "Delta",
    "Ember",
    "Falcon",
    "Granite",
    "Harbor",
    "Iron",
    "Juniper",
    "Keel",
    "Lumen",
)
SECOND = ("Cloud", "Data", "Field", "Forge", "Grid", "Labs", "Logic", "Path", "Stack", "Wave", "Works", "Yard")


def write_portfolio(folder: Path, partners: int, rows: int, today: date) -> int:
    """Write `partners` partners with about `rows` rows in all; returns the rows written, headers left out."""
    rng = Random(20261121)
    folder.mkdir(parents=True, exist_ok=True)
    each = max(1, (rows - 2 * partners) // (3 * partners))
    ids = [f"p{number:05d}" for number in range(partners)]
    written = _write(folder / "partners.csv", ("partner", "name", "domain", "status"), (_partner(id) for id in ids))
    header = ("partner", "program", "tier", "tier_since", "manager")
    written += _write(folder / "enrollments.csv", header, (_enrollment(id, rng, today) for id in ids))
    agreements = ((id, "baseline", _ago(rng, today, 900), "") for id in ids)
    written += _write(folder / "agreements.csv", ("partner", "agreement", "signed_on", "expires_on"), agreements)
    header = ("partner", "email", "name", "credential", "earned_on", "expires_on", "left_on")
    people = (_person(id, number, rng, today) for id in ids for number in range(each))
    written += _write(folder / "people.csv", header, people)
    deals = [(f"o-{id}-{number}", id) for id in ids for number in range(each)]
    header = ("opportunity", "customer", "stage", "earr", "currency", "opened_on", "close_on")
    written += _write(folder / "opportunities.csv", header, (_deal(deal, rng, today) for deal, _ in deals))
    header = ("opportunity", "partner", "role", "added_on")
    joined = ((deal, id, "influenced", (today - timedelta(days=500)).isoformat()) for deal, id in deals)
    return written + _write(folder / "opportunity_partners.csv", header, joined)


def name_of(number: int) -> str:
    """The name of partner `number`."""
    first, second = FIRST[number % len(FIRST)], SECOND[number // len(FIRST) % len(SECOND)]
    return f"{first} {second} {number:05d}"


def _partner(id: str) -> Sequence[str]:
    return id, name_of(int(id[1:])), f"{id}.example", "active"


def _enrollment(id: str, rng: Random, today: date) -> Sequence[str]:
    return id, PROGRAM, rng.choice(TIERS), _ago(rng, today, 700), f"manager{rng.randrange(100)}@vendor.example"


def _person(id: str, number: int, rng: Random, today: date) -> Sequence[str]:
    credential = "technical" if number % 3 else "sales"
    expires = (today + timedelta(days=rng.randrange(-60, 700))).isoformat()
    return id, f"person{number}@{id}.example", f"Person {number}", credential, _ago(rng, today, 900), expires, ""


def _deal(deal: str, rng: Random, today: date) -> Sequence[str]:
    stage = rng.choice(("closed_won", "closed_won", "closed_lost", "proposal"))
    return deal, f"Customer {deal}", stage, f"{rng.randrange(1, 90000)}.00", "USD", "", _ago(rng, today, 480)


def _ago(rng: Random, today: date, most: int) -> str:
    return (today - timedelta(days=rng.randrange(1, most))).isoformat()


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    count = 0
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count
