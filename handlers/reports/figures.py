"""The figures of a report on deal registrations, and what each of them means: said once, shown everywhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from handlers.deals.form import ANSWER_IN_WORKING_DAYS
from handlers.deals.guards import PROTECTED_DAYS
from handlers.reports.hours import IN_WORDS

HOUR: Final = timedelta(hours=1)
NOBODY: Final = "no manager"

DEFINITIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Filed": "submitted in the period, drafts left out",
        "Decided": "approved or declined in the period; what was taken back, or is under review again after an "
        "appeal, is not decided",
        "Median hours": f"from filing to the first decision, {IN_WORDS} of the desk, without the time in which the "
        "desk waited for an answer; those recorded without a time of day, as imported ones, are left out",
        "Approved": "share of the decided ones, also those that were won, lost, expired or revoked later",
        "Expired": "the protection ran out in the period; where its last day is not recorded, it is "
        f"{PROTECTED_DAYS} days after the decision",
        "Conflicts": "share of the filed ones that were ever held because of another claim",
        "Late": f"of the filed ones, those without a first answer (a question, an approval or a decline) within "
        f"{ANSWER_IN_WORKING_DAYS} working days; taken back ones are not late",
        "Manager": "who looks after the partner in the registration's program; where it names none, the partner's "
        "only manager",
    }
)


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened to some registrations. `spent` has the business time to decide of each decided one, if known."""

    filed: int = 0
    held: int = 0
    decided: int = 0
    approved: int = 0
    expired: int = 0
    late: int = 0
    spent: tuple[timedelta, ...] = ()

    @property
    def median_hours(self) -> Fraction | None:
        """The middle of the hours to decide, of two middle ones halfway; None when no hours are known."""
        if not self.spent:
            return None
        ordered, half = sorted(self.spent), len(self.spent) // 2
        middle = ordered[half : half + 1] if len(ordered) % 2 else ordered[half - 1 : half + 1]
        return sum((_hours(each) for each in middle), Fraction()) / len(middle)

    @property
    def slowest_hours(self) -> Fraction | None:
        """The most hours to decide."""
        return _hours(max(self.spent)) if self.spent else None

    @property
    def approval_rate(self) -> Fraction | None:
        """The share of approved ones; None when nothing was decided."""
        return Fraction(self.approved, self.decided) if self.decided else None

    @property
    def conflict_rate(self) -> Fraction | None:
        """The share of the filed ones that were held; None when nothing was filed."""
        return Fraction(self.held, self.filed) if self.filed else None


def total(several: Iterable[Figures]) -> Figures:
    """The figures of all of them together."""
    each = tuple(several)
    if len(each) == 1:
        return each[0]
    return Figures(
        filed=sum(one.filed for one in each),
        held=sum(one.held for one in each),
        decided=sum(one.decided for one in each),
        approved=sum(one.approved for one in each),
        expired=sum(one.expired for one in each),
        late=sum(one.late for one in each),
        spent=tuple(spent for one in each for spent in one.spent),
    )


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of one partner or manager: `id` is the partner's, or the e-mail address; empty for no manager."""

    id: str
    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class DealReport:
    """Everything about a period: the whole, and split by partner and by manager, most filed first.

    Both splits add up to the whole. `first` and `last` are included, `as_of` is the day on which lateness is judged.
    """

    first: date
    last: date
    as_of: date
    whole: Figures
    partners: tuple[Row, ...]
    managers: tuple[Row, ...]


def percent(share: Fraction | None) -> str:
    """`75%`, halves up; a dash where there is nothing to share."""
    return "–" if share is None else f"{int(share * 100 + Fraction(1, 2))}%"


def hours(value: Fraction | None) -> str:
    """`6.5`, rounded to a tenth, halves up; a dash where it is not known."""
    if value is None:
        return "–"
    tenths = int(value * 10 + Fraction(1, 2))
    return f"{tenths // 10:,}.{tenths % 10}"


def _hours(spent: timedelta) -> Fraction:
    return Fraction(spent // timedelta(microseconds=1), HOUR // timedelta(microseconds=1))
