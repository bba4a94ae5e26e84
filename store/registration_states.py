"""Where a deal registration stands, and which of these places mean the same to those who ask."""

from enum import StrEnum


class RegistrationState(StrEnum):
    """The usual states, in the order of a registration's life; a portfolio may use other words besides."""

    draft = "draft"
    submitted = "submitted"
    in_review = "in_review"
    info_requested = "info_requested"
    conflict_hold = "conflict_hold"
    approved = "approved"
    declined = "declined"
    withdrawn = "withdrawn"
    expired = "expired"
    won = "won"
    lost = "lost"
    revoked = "revoked"
    appealed = "appealed"
    appeal_rejected = "appeal_rejected"


WAITING = frozenset({RegistrationState.submitted, RegistrationState.in_review})
"""It is the deal desk's turn: these can be decided, and no others."""
UNDECIDED = WAITING | {
    RegistrationState.info_requested,
    RegistrationState.conflict_hold,
    RegistrationState.appealed,
}
"""Something is still to be decided, by whomever."""
DECIDED = frozenset({RegistrationState.approved, RegistrationState.declined})
"""What the deal desk decides."""
AFTERWARDS = frozenset(
    {
        RegistrationState.withdrawn,
        RegistrationState.expired,
        RegistrationState.won,
        RegistrationState.lost,
        RegistrationState.revoked,
        RegistrationState.appealed,
        RegistrationState.appeal_rejected,
    }
)
"""What may become of a decided registration elsewhere: it follows the decision and does not undo it."""
OPEN = WAITING | {RegistrationState.info_requested, RegistrationState.conflict_hold, RegistrationState.approved}
"""The customer is taken: the same partner does not register it again."""
