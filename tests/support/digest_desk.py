"""The review desk, with everything that digests tell besides, for stories about mornings."""

from datetime import UTC, date, datetime

from handlers.digests.channels import ChannelPlanner
from handlers.digests.planner import DigestPlanner
from handlers.documents import Button, Buttons, Heading, Paragraph, Reply
from handlers.wire import load
from store.engine import Store
from store.models import AgreementRow, OutboxMessage, PersonRow, RegistrationRow
from store.repositories.counters import touch_portfolio
from store.review_records import NewCommitment, PersonClock
from tests.support.review_desk import OTHER, PAM, ReviewDesk


class DigestDesk(ReviewDesk):
    """One planner lives as long as the desk, as in a process; `restart` makes a new one."""

    def __init__(self, store: Store, **settings: object) -> None:
        super().__init__(store, **settings)
        self.restart()

    def restart(self) -> None:
        self.digests = DigestPlanner(self.store, self.catalog, self.settings)
        self.channels = ChannelPlanner(self.store, self.catalog, self.settings)

    def certified(
        self, partner: str, email: str, name: str, expires: str | None, credential: str = "technical"
    ) -> None:
        end = date.fromisoformat(expires) if expires else None
        row = PersonRow(
            partner=partner, email=email, name=name, credential=credential, earned_on=date(2025, 1, 1), expires_on=end
        )
        self.add(row)

    def signed(self, partner: str, agreement: str, expires: str | None) -> None:
        end = date.fromisoformat(expires) if expires else None
        self.add(AgreementRow(partner=partner, agreement=agreement, signed_on=date(2025, 1, 1), expires_on=end))

    def registered(self, id: str, partner: str, state: str, **more: object) -> None:
        values = {"program": OTHER, "customer": "Initech", "currency": "USD", "version": 1, **more}
        self.add(RegistrationRow(registration=id, partner=partner, state=state, **values))

    def promised(self, partner: str, what: str, due: str, side: str = "vendor") -> None:
        new = NewCommitment(
            partner=partner,
            program=OTHER,
            kind="qbr",
            scheduled_on=date(2026, 10, 1),
            side=side,
            what=what,
            owner="lena@vendor.example",
            due_on=date.fromisoformat(due),
            added_by="U1 Pam",
            added_at=datetime(2026, 10, 1, tzinfo=UTC),
        )
        with self.store.write() as work:
            work.commitments.add(new)

    def lives(self, person: str = PAM, **chosen: object) -> None:
        """Somebody's own reminders."""
        usual = dict.fromkeys(("zone", "country", "morning", "quiet_from", "quiet_until", "most_a_day"))
        values = {**usual, "digest": True, "chosen": True, "changed_at": datetime(2026, 1, 1, tzinfo=UTC), **chosen}
        with self.store.write() as work:
            work.person_clocks.put(PersonClock(person=person, **values))

    def add(self, row: object) -> None:
        with self.store.write() as work:
            work.session.add(row)
            touch_portfolio(work.session)

    def sent(self, target: str = f"email:{PAM}") -> list[Reply]:
        """What was planned for a target and not folded, in order."""
        with self.store.read() as work:
            rows = work.session.query(OutboxMessage).filter(OutboxMessage.target == target).order_by(OutboxMessage.id)
            return [load(row.document) for row in rows if row.state != "folded"]

    def states(self) -> dict[str, str]:
        with self.store.read() as work:
            return {row.occurrence_key: row.state for row in work.session.query(OutboxMessage)}

    def settle(self, key: str, state: str, reason: str | None = None) -> None:
        """What became of a message at its platform."""
        with self.store.write() as work:
            row = work.session.query(OutboxMessage).filter(OutboxMessage.occurrence_key == key).one()
            row.state, row.reason, row.settled_at = state, reason, row.due_at


def told(reply: Reply) -> dict[str, list[str]]:
    """The lines under each heading."""
    found: dict[str, list[str]] = {}
    heading = ""
    for part in reply.parts:
        if isinstance(part, Heading):
            heading = part.words
        elif isinstance(part, Paragraph):
            words = "".join(getattr(span, "text", "") for span in part.text)
            found[heading] = [line.removeprefix("• ") for line in words.split("\n")]
    return found


def buttons(reply: Reply) -> list[Button]:
    return [each for part in reply.parts if isinstance(part, Buttons) for each in part.items]
