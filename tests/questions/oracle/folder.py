"""Reads a portfolio folder into plain rows (contracts/portfolio.md, the table of files). No rules here."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

Cells = dict[str, str]
Row = TypeVar("Row")


@dataclass(frozen=True)
class Partner:
    """partners.csv"""

    partner: str
    name: str
    status: str


@dataclass(frozen=True)
class Enrollment:
    """enrollments.csv"""

    partner: str
    program: str
    tier: str | None
    tier_since: date | None
    manager: str | None
    last_activity_on: date | None


@dataclass(frozen=True)
class Person:
    """people.csv: one credential of one person"""

    partner: str
    email: str
    credential: str
    earned_on: date | None
    expires_on: date | None
    left_on: date | None


@dataclass(frozen=True)
class Opportunity:
    """opportunities.csv"""

    opportunity: str
    stage: str
    earr: Decimal
    professional_services: Decimal
    currency: str
    close_on: date | None


@dataclass(frozen=True)
class Joined:
    """opportunity_partners.csv"""

    opportunity: str
    partner: str
    added_on: date | None


@dataclass(frozen=True)
class Agreement:
    """agreements.csv"""

    partner: str
    agreement: str
    signed_on: date | None
    expires_on: date | None


@dataclass(frozen=True)
class Invitation:
    """invitations.csv"""

    partner: str
    program: str
    benefit: str
    invited_on: date | None
    expires_on: date | None


@dataclass(frozen=True)
class Registration:
    """registrations.csv"""

    registration: str
    partner: str
    program: str
    state: str
    submitted_on: date | None
    decided_on: date | None


@dataclass(frozen=True)
class Meeting:
    """meetings.csv"""

    partner: str
    program: str
    kind: str
    scheduled_on: date | None
    held_on: date | None


@dataclass(frozen=True)
class Step:
    """steps.csv"""

    partner: str
    program: str
    step: str
    done_on: date | None


@dataclass(frozen=True)
class Rate:
    """fx_rates.csv"""

    currency: str
    effective_on: date
    usd: Decimal


def day(cell: str) -> date | None:
    """An ISO date, or None for an empty cell."""
    return date.fromisoformat(cell) if cell else None


def amount(cell: str) -> Decimal:
    """An exact amount; an empty cell is nothing."""
    return Decimal(cell) if cell else Decimal(0)


def read_sheet(folder: Path, name: str) -> list[Cells]:
    """The rows of one sheet: UTF-8 with or without byte-order mark, comma or semicolon, one header row."""
    path = folder / f"{name}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = file.readline()
        file.seek(0)
        separator = ";" if header.count(";") > header.count(",") else ","
        lines = list(csv.reader(file, delimiter=separator))
    if not lines:
        return []
    columns = [column.strip() for column in lines[0]]
    rows = [dict(zip(columns, (cell.strip() for cell in line), strict=False)) for line in lines[1:] if any(line)]
    return [defaultdict(str, row) for row in rows]


def grouped(rows: Iterable[Row], key: Callable[[Row], str]) -> dict[str, list[Row]]:
    """Rows by key; a key without rows gives an empty list."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return groups


class Folder:
    """All sheets, each a list of rows in the order of the file, most of them grouped by partner."""

    def __init__(self, folder: Path) -> None:
        def sheet(name: str, make: Callable[[Cells], Row]) -> list[Row]:
            return [make(cells) for cells in read_sheet(folder, name)]

        self.partners = {row.partner: row for row in sheet("partners", _partner)}
        self.enrollments = sheet("enrollments", _enrollment)
        self.enrollments_of = grouped(self.enrollments, lambda row: row.partner)
        self.people_of = grouped(sheet("people", _person), lambda row: row.partner)
        self.opportunities = {row.opportunity: row for row in sheet("opportunities", _opportunity)}
        self.joined_of = grouped(sheet("opportunity_partners", _joined), lambda row: row.partner)
        self.agreements_of = grouped(sheet("agreements", _agreement), lambda row: row.partner)
        self.invitations_of = grouped(sheet("invitations", _invitation), lambda row: row.partner)
        self.registrations = {row.registration: row for row in sheet("registrations", _registration)}
        self.registrations_of = grouped(self.registrations.values(), lambda row: row.partner)
        self.meetings_of = grouped(sheet("meetings", _meeting), lambda row: row.partner)
        self.steps_of = grouped(sheet("steps", _step), lambda row: row.partner)
        self.rates_of = grouped(sheet("fx_rates", _rate), lambda row: row.currency)


def _partner(c: Cells) -> Partner:
    return Partner(c["partner"], c["name"], c["status"])


def _enrollment(c: Cells) -> Enrollment:
    return Enrollment(
        partner=c["partner"],
        program=c["program"],
        tier=c["tier"] or None,
        tier_since=day(c["tier_since"]),
        manager=c["manager"] or None,
        last_activity_on=day(c["last_activity_on"]),
    )


def _person(c: Cells) -> Person:
    return Person(
        partner=c["partner"],
        email=c["email"],
        credential=c["credential"],
        earned_on=day(c["earned_on"]),
        expires_on=day(c["expires_on"]),
        left_on=day(c["left_on"]),
    )


def _opportunity(c: Cells) -> Opportunity:
    return Opportunity(
        opportunity=c["opportunity"],
        stage=c["stage"],
        earr=amount(c["earr"]),
        professional_services=amount(c["professional_services"]),
        currency=c["currency"].upper() or "USD",
        close_on=day(c["close_on"]),
    )


def _joined(c: Cells) -> Joined:
    return Joined(c["opportunity"], c["partner"], day(c["added_on"]))


def _agreement(c: Cells) -> Agreement:
    return Agreement(c["partner"], c["agreement"], day(c["signed_on"]), day(c["expires_on"]))


def _invitation(c: Cells) -> Invitation:
    return Invitation(c["partner"], c["program"], c["benefit"], day(c["invited_on"]), day(c["expires_on"]))


def _registration(c: Cells) -> Registration:
    return Registration(
        registration=c["registration"],
        partner=c["partner"],
        program=c["program"],
        state=c["state"],
        submitted_on=day(c["submitted_on"]),
        decided_on=day(c["decided_on"]),
    )


def _meeting(c: Cells) -> Meeting:
    return Meeting(c["partner"], c["program"], c["kind"], day(c["scheduled_on"]), day(c["held_on"]))


def _step(c: Cells) -> Step:
    return Step(c["partner"], c["program"], c["step"], day(c["done_on"]))


def _rate(c: Cells) -> Rate:
    return Rate(c["currency"].upper(), date.fromisoformat(c["effective_on"]), Decimal(c["usd"]))
