"""A portfolio as large as one likes, as a folder of CSV files: the same for the same numbers."""

import csv
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random

PROGRAM = "twilio-segment-2024"
BUILD, LAUNCH = "twilio-build-2022", "8x8-sellwith8-2023"
STEPS = ("evaluation", "legal", "onboarding", "launch_prep", "launch", "enablement")
CURRENCIES = ("USD", "USD", "USD", "USD", "EUR", "GBP")
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
    enrolled = (row for id in ids for row in _enrollments(id, rng, today))
    written += _write(folder / "enrollments.csv", header, enrolled)
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
    written += _write(folder / "opportunity_partners.csv", header, joined)
    return written + _write_activity(folder, ids, rng, today)


def name_of(number: int) -> str:
    """The name of partner `number`."""
    first, second = FIRST[number % len(FIRST)], SECOND[number // len(FIRST) % len(SECOND)]
    return f"{first} {second} {number:05d}"


def _partner(id: str) -> Sequence[str]:
    return id, name_of(int(id[1:])), f"{id}.example", "active"


def _write_activity(folder: Path, ids: Sequence[str], rng: Random, today: date) -> int:
    """Meetings, steps, registrations, and a rate a month of each currency."""
    header = ("partner", "program", "kind", "scheduled_on", "held_on")
    held = today.isoformat()  # every partner of the monthly reviews had one: reminders are not what is measured here
    reviews = ((id, LAUNCH, "pipeline_review", held, held) for number, id in enumerate(ids) if number % 5 == 0)
    meetings = (*(_meeting(id, rng, today) for id in ids), *reviews)
    written = _write(folder / "meetings.csv", header, meetings)
    steps = (row for number, id in enumerate(ids) if number % 5 == 0 for row in _steps(id, rng, today))
    written += _write(folder / "steps.csv", ("partner", "program", "step", "done_on"), steps)
    header = ("registration", "partner", "program", "customer", "state", "submitted_on")
    asked = (_registration(id, rng, today) for id in ids[::4])
    written += _write(folder / "registrations.csv", header, asked)
    months = [(today - timedelta(days=30 * age)).isoformat() for age in range(30)]
    rates = ((currency, day, "1.0840") for currency in ("EUR", "GBP") for day in months)
    return written + _write(folder / "fx_rates.csv", ("currency", "effective_on", "usd"), rates)


def _enrollments(id: str, rng: Random, today: date) -> Iterable[Sequence[str]]:
    """Every partner in one program with tiers, every third in another, every fifth in one without."""
    manager, number = f"manager{rng.randrange(100)}@vendor.example", int(id[1:])
    yield id, PROGRAM, rng.choice(TIERS), _ago(rng, today, 700), manager
    if number % 3 == 0:
        yield id, BUILD, rng.choice(TIERS), _ago(rng, today, 700), manager
    if number % 5 == 0:
        yield id, LAUNCH, "", "", manager


def _meeting(id: str, rng: Random, today: date) -> Sequence[str]:
    day = today + timedelta(days=rng.randrange(-90, 60))
    held = day.isoformat() if day < today and rng.random() < 0.8 else ""
    return id, PROGRAM, "qbr", day.isoformat(), held


def _steps(id: str, rng: Random, today: date) -> Iterable[Sequence[str]]:
    return ((id, LAUNCH, step, _ago(rng, today, 300)) for step in STEPS[: rng.randrange(1, len(STEPS))])


def _registration(id: str, rng: Random, today: date) -> Sequence[str]:
    return f"DR-{2000 + int(id[1:])}", id, PROGRAM, "Customer", "submitted", _ago(rng, today, 200)


def _person(id: str, number: int, rng: Random, today: date) -> Sequence[str]:
    credential = "technical" if number % 3 else "sales"
    expires = (today + timedelta(days=rng.randrange(-60, 700))).isoformat()
    return id, f"person{number}@{id}.example", f"Person {number}", credential, _ago(rng, today, 900), expires, ""


def _deal(deal: str, rng: Random, today: date) -> Sequence[str]:
    stage = rng.choice(("closed_won", "closed_won", "closed_lost", "proposal"))
    amount, currency = f"{rng.randrange(1, 90000)}.00", rng.choice(CURRENCIES)
    return deal, f"Customer {deal}", stage, amount, currency, "", _ago(rng, today, 480)


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
