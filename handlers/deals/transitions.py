"""Every way a deal registration may go from one state to another: who may, under which conditions, what follows.

`docs/DEALS.md` is drawn from it. What the table does not have is refused, with the moves that it does have. Pure: facts
in, sentences out. After shared practice of deal desks; the differences are listed in `docs/ARCHITECTURE.md`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from handlers.deals.guards import EVIDENCE_DAYS, EXTENSION_DAYS, GUARDS, PROTECTED_DAYS, Guard, Side, Standing
from handlers.wording import listed
from store.registration_states import RegistrationState as S

RULES: Final = "2026-11"
"""The version of this table, kept with each registration that is filed under it."""


SIDES: Final[Mapping[Side, str]] = MappingProxyType(
    {
        Side.partner: "the partner",
        Side.manager: "its manager",
        Side.approver: "an approver",
        Side.lead: "a program admin",
        Side.clock: "the clock",
    }
)


class Move(StrEnum):
    """What can be done with a registration."""

    submit = "submit"
    take = "take"
    ask = "ask"
    answer = "answer"
    lapse = "lapse"
    hold = "hold"
    resolve = "resolve"
    approve = "approve"
    decline = "decline"
    amend = "amend"
    withdraw = "withdraw"
    extend = "extend"
    expire = "expire"
    reinstate = "reinstate"
    win = "win"
    lose = "lose"
    revoke = "revoke"
    appeal = "appeal"
    reopen = "reopen"
    uphold = "uphold"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: from any of `sources` to `target` (None: the state stays), by any of the sides `by`, if all guards hold.

    `done` is the word for it in the audit trail, `follows` what else happens, in the same transaction.
    """

    move: Move
    done: str
    sources: frozenset[S]
    target: S | None
    by: frozenset[Side]
    guards: tuple[Guard, ...] = ()
    follows: str = ""


def _row(
    move: Move, done: str, sources: tuple[S, ...], target: S | None, by: tuple[Side, ...], follows: str, *guards: Guard
) -> Transition:
    return Transition(move, done, frozenset(sources), target, frozenset(by), guards, follows)


_FILED: Final = (Side.partner, Side.manager)
_DESK: Final = (S.submitted, S.in_review)
_UNDECIDED: Final = (S.submitted, S.in_review, S.info_requested, S.conflict_hold)

TABLE: Final[tuple[Transition, ...]] = (
    _row(
        Move.submit,
        "submitted",
        (S.draft,),
        S.submitted,
        _FILED,
        "number, receipt, card; the customer is held against every other claim; the answer is due in 2 working days",
    ),
    _row(Move.take, "taken", (S.submitted,), S.in_review, (Side.approver,), "the card says who has it"),
    _row(
        Move.ask,
        "info_requested",
        _DESK,
        S.info_requested,
        (Side.approver,),
        "the decision's clock pauses; only the fields asked for open; reminders after 3 and 7 working days",
    ),
    _row(Move.answer, "answered", (S.info_requested,), S.in_review, _FILED, "the clock goes on, without the wait"),
    _row(
        Move.lapse,
        "lapsed",
        (S.info_requested,),
        S.withdrawn,
        (Side.clock,),
        "the partner is told how to file again",
        Guard.silent,
    ),
    _row(Move.hold, "held", _DESK, S.conflict_hold, (Side.approver, Side.clock), "the partner reads “in review”"),
    _row(Move.resolve, "resolved", (S.conflict_hold,), S.in_review, (Side.approver,), "the resolution is kept"),
    _row(
        Move.approve,
        "approved",
        _DESK,
        S.approved,
        (Side.approver,),
        f"protected for {PROTECTED_DAYS} days; the opportunity is linked or made and the partner added to it",
        Guard.resolved,
        Guard.looked_at,
        Guard.new_decider,
    ),
    _row(
        Move.decline,
        "declined",
        (*_DESK, S.conflict_hold),
        S.declined,
        (Side.approver,),
        "the partner reads the reason; an appeal is open",
        Guard.new_decider,
    ),
    _row(
        Move.amend,
        "amended",
        (*_UNDECIDED, S.approved),
        None,
        _FILED,
        "another customer is held against the others anew",
    ),
    _row(Move.withdraw, "withdrawn", (S.draft, *_UNDECIDED), S.withdrawn, _FILED, "final"),
    _row(
        Move.extend,
        "extended",
        (S.approved,),
        None,
        (*_FILED, Side.lead),
        f"{EXTENSION_DAYS} more protected days, for evidence of the last {EVIDENCE_DAYS} days",
        Guard.first_extension,
    ),
    _row(
        Move.expire,
        "expired",
        (S.approved,),
        S.expired,
        (Side.clock,),
        "the partner and the manager are told",
        Guard.protection_over,
    ),
    _row(
        Move.reinstate,
        "reinstated",
        (S.expired,),
        S.approved,
        (Side.manager,),
        f"{EXTENSION_DAYS} protected days",
        Guard.lately_expired,
        Guard.no_rival,
    ),
    _row(
        Move.win,
        "won",
        (S.approved,),
        S.won,
        (Side.manager, Side.clock),
        "the opportunity is closed as won and counts; a tier that is met by it is named",
    ),
    _row(Move.lose, "lost", (S.approved,), S.lost, (Side.manager, Side.clock), "the opportunity is closed as lost"),
    _row(
        Move.revoke,
        "revoked",
        (S.approved,),
        S.revoked,
        (Side.lead,),
        "takes a second admin or approver; the partner reads the reason; an appeal is open",
    ),
    _row(
        Move.appeal,
        "appealed",
        (S.declined, S.revoked, S.expired),
        S.appealed,
        _FILED,
        "decided by somebody else, within 5 working days",
        Guard.appeal_open,
    ),
    _row(Move.reopen, "reopened", (S.appealed,), S.in_review, (Side.lead,), "the first day counts", Guard.new_decider),
    _row(Move.uphold, "appeal_rejected", (S.appealed,), S.appeal_rejected, (Side.lead,), "final", Guard.new_decider),
)
BY_MOVE: Final[Mapping[Move, Transition]] = MappingProxyType({each.move: each for each in TABLE})


def refusal(move: Move, at: Standing) -> str | None:
    """Why `move` is not possible as things stand, in a sentence; None when it is."""
    row = BY_MOVE[move]
    if at.registration.state not in row.sources:
        return f"{at.registration.id} is {at.registration.state.replace('_', ' ')}. {possible(at.registration.state)}"
    if not row.by & at.sides:
        return f"Only {_whose(row)} can do this. Nothing changed."
    return next((sentence for guard in row.guards if (sentence := GUARDS[guard][1](at)) is not None), None)


def legal(at: Standing) -> tuple[Move, ...]:
    """The moves that are possible as things stand, in the order of the table."""
    return tuple(each.move for each in TABLE if refusal(each.move, at) is None)


def possible(state: str, sides: frozenset[Side] | None = None) -> str:
    """`From there it can be extended (by …) or expired (by …).`, for any state, also one that is none of ours.

    With `sides`, only what these may do is named, without saying who else may do it.
    """
    rows = [each for each in TABLE if state in each.sources and each.by != {Side.clock}]
    if sides is not None:
        moves = [each.done.replace("_", " ") for each in rows if each.by & sides]
    else:
        moves = [f"{each.done.replace('_', ' ')} (by {_whose(each)})" for each in rows]
    return f"From there it can be {listed(moves, 'or')}." if moves else "That is final: nothing follows."


def _whose(row: Transition) -> str:
    return listed([SIDES[side] for side in Side if side in row.by and side is not Side.clock], "or")
