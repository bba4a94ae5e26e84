"""A partner between two reviews: what moved, what was promised, what waits. It is July 15, 2024."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from handlers.desk import DeskSettings
from handlers.packs.asked import PackAsked
from handlers.packs.build import partner_pack, staff_pack
from handlers.packs.sheet import Sheet
from handlers.request import Actor, Conversation, Place, Request, Role
from handlers.work import Task
from programs.catalog import Catalog
from store.models import CommitmentRow, OpportunityChangeRow, RegistrationRow
from store.repositories.counters import touch_portfolio
from store.work import Work
from tests.support.desk import NOW, TODAY, Desk
from tests.support.desk import PORTFOLIO as USUAL

SEGMENT, EIGHT = "twilio-segment-2024", "8x8-sellwith8-2023"
DESK = DeskSettings(zone="America/Los_Angeles", country="US", platform="slack", workspace="T1")
CLOCK = Actor("T1", "clock", "the clock", Role.unverified)
REVIEW = PackAsked("acme", SEGMENT, "pipeline_review", date(2024, 7, 18))
QBR = PackAsked("acme", SEGMENT, "qbr")
YEAR = PackAsked("acme", SEGMENT, "executive")

PORTFOLIO = USUAL | {
    "opportunities.csv": """opportunity,customer,stage,earr,professional_services,currency,opened_on,close_on
OPP-1,Initech,closed_won,100000,5000,USD,,2024-05-10
OPP-2,Hooli,closed_won,60000,,EUR,,2024-02-01
OPP-3,Umbrella,closed_won,,40000,USD,,2024-04-01
OPP-4,Stark,closed_won,90000,,USD,,2024-07-01
OPP-5,Wayne,closed_won,70000,,USD,,2023-07-30
OPP-10,Past Ltd,negotiation,40000,,USD,2024-03-01,2024-07-01
OPP-11,Pushed Inc,proposal,30000,,USD,2024-03-01,2024-10-01
OPP-12,Old Stage,qualified,20000,,USD,2024-03-01,2024-09-01
OPP-13,Silent Co,prospecting,10000,,EUR,2024-07-01,2024-12-01
OPP-14,Grown Up,proposal,50000,,USD,2024-03-01,2024-08-20
OPP-15,Test customer,prospecting,,,USD,2024-03-01,
OPP-16,Lost Ltd,closed_lost,15000,,USD,2024-03-01,2024-07-02
""",
    "opportunity_partners.csv": """opportunity,partner,role,added_on
OPP-1,acme,influenced,2024-03-01
OPP-2,acme,resold,2024-01-15
OPP-3,acme,influenced,2024-03-01
OPP-4,acme,influenced,2024-06-02
OPP-5,acme,influenced,2023-06-01
OPP-10,acme,influenced,2024-03-05
OPP-11,acme,resold,2024-03-05
OPP-12,acme,influenced,2024-03-05
OPP-13,acme,influenced,2024-07-03
OPP-14,acme,influenced,2024-03-05
OPP-15,acme,influenced,2024-03-05
OPP-16,acme,influenced,2024-03-05
""",
    "meetings.csv": """partner,program,kind,scheduled_on,held_on,notes
acme,twilio-segment-2024,pipeline_review,2024-06-18,2024-06-18,Ours alone
acme,twilio-segment-2024,pipeline_review,2024-07-18,,
""",
}


def task(work: Work, day: date = TODAY, at: datetime = NOW, actor: Actor = CLOCK) -> Task:
    """A task of the clock."""
    request = Request(actor, Conversation("clock", Place.terminal), at, day)
    return Task(request, work, Catalog.load(), DESK)


def staff(desk: Desk, asked: PackAsked = REVIEW, day: date = TODAY) -> Sheet:
    with desk.store.read() as work:
        return staff_pack(task(work, day), asked)


def theirs(desk: Desk, asked: PackAsked = REVIEW) -> Sheet:
    with desk.store.read() as work:
        return partner_pack(task(work), asked)


def change(work: Work, id: str, field: str, before: str | None, after: str | None, on: str) -> None:
    """An entry of the log on a day."""
    at = datetime.fromisoformat(on).replace(hour=20, tzinfo=UTC)
    values = {"opportunity": id, "field": field, "before": before, "after": after, "changed_at": at}
    work.session.execute(insert(OpportunityChangeRow).values(values))


def register(work: Work, number: int, state: str, **other: Any) -> None:
    """A registration of Acme's, filed on July 8 unless said otherwise."""
    row = {"registration": f"DR-{number}", "partner": "acme", "program": SEGMENT, "state": state, "version": 1}
    row |= {"submitted_on": date(2024, 7, 8), "customer": f"Customer {number}", "extensions": 0} | other
    work.session.execute(insert(RegistrationRow).values(row))


def promise(work: Work, side: str, what: str, due: str, state: str = "open", closed: str | None = None) -> None:
    """A commitment of the review in June."""
    row = {"partner": "acme", "program": SEGMENT, "kind": "pipeline_review", "scheduled_on": date(2024, 6, 18)}
    row |= {"side": side, "what": what, "owner": f"{side}.owner@example.com", "due_on": date.fromisoformat(due)}
    row |= {"state": state, "closed_on": closed and date.fromisoformat(closed), "added_by": "UPAM Pam", "added_at": NOW}
    work.session.execute(insert(CommitmentRow).values(row))


def lived(desk: Desk) -> None:
    """What happened since the portfolio was first seen."""
    with desk.store.write() as work:
        change(work, "OPP-11", "close_on", "2024-06-01", "2024-08-01", "2024-05-20")
        change(work, "OPP-11", "close_on", "2024-08-01", "2024-10-01", "2024-07-10")
        change(work, "OPP-12", "stage", "prospecting", "qualified", "2024-05-01")
        change(work, "OPP-14", "earr", "35000.00", "50000", "2024-07-02")
        change(work, "OPP-14", "close_on", "2024-09-20", "2024-08-20", "2024-07-02")
        register(work, 101, "in_review", customer="Late Customer", submitted_on=date(2024, 7, 1))
        register(work, 102, "submitted", customer="Fresh Customer", submitted_on=date(2024, 7, 15))
        register(work, 103, "conflict_hold", customer="Rival Customer")
        register(
            work,
            *(104, "approved"),
            opportunity="OPP-13",
            earr=Decimal(12000),
            currency="EUR",
            decided_on=date(2024, 5, 1),
            updated_on=date(2024, 6, 1),
            protected_until=date(2024, 8, 1),
            expected_close_on=date(2024, 12, 1),
        )
        register(
            work,
            105,
            "won",
            opportunity="OPP-1",
            role="sourced",
            decided_on=date(2024, 4, 1),
            earr=Decimal(100000),
            currency="USD",
        )
        register(work, 106, "expired", decided_on=date(2024, 3, 1), earr=Decimal(50000), currency="USD")
        promise(work, "vendor", "Send the price list", "2024-07-01", "done", "2024-06-30")
        promise(work, "vendor", "Name a sponsor", "2024-07-10")
        promise(work, "partner", "Certify two more people", "2024-07-10", "done", "2024-07-12")
        promise(work, "partner", "Call Pushed Inc", "2024-08-01")
        promise(work, "partner", "Forgotten long ago", "2024-05-01", "dropped", "2024-05-02")
        touch_portfolio(work.session)


def stays(desk: Desk, stage: str, days: Sequence[int]) -> None:
    """Opportunities of others that stayed so long in a stage."""
    with desk.store.write() as work:
        begin = datetime(2024, 1, 1, 20, tzinfo=UTC)
        for number in days:
            for before, after, at in (
                ("prospecting", stage, begin),
                (stage, "closed_won", begin + timedelta(days=number)),
            ):
                values = {"opportunity": "OPP-5", "field": "stage", "before": before, "after": after, "changed_at": at}
                work.session.execute(insert(OpportunityChangeRow).values(values))
            begin += timedelta(days=number)


def lines(sheet: Sheet, title: str) -> dict[str, str]:
    """The lines of one block; empty where it is left out."""
    return {line.label: line.words for section in sheet.sections if section.title == title for line in section.lines}


def rows(sheet: Sheet, beginning: str) -> dict[str, tuple[str, ...]]:
    """The rows of the table in the block whose title begins so, by their first cell."""
    found = next(section for section in sheet.sections if section.title.startswith(beginning))
    assert found.grid is not None
    return {row[0]: row[1:] for row in found.grid.rows}


def said(sheet: Sheet) -> str:
    """Everything that a sheet shows."""
    return repr(replace(sheet, figures={}, marks={}, partner="", program=""))
