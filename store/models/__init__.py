"""Typed SQLAlchemy models: one module a family of tables."""

from store.models.base import Base
from store.models.deals import RegistrationRow
from store.models.installs import InstallationRow, OAuthStateRow
from store.models.operations import AskedQuestionRow, AuditRow, CounterRow, InboundKeyRow, SubscriptionRow
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

__all__ = [
    "AgreementRow",
    "AskedQuestionRow",
    "AuditRow",
    "Base",
    "CounterRow",
    "EnrollmentRow",
    "FxRateRow",
    "InboundKeyRow",
    "InstallationRow",
    "InvitationRow",
    "MeetingRow",
    "MessageState",
    "OAuthStateRow",
    "OpportunityPartnerRow",
    "OpportunityRow",
    "OutboxMessage",
    "PartnerRow",
    "PersonRow",
    "RegistrationRow",
    "StepRow",
    "SubscriptionRow",
]
