"""What to talk about first: from what is recorded alone, the most pressing first. Pure."""

from collections.abc import Iterator
from typing import Final

from handlers.numbered import numbered
from handlers.packs.ahead import forecast, gap_of, lapses, leaving, met_then, total
from handlers.packs.claims import claims
from handlers.packs.deals import moved, summed, top
from handlers.packs.facts import PackFacts
from handlers.packs.flags import FlagKind, flags
from handlers.packs.promises import overdue
from handlers.packs.review_sections import LOOK_AHEAD
from handlers.packs.words import customer, few, sum_words
from handlers.shortfall import missing_words
from handlers.wording import day, listed, money

MOST: Final = 3


def points(facts: PackFacts) -> tuple[str, ...]:
    """At most three sentences, the most pressing first; fewer where less is to be said."""
    found = []
    for each in _points(facts):
        found.append(each)
        if len(found) == MOST:
            break
    return tuple(found)


def _points(facts: PackFacts) -> Iterator[str]:
    """What we owe comes before what they owe, what is lost before what may be won."""
    yield from _owed_by_us(facts)
    yield from _tier_in_danger(facts)
    yield from _pipeline(facts)
    yield from _owed_by_them(facts)
    yield from _tier_in_reach(facts)
    yield from _news(facts)


def _owed_by_us(facts: PackFacts) -> Iterator[str]:
    found = claims(facts)
    if found.late:
        which = few(f"{each.id} {each.customer or ''}".strip() for each in found.late)
        yield f"Our answer is late on {numbered(len(found.late), 'registration')}: {which}."
    if ours := overdue(facts, "vendor"):
        yield f"We have not done {numbered(len(ours), 'thing')} that we promised: {few(each.what for each in ours)}."
    if found.in_conflict:
        lead = numbered(len(found.in_conflict), "registration is", "registrations are")
        yield f"{lead} held for a conflict: {few(each.id for each in found.in_conflict)}."


def _tier_in_danger(facts: PackFacts) -> Iterator[str]:
    found, until = gap_of(facts), facts.day + LOOK_AHEAD
    if found is None:
        return
    label, met = facts.standing.label, found.measurement.met_tier
    gone, lapsing = leaving(facts, until), lapses(facts, until)
    then = met_then(facts, until)
    if (gone or lapsing) and facts.program.rank(then) < facts.program.rank(met):
        amount = total(gone)
        why = [f"{money(amount)} leaves the window"] if gone else []
        why += [f"{numbered(len(lapsing), 'person', 'people')} lapse"] if lapsing else []
        yield f"By {day(until)} it meets only {label(then) if then else 'no tier'}: {listed(why)}."
    ahead = forecast(facts)
    if ahead is not None and facts.program.rank(ahead.mid) < facts.program.rank(facts.enrollment.tier):
        falls = f"fall to {label(ahead.mid)}" if ahead.mid else "lose its tier"
        yield f"As it looks it would {falls} in the annual review on {day(ahead.on)}."


def _pipeline(facts: PackFacts) -> Iterator[str]:
    flagged = [(each, {flag.kind for flag in flags(facts, each)}) for each in top(facts)]
    for kind, words in (
        (FlagKind.past, "past the close date"),
        (FlagKind.pushed, "pushed twice or more"),
        (FlagKind.silent, "without a word of the partner for 30 days"),
    ):
        deals = [each for each, kinds in flagged if kind in kinds]
        if deals:
            lead = numbered(len(deals), "open opportunity is", "open opportunities are")
            yield f"{lead} {words}: {few(map(customer, deals))}."
    if ending := claims(facts).expiring:
        lead = numbered(len(ending), "registration loses", "registrations lose")
        yield f"{lead} protection within 30 days: {few(each.id for each in ending)}."
    if lacking := facts.internal.missing:
        lead = numbered(len(lacking), "opportunity looks", "opportunities look")
        yield f"{lead} like the partner's and {'does' if len(lacking) == 1 else 'do'} not name it."


def _owed_by_them(facts: PackFacts) -> Iterator[str]:
    if theirs := overdue(facts, "partner"):
        yield f"The partner has not done {numbered(len(theirs), 'thing')}: {few(each.what for each in theirs)}."


def _tier_in_reach(facts: PackFacts) -> Iterator[str]:
    found = gap_of(facts)
    if found is None or found.target_tier is None or found.designation_only:
        return
    label = facts.standing.label(found.target_tier)
    if found.met:
        yield f"It meets everything for {label} and can advance."
    else:
        yield f"For {label} it is missing {listed([missing_words(state) for state in found.missing])}."


def _news(facts: PackFacts) -> Iterator[str]:
    found = moved(facts)
    for verb, deals in (("Won", found.won), ("Lost", found.lost)):
        if deals:
            worth = sum_words(summed(facts, deals))
            yield f"{verb} since {day(facts.since)}: {worth}, {few(map(customer, deals))}."
    if facts.open:
        yield f"Open: {sum_words(summed(facts, facts.open))}."
