"""The unit of work: every repository on one session, inside one transaction."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.models import CounterRow
from store.outbox import Outbox
from store.repositories.accounts import Accounts
from store.repositories.asked import AskedQuestions
from store.repositories.audit import AuditTrail
from store.repositories.bindings import Bindings
from store.repositories.cadences import Cadences
from store.repositories.commitments import Commitments
from store.repositories.conversations import Conversations
from store.repositories.counters import PLANNED, PORTFOLIO, raise_to
from store.repositories.deal_reports import DealReports
from store.repositories.drafts import Drafts
from store.repositories.figures import Figures
from store.repositories.frozen_packs import FrozenPacks
from store.repositories.inbound import Inbound
from store.repositories.inbox import Inbox
from store.repositories.installations import Installations
from store.repositories.invitations import Invitations
from store.repositories.lapses import Lapses
from store.repositories.match_keys import MatchKeys
from store.repositories.matches import Matches
from store.repositories.meeting_life import MeetingLife
from store.repositories.meetings import Meetings
from store.repositories.noise import Noise
from store.repositories.open_forms import HandedFiles, OpenForms
from store.repositories.opportunities import Opportunities
from store.repositories.opportunity_changes import OpportunityChanges
from store.repositories.partners import Partners
from store.repositories.person_clocks import PersonClocks
from store.repositories.pipeline import Pipeline
from store.repositories.registrations import Registrations
from store.repositories.reviews import Reviews
from store.repositories.staff import Staff
from store.repositories.steps import Steps
from store.repositories.subscriptions import Subscriptions
from store.repositories.undelivered import UndeliveredMessages
from store.repositories.withdrawals import Withdrawals


class Work:
    """What can be read and changed in one transaction."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.partners = Partners(session)
        self.registrations = Registrations(session)
        self.drafts = Drafts(session)
        self.matches = Matches(session)
        self.match_keys = MatchKeys(session)
        self.meetings = Meetings(session)
        self.meeting_life = MeetingLife(session)
        self.cadences = Cadences(session)
        self.commitments = Commitments(session)
        self.person_clocks = PersonClocks(session)
        self.invitations = Invitations(session)
        self.steps = Steps(session)
        self.staff = Staff(session)
        self.accounts = Accounts(session)
        self.reviews = Reviews(session)
        self.pipeline = Pipeline(session)
        self.opportunities = Opportunities(session)
        self.opportunity_changes = OpportunityChanges(session)
        self.frozen_packs = FrozenPacks(session)
        self.asked = AskedQuestions(session)
        self.figures = Figures(session)
        self.deal_reports = DealReports(session)
        self.audit = AuditTrail(session)
        self.inbound = Inbound(session)
        self.inbox = Inbox(session)
        self.conversations = Conversations(session)
        self.open_forms = OpenForms(session)
        self.handed_files = HandedFiles(session)
        self.bindings = Bindings(session)
        self.installations = Installations(session)
        self.subscriptions = Subscriptions(session)
        self.lapses = Lapses(session)
        self.noise = Noise(session)
        self.outbox = Outbox(session)
        self.undelivered = UndeliveredMessages(session)
        self.withdrawals = Withdrawals(session)

    def portfolio_version(self) -> int:
        """Grows by one with every change of the portfolio tables; 0 before the first."""
        return self.session.scalar(select(CounterRow.value).where(CounterRow.name == PORTFOLIO)) or 0

    def portfolio_held(self) -> int:
        """The portfolio's version, which nobody changes until this writing transaction ends."""
        query = select(CounterRow.value).where(CounterRow.name == PORTFOLIO).with_for_update()
        return self.session.scalar(query) or 0

    def planned_until(self) -> datetime | None:
        """The instant (to the second) through which everything that fell due was planned; None before the first."""
        seconds = self.session.scalar(select(CounterRow.value).where(CounterRow.name == PLANNED))
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC)

    def planned_through(self, now: datetime) -> None:
        """Everything that fell due until `now` (aware) is planned; it never goes back."""
        raise_to(self.session, PLANNED, int(now.timestamp()))
