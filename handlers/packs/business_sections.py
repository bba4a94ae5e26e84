"""The blocks of a QBR brief and of an executive sheet, for our own people."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from handlers.numbered import capital, numbered
from handlers.packs.ahead import Forecast, asked_of, forecast, gap_of, lapses
from handlers.packs.claims import claims, filed, won_in, yielded
from handlers.packs.deals import (
    ahead,
    by_role,
    closing_in,
    closings,
    counted,
    moved,
    revenue_by_role,
    summed,
    win_rate,
    year_to,
)
from handlers.packs.facts import PackFacts
from handlers.packs.periods import called, quarters_to
from handlers.packs.review_sections import LOOK_AHEAD, requirement_lines, tier_lines
from handlers.packs.sheet import Bar, Chart, Line, Section
from handlers.packs.stages import table_words
from handlers.packs.words import claim_words, few, needed, share_words, since_words, sum_words
from handlers.papers import PaperState, by_state, papers
from handlers.perks import Holder, Perk, perks
from handlers.reports.figures import hours, percent
from handlers.tiers import figures
from handlers.wording import day, listed, money
from programs.schema import Access, Phase
from programs.windows import Window

RAMPING: Final = timedelta(days=180)
"""So long after its enrollment a partner without revenue is starting, not failing."""
QUARTERS: Final = 5


def ramping(facts: PackFacts) -> str:
    """Why it is too early to judge revenue; empty where it is not."""
    enrolled = facts.enrollment.enrolled_on
    if enrolled is not None and facts.day - enrolled < RAMPING:
        return f"enrolled {day(enrolled)}"
    before = [each for each in facts.program.steps if each.phase is Phase.pre_launch]
    left = [each for each in before if each.id not in facts.internal.steps_done]
    return f"at {left[0].name}, {len(before) - len(left)} of {len(before)} launch steps done" if left else ""


def tier(facts: PackFacts) -> Section:
    """Tier now, both clocks, gap, forecast at year end."""
    lines = (*tier_lines(facts, LOOK_AHEAD), *forecast_lines(facts))
    return Section("Tier", lines)


def forecast_lines(facts: PackFacts) -> Iterator[Line]:
    """Low, mid and high of the annual review."""
    found = forecast(facts)
    if found is None:
        return
    label = facts.standing.label
    low, mid, high = (label(each) if each else "no tier" for each in (found.low, found.mid, found.high))
    words = f"low {low}, mid {mid}, high {high}"
    yield Line(f"Annual review {day(found.on)}", f"{words} ({forecast_words(found)})")


def forecast_words(found: Forecast) -> str:
    """What low, mid and high stand on."""
    return f"open opportunities: none won, {money(found.weighted_usd)} weighted, all {money(found.all_usd)}"


def revenue(facts: PackFacts) -> Section:
    """The quarter, the trailing year, and both against what came before; the plan is a person's to give."""
    period = facts.period
    now, before = counted(facts, period.window).have, counted(facts, period.before).have
    year = year_to(facts)
    lines = [
        Line(period.words, f"{money(now)} counted{_against(now, before, period.before_called)}"),
        Line(f"365 days to {day(facts.day)}", f"{money(counted(facts, year).have)} counted{_roles(facts, year)}"),
        needed(facts, "Against plan", "the portfolio has no plan figures"),
    ]
    if reason := ramping(facts):
        lines.insert(0, Line("Ramping", f"{reason}: too early to judge revenue"))
    return Section("Revenue", tuple(lines))


def _against(now: Decimal, before: Decimal, called: str) -> str:
    if not before:
        return f"; nothing in {called}"
    share = int(((now - before) * 100 / before).quantize(Decimal(1), ROUND_HALF_UP))
    return f"; {money(before)} in {called} ({share:+d}%)"


def _roles(facts: PackFacts, window: Window) -> str:
    found = revenue_by_role(facts, window)
    return f": {listed([f'{money(amount)} {role}' for role, amount in found.items()])}" if found else ""


def pipeline(facts: PackFacts) -> Section:
    """Open, weighted, coverage, split by role, win rate and slip."""
    every, rest = facts.open, ahead(facts)
    if not every:
        return Section("Pipeline", (Line("Open", "none"),))
    closing, rate = closing_in(facts, rest), win_rate(facts)
    weighted = money(summed(facts, every, weighted=True).usd)
    won, lost = closings(facts, year_to(facts))
    lines = [
        Line("Open", f"{sum_words(summed(facts, every))}; weighted {weighted}"),
        Line("By role", listed([f"{role} {sum_words(each)}" for role, each in by_role(facts, every).items()])),
        Line(
            f"Closing by {day(rest.last)}",
            f"{sum_words(summed(facts, closing))}; weighted {money(summed(facts, closing, weighted=True).usd)}",
        ),
    ]
    if rate is not None:
        lines.append(Line("Win rate, 365 days", share_words(rate, won, won + lost)))
    if rate:
        need = f"{float(1 / rate):.1f}"
        lines.append(needed(facts, "Coverage", f"the plan; at this win rate it takes {need} open for 1 to win"))
    else:
        lines.append(needed(facts, "Coverage", "the plan; the portfolio has none"))
    changes = moved(facts)
    if changes.slipped:
        lines.append(
            Line(f"Slipped to a later quarter, {since_words(facts)}", sum_words(summed(facts, changes.slipped)))
        )
    return Section("Pipeline", tuple(each for each in lines if each.words), note=f"Weighted by stage: {table_words()}.")


def registered(facts: PackFacts) -> Section:
    """Filed, approved, hours to decide, expired, and how many of the approved were won."""
    found, result = facts.internal.deals, yielded(facts)
    if not facts.registrations:
        return Section("Registrations")
    decided = f", median {hours(found.median_hours)} business hours, worst {hours(found.slowest_hours)}"
    lines = [
        Line(
            facts.period.called,
            f"{found.filed:,} filed, {found.decided:,} decided, {found.approved:,} approved, {found.expired:,} expired"
            f"{decided if found.spent else ''}",
        )
    ]
    if found.filed:
        lines.append(Line("Conflicts", f"{percent(found.conflict_rate)} of those filed; {found.late:,} answered late"))
    if result.approved:
        value = f", {percent(result.by_value)} by value" if result.by_value is not None else ""
        words = share_words(result.by_count, result.won, result.approved)
        lines.append(Line("Won of approved, 365 days", f"{words}{value}; {percent(result.expired_share)} expired"))
    if late := claims(facts).late:
        lines.append(Line("Late now", claim_words(late)))
    return Section("Registrations", tuple(lines))


def people(facts: PackFacts) -> Section:
    """Certified against needed, and who lapses within 90 days."""
    found = gap_of(facts)
    lines = [Line(each.label, figures(each)) for each in asked_of(found) if each.unit == "people"] if found else []
    until = facts.day + LOOK_AHEAD
    if lapsing := lapses(facts, until):
        lines.append(Line(f"Lapse by {day(until)}", few(f"{each.name} ({day(each.last_day)})" for each in lapsing)))
    return Section("People", tuple(lines))


def funds(facts: PackFacts) -> Section:
    """Funds are asked for and claimed elsewhere."""
    if not facts.program.funds:
        return Section("Funds")
    names = listed([each.name for each in facts.program.funds])
    return Section("Funds", (needed(facts, names, "granted and claimed are not in the portfolio"),))


def benefits(facts: PackFacts) -> Section:
    """By invitation and not invited, invited, lacking a paper; and papers that are missing or expired."""
    return Section("Benefits and papers", (*unused(facts), *paper_lines(facts)))


def unused(facts: PackFacts) -> Iterator[Line]:
    """Benefits that the partner could have more of. Whether one was used is not recorded."""
    found = perks_of(facts)
    for label, fits in (
        ("Invited", [each for each in found if each.invited]),
        ("By invitation, not invited", [each for each in found if _open(each)]),
        ("Invitation ended", [each for each in found if each.lapsed is not None and not each.may]),
        ("Lacks a paper", [each for each in found if each.may and each.unsigned is not None]),
    ):
        if fits:
            yield Line(label, few(each.benefit.name for each in fits))


def perks_of(facts: PackFacts) -> tuple[Perk, ...]:
    """Every benefit of the program as the partner has it."""
    holder = Holder(facts.invitations, facts.file.agreements, facts.day)
    return perks(facts.program, facts.enrollment.tier, holder)


def _open(each: Perk) -> bool:
    return each.access is Access.by_invitation and each.invitation is None and each.lapsed is None


def paper_lines(facts: PackFacts) -> Iterator[Line]:
    """Agreements that are not in force."""
    found = by_state(papers(facts.file.agreements, facts.program, facts.day), facts.program)
    names = {each.id: each.name for each in facts.program.agreements}
    for label, state in (("Expired", PaperState.expired), ("Not signed", PaperState.missing)):
        if found[state]:
            yield Line(label, listed([names.get(each) or capital(each.replace("_", " ")) for each in found[state]]))


def completeness(facts: PackFacts) -> str:
    """How many open opportunities have what the figures need."""
    every = facts.open
    whole = [each for each in every if each.stage and each.close_on and facts.worth(each) is not None]
    if not every:
        return ""
    of = numbered(len(every), "open opportunity has", "open opportunities have")
    return f"{len(whole):,} of {of} stage, worth and date"


def year(facts: PackFacts) -> Section:
    """The year against the last one; the plan is a person's to give."""
    period = facts.period
    now, before = period.window, period.before
    until = _same_day(now.last, before.first.year)
    same = Window(before.first, until) if period.so_far else before
    won, lost = closings(facts, now)
    lines = [
        Line(period.words, f"{money(counted(facts, now).have)} counted{_roles(facts, now)}"),
        Line(
            f"{period.before_called}",
            f"{money(counted(facts, before).have)} counted"
            + (f", {money(counted(facts, same).have)} of it by {day(until)}" if period.so_far else ""),
        ),
        Line("Opportunities", f"{won:,} won, {lost:,} lost"),
    ]
    if facts.registrations:
        lines.append(
            Line(
                "Registrations",
                f"{len(filed(facts, now)):,} filed, {len(won_in(facts, now)):,} won; "
                f"{len(filed(facts, before)):,} filed, {len(won_in(facts, before)):,} won in {period.before_called}",
            )
        )
    lines.append(needed(facts, "Against plan", "the portfolio has no plan figures"))
    return Section("The year", tuple(lines))


def _same_day(day: date, year: int) -> date:
    """The same day of another year; February 28 for a leap day."""
    return day.replace(year=year, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def tier_result(facts: PackFacts) -> Section:
    """The tier, the way to the next, and the forecast."""
    return Section("Tier", (*tier_lines(facts, LOOK_AHEAD), *requirement_lines(facts), *forecast_lines(facts)))


def to_agree(facts: PackFacts) -> Section:
    """What no record has: the sides bring it."""
    return Section(
        "To agree on",
        (
            needed(facts, "Joint number", "for next year"),
            needed(facts, "Three bets", "each with an owner and what it takes"),
            needed(facts, "Asks", "one from each side to the other"),
            needed(facts, "Roadmap", "topics of both sides"),
        ),
    )


def escalations(facts: PackFacts) -> Section:
    """What is late or appealed."""
    found = claims(facts)
    lines = [
        Line(label, claim_words(each)) for label, each in (("Late", found.late), ("Appealed", found.appealed)) if each
    ]
    return Section("Unresolved", tuple(lines))


def benefits_unused(facts: PackFacts) -> Section:
    """What the partner has, or could have, and may not use."""
    lines = tuple(unused(facts))
    return Section("Benefits", lines, note="Whether a benefit was used is not recorded." if lines else "")


def decisions(facts: PackFacts) -> Section:
    """What was decided in the meetings of the year."""
    year = facts.period.window
    found = [
        each for each in facts.internal.outcomes if each.decisions and year.first <= each.scheduled_on <= facts.day
    ]
    return Section(
        "Decisions", tuple(Line(day(each.scheduled_on), " ".join((each.decisions or "").split())) for each in found)
    )


def revenue_chart(facts: PackFacts) -> Chart | None:
    """Counted revenue of the last five quarters."""
    bars = []
    for quarter in quarters_to(facts.day, QUARTERS):
        amount = counted(facts, Window(quarter.first, min(quarter.last, facts.day))).have
        running = " so far" if quarter.last > facts.day else ""
        bars.append(Bar(f"{called(quarter)}{running}", f"{amount:f}", money(amount)))
    return Chart("Counted revenue by quarter, USD", tuple(bars)) if any(bar.height != "0" for bar in bars) else None
