"""A portfolio in which whatever a partner's people must not learn is marked with a word that occurs nowhere else."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

from sqlalchemy import update

from store.engine import Store
from store.models import RegistrationRow
from store.records import ChannelBinding
from store.review_records import MeetingOutcome, ReviewCadence
from store.work import Work
from tests.support.desk import NOW, Desk, fill_database, open_desk

MARK = re.compile(r"zq[a-z]{2,}\d*|91[0-9]{2}73", re.IGNORECASE)
"""Marked words, and the digits in marked amounts."""
OWN, OTHER = "acme", "zqothera"

PORTFOLIO = {
    "partners.csv": """partner,name,aliases,domain,status,parent
acme,Acme Communications,Acme,acme.example,active,zqparent
zqothera,Zqother Alpha,Zqalias,zqalpha.example,active,
zqotherb,Zqother Beta,,zqbeta.example,active,
zqparent,Zqparent Holding,,,active,
""",
    "enrollments.csv": """partner,program,tier,tier_since,enrolled_on,manager
acme,twilio-segment-2024,bronze,2024-03-01,2023-02-01,zqpam@vendor.example
acme,twilio-build-2022,registered,2024-03-01,2023-02-01,zqdev@vendor.example
zqothera,twilio-segment-2024,silver,2024-01-10,2024-01-10,zqsam@vendor.example
zqotherb,twilio-segment-2024,gold,2024-01-10,2024-01-10,zqsam@vendor.example
zqparent,8x8-sellwith8-2023,,,2024-01-10,zqsam@vendor.example
""",
    "people.csv": """partner,email,name,credential,earned_on,expires_on
acme,ann@acme.example,Ann,technical,2024-01-15,2026-01-15
zqothera,zqpeter@zqalpha.example,Zqpeter,technical,2024-01-15,2026-01-15
""",
    "agreements.csv": """partner,agreement,signed_on
acme,baseline,2023-02-01
zqothera,baseline,2023-02-01
""",
    "opportunities.csv": """opportunity,customer,stage,earr,professional_services,currency,close_on,owner
OPP-1,Zqwon Customer,closed_won,50000,910073,USD,2024-03-10,zqowner@vendor.example
ZQOPP-2,Zqopen Customer,proposal,911073,,USD,2024-09-10,zqowner@vendor.example
ZQOPP-3,Zqlost Customer,closed_lost,912073,,USD,2024-03-10,zqowner@vendor.example
ZQOPP-4,Zqtheirs Customer,closed_won,913073,,USD,2024-03-10,zqowner@vendor.example
""",
    "opportunity_partners.csv": """opportunity,partner,role,added_on
OPP-1,acme,influenced,2024-03-01
ZQOPP-2,acme,influenced,2024-03-01
ZQOPP-3,acme,influenced,2024-03-01
ZQOPP-4,zqothera,influenced,2024-03-01
""",
    "meetings.csv": """partner,program,kind,scheduled_on,held_on,notes
acme,twilio-segment-2024,pipeline_review,2024-07-18,,Zqnote of ours
acme,twilio-segment-2024,qbr,2024-05-18,2024-05-18,Zqremark of ours
zqothera,twilio-segment-2024,qbr,2024-08-18,,Zqnote of theirs
""",
    "invitations.csv": """partner,program,benefit,invited_on
acme,twilio-segment-2024,demo_environment,2024-02-01
""",
    "registrations.csv": """registration,partner,program,customer,earr,currency,state,submitted_on,decided_on
DR-1,acme,twilio-segment-2024,Initrode,120000,USD,declined,2024-07-01,2024-07-03
DR-2,acme,twilio-segment-2024,Umbrella,80000,USD,submitted,2024-07-08,
DR-3,zqothera,twilio-segment-2024,Zqrival Customer,914073,USD,submitted,2024-07-08,
""",
}


def marked_desk(folder: Path) -> Desk:
    """The desk, with channel C1 bound to Acme and everything of the decision on DR-1 marked."""
    desk = open_desk(fill_database(folder, PORTFOLIO))
    mark_decisions(desk.store)
    with desk.store.write() as work:
        work.bindings.bind(ChannelBinding("T1", "C1", OWN, "test", NOW))
        mark_reviews(work)
    return desk


def mark_reviews(work: Work) -> None:
    """Mark why Acme is reviewed as it is, and what was decided in its reviews."""
    program, day = "twilio-segment-2024", date(2024, 7, 18)
    by = "UZQSET Zqsetter"
    for kind in ("pipeline_review", "qbr"):
        work.cadences.set(ReviewCadence(OWN, program, kind, "quarter", None, "Zqreason of the rhythm", by, NOW))
    work.meetings.record(MeetingOutcome(OWN, program, "pipeline_review", day, "Zqdecision", by, NOW))


def mark_decisions(store: Store) -> None:
    """Mark what the vendor keeps to itself of Acme's registrations."""
    internal = {
        "evidence": "Zqevidence typed by staff",
        "submitted_by": "UZQSUB Zqsubmitter",
        "decided_by": "UZQDEC Zqdecider",
        "decided_at": NOW,
        "opportunity": "ZQOPP-2",
        "reason": "Zqreason: Zqother Alpha was first",
    }
    with store.write() as work:
        work.session.execute(update(RegistrationRow).where(RegistrationRow.partner == "acme").values(internal))


def marks(shown: object) -> set[str]:
    """The marked words in anything that is shown, asked for words and digits alike."""
    words = shown if isinstance(shown, str) else json.dumps(shown, default=_plain, ensure_ascii=False)
    return {found.casefold() for found in MARK.findall(words.replace(",", "").replace("\u2019", "'"))}


def _plain(value: object) -> object:
    return str(value) if isinstance(value, date | Decimal) else repr(value)
