"""Where a partner's tier is going: what leaves the counting window, who lapses, and the forecast. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal, localcontext

from handlers.clocks import known_by
from handlers.packs.facts import PackFacts
from handlers.packs.stages import probability
from programs.counting import DIGITS, Evidence, count_deals, count_people
from programs.facts import Opportunity, PartnerFacts
from programs.metrics import OpportunitiesMetric, PeopleMetric, RevenueMetric
from programs.tiers import Gap, Measurement, RequirementState, annual, changed, gap
from programs.windows import Window
from store.repositories.pipeline import CLOSED


@dataclass(frozen=True, slots=True)
class Lapse:
    """Somebody who counts now and no longer on a later day: `last_day` is the last that counts."""

    name: str
    label: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Forecast:
    """The tier that the annual review on `on` would give: without open opportunities, weighted, and if all are won.

    `weighted_usd` and `all_usd` are what the open ones add to counted revenue. None is no tier.
    """

    on: date
    low: str | None
    mid: str | None
    high: str | None
    weighted_usd: Decimal
    all_usd: Decimal


def gap_of(facts: PackFacts) -> Gap | None:
    """The way to the tier above the recorded one; None in a program without tiers."""
    return facts.standing.gap(None) if facts.program.tiers else None


def asked_of(found: Gap) -> tuple[RequirementState, ...]:
    """What the next tier asks; what the recorded one asks where none is above, or the one above is by designation."""
    if found.requirements or found.recorded_tier is None:
        return found.requirements
    return found.measurement.toward(found.recorded_tier)


def leaving(facts: PackFacts, until: date) -> tuple[Evidence, ...]:
    """Counted revenue that leaves the trailing window after the day and through `until`, the earliest first."""
    evaluation, found = facts.program.evaluation, gap_of(facts)
    if evaluation is None or found is None:
        return ()
    stays = timedelta(days=evaluation.mid_year.trailing_days)
    return tuple(
        sorted(
            (each for each in _counted(found) if each.on is not None and each.on + stays <= until),
            key=lambda each: (each.on or date.max, each.id),
        )
    )


def total(evidence: tuple[Evidence, ...]) -> Decimal:
    """What counted evidence adds up to."""
    with localcontext(prec=DIGITS):
        return sum((each.amount for each in evidence if each.amount is not None), Decimal(0))


def lapses(facts: PackFacts, until: date) -> tuple[Lapse, ...]:
    """People who count now and no longer on `until`, the earliest first; a person once a requirement."""
    found = [
        lapse
        for rule in facts.program.requirements
        if isinstance(rule.metric, PeopleMetric)
        for lapse in _lapses(facts, rule.label, rule.metric, until)
    ]
    return tuple(sorted(found, key=lambda each: (each.last_day, each.name, each.label)))


def met_then(facts: PackFacts, on: date) -> str | None:
    """The highest tier that is met on a later day if nothing is won, earned or signed until then."""
    return gap(facts.program, known_by(facts.facts, facts.day), on).measurement.met_tier


def forecast(facts: PackFacts) -> Forecast | None:
    """What the coming annual review would find; None where no figures decide: no tiers, or a tier by designation."""
    if not facts.program.tiers or facts.day.year >= date.max.year - 1:
        return None
    recorded = facts.enrollment.tier
    if recorded is not None and facts.program.tier(recorded).designation_only:
        return None
    decision = annual(facts.program, known_by(facts.facts, facts.day), facts.day.year + 1)
    low, window = decision.measurement, decision.window
    weighted, whole = (_gains(facts, low, window, weighted=each) for each in (True, False))
    revenue = [each.id for each in facts.program.requirements if isinstance(each.metric, RevenueMetric)]
    return Forecast(
        on=decision.day,
        low=low.met_tier,
        mid=changed(low, weighted).met_tier,
        high=changed(low, whole).met_tier,
        weighted_usd=weighted[revenue[0]] if revenue else Decimal(0),
        all_usd=whole[revenue[0]] if revenue else Decimal(0),
    )


def _gains(facts: PackFacts, low: Measurement, window: Window, *, weighted: bool) -> dict[str, Decimal]:
    """What open opportunities that may still close in the window would add to each requirement.

    Each counts as the program's rules say, as if it were won on its close date; one whose date is past does not count.
    A number of opportunities is rounded down.
    """
    gains: dict[str, Decimal] = {}
    with localcontext(prec=DIGITS):
        for rule in low.program.requirements:
            metric = rule.metric
            if not isinstance(metric, RevenueMetric | OpportunitiesMetric):
                continue
            gain = Decimal(0)
            for deal, won in _if_won(facts):
                share = probability(deal.stage) if weighted else Decimal(1)
                gain += share * count_deals(metric, won, window).have
            whole = isinstance(metric, OpportunitiesMetric)
            gains[rule.id] = gain.to_integral_value(ROUND_FLOOR) if whole else gain
    return gains


def _if_won(facts: PackFacts) -> Iterator[tuple[Opportunity, PartnerFacts]]:
    for deal in facts.facts.opportunities:
        if deal.stage not in CLOSED and deal.close_on is not None and deal.close_on >= facts.day:
            yield deal, replace(facts.facts, opportunities=(replace(deal, stage=CLOSED[0]),))


def _counted(found: Gap) -> Iterator[Evidence]:
    """What counts as revenue now; of several requirements of revenue, the first."""
    for each in found.measurement.measured:
        if isinstance(each.requirement.metric, RevenueMetric):
            yield from (evidence for evidence in each.evidence if evidence.counted)
            return


def _lapses(facts: PackFacts, label: str, metric: PeopleMetric, until: date) -> Iterator[Lapse]:
    known = known_by(facts.facts, facts.day).people
    now, then = (count_people(metric, known, on) for on in (facts.day, until))
    lost = {each.id for each in now.evidence if each.counted} - {each.id for each in then.evidence if each.counted}
    for each in now.evidence:
        if each.id not in lost:
            continue
        ends = [
            min(
                held.expires_on or date.max,
                held.left_on - timedelta(days=1) if held.left_on else date.max,
            )
            for held in known
            if held.email.lower() == each.id and held.credential in metric.credentials and held.earned_on
        ]
        yield Lapse(each.what, label, max(ends))
