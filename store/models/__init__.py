"""Typed SQLAlchemy models: one module a family of tables."""

from store.models.audit import AuditDetailsRow, AuditRow
from store.models.base import Base
from store.models.conversations import ConversationRow, HandedFileRow, InboxRow, OpenFormRow
from store.models.deals import (
    DroppedCreditRow,
    MatchKeyRow,
    RegistrationDraftRow,
    RegistrationMatchRow,
    RegistrationRow,
)
from store.models.installs import InstallationRow, OAuthStateRow
from store.models.operations import (
    AskedQuestionRow,
    ChannelBindingRow,
    CounterRow,
    InboundKeyRow,
    SubscriptionRow,
)
from store.models.outbox import MessageState, OutboxMessage
from store.models.portfolio import (
    AgreementRow,
    EnrollmentRow,
    FxRateRow,
    InvitationRow,
    MeetingRow,
    OpportunityPartnerRow,
    OpportunityRow,
    PartnerRow,
    PersonRow,
    StepRow,
)
from store.models.reviews import (
    CommitmentRow,
    FrozenPackRow,
    MeetingChangeRow,
    MeetingOutcomeRow,
    OpportunityChangeRow,
    PersonClockRow,
    ReviewCadenceRow,
    ReviewSnoozeRow,
)
from store.models.staff import AccountRow, FirstApprovalRow, StaffRow, StandInRow

__all__ = [
    "AccountRow",
    "AgreementRow",
    "AskedQuestionRow",
    "AuditDetailsRow",
    "AuditRow",
    "Base",
    "ChannelBindingRow",
    "CommitmentRow",
    "ConversationRow",
    "CounterRow",
    "DroppedCreditRow",
    "EnrollmentRow",
    "FirstApprovalRow",
    "FrozenPackRow",
    "FxRateRow",
    "HandedFileRow",
    "InboundKeyRow",
    "InboxRow",
    "InstallationRow",
    "InvitationRow",
    "MatchKeyRow",
    "MeetingChangeRow",
    "MeetingOutcomeRow",
    "MeetingRow",
    "MessageState",
    "OAuthStateRow",
    "OpenFormRow",
    "OpportunityChangeRow",
    "OpportunityPartnerRow",
    "OpportunityRow",
    "OutboxMessage",
    "PartnerRow",
    "PersonClockRow",
    "PersonRow",
    "RegistrationDraftRow",
    "RegistrationMatchRow",
    "RegistrationRow",
    "ReviewCadenceRow",
    "ReviewSnoozeRow",
    "StaffRow",
    "StandInRow",
    "StepRow",
    "SubscriptionRow",
]
