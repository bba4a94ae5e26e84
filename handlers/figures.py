"""One partner's figures in one program on one day, whatever the program measures, to be looked at side by side."""

from dataclasses import dataclass
from decimal import Decimal

from handlers.facts import partner_facts
from handlers.tiers import Standing
from programs.counting import count, count_people
from programs.errors import NoTiers
from programs.facts import PartnerFacts
from programs.metrics import PeopleMetric, RevenueMetric
from programs.tiers import Gap
from programs.windows import Window, trailing

TRAILING_DAYS = 365
REVENUE = RevenueMetric(kind="revenue", stages=("closed_won",), amounts=("earr",))


@dataclass(frozen=True, slots=True)
class Figures:
    """People are counted on the day, `revenue` (US dollars) and its `opportunities` over `window`.

    `gap` is the way to the tier above the recorded one; None in a program without tiers.
    """

    technical: int
    sales: int
    revenue: Decimal
    opportunities: tuple[str, ...]
    window: Window
    gap: Gap | None

    @property
    def met(self) -> str | None:
        """The highest tier that is met."""
        return self.gap.measurement.met_tier if self.gap else None

    @property
    def next_tier(self) -> str | None:
        """The tier above the recorded one."""
        return self.gap.target_tier if self.gap else None

    @property
    def missing(self) -> tuple[str, ...]:
        """The requirements that are missing for the next tier, in ascending order."""
        return tuple(sorted(state.requirement for state in self.gap.missing)) if self.gap else ()


def figures_of(standing: Standing) -> Figures:
    """Counted as the program's requirements say; by the usual reading where it has no such requirement."""
    facts = partner_facts(standing.file, standing.enrollment)
    try:
        gap = standing.gap(None)
    except NoTiers:
        gap = None
    window = gap.window if gap else trailing(standing.as_of, TRAILING_DAYS)
    rule = next((each.metric for each in standing.program.requirements if isinstance(each.metric, RevenueMetric)), None)
    revenue = count(rule or REVENUE, facts, window, standing.as_of)
    return Figures(
        technical=_people(standing, facts, "technical"),
        sales=_people(standing, facts, "sales"),
        revenue=revenue.have,
        opportunities=tuple(each.id for each in revenue.evidence if each.counted),
        window=window,
        gap=gap,
    )


def _people(standing: Standing, facts: PartnerFacts, credential: str) -> int:
    own = (each.metric for each in standing.program.requirements if each.id == credential)
    metric = next((each for each in own if isinstance(each, PeopleMetric)), None)
    usual = PeopleMetric(kind="people", credentials=(credential,))
    return int(count_people(metric or usual, facts.people, standing.as_of).have)
