"""What each clause of a message asks, before the clauses are put together with each other and with the thread."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from handlers.question import Kind
from handlers.understanding.changes import change_places, changes_in
from handlers.understanding.clauses import Run, runs_of
from handlers.understanding.draft import NEEDS_PARTNER, Draft
from handlers.understanding.filters import Filtering, filtering
from handlers.understanding.items import Item
from handlers.understanding.joining import joined
from handlers.understanding.lexicon import Lexicon
from handlers.understanding.linking import Linked
from handlers.understanding.scoring import BAR, CONDITIONS, Scored, Scorer
from handlers.understanding.unknown import with_unknown_name
from handlers.understanding.words import Sentence

WHOLE = frozenset({Kind.portfolio, Kind.whatif, Kind.compare})
"""Kinds of which every word must be explained: a part that is passed over would change the answer."""
CLOSE_CALL = 3.0
"""A kind that is so many points behind one that does not hold is no better guess."""
NO_PARTNER = frozenset({Kind.portfolio, Kind.help, Kind.registration, Kind.out_of_scope})
NEVER_NAMED = NO_PARTNER | {Kind.register}
"""Kinds in which words that nobody knows are no unknown partner."""
MANY = frozenset("partners who which everyone everybody anyone anybody accounts all".split())
NAMED_IN_LIST, NAMED_IN_VAIN, LIST_MEANT = 12.0, 6.0, 4.0
"""Points that a kind loses: a list that names one partner; a kind that needs none; one that needs one and has none."""


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
            drafts.append(weigh(run))
            while len(drafts) > 1 and (both := joined(drafts[-2], drafts[-1], weigh)) is not None:
                drafts[-2:] = [both]
        return [draft for draft in drafts if not draft.blank] or drafts[:1]

    def _draft(self, run: Run, sentence: Sentence, user: str | None, topic: bool) -> Draft:
        """The clause as it stands, or with words that nobody knows read as the name of a partner."""
        plain = self._weighed(run, sentence, user, topic)
        whole = run.names("partner") and not _lacks_second(run, plain)
        named = None if plain.kind in NEVER_NAMED or whole else with_unknown_name(run, sentence)
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
        hopeless = bool(items) and items[0].word in CONDITIONS and not changes and not run.names("amount")
        held = (each for each in weighed if each.points >= BAR and _holds(each, asked) and _single(each.kind, items))
        best = None if hopeless else next(held, None)
        if best is None or best.points < weighed[0].points - CLOSE_CALL:
            return Draft(run, None, asked, None, weighed)
        return Draft(run, best.kind, asked, best, weighed)


def _lacks_second(run: Run, draft: Draft) -> bool:
    """Whether a comparison names one partner only: the other may be one that nobody knows."""
    comparing = any(each.kind is Kind.compare and each.points >= BAR for each in draft.weighed)
    return comparing and sum("partner" in item.slots for item in run.items) == 1


def _holds(scored: Scored, asked: Filtering) -> bool:
    """Whether nothing that was said speaks against a kind."""
    if scored.kind is Kind.portfolio and (asked.unfit or (asked.empty and not scored.sure)):
        return False
    return not scored.turns and not (scored.kind in WHOLE and scored.unexplained)


def _single(kind: Kind, items: Sequence[Item]) -> bool:
    """Whether what the kind takes one of is named once: "approved and declined" would be answered by half."""
    slot = ONE_OF.get(kind)
    named = {item.values(slot) for item in items if item.values(slot)} if slot else set()
    return len(named) < 2


ONE_OF = {
    Kind.benefit: "benefit",
    Kind.registrations: "state",
    Kind.meetings: "meeting",
    Kind.steps: "step",
    Kind.agreements: "agreement",
    Kind.revenue: "period",
    Kind.registration: "registration",
}
"""What each kind takes one of."""


def _settled(run: Run, scored: Scored, asked: Filtering, topic: bool) -> Scored:
    """The points of a kind, seen what it needs: one partner, none, or a list."""
    points = scored.points
    named = run.names("partner")
    many = not named and any(item.word in MANY for item in run.items)
    if scored.kind is Kind.portfolio and named:
        points -= NAMED_IN_LIST
    elif scored.kind in NO_PARTNER and named and scored.kind is not Kind.registration:
        points -= NAMED_IN_VAIN
    elif scored.kind in NEEDS_PARTNER and not asked.empty and (many or not topic):
        points -= LIST_MEANT
    return replace(scored, points=points)
