"""The whole portfolio as lists look at it on one day: where each partner stands, counted by the database.

Which figures are counted follows from the metrics of the programs. No partner's records are read one by one: a
partner's own answer, with its evidence, comes from `programs.tiers`, and both come to the same.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from handlers.kept import Kept
from programs.activity import last_activity
from programs.catalog import Catalog
from programs.counting import DIGITS, DOLLAR, ONE, ZERO, Rates
from programs.facts import Rate
from programs.metrics import AgreementMetric, Metric, OpportunitiesMetric, PeopleMetric, RevenueMetric
from programs.positions import Position, Positions
from programs.schema import Program
from programs.windows import Window, trailing
from store.repositories.figures import Deals, Late, Partners, Place
from store.work import Work

MOST_KEPT = 40_000
"""How many partners' figures are kept in all: those of several days, or of one day where there are many partners."""
MOST_DAYS = 4
FEW = 500
"""Up to so many partners are asked about by name; beyond, everybody is read and the others are left out."""

Amounts = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Standings:
    """Every enrollment's position, in the order of the places; None in a program without tiers.

    `amounts` has, by program, what each partner has of each requirement, in the program's order.
    """

    positions: tuple[Position | None, ...]
    rules: Mapping[str, Positions]
    amounts: Mapping[str, tuple[Amounts, ...]]

    def have(self, program: str, partner: str) -> tuple[Decimal, ...]:
        """What a partner has of each requirement of a program with tiers."""
        return tuple(amounts.get(partner, ZERO) for amounts in self.amounts[program])


class Remembered:
    """What was worked out for one version of the portfolio: days asked about last, within a bound on memory."""

    def __init__(self, partners: int) -> None:
        days = max(1, min(MOST_DAYS, MOST_KEPT // max(1, partners)))
        self.places: Kept[str, tuple[Place, ...]] = Kept(1)
        self.standings: Kept[date, Standings] = Kept(days)
        self.reviews: Kept[date, Standings] = Kept(1)
        self.active: Kept[date, dict[tuple[str, str | None], date]] = Kept(days)
        self.late: Kept[date, Mapping[tuple[str, str], Sequence[Late]]] = Kept(days)
        self.done: Kept[date, Mapping[tuple[str, str], set[str]]] = Kept(days)


class Books:
    """The partners that are not inactive, or those of one manager, on one day; each part is read when first asked for.

    `remembered` belongs to the version of the portfolio that `work` reads, and holds everybody. One manager's partners
    are few: they are read anew.
    """

    def __init__(
        self,
        work: Work,
        catalog: Catalog,
        day: date,
        remembered: Remembered | None = None,
        manager: str | None = None,
    ) -> None:
        self.day = day
        self.programs: Mapping[str, Program] = {program.id: program for program in catalog.programs()}
        self._work = work
        self._manager = manager
        self._kept = remembered if remembered is not None and manager is None else Remembered(1)

    @property
    def places(self) -> tuple[Place, ...]:
        """The enrollments in programs that are known, by partner and program."""
        return self._kept.places.get("", self._read_places)

    @property
    def standings(self) -> Standings:
        """Where each place stands.

        Raises:
            UnknownTier: a recorded tier is not one of its program's.
        """
        return self._kept.standings.get(self.day, lambda: self._read_standings(self.day, self._mid_year))

    @property
    def review_on(self) -> date:
        """The next day on which an annual review decides."""
        return date(self.day.year + 1, 1, 1)

    @property
    def review(self) -> Standings:
        """Where each place would stand at the coming annual review with what is recorded by this day.

        Raises:
            UnknownTier: a recorded tier is not one of its program's.
        """
        return self._kept.reviews.get(self.day, lambda: self._read_standings(self.review_on, self._annual))

    def _mid_year(self, program: Program) -> Window:
        return window_of(program, self.day)

    def _annual(self, program: Program) -> Window:
        return Window(date(self.day.year, 1, 1), self.day)

    def last_active(self, place: Place) -> date | None:
        """The last day up to this one on which the partner did something that counts here; None when it never did.

        What was done in another program says nothing about this one.
        """
        read = self._work.figures.last_active
        active = self._kept.active.get(self.day, lambda: read(self.day, self._partners()))
        done = (active.get((place.partner, program)) for program in (place.program, None))
        return last_activity((place.last_activity_on, *done), self.day)

    def late(self, place: Place) -> Sequence[Late]:
        """The meetings of an enrollment that were scheduled before this day and not held, oldest first."""
        return self._kept.late.get(self.day, self._read_late).get((place.partner, place.program), ())

    def current_step(self, place: Place) -> str | None:
        """The first step of the program's lifecycle that is not done; None when all are, or there are none."""
        read = self._work.figures.steps_done
        steps = self._kept.done.get(self.day, lambda: read(self.day, self._partners()))
        done = steps.get((place.partner, place.program), set())
        return next((step.id for step in self.programs[place.program].steps if step.id not in done), None)

    def _partners(self) -> Partners:
        """Whom to ask the database about: the few that are looked at, or everybody."""
        if self._manager is None:
            return None
        few = sorted({place.partner for place in self.places})
        return few if len(few) <= FEW else None

    def _read_places(self) -> tuple[Place, ...]:
        every = self._work.figures.places(self._manager)
        return tuple(place for place in every if place.program in self.programs)

    def _read_late(self) -> Mapping[tuple[str, str], Sequence[Late]]:
        found: dict[tuple[str, str], list[Late]] = {}
        for meeting in self._work.figures.late(self.day, self._partners()):
            found.setdefault((meeting.partner, meeting.program), []).append(meeting)
        return found

    def _read_standings(self, day: date, window: Callable[[Program], Window]) -> Standings:
        joined = {place.program for place in self.places}
        tiered = [each for each in self.programs.values() if each.id in joined and each.tiers and each.evaluation]
        ids = {place.partner: place.partner for place in self.places}
        counter = Counter(self._work, day, self._partners(), ids)
        amounts = {program.id: counter.amounts(program, window(program)) for program in tiered}
        rules = {program.id: Positions(program) for program in tiered}

        def position(place: Place) -> Position | None:
            own = rules.get(place.program)
            if own is None:
                return None
            return own.of(place.tier, [each.get(place.partner, ZERO) for each in amounts[place.program]])

        return Standings(tuple(map(position, self.places)), rules, amounts)


class Counter:
    """Counts what programs measure, people and agreements as of `day`; a figure that two programs share, once.

    `ids` are the partners that matter, so that each id is kept once, however many figures there are.
    """

    def __init__(self, work: Work, day: date, partners: Partners, ids: Mapping[str, str]) -> None:
        self._figures = work.figures
        self._read_rates = work.partners.rates
        self._day = day
        self._partners = partners
        self._ids = ids
        self._counted: dict[tuple[Metric, Window], Amounts] = {}
        self._whole: dict[int, Decimal] = {}

    def amounts(self, program: Program, window: Window) -> tuple[Amounts, ...]:
        """What the partners have of each requirement of a program, in its order; who has nothing is left out."""
        return tuple(self._amounts(requirement.metric, window) for requirement in program.requirements)

    def _amounts(self, metric: Metric, window: Window) -> Amounts:
        key = metric, window
        if key not in self._counted:
            self._counted[key] = self._count(metric, window)
        return self._counted[key]

    def _count(self, metric: Metric, window: Window) -> Amounts:
        match metric:
            case RevenueMetric():
                return self._dollars(metric, window)
            case OpportunitiesMetric():
                return self._numbers(self._figures.deals(_deals(metric, window), self._partners))
            case PeopleMetric():
                return self._numbers(self._figures.people(metric.credentials, self._day, self._partners))
            case AgreementMetric():
                signed = self._figures.signed(metric.agreement, self._day, self._partners)
                return {self._ids[partner]: ONE for partner in signed if partner in self._ids}

    def _numbers(self, counts: Mapping[str, int]) -> Amounts:
        whole = self._whole
        return {
            self._ids[partner]: whole.setdefault(count, Decimal(count))
            for partner, count in counts.items()
            if partner in self._ids
        }

    def _dollars(self, metric: RevenueMetric, window: Window) -> Amounts:
        """Exact dollars; a deal without a rate on its day counts for nothing, as in `programs.counting`."""
        found: dict[str, Decimal] = {}
        rate = self._rates()
        with localcontext(prec=DIGITS):
            for partner, currency, closed, amount in self._figures.dollars(
                _deals(metric, window), metric.amounts, self._partners
            ):
                usd = ONE if closed is None else rate(currency, closed)
                if usd is not None and partner in self._ids:
                    dollars = amount if currency == DOLLAR else amount * usd
                    found[self._ids[partner]] = found.get(partner, ZERO) + dollars
        return found

    def _rates(self) -> Callable[[str, date], Decimal | None]:
        """The rate of a currency on a day; the rates are read when the first is needed."""
        known: dict[tuple[str, date], Decimal | None] = {}
        rates: list[Rates] = []

        def rate(currency: str, day: date) -> Decimal | None:
            key = currency, day
            if key not in known:
                if not rates:
                    every = self._read_rates()
                    rates.append(Rates(tuple(Rate(each.currency, each.effective_on, each.usd) for each in every)))
                found = rates[0].on(currency, day)
                known[key] = None if found is None else found.usd
            return known[key]

        return rate


def window_of(program: Program, day: date) -> Window:
    """The days whose deals a mid-year review on `day` counts.

    Raises:
        ValueError: the program has no tiers.
    """
    if program.evaluation is None:
        raise ValueError(f"{program.id} has no tiers")
    return trailing(day, program.evaluation.mid_year.trailing_days)


def _deals(metric: RevenueMetric | OpportunitiesMetric, window: Window) -> Deals:
    return Deals(metric.stages, metric.roles, metric.added_by_close, window.first, window.last)
