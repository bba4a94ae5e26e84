"""The blocks of a pack as the partner's own people get it: their own work, and nothing that is the vendor's.

These are made from facts that came from the store of `handlers/outside/own_work.py`: opportunities that are not won,
the customers, people of the vendor and the reasons of decisions are not in them.
"""

from collections.abc import Iterator
from typing import Final

from handlers.packs.ahead import asked_of, gap_of, lapses
from handlers.packs.business_sections import paper_lines, unused
from handlers.packs.claims import claims, filed, won_in
from handlers.packs.deals import counted, year_to
from handlers.packs.facts import PackFacts
from handlers.packs.promises import SIDES, reliability, share, to_look_at
from handlers.packs.review_sections import LOOK_AHEAD, promise_state, tier_words
from handlers.packs.sheet import Bar, Chart, Grid, Line, Section
from handlers.packs.words import claim_words, few, share_words
from handlers.shortfall import missing_words
from handlers.tiers import figures
from handlers.wording import day, listed, money
from store.registration_states import RegistrationState

OWN_SIDES: Final = {"partner": "Your side", "vendor": "Our side"}


def promised(facts: PackFacts) -> Section:
    """What both sides promised; who has it on the vendor's side stays there."""
    rows = tuple(
        (
            OWN_SIDES.get(each.side, each.side),
            each.what,
            each.owner if each.side == "partner" else "",
            day(each.due_on),
            promise_state(facts, each),
        )
        for each in to_look_at(facts)
    )
    lines = tuple(
        Line(f"{OWN_SIDES[side]}, on time", share_words(share(facts, side), *reliability(facts, side)))
        for side in SIDES
        if share(facts, side) is not None
    )
    columns = ("Side", "What", "Owner", "Due", "State")
    return Section("Last commitments", lines, Grid(columns, rows) if rows else None)


def registrations(facts: PackFacts) -> Section:
    """Their own registrations: what waits, and for whom, what ends soon."""
    found = claims(facts)
    lines = [
        Line(label, claim_words(each))
        for label, each in (
            ("Waiting for our answer", found.waiting),
            ("Of these late", found.late),
            ("Waiting for your answer", found.asked),
            ("Appealed", found.appealed),
            ("Protection ends within 30 days", found.expiring),
        )
        if each
    ]
    now = facts.period.window
    lines.append(Line(facts.period.words, f"{len(filed(facts, now)):,} filed, {len(won_in(facts, now)):,} won"))
    return Section("Your deal registrations", tuple(lines))


def tier(facts: PackFacts) -> Section:
    """The tier and the way to the next."""
    return Section("Your tier", tuple(_tier(facts)))


def _tier(facts: PackFacts) -> Iterator[Line]:
    found = gap_of(facts)
    if found is None:
        return
    yield Line("Tier now", tier_words(facts))
    if found.target_tier is not None and not found.designation_only:
        missing = listed([missing_words(state) for state in found.missing])
        label = facts.standing.label(found.target_tier)
        yield Line(f"For {label}", f"missing {missing}" if missing else "everything is met")
    yield from (Line(state.label, figures(state)) for state in asked_of(found))


def revenue(facts: PackFacts) -> Section:
    """What counted, without whose deals it was."""
    period, year = facts.period, year_to(facts)
    return Section(
        "Counted revenue",
        (
            Line(period.words, money(counted(facts, period.window).have)),
            Line(period.before_called, money(counted(facts, period.before).have)),
            Line(f"365 days to {day(facts.day)}", money(counted(facts, year).have)),
        ),
    )


def people(facts: PackFacts) -> Section:
    """Their own people whose certificates end soon."""
    until = facts.day + LOOK_AHEAD
    found = lapses(facts, until)
    words = few(f"{each.name} ({day(each.last_day)})" for each in found)
    return Section("Your people", (Line(f"Lapse by {day(until)}", words),) if found else ())


def benefits(facts: PackFacts) -> Section:
    """What they may ask for, and the papers it takes."""
    return Section("Benefits and agreements", (*unused(facts), *paper_lines(facts)))


def next_promises(_facts: PackFacts) -> Section:
    """What the meeting has to end with."""
    return Section("Next commitments", (Line("At most five a side", "please bring yours: what, an owner and a day"),))


def to_bring(_facts: PackFacts) -> Section:
    """What no record has."""
    return Section(
        "Please bring",
        (
            Line("Joint number", "what you want to reach together next year"),
            Line("Three bets", "each with an owner and what it takes"),
            Line("Your asks", "what you need from us"),
        ),
    )


def state_chart(facts: PackFacts) -> Chart | None:
    """Their own registrations by state."""
    states = list(dict.fromkeys([*RegistrationState, *sorted({each.state for each in facts.registrations})]))
    counts = [(state, sum(each.state == state for each in facts.registrations)) for state in states]
    bars = tuple(Bar(str(state).replace("_", " "), f"{count}", f"{count:,}") for state, count in counts if count)
    return Chart("Your deal registrations by state", bars) if bars else None
