"""The blocks of a pipeline pack, for our own people."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from handlers.numbered import numbered
from handlers.packs.ahead import asked_of, gap_of, lapses, leaving, met_then, total
from handlers.packs.claims import EXPIRING_DAYS, claims
from handlers.packs.deals import Moved, by_stage, moved, summed, top
from handlers.packs.facts import PackFacts
from handlers.packs.flags import flags
from handlers.packs.promises import SIDES, reliability, share, to_look_at
from handlers.packs.sheet import Bar, Chart, Grid, Line, Section
from handlers.packs.words import claim_words, customer, few, needed, share_words, since_words, sum_words
from handlers.shortfall import missing_words
from handlers.tiers import figures
from handlers.wording import day, listed, money
from store.review_records import Commitment

NEXT_REVIEW: Final = timedelta(days=31)
"""How far ahead a pipeline review looks for what the tier loses."""
LOOK_AHEAD: Final = timedelta(days=90)
"""The same for QBRs and executive meetings."""
MOVES: Final = (
    ("New", "new"),
    ("Won", "won"),
    ("Lost", "lost"),
    ("Slipped", "slipped"),
    ("Pulled in", "pulled_in"),
)
SIDE_WORDS: Final = {"vendor": "Our side", "partner": "Partner"}


def promised(facts: PackFacts) -> Section:
    """What was promised, done or not, and how reliably each side keeps its word."""
    found = to_look_at(facts)
    columns = ("Side", "What", "Owner", "Due", "State")
    rows = tuple(
        (SIDE_WORDS.get(each.side, each.side), each.what, each.owner, day(each.due_on), promise_state(facts, each))
        for each in found
    )
    lines = [
        Line(f"{SIDE_WORDS[side]}, on time", share_words(share(facts, side), *reliability(facts, side)))
        for side in SIDES
        if share(facts, side) is not None
    ]
    if not rows:
        lines.append(needed(facts, "Last commitments", "none are recorded that are open or were done since"))
    return Section("Last commitments", tuple(lines), Grid(columns, rows) if rows else None)


def promise_state(facts: PackFacts, each: Commitment) -> str:
    """`open`, `late by 3 days`, `done Nov 3, 2026`."""
    if each.state != "open":
        return f"{each.state} {day(each.closed_on)}"
    behind = (facts.day - each.due_on).days
    return f"late by {numbered(behind, 'day')}" if behind > 0 else "open"


def moves(facts: PackFacts) -> Section:
    """New, won, lost, slipped and pulled in since the last meeting."""
    found = moved(facts)
    lines = tuple(_moves(facts, found))
    nothing = () if lines else (Line("Nothing", "no opportunity is new, closed, or has another close date"),)
    return Section("What moved", (*lines, *nothing), note=f"{since_words(facts)[:1].upper()}{since_words(facts)[1:]}.")


def _moves(facts: PackFacts, found: Moved) -> Iterator[Line]:
    for label, name in MOVES:
        deals = getattr(found, name)
        if deals:
            yield Line(label, f"{sum_words(summed(facts, deals))}: {few(map(customer, deals))}")


def top_deals(facts: PackFacts) -> Section:
    """The ten open opportunities that are worth most, with what looks wrong about them."""
    found, every = top(facts), len(facts.open)
    if not found:
        return Section("Open opportunities", (Line("Open", "none"),))
    rows = tuple(
        (
            customer(each),
            each.stage or "unknown",
            money(each.earr, each.currency or "?") if each.earr is not None else "unknown",
            day(each.close_on),
            "; ".join(flag.words for flag in flags(facts, each)),
        )
        for each in found
    )
    more = f" {every - len(found):,} more are open." if every > len(found) else ""
    title = f"Top {len(found)} of {every:,} open opportunities" if every > 1 else "The open opportunity"
    note = f"One blocker and one ask each way for each: needed from {facts.enrollment.manager or 'the manager'}.{more}"
    columns = ("Customer", "Stage", "A year", "Closes", "Look at")
    return Section(title, grid=Grid(columns, rows), note=note)


def registrations(facts: PackFacts) -> Section:
    """Waiting, late, about to expire, in conflict."""
    found = claims(facts)
    lines = [
        Line(label, claim_words(each))
        for label, each in (
            ("Waiting", found.waiting),
            ("Late", found.late),
            ("Question open", found.asked),
            ("In conflict", found.in_conflict),
            ("Appealed", found.appealed),
            (f"Expire within {EXPIRING_DAYS} days", found.expiring),
        )
        if each
    ]
    return Section("Registrations", tuple(lines) or (Line("Waiting", "none, and none is about to expire"),))


def missing_credit(facts: PackFacts) -> Section:
    """Opportunities that look like the partner's and do not name it."""
    found = facts.internal.missing
    rows = tuple(
        (
            each.customer or "unknown",
            (each.stage or "unknown").replace("_", " "),
            money(each.earr, each.currency or "?") if each.earr is not None else "unknown",
            day(each.close_on),
        )
        for each in found
    )
    note = f"Decide on the spot: “credit {facts.file.partner.name}” has the buttons." if rows else ""
    grid = Grid(("Customer", "Stage", "A year", "Closes"), rows) if rows else None
    return Section("Without the partner", grid=grid, note=note)


def tier_line(facts: PackFacts) -> Section:
    """The gap, and what leaves the window or lapses before the next review."""
    return Section("Tier", tuple(tier_lines(facts, NEXT_REVIEW)))


def tier_lines(facts: PackFacts, ahead: timedelta) -> Iterator[Line]:
    """The recorded tier, the gap, what leaves the window within `ahead`, and what that does."""
    standing, found, until = facts.standing, gap_of(facts), facts.day + ahead
    if found is None:
        return
    yield Line("Tier now", tier_words(facts))
    if found.target_tier is not None and not found.designation_only:
        missing = listed([missing_words(state) for state in found.missing])
        yield Line(f"For {standing.label(found.target_tier)}", f"missing {missing}" if missing else "everything is met")
    gone = leaving(facts, until)
    if gone:
        first = day(gone[0].on)
        words = (
            f"{money(total(gone))} of {numbered(len(gone), 'opportunity', 'opportunities')}, the first closed {first}"
        )
        yield Line(f"Leaves the window by {day(until)}", words)
    lapsing = lapses(facts, until)
    if lapsing:
        people = few(f"{each.name} ({day(each.last_day)})" for each in lapsing)
        yield Line(f"Lapse by {day(until)}", f"{len(lapsing)}: {people}")
    if (gone or lapsing) and (then := met_then(facts, until)) != found.measurement.met_tier:
        yield Line(f"Then, on {day(until)}", f"it meets {standing.label(then)} if nothing is added")


def tier_words(facts: PackFacts) -> str:
    """`Bronze since Mar 1, 2024; meets Silver`."""
    standing, found, recorded = facts.standing, gap_of(facts), facts.enrollment.tier
    since = f" since {day(facts.enrollment.tier_since)}" if recorded and facts.enrollment.tier_since else ""
    met = found.measurement.met_tier if found else None
    if recorded is not None and facts.program.tier(recorded).designation_only:
        return f"{standing.label(recorded)}{since}, by designation"
    meets = f"; meets {standing.label(met) if met else 'no tier'} today" if met != recorded else ""
    return f"{standing.label(recorded)}{since}{meets}"


def requirement_lines(facts: PackFacts) -> tuple[Line, ...]:
    """How far each requirement of the next tier, or else of the recorded one, is."""
    found = gap_of(facts)
    return tuple(Line(state.label, figures(state)) for state in asked_of(found)) if found else ()


def referrals(facts: PackFacts) -> Section:
    """Referrals given, where the program has them; what is owed is not in the portfolio."""
    rule = facts.program.referral
    given = [each for each in facts.registrations if each.role == "referral"]
    if rule is None:
        return Section("Referrals")
    return Section(
        "Referrals",
        (
            Line("Registered", f"{len(given):,}, {sum(each.state == 'won' for each in given):,} won"),
            needed(facts, "Revenue share", "neither the share nor what was reported and paid is in the portfolio"),
        ),
        note=f"{rule.description}",
    )


def next_promises(facts: PackFacts) -> Section:
    """What the meeting has to end with."""
    return Section("Next commitments", (needed(facts, "At most five a side", "each with what, an owner and a day"),))


def stage_chart(facts: PackFacts) -> Chart | None:
    """What is open in each stage, in US dollars a year."""
    bars = tuple(
        Bar(stage or "no stage", f"{found.usd:f}", f"{money(found.usd)} ({found.count:,})")
        for stage, found in by_stage(facts).items()
    )
    return Chart("Open a year by stage, USD", bars) if bars else None
