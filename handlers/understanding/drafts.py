"""What each clause of a message asks, before the clauses are put together with each other and with the thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from handlers.question import Kind
from handlers.understanding.changes import change_places, changes_in
from handlers.understanding.clauses import Run, runs_of
from handlers.understanding.everyday import FILLER, TIME, TURNS
from handlers.understanding.filters import REFINING, Filtering, filtering
from handlers.understanding.items import Item
from handlers.understanding.lexicon import Lexicon
from handlers.understanding.linking import Linked
from handlers.understanding.scoring import BAR, Scored, Scorer
from handlers.understanding.unknown import with_unknown_name
from handlers.understanding.words import Sentence

WHOLE = frozenset({Kind.portfolio, Kind.whatif, Kind.compare})
"""Kinds of which every word must be explained: a part that is passed over would change the answer."""
CLOSE_CALL = 3.0
"""A kind that is so many points behind one that does not hold is no better guess."""
NEEDS_PARTNER = frozenset(
    {Kind.tier, Kind.gap, Kind.revenue, Kind.people, Kind.agreements, Kind.meetings, Kind.steps, Kind.whatif, Kind.manager,
     Kind.brief}
)  # fmt: skip
ABOUT_TIERS = frozenset({Kind.requirements, Kind.benefits, Kind.benefit})
"""Kinds that can be about a tier and no partner; "…, headcount and revenue" then only says more of it."""
NEVER_NAMED = frozenset({Kind.register, Kind.help, Kind.registration, Kind.out_of_scope, Kind.portfolio})
"""Kinds in which words that nobody knows are no unknown partner."""
NO_PARTNER = frozenset({Kind.portfolio, Kind.help, Kind.registration, Kind.out_of_scope})
MANY = frozenset("partners who which everyone everybody anyone anybody accounts all".split())


@dataclass(frozen=True, slots=True)
class Draft:
    """A clause with what it seems to ask; `kind` is None where it only names things, or is not clear."""

    run: Run
    kind: Kind | None
    filtering: Filtering
    scored: Scored | None = None
    weighed: tuple[Scored, ...] = field(default=())

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of the clause."""
        return self.run.items

    @property
    def unexplained(self) -> tuple[Item, ...]:
        """Words that nothing explains: in a clause without a kind, all that are neither filler nor a name."""
        if self.scored is not None:
            return tuple(self.items[place] for place in self.scored.unexplained)
        places = self.filtering.places
        return tuple(
            item
            for place, item in enumerate(self.items)
            if not (place == 0 and item.word in CORRECTING) and item.link is None and item.word not in FILLER and place not in places and item.word not in REFINING
            and item.word not in BARE and item.word not in TIME
        )  # fmt: skip

    def gains_on(self, other: "Draft") -> bool:
        """Whether this reading of the same clause is the better one."""
        return other.scored is None or (self.scored is not None and self.scored.points > other.scored.points)

    @property
    def blank(self) -> bool:
        """Whether it says nothing: greetings and other filler."""
        bare = not any(item.link or item.word in TIME for item in self.items)
        return self.kind is None and not self.unexplained and bare


CORRECTING = frozenset("no nope not".split())
"""Begins a correction of what was asked before ("no, Globex")."""
BARE = frozenset("same too well but else instead next last only just or".split())
"""May stand in a follow-up that only names something else ("same for last year")."""


class Drafter:
    """Cuts messages into clauses and weighs each."""

    def __init__(self, scorer: Scorer, lexicon: Lexicon) -> None:
        self._scorer = scorer
        self._lexicon = lexicon

    def drafts(self, linked: Linked, user: str | None, *, topic: bool = False) -> list[Draft]:
        """The clauses of a message; those that only together ask something are joined.

        `topic` says that the thread is about a partner already.
        """
        drafts: list[Draft] = []
        topic = topic or any("partner" in item.slots for item in linked.items)
        weigh = partial(self._draft, sentence=linked.sentence, user=user, topic=topic)
        for run in runs_of(linked.items):
            draft = weigh(run)
            drafts.append(draft)
            while len(drafts) > 1 and (joined := _joined(drafts[-2], drafts[-1], weigh)) is not None:
                drafts[-2:] = [joined]
        return [draft for draft in drafts if not draft.blank] or drafts[:1]

    def _draft(self, run: Run, sentence: Sentence, user: str | None, topic: bool) -> Draft:
        """The clause as it stands, or with words that nobody knows read as the name of a partner."""
        plain = self._weighed(run, sentence, user, topic)
        named = None if plain.kind in NEVER_NAMED or run.names("partner") else with_unknown_name(run, sentence)
        if named is None:
            return plain
        other = self._weighed(named, sentence, user, topic=True)
        return other if other.kind not in (None, *NEVER_NAMED) and other.gains_on(plain) else plain

    def _weighed(self, run: Run, sentence: Sentence, user: str | None, topic: bool) -> Draft:
        items = run.items
        asked = filtering(items, self._lexicon, user)
        changes = changes_in(items, sentence, self._lexicon)
        changing = change_places(items, self._lexicon) if changes else frozenset[int]()
        settled = [_settled(run, each, asked, topic) for each in self._scorer.score(items, asked, changing)]
        weighed = tuple(sorted(settled, key=lambda each: (-each.points, each.kind)))
        best = next((each for each in weighed if each.points >= BAR and _holds(each, asked)), None)
        if best is None or best.points < weighed[0].points - CLOSE_CALL:
            return Draft(run, None, asked, None, weighed)
        return Draft(run, best.kind, asked, best, weighed)


def _joined(before: Draft, draft: Draft, weigh: Callable[[Run], Draft]) -> Draft | None:
    """Both clauses as one where the second belongs to the first; None where each stands on its own."""
    if not _joins(before, draft):
        return None
    joined = weigh(Run(before.items + draft.items, before.run.joint))
    if before.kind is not None and draft.run.joint == "," and _elaborates(draft) and joined.kind is not before.kind:
        return None
    if before.kind is Kind.register:
        return replace(joined, kind=Kind.register, scored=before.scored)
    if before.kind is None and not before.blank and joined.kind not in (draft.kind, Kind.whatif):
        return None
    return joined


def _holds(scored: Scored, asked: Filtering) -> bool:
    """Whether nothing that was said speaks against a kind."""
    if scored.kind is Kind.portfolio and asked.unfit:
        return False
    return not scored.turns and not (scored.kind in WHOLE and scored.unexplained)


def _settled(run: Run, scored: Scored, asked: Filtering, topic: bool) -> Scored:
    """The points of a kind, seen what it needs: one partner, none, or a list."""
    points = scored.points
    named = run.names("partner")
    many = not named and any(item.word in MANY for item in run.items)
    if scored.kind is Kind.portfolio and named:
        points -= 12
    elif scored.kind in NO_PARTNER and named and scored.kind is not Kind.registration:
        points -= 6
    elif scored.kind in NEEDS_PARTNER and not asked.empty and (many or not topic):
        points -= 4
    return replace(scored, points=points)


def _joins(before: Draft, draft: Draft) -> bool:
    """Whether a clause belongs to the one before it."""
    same_sentence = draft.run.joint != "."
    partner = draft.run.names("partner")
    if before.blank or draft.blank:
        return draft.blank or (same_sentence and draft.kind is not None)
    if same_sentence and _conditional(before, draft):
        return True
    if before.kind is Kind.compare and not draft.run.opens:
        return same_sentence
    if draft.kind is Kind.compare and before.kind is None and before.run.names("partner"):
        return same_sentence
    if before.kind is Kind.register:
        return same_sentence and not draft.run.opens
    if before.kind in (Kind.portfolio, Kind.registrations) and not partner and same_sentence:
        more = any(item.word in REFINING for item in draft.items) or draft.items[0].word == "any"
        return more or not draft.run.opens
    if before.kind in ABOUT_TIERS and not partner and not before.run.names("partner") and draft.kind in NEEDS_PARTNER:
        return same_sentence and not draft.run.opens
    if draft.kind is Kind.portfolio and not partner and not before.run.names("partner") and draft.filtering.empty:
        return same_sentence and not before.filtering.empty
    if before.kind is None:
        if draft.kind in NEEDS_PARTNER and not partner and _only_strange(before):
            return same_sentence
        if not before.unexplained and draft.kind is None:
            return same_sentence
        return same_sentence and draft.kind is not None and _completes(draft, before)
    if draft.run.joint == "," and _elaborates(draft):
        return True
    return draft.kind is None and same_sentence and _completes(before, draft)


IF = frozenset("if suppose supposing assuming assume imagine say whatif with once when after".split())


def _conditional(before: Draft, draft: Draft) -> bool:
    """Whether one of two clauses is a condition and the other what follows from it, or more of it."""
    if before.kind is Kind.whatif:
        both = before.run.names("partner") and draft.run.names("partner")
        return not both or not draft.run.opens
    if draft.kind is Kind.whatif:
        return before.kind in (None, Kind.tier, Kind.gap)
    return before.items[0].word in IF and draft.kind in (Kind.tier, Kind.gap)


def _only_strange(draft: Draft) -> bool:
    """Whether a clause is nothing but words that nobody knows: an unknown name that the next clause asks about."""
    strange = [item for item in draft.items if item.strange]
    return bool(strange) and not any(item.link for item in draft.items) and len(draft.unexplained) == len(strange)


def _elaborates(draft: Draft) -> bool:
    """Whether a clause only says more of what is asked already ("…, are they eligible?")."""
    pronoun = any(item.word in PRONOUNS for item in draft.items)
    return pronoun and not any(item.link for item in draft.items)


PRONOUNS = frozenset("they it them that this he she".split())


def _completes(before: Draft, draft: Draft) -> bool:
    """Whether a clause that only names things gives the one before it what it lacks ("briefing: Acme")."""
    if draft.unexplained or "and" in (draft.run.joint, before.run.joint):
        return False
    slots = [slot for item in draft.items for slot in item.slots]
    return bool(slots) and not any(before.run.names(slot) for slot in slots)


def turns_in(items: Sequence[Item]) -> bool:
    """Whether any word changes what is asked."""
    return any(item.word in TURNS for item in items)
