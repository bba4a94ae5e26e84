"""Where an agreement of a partner stands on a day: in force, expired, or missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from handlers.answer import Json
from handlers.wording import day as day_words
from programs.schema import Program
from store.records import SignedAgreement


class PaperState(StrEnum):
    """`expired` was signed once and not renewed; `missing` was never in force, one to be signed later included."""

    in_force = "in_force"
    expired = "expired"
    missing = "missing"


@dataclass(frozen=True, slots=True)
class Paper:
    """One agreement of a partner on a day, by the signature that serves best; `signed_on` may lie ahead if missing."""

    agreement: str
    state: PaperState
    signed_on: date | None = None
    expires_on: date | None = None

    @property
    def in_force(self) -> bool:
        """Whether it may be relied on."""
        return self.state is PaperState.in_force

    def words(self) -> str:
        """`in force since Feb 1, 2023, until Dec 31, 2024`, `expired on …`, `not signed`."""
        if self.state is PaperState.in_force:
            until = f", until {day_words(self.expires_on)}" if self.expires_on else ""
            return f"in force since {day_words(self.signed_on)}{until}"
        if self.state is PaperState.expired:
            return f"expired on {day_words(self.expires_on)}"
        return f"signed only from {day_words(self.signed_on)} on" if self.signed_on else "not signed"


def paper(signatures: Iterable[SignedAgreement], agreement: str, day: date) -> Paper:
    """How `agreement` stands on `day`: the signature in force that lasts longest, else the one that ended last."""
    of_it = [each for each in signatures if each.agreement == agreement and each.signed_on is not None]
    begun = [each for each in of_it if each.signed_on is not None and each.signed_on <= day]
    if begun:
        best = max(begun, key=lambda each: (each.expires_on or date.max, each.signed_on or date.min))
        lasts = best.expires_on is None or best.expires_on >= day
        state = PaperState.in_force if lasts else PaperState.expired
        return Paper(agreement, state, best.signed_on, best.expires_on)
    ahead = min((each.signed_on for each in of_it if each.signed_on), default=None)
    return Paper(agreement, PaperState.missing, ahead)


def papers(signatures: Sequence[SignedAgreement], program: Program | None, day: date) -> tuple[Paper, ...]:
    """Those that the program asks for in its order, then whatever else was signed, by id."""
    asked = [each.id for each in program.agreements] if program else []
    signed = sorted({each.agreement for each in signatures} - set(asked))
    return tuple(paper(signatures, each, day) for each in (*asked, *signed))


def by_state(found: Iterable[Paper], program: Program | None) -> dict[PaperState, tuple[str, ...]]:
    """The ids in each state, in ascending order; only what the program asks for can be missing."""
    asked = {each.id for each in program.agreements} if program else set[str]()
    said = [each for each in found if each.state is not PaperState.missing or each.agreement in asked]
    return {state: tuple(sorted(each.agreement for each in said if each.state is state)) for state in PaperState}


def paper_facts(found: Iterable[Paper], program: Program | None) -> dict[str, Json]:
    """The ids in each state, as programs read them."""
    ids = by_state(found, program)
    return {state.value: list(ids[state]) for state in (PaperState.in_force, PaperState.missing, PaperState.expired)}
