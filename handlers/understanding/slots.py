"""From a weighed clause to questions: what the answer of its kind can use is taken from what the clause names."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers.question import Kind, Question
from handlers.understanding.changes import changes_in
from handlers.understanding.draft import Draft
from handlers.understanding.everyday import FILLER
from handlers.understanding.filters import OWN
from handlers.understanding.items import Item
from handlers.understanding.lexicon import Lexicon
from handlers.understanding.scoring import NEGATIONS
from handlers.understanding.words import Sentence
from programs.windows import Window

GROUPS = {
    "waiting": frozenset("waiting pending awaiting undecided unanswered".split()),
    "open": frozenset("open outstanding active".split()),
    "decided": frozenset("decided answered".split()),
}
"""States together, as people ask for them."""
UNKNOWN_MANAGER = ""
"""Somebody who says "my" and whose e-mail address is not known: asked back, never taken for everybody."""
TAG_WORDS = 3
"""Words at the end of a statement that may be a tag ("…, isn't it") and deny nothing."""
TIMED = frozenset({Kind.revenue, Kind.registrations, Kind.pipeline})
LATE = frozenset("late overdue delayed".split())
YES_OR_NO = frozenset("is are was were has have had does do did can may could will would should isn't aren't".split())
TAGS = frozenset("right correct true isnt".split())
LAST = frozenset("last previous past recent latest held hold was were happened ago did had".split())
NOT_CUSTOMER = frozenset(
    """
    register registering registration registrations deal deals reg opportunity opp opps new log file submit enter
    create add customer account client with at for to called named start open form on behalf lead the a an
    """.split()
)
EVERYBODY = frozenset("all every everyone everybody everybody's any overall across we our us".split())


@dataclass(frozen=True, slots=True)
class Named:
    """A partner that a clause names: the ids that fit, and the words."""

    partners: tuple[str, ...]
    mention: str


def partners_in(items: Sequence[Item]) -> list[Named]:
    """The partners that some items name, in order, each once."""
    found: dict[tuple[str, ...], Named] = {}
    for item in items:
        if item.values("partner"):
            found.setdefault(item.values("partner"), Named(item.values("partner"), " ".join(item.words)))
    return list(found.values())


class Filler:
    """Fills in the questions of a clause; `user` is the e-mail address of whoever asks."""

    def __init__(self, sentence: Sentence, lexicon: Lexicon, user: str | None, as_of: date) -> None:
        self._sentence = sentence
        self._lexicon = lexicon
        self._user = user
        self._as_of = as_of

    def questions(self, draft: Draft) -> list[Question]:
        """One question a partner; a comparison has all of them, and a clause about nobody has one."""
        kind = draft.kind or Kind.not_understood
        question = self._common(draft, kind)
        if kind is Kind.portfolio:
            return [replace(question, filter=draft.filtering.filter)]
        if kind in (Kind.help, Kind.out_of_scope):
            return [Question(kind)]
        named = partners_in(draft.items)
        if kind is Kind.compare:
            return [_comparing(question, named)]
        if kind is Kind.register:
            return [self._registering(draft, question, named)]
        if kind is Kind.registration or not named:
            return [question]
        unknown = self._unknown_words(draft)
        return [
            replace(
                question,
                partners=each.partners,
                ambiguous=len(each.partners) > 1,
                mention=each.mention,
                unknown=unknown or question.unknown,
            )
            for each in named
        ]

    def _common(self, draft: Draft, kind: Kind) -> Question:
        """Everything but the partners."""
        items = draft.items
        question = Question(
            kind,
            program=_only(items, "program"),
            programs=_several(items, "program"),
            registration=_one(items, "registration"),
            checks=bool(items) and (items[0].word in YES_OR_NO or any(item.word in TAGS for item in items)),
            negated=any(item.word in NEGATIONS for item in items[1 : max(1, len(items) - TAG_WORDS)]),
            everybody=not EVERYBODY.isdisjoint(item.word for item in items),
        )
        return self._unknown(items, self._timed(items, self._of_kind(items, question)))

    def _of_kind(self, items: Sequence[Item], question: Question) -> Question:
        """With what only questions of this kind name."""
        tiers = [str(tier) for item in items for tier in item.values("tier")]
        tier = tiers[-1] if tiers else None
        match question.kind:
            case Kind.tier:
                return replace(question, claimed=tiers[0] if tiers else None)
            case Kind.gap:
                return replace(question, tier=tier, requirement=_one(items, "requirement"))
            case Kind.requirements | Kind.benefits:
                return replace(question, tier=tier)
            case Kind.benefit:
                values = next((item.values("benefit") for item in items if "benefit" in item.slots), ())
                return replace(question, tier=tier, benefits=tuple(map(str, values)))
            case Kind.meetings:
                return replace(question, meeting=_one(items, "meeting"), last=_asks_for_last(items))
            case Kind.people | Kind.agreements | Kind.steps | Kind.manager:
                return _with_what_is_named(items, question)
            case Kind.pipeline:
                return replace(question, manager=self._manager(items))
            case Kind.registrations:
                return self._registrations(items, question)
            case Kind.whatif:
                reached = any(item.word in REACHING for item in items)
                changes = changes_in(items, self._sentence, self._lexicon)
                return replace(question, changes=changes, tier=tier if reached else None)
        return question

    def _registrations(self, items: Sequence[Item], question: Question) -> Question:
        words = {item.word for item in items}
        state = _one(items, "state") or next((group for group, said in GROUPS.items() if words & said), None)
        return replace(question, manager=self._manager(items), state=state, late=bool(words & LATE))

    def _timed(self, items: Sequence[Item], question: Question) -> Question:
        """With the period, where the kind has a use for it; what is still open closes from today on."""
        period = next((value for item in items for value in item.values("period")), None)
        if period is None or question.kind not in TIMED:
            return question
        window = period.window
        if period.open_start and question.kind is Kind.pipeline:
            window = Window(min(self._as_of, window.last), window.last)
        return replace(question, period=window, period_words=period.words)

    def _unknown(self, items: Sequence[Item], question: Question) -> Question:
        """With words that name what nobody has: a partner, a tier, a registration."""
        nobody = next((item for item in items if item.link is not None and item.link.how == "unknown"), None)
        if nobody is not None:
            question = replace(question, named=self._sentence.written(nobody.start, nobody.end))
        tier, number = _one(items, "no_tier"), _one(items, "no_registration")
        if number and question.kind is Kind.registration:
            return replace(question, unknown=(("registration", number),))
        return replace(question, unknown=(("tier", tier),)) if tier else question

    def _manager(self, items: Sequence[Item]) -> str | None:
        named = _one(items, "manager")
        if named is None and any(item.word in OWN - {"me", "i"} for item in items):
            return self._user or UNKNOWN_MANAGER
        return named

    def _registering(self, draft: Draft, question: Question, named: list[Named]) -> Question:
        """The partner is the first one named; the customer is what is left of the words after it, as written."""
        first = named[0] if named else None
        after = next((item.end for item in draft.items if "partner" in item.slots), 0)
        left = [
            item
            for item in draft.items
            if item.start >= after and item.word not in NOT_CUSTOMER and not (item.slots & {"amount", "period"})
            and item.word not in FILLER
        ]  # fmt: skip
        customer = self._sentence.written(left[0].start, left[-1].end) if left else ""
        question = replace(question, customer=customer, registration=None, named="")
        if first is None:
            return question
        return replace(question, partners=first.partners, ambiguous=len(first.partners) > 1, mention=first.mention)

    def _unknown_words(self, draft: Draft) -> tuple[tuple[str, str], ...]:
        """A word after "for" or "to" that no program has as a tier ("gap Acme for platinum")."""
        if draft.kind not in (Kind.gap, Kind.tier) or any("tier" in item.slots for item in draft.items):
            return ()
        left = [item for item in draft.unexplained if item.word]
        if len(left) == 1 and self._before(left[0]) in BEFORE_TIER:
            return (("tier", self._sentence.words[left[0].start].written),)
        return ()

    def _before(self, item: Item) -> str:
        return self._sentence.folded[item.start - 1] if item.start else ""


BEFORE_TIER = frozenset("for to reach become is be make hit a".split())
REACHING = frozenset(
    "reach reaches make makes get gets become becomes hit hits qualify qualifies be enough for to".split()
)


def _comparing(question: Question, named: list[Named]) -> Question:
    unclear = next((each for each in named if len(each.partners) > 1), None)
    if unclear is not None:
        return replace(question, partners=unclear.partners, ambiguous=True, mention=unclear.mention)
    return replace(question, partners=tuple(each.partners[0] for each in named))


def _with_what_is_named(items: Sequence[Item], question: Question) -> Question:
    """Kinds that a word of their own narrows down."""
    match question.kind:
        case Kind.people:
            return replace(question, credential=_one(items, "credential"))
        case Kind.agreements:
            return replace(question, agreement=_one(items, "agreement"))
        case Kind.steps:
            return replace(question, step=_one(items, "step"))
        case _:
            return replace(question, manager=_one(items, "manager"))


def _one(items: Sequence[Item], slot: str) -> str | None:
    return next((str(value) for item in items for value in item.values(slot)), None)


def _only(items: Sequence[Item], slot: str) -> str | None:
    """The value of a slot where just one fits everything that was said."""
    fits: set[str] | None = None
    for item in items:
        if slot in item.slots:
            values = set(map(str, item.values(slot)))
            fits = values if fits is None else (fits & values or fits)
    return next(iter(fits)) if fits and len(fits) == 1 else None


def _several(items: Sequence[Item], slot: str) -> tuple[str, ...]:
    """The values that fit words which could name several."""
    found = next((item.values(slot) for item in items if len(item.values(slot)) > 1), ())
    return tuple(map(str, found))


def _asks_for_last(items: Sequence[Item]) -> bool:
    words = {item.word for item in items}
    return not LAST.isdisjoint(words) and words.isdisjoint({"next", "upcoming", "coming"})
