"""Which kind of question a row of items asks: every kind that declares a phrase in it gets points, with reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handlers.kinds.skill import Skill, Slot
from handlers.question import Kind
from handlers.understanding.everyday import CALENDAR, FILLER, TURNS
from handlers.understanding.filters import Filtering
from handlers.understanding.items import Item
from handlers.understanding.phrases import PhraseBook

SURE, LIKELY, HINT = "sure", "likely", "hint"
POINTS = {SURE: 10.0, LIKELY: 6.0, HINT: 0.0}
EACH_WORD = 0.6
UNEXPLAINED = 2.6
OUT_OF_PLACE = 4.0
BAR = 5.0
WEAK = frozenset({"number", "amount", "step", "benefit", "state"})
"""Slots whose words are ordinary ones too ("launch", "training", "won"): no sign that something else was asked."""
NOW = frozenset(("today", "as of today", "now"))
CONDITIONS = frozenset("if suppose supposing assuming imagine whatif provided unless".split())
EDGE = 2.0
"""What an "if" gives a what-if before the kinds that its words ask about otherwise."""
NEGATIONS = frozenset(
    """
    not no isn't isnt aren't arent wasn't wasnt hasn't hasnt haven't havent doesn't doesnt don't dont didn't didnt
    """.split()
)
SUBJECTS = frozenset({"partner", "registration"})
CHECKED = frozenset({Kind.tier, Kind.agreements, Kind.steps, Kind.meetings, Kind.benefit, Kind.gap, Kind.registration,
                     Kind.manager})  # fmt: skip
"""Kinds whose answer checks a statement, however it is put ("Acme hasn't signed, has it?")."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A kind with its points and the reasons: phrases found, places they explain, and places nothing explains."""

    kind: Kind
    points: float
    phrases: tuple[str, ...]
    core: frozenset[int]
    unexplained: tuple[int, ...]
    turns: tuple[int, ...] = ()
    sure: bool = False
    """Whether one of the phrases says the kind on its own."""


@dataclass(slots=True)
class _Tally:
    strength: float = 0.0
    phrases: list[str] = field(default_factory=list)
    core: set[int] = field(default_factory=set)
    hinted: set[int] = field(default_factory=set)
    bonus: float = 0.0


class Scorer:
    """The phrases of all kinds, compiled once."""

    def __init__(self, skills: Sequence[Skill]) -> None:
        self._skills: Mapping[Kind, Skill] = {skill.kind: skill for skill in skills}
        self._book = PhraseBook(
            (f"{skill.kind}:{strength}", said)
            for skill in skills
            for strength, phrases in ((SURE, skill.sure), (LIKELY, skill.likely), (HINT, skill.hints))
            for said in phrases
        )

    def score(self, items: Sequence[Item], asked: Filtering, changing: frozenset[int]) -> list[Scored]:
        """Every kind of which a phrase occurs, the most points first.

        `asked` is the filter that the items hold, `changing` the places of words that tell what a what-if changes;
        empty where nothing is changed.
        """
        tallies: dict[Kind, _Tally] = {}
        if not asked.empty or asked.vague:
            tallies[Kind.portfolio] = _Tally(hinted=set(asked.places))
        if changing:
            tallies[Kind.whatif] = _Tally(hinted=set(changing))
        for label, phrase, places in self._book.find(items):
            kind, _, strength = label.partition(":")
            tally = tallies.setdefault(Kind(kind), _Tally())
            if strength == HINT:
                tally.hinted.update(places)
                continue
            tally.strength = max(tally.strength, POINTS[strength])
            tally.phrases.append(phrase.said)
            tally.core.update(places)
        portfolio = tallies.get(Kind.portfolio)
        if portfolio is not None and not asked.empty and (portfolio.strength or _means_many(items, asked)):
            portfolio.strength = max(portfolio.strength, POINTS[LIKELY])
            portfolio.core |= asked.places
        if changing and any(item.word in CONDITIONS for item in items):
            tallies[Kind.whatif].bonus = EDGE
        if not changing:
            tallies.pop(Kind.whatif, None)
        scored = [self._scored(items, kind, tally) for kind, tally in tallies.items() if tally.strength]
        return sorted(scored, key=lambda each: (-each.points, each.kind))

    def _scored(self, items: Sequence[Item], kind: Kind, tally: _Tally) -> Scored:
        slots = self._skills[kind].slots
        explained = tally.core | tally.hinted
        unexplained: list[int] = []
        turns: list[int] = []
        misplaced = 0
        for place, item in enumerate(items):
            if place in explained or not slots.isdisjoint(item.slots):
                continue
            if kind is Kind.tier and _at_the_review(item):
                continue
            if item.word in NEGATIONS and kind in CHECKED and any(each.slots & SUBJECTS for each in items):
                continue
            if item.word in TURNS or _elsewhen(item) or (item.word in CALENDAR and Slot.period in slots):
                turns.append(place)
            elif item.link is not None and item.word not in FILLER:
                misplaced += 1
                unexplained.append(place)
                if not item.slots <= WEAK:
                    turns.append(place)
            elif item.word not in FILLER:
                unexplained.append(place)
        if kind is Kind.register:  # what is left over names the customer
            unexplained, turns, misplaced = [], [], 0
        words = len(unexplained) - misplaced
        points = (
            tally.strength + tally.bonus + EACH_WORD * len(tally.core) - UNEXPLAINED * words - OUT_OF_PLACE * misplaced
        )
        return Scored(
            kind,
            points,
            tuple(tally.phrases),
            frozenset(tally.core),
            tuple(unexplained),
            tuple(turns),
            tally.strength >= POINTS[SURE],
        )


def _means_many(items: Sequence[Item], asked: Filtering) -> bool:
    """Whether words that hold a filter speak of several partners."""
    wanted = asked.filter
    plural = any("tier" in item.slots and item.head.endswith("s") for item in items)
    if plural or wanted.overdue or wanted.at_risk or wanted.inactive or wanted.ready or wanted.near:
        return True
    return asked.own or any(
        item.word in ("partners", "who", "accounts", "everyone", "anyone", "list") for item in items
    )


def _at_the_review(item: Item) -> bool:
    """Whether an item is the day of the coming annual review, which a tier's answer speaks of."""
    return any(
        period.one_day
        and period.window.first.timetuple().tm_yday == 1
        and (period.year_assumed or "next" in period.words)
        for period in item.values("period")
    )


def _elsewhen(item: Item) -> bool:
    """Whether an item is another time than today: a kind that has no use for it cannot answer."""
    return any(period.words.casefold() not in NOW for period in item.values("period"))
