"""Partner managers at work: days pass, messages come, buttons are pressed. Database, planner and handlers are real."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from handlers.assistant import Assistant
from handlers.documents import Buttons, FieldErrors, Form, Outcome, Reply
from handlers.request import Actor, Conversation, Place, Request, Role
from handlers.reviews.planner import ReminderPlanner
from handlers.wire import load
from store.engine import Store
from store.models import MeetingRow, OutboxMessage
from store.records import Meeting
from store.repositories.audit import AuditFilter
from tests.support.review_desk import PAM, ReviewDesk

ZONE = ZoneInfo("America/New_York")
PAM_ORTIZ = Actor("T1", "UPAM", "Pam Ortiz", Role.member, PAM, "America/New_York")
LENA = Actor("T1", "ULENA", "Lena Brandt", Role.member, "lena@vendor.example", "America/New_York")
NOA = Actor("T1", "UNOA", "Noa Levi", Role.member, "noa@vendor.example", "America/New_York")


@dataclass
class Office:
    store: Store
    review_channel: str | None = None
    now: datetime = datetime(2026, 11, 2, 15, 0, tzinfo=UTC)
    read_until: int = 0
    presses: int = 0
    desk: ReviewDesk = field(init=False)
    assistant: Assistant = field(init=False)
    planner: ReminderPlanner = field(init=False)

    def __post_init__(self) -> None:
        admins = frozenset({"noa@vendor.example"})
        self.desk = ReviewDesk(self.store, review_channel=self.review_channel, admins=admins)
        self.assistant = Assistant(self.store, self.desk.catalog, self.desk.settings)
        self.planner = ReminderPlanner(self.store, self.desk.catalog, self.desk.settings)

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    def morning(self, day: str) -> list[str]:
        """It is five past nine in New York on `day`; the summaries of the messages that came."""
        self.now = datetime.combine(date.fromisoformat(day), time(9, 5), ZONE).astimezone(UTC)
        self.planner.tick(self.now)
        return self.arrived()

    def arrived(self) -> list[str]:
        """What was written since the last look."""
        with self.store.read() as work:
            rows = work.session.query(OutboxMessage).filter(OutboxMessage.id > self.read_until)
            found = [(row.id, row.target, row.operation, load(row.document)) for row in rows.order_by(OutboxMessage.id)]
        self.read_until = max((id for id, *_ in found), default=self.read_until)
        self.last = [(target, operation, reply) for _, target, operation, reply in found]
        return [reply.summary for _, _, reply in self.last]

    def message(self, words: str) -> Reply:
        """The newest message whose summary holds these words."""
        with self.store.read() as work:
            rows = work.session.query(OutboxMessage).order_by(OutboxMessage.id.desc())
            replies = [load(row.document) for row in rows]
        return next(reply for reply in replies if words in reply.summary)

    def press(self, reply: Reply | str, label: str, actor: Actor = PAM_ORTIZ) -> Outcome:
        """Press a button of a message (or of the newest one with these words)."""
        shown = self.message(reply) if isinstance(reply, str) else reply
        found = [
            b for part in shown.parts if isinstance(part, Buttons) for b in part.items if b.label.startswith(label)
        ]
        assert found, f"no button {label!r} on {shown.summary!r}"
        return self.route(found[0].route, found[0].value, actor)

    def submit(self, form: Outcome, actor: Actor = PAM_ORTIZ, **values: str) -> Reply:
        """Submit a form that opened, with what it had in it and these values; it must be taken."""
        outcome = self.attempt(form, actor, **values)
        assert isinstance(outcome, Reply), outcome
        return outcome

    def attempt(self, form: Outcome, actor: Actor = PAM_ORTIZ, **values: str) -> Outcome:
        assert isinstance(form, Form), form
        before = {each.name: each.initial for each in form.fields if isinstance(each.initial, str)}
        return self.route(form.route, "", actor, {**before, **dict(form.state), **values})

    def wrong(self, form: Outcome, actor: Actor = PAM_ORTIZ, **values: str) -> dict[str, str]:
        """What a form says about these values."""
        outcome = self.attempt(form, actor, **values)
        assert isinstance(outcome, FieldErrors), outcome
        return outcome.errors

    def say(self, words: str, actor: Actor = PAM_ORTIZ) -> Outcome:
        return self.route("", "", actor, text=words)

    def route(
        self, route: str, value: str, actor: Actor = PAM_ORTIZ, values: dict[str, str] | None = None, text: str = ""
    ) -> Outcome:
        self.presses += 1
        place = Conversation("D1", Place.direct)
        key = f"press-{self.presses}" if route else ""
        asked = {"route": route, "value": value, "values": values or {}, "text": text}
        return self.assistant.handle(Request(actor, place, self.now, self.today, key=key, **asked))

    def assistant_request(self, actor: Actor = PAM_ORTIZ) -> Request:
        """A request of this moment that asks for nothing yet."""
        return Request(actor, Conversation("D1", Place.direct), self.now, self.today)

    def schedule(self, partner: str, program: str, kind: str, day: str, held: str | None = None) -> None:
        """A meeting that came with the portfolio."""
        held_on = date.fromisoformat(held) if held else None
        with self.store.write() as work:
            work.session.add(
                MeetingRow(
                    partner=partner,
                    program=program,
                    kind=kind,
                    scheduled_on=date.fromisoformat(day),
                    held_on=held_on,
                )
            )
            work.session.flush()

    def meetings(self, partner: str = "acme") -> list[Meeting]:
        with self.store.read() as work:
            return list(work.meetings.of_partner(partner))

    def trail(self) -> list[str]:
        """The actions of the audit trail, the oldest first."""
        with self.store.read() as work:
            return [each.action for each in work.audit.found(AuditFilter())]
