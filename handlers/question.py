"""A question as it was understood: its kind and what it names. Plain values; the words of the `ask --json` answers."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from handlers.answer import Json
from programs.windows import Window


class Kind(StrEnum):
    """The kinds of question that can be asked; the words of the `ask --json` answers."""

    tier = "tier"
    gap = "gap"
    requirements = "requirements"
    benefits = "benefits"
    benefit = "benefit"
    revenue = "revenue"
    people = "people"
    registrations = "registrations"
    registration = "registration"
    pipeline = "pipeline"
    agreements = "agreements"
    meetings = "meetings"
    steps = "steps"
    portfolio = "portfolio"
    compare = "compare"
    whatif = "whatif"
    manager = "manager"
    brief = "brief"
    register = "register"
    help = "help"
    out_of_scope = "out_of_scope"
    not_understood = "not_understood"


@dataclass(frozen=True, slots=True)
class Change:
    """What a what-if adds to a requirement: people, US dollars or a signed agreement (`by` is signed, never zero)."""

    requirement: str
    by: Decimal


@dataclass(frozen=True, slots=True)
class Filter:
    """Which partners a portfolio question asks for: all that are set hold together, for one enrollment.

    `tier` is the recorded tier; `manager` an e-mail address; `ready` and `at_risk` compare the tier met with the
    recorded one; `near` is a next tier of which exactly one requirement is missing; `lacking` a requirement of the
    next tier that is missing; `inactive` means no activity for more than the program's quiet days; `overdue` a kind of
    meeting that was scheduled before the day and not held; `step` the lifecycle step that is current.
    """

    tier: str | None = None
    manager: str | None = None
    program: str | None = None
    ready: bool = False
    at_risk: bool = False
    near: str | None = None
    lacking: str | None = None
    inactive: bool = False
    overdue: str | None = None
    step: str | None = None

    def keys(self) -> dict[str, Json]:
        """The parts that are set, as `ask --json` shows them."""
        every: dict[str, Json] = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in every.items() if value not in (None, False)}


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a message.

    `partners` are the ids it is about (several only for `compare`), or, when `ambiguous`, the ids that fit the name.
    `mention` holds the folded words of that name, `named` words that look like a name but fit nobody.
    `programs` are those of a publisher that was named, until the partner's own tells which is meant: `program`.
    `claimed` is the tier that a statement says the partner has ("Acme is gold, right?"). `unknown` are words that
    stand where something of ours should but fit nothing, as (what it should be, words): ("tier", "platinum").
    `period` has both ends included, `period_words` says it as it was asked. `everybody` says that a question means all
    partners rather than one. `benefits` are the ids that fit the words for a benefit, until it is known which of them
    the partner's program has: `benefit`. `late` asks for registrations whose answer is
    overdue. `checks` says that a yes or no is expected, and `negated`
    that the statement denies ("Acme is not gold, right?"); `small_talk` is "hello", "thanks" or "command" where
    nothing was asked.
    `meeting` and `last` ask for one kind of meeting, held or to come.
    """

    kind: Kind
    partners: tuple[str, ...] = ()
    ambiguous: bool = False
    mention: str = ""
    named: str = ""
    program: str | None = None
    programs: tuple[str, ...] = ()
    tier: str | None = None
    claimed: str | None = None
    benefit: str | None = None
    benefits: tuple[str, ...] = ()
    credential: str | None = None
    requirement: str | None = None
    agreement: str | None = None
    registration: str | None = None
    meeting: str | None = None
    last: bool = False
    step: str | None = None
    manager: str | None = None
    state: str | None = None
    period: Window | None = None
    period_words: str = ""
    filter: Filter | None = None
    changes: tuple[Change, ...] = ()
    customer: str = ""
    everybody: bool = False
    late: bool = False
    checks: bool = False
    negated: bool = False
    small_talk: str = ""
    unknown: tuple[tuple[str, str], ...] = ()

    def reading(self) -> dict[str, Json]:
        """What was understood, as `ask --json` shows it: only the keys that apply."""
        keys: dict[str, Json] = {
            "partner": self._partner(),
            "program": self.program,
            "tier": self.tier,
            "benefit": self.benefit,
            "credential": self.credential,
            "requirement": self.requirement,
            "registration": self.registration,
            "meeting": self.meeting,
            "step": self.step,
            "manager": self.manager,
            "state": self.state,
            "period": _period(self.period),
            "filter": self.filter.keys() if self.filter is not None else None,
            "changes": [{"requirement": each.requirement, "by": f"{each.by:f}"} for each in self.changes] or None,
        }
        return {key: value for key, value in keys.items() if value is not None}

    def _partner(self) -> Json:
        if self.kind is Kind.compare and not self.ambiguous:
            return list(self.partners) or None
        return self.partners[0] if len(self.partners) == 1 else None


def _period(window: Window | None) -> Json:
    return None if window is None else {"from": window.first.isoformat(), "to": window.last.isoformat()}
