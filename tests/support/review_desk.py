"""A desk with a small portfolio in a real database, for stories about reviews."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from handlers.desk import DeskSettings
from handlers.documents import Reply
from handlers.request import Actor, Conversation, Place, Request, Role
from handlers.reviews.planner import ReminderPlanner
from handlers.wire import load
from handlers.work import Task
from programs.catalog import Catalog
from store.engine import Store
from store.models import (
    EnrollmentRow,
    MeetingRow,
    OpportunityPartnerRow,
    OpportunityRow,
    OutboxMessage,
    PartnerRow,
    RegistrationRow,
)
from store.work import Work

MONTHLY, OTHER = "8x8-sellwith8-2023", "twilio-segment-2024"
PAM = "pam@vendor.example"


class ReviewDesk:
    def __init__(self, store: Store, **settings: object) -> None:
        self.store = store
        self.catalog = Catalog.load()
        usual = {"zone": "America/New_York", "country": "US", "platform": "slack", "workspace": "T1"}
        self.settings = DeskSettings(**usual | settings)

    def partner(self, id: str, name: str, program: str = OTHER, **more: object) -> None:
        enrolled = {"manager": PAM, "tier": None, "focus": (), **more}
        status = enrolled.pop("status", "active")
        with self.store.write() as work:
            work.session.add(PartnerRow(partner=id, name=name, aliases=(), status=status, search=f"\n{name.lower()}"))
            work.session.flush()
            work.session.add(EnrollmentRow(partner=id, program=program, **enrolled))

    def meeting(self, partner: str, day: str, program: str = OTHER, held_on: str | None = None) -> None:
        held = date.fromisoformat(held_on) if held_on else None
        row = MeetingRow(
            partner=partner, program=program, kind="pipeline_review", scheduled_on=date.fromisoformat(day), held_on=held
        )
        with self.store.write() as work:
            work.session.add(row)

    def opportunity(
        self, id: str, partner: str, earr: str | None, currency: str = "USD", stage: str = "proposal"
    ) -> None:
        amount = Decimal(earr) if earr else None
        with self.store.write() as work:
            work.session.add(OpportunityRow(opportunity=id, stage=stage, earr=amount, currency=currency))
            work.session.flush()
            work.session.add(OpportunityPartnerRow(opportunity=id, partner=partner, role="resold"))

    def registration(self, id: str, partner: str, state: str) -> None:
        with self.store.write() as work:
            work.session.add(RegistrationRow(registration=id, partner=partner, state=state))

    def plan(self, now: datetime) -> int:
        return ReminderPlanner(self.store, self.catalog, self.settings).tick(now)

    def planned(self) -> list[tuple[str, str, str]]:
        """Target, summary and due instant (UTC, to the minute) of everything in the outbox, in order."""
        with self.store.read() as work:
            rows = work.session.query(OutboxMessage).order_by(OutboxMessage.id).all()
            return [(row.target, load(row.document).summary, f"{row.due_at:%Y-%m-%d %H:%M}") for row in rows]

    def replies(self) -> list[Reply]:
        with self.store.read() as work:
            return [load(row.document) for row in work.session.query(OutboxMessage).order_by(OutboxMessage.id)]

    def task(self, work: Work, value: str, user: str = "U1", name: str = "Pam", as_of: str = "2026-11-24") -> Task:
        request = Request(
            actor=Actor("T1", user, name, Role.manager, PAM),
            conversation=Conversation("C1", Place.channel),
            now=datetime.fromisoformat(f"{as_of}T15:00:00+00:00"),
            as_of=date.fromisoformat(as_of),
            route="reviews.held",
            value=value,
        )
        return Task(request, work, self.catalog, self.settings)


def at(words: str) -> datetime:
    """An instant in New York, such as `2026-11-23 09:00` (winter time)."""
    return (datetime.fromisoformat(words) + timedelta(hours=5)).replace(tzinfo=UTC)
