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
from handlers.understanding.words import Sentence
from programs.windows import Window

LAST = frozenset("last previous past recent latest held hold was were happened ago did had".split())
BEFORE_CUSTOMER = frozenset("with at for to customer account client called named on".split())
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
        tiers = [str(tier) for item in items for tier in item.values("tier")]
        period = next((value for item in items for value in item.values("period")), None)
        question = Question(
            kind,
            program=_only(items, "program"),
            requirement=_requirement(items) if kind is Kind.gap else None,
            credential=_one(items, "credential") if kind is Kind.people else None,
            agreement=_one(items, "agreement") if kind is Kind.agreements else None,
            meeting=_one(items, "meeting") if kind is Kind.meetings else None,
            last=kind is Kind.meetings and _asks_for_last(items),
            step=_one(items, "step") if kind is Kind.steps else None,
            registration=_one(items, "registration"),
            everybody=not EVERYBODY.isdisjoint(item.word for item in items),
        )
        if kind is Kind.benefit:
            values = next((item.values("benefit") for item in items if "benefit" in item.slots), ())
            question = replace(question, benefits=tuple(map(str, values)))
        if kind in (Kind.gap, Kind.requirements, Kind.benefits, Kind.benefit) and tiers:
            question = replace(question, tier=tiers[-1])
        if kind is Kind.tier and tiers:
            question = replace(question, claimed=tiers[0])
        if kind in (Kind.revenue, Kind.registrations, Kind.pipeline) and period is not None:
            window = period.window
            if period.open_start and kind is Kind.pipeline:  # what is open closes from today on
                window = Window(min(self._as_of, window.last), window.last)
            question = replace(question, period=window, period_words=period.words)
        if kind in (Kind.registrations, Kind.pipeline):
            question = replace(question, state=self._state(items, kind), manager=self._manager(items))
        if kind is Kind.whatif:
            target = tiers[-1] if tiers and any(item.word in REACHING for item in items) else None
            question = replace(question, changes=changes_in(items, self._sentence, self._lexicon), tier=target)
        nobody = next((item for item in items if item.link is not None and item.link.how == "unknown"), None)
        if nobody is not None:
            question = replace(question, named=self._sentence.written(nobody.start, nobody.end))
        other = next((str(value) for item in items for value in item.values("no_tier")), "")
        if other:
            question = replace(question, unknown=(("tier", other),))
        missing = next((str(value) for item in items for value in item.values("no_registration")), "")
        if missing and kind is Kind.registration:
            question = replace(question, unknown=(("registration", missing),))
        return question

    def _state(self, items: Sequence[Item], kind: Kind) -> str | None:
        return _one(items, "state") if kind is Kind.registrations else None

    def _manager(self, items: Sequence[Item]) -> str | None:
        named = _one(items, "manager")
        if named is None and any(item.word in OWN - {"me", "i"} for item in items):
            return self._user
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


def _requirement(items: Sequence[Item]) -> str | None:
    return _one(items, "requirement")


def _asks_for_last(items: Sequence[Item]) -> bool:
    words = {item.word for item in items}
    return not LAST.isdisjoint(words) and words.isdisjoint({"next", "upcoming", "coming"})
