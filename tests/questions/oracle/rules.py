"""The arithmetic of contracts/portfolio.md, "How a tier is worked out", transcribed rule by rule."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import yaml

from tests.questions.oracle.folder import Agreement, Enrollment, Folder, Invitation, Opportunity, Person

CENT = Decimal("0.01")
Measured = dict[str, Decimal]
"""What a partner has of each requirement, by requirement id."""


class Unanswerable(ValueError):
    """The reading does not determine one answer (for example: two enrollments and no program)."""


class MissingRate(ValueError):
    """Rule 1: a missing rate is an error that names the opportunity."""


@dataclass(frozen=True)
class Window:
    """Days from start to end, both included."""

    start: date
    end: date

    def __contains__(self, on: date | None) -> bool:
        return on is not None and self.start <= on <= self.end


def money(value: Decimal) -> str:
    """answers.md: two decimals. Exact until here; rounded once, half away from zero (NOTES)."""
    return str(value.quantize(CENT, rounding=ROUND_HALF_UP))


def trailing(as_of: date, days: int = 365) -> Window:
    """Rule 5: the 365 calendar days that end on that day, both ends included."""
    return Window(as_of - timedelta(days=days - 1), as_of)


def valid_on(start: date | None, last: date | None, on: date) -> bool:
    """Rule 3: from the first day on, and not after the last valid day."""
    return start is not None and start <= on and (last is None or on <= last)


def agreement_in_force(rows: Iterable[Agreement], agreement: str, on: date) -> bool:
    """Rule 3: signed on or before the day and not expired; any one signature is enough."""
    return any(row.agreement == agreement and valid_on(row.signed_on, row.expires_on, on) for row in rows)


def invitation_in_force(rows: Iterable[Invitation], program: str, benefit: str, on: date) -> bool:
    """Read like an agreement: invited on or before the day and not expired (NOTES)."""
    return any(
        row.program == program and row.benefit == benefit and valid_on(row.invited_on, row.expires_on, on)
        for row in rows
    )


def counted_people(rows: Iterable[Person], credentials: Iterable[str], on: date) -> int:
    """Rule 2: distinct people by e-mail, earned, not expired, not gone."""
    wanted = set(credentials)
    return len(
        {
            row.email.casefold()
            for row in rows
            if row.credential in wanted
            and valid_on(row.earned_on, row.expires_on, on)
            and (row.left_on is None or on < row.left_on)
        }
    )


class Program:
    """One definition file, as raw YAML."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self.raw = raw
        self.id: str = raw["id"]
        self.tiers: list[str] = [tier["id"] for tier in raw.get("tiers") or []]
        self.designated = {tier["id"] for tier in raw.get("tiers") or [] if tier.get("designation_only")}
        self.requirements: list[dict[str, Any]] = raw.get("requirements") or []
        self.agreements: list[str] = [agreement["id"] for agreement in raw.get("agreements") or []]
        self.benefits: dict[str, dict[str, Any]] = {benefit["id"]: benefit for benefit in raw.get("benefits") or []}
        self.steps: list[str] = [step["id"] for step in raw.get("steps") or []]
        mid_year = (raw.get("evaluation") or {}).get("mid_year") or {}
        self.trailing_days: int = mid_year.get("trailing_days", 365)

    def rank(self, tier: str | None) -> int:
        """The place of a tier in its order, -1 for no tier."""
        return -1 if tier is None else self.tiers.index(tier)

    def next_tier(self, recorded: str | None) -> str | None:
        """Rule 7: the next tier above the recorded one."""
        following = self.tiers[self.rank(recorded) + 1 :]
        return following[0] if following else None

    def need(self, requirement: dict[str, Any], tier: str) -> Decimal | None:
        """What a tier asks of a requirement; None where it asks nothing."""
        thresholds = requirement.get("thresholds") or {}
        if tier in self.designated and tier not in thresholds and requirement["metric"]["kind"] == "agreement":
            # Rule 4: "every tier … requires the baseline agreement"; the files list it for all tiers with thresholds.
            return (
                Decimal(1) if all(other in thresholds for other in self.tiers if other not in self.designated) else None
            )
        value = thresholds.get(tier)
        return None if value is None else Decimal(str(value))

    def unmet(self, tier: str, measured: Measured) -> list[dict[str, str]]:
        """Rule 7: the requirements of a tier that are not met: what there is, what is needed, the difference."""
        found = []
        for requirement in self.requirements:
            need, have = self.need(requirement, tier), measured[requirement["id"]]
            if need is not None and have < need:
                show = money if requirement["metric"]["kind"] == "revenue" else str
                row = {"have": show(have), "need": show(need), "short": show(need - have)}
                found.append({"requirement": requirement["id"], **row})
        return found

    def met_tier(self, measured: Measured) -> str | None:
        """Rule 4: the highest tier whose requirements, and those of every tier below, are met."""
        met = None
        for tier in self.tiers:
            if tier in self.designated:
                continue
            if self.unmet(tier, measured):
                break
            met = tier
        return met

    def access(self, benefit: str, tier: str | None) -> str:
        """yes, no or by_invitation; PyYAML reads a bare yes and no as booleans. Without tiers: yes to all (NOTES)."""
        if not self.tiers:
            return "yes"
        value = self.benefits[benefit]["access"].get(tier, False)
        return {True: "yes", False: "no"}.get(value, str(value))


class Rules:
    """Facts of a folder brought to the rules of its programs."""

    def __init__(self, folder: Folder, programs: dict[str, Program]) -> None:
        self.folder = folder
        self.programs = programs

    @classmethod
    def load(cls, portfolio: Path, definitions: Path) -> "Rules":
        """Both folders."""
        files = sorted(definitions.glob("*.yml"))
        programs = [Program(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in files]
        return cls(Folder(portfolio), {program.id: program for program in programs})

    def usd(self, opportunity: Opportunity, value: Decimal, fallback: date) -> Decimal:
        """Rule 1: the latest rate effective on or before close_on (before `fallback` where close_on is empty)."""
        if opportunity.currency == "USD":
            return value
        on = opportunity.close_on or fallback
        rates = [rate for rate in self.folder.rates_of[opportunity.currency] if rate.effective_on <= on]
        if not rates:
            raise MissingRate(f"{opportunity.opportunity}: no rate for {opportunity.currency} on {on}")
        return value * max(rates, key=lambda rate: rate.effective_on).usd

    def counted(self, partner: str, window: Window, stages: Iterable[str] = ("closed_won",)) -> list[Opportunity]:
        """Rule 1: which opportunities count: stage, close_on in the window, added on or before close_on."""
        found: dict[str, Opportunity] = {}
        for joined in self.folder.joined_of[partner]:
            opportunity = self.folder.opportunities[joined.opportunity]
            if opportunity.stage in stages and opportunity.close_on in window:
                close_on = opportunity.close_on
                if joined.added_on is not None and close_on is not None and joined.added_on <= close_on:
                    found[opportunity.opportunity] = opportunity
        return list(found.values())

    def revenue(self, partner: str, window: Window, metric: dict[str, Any] | None = None) -> Decimal:
        """Rule 1: the whole earr, in US dollars, exact."""
        stages = (metric or {}).get("stages", ["closed_won"])
        amounts = (metric or {}).get("amounts", ["earr"])
        total = Decimal(0)
        for opportunity in self.counted(partner, window, stages):
            for column in amounts:
                total += self.usd(opportunity, getattr(opportunity, column), window.end)
        return total

    def measure(self, partner: str, program: Program, window: Window, on: date) -> Measured:
        """What the partner has of each requirement of the program."""
        return {row["id"]: self._have(partner, row["metric"], window, on) for row in program.requirements}

    def _have(self, partner: str, metric: dict[str, Any], window: Window, on: date) -> Decimal:
        if metric["kind"] == "agreement":
            return Decimal(agreement_in_force(self.folder.agreements_of[partner], metric["agreement"], on))
        if metric["kind"] == "people":
            return Decimal(counted_people(self.folder.people_of[partner], metric["credentials"], on))
        return self.revenue(partner, window, metric)

    def mid_year(self, partner: str, program: Program, as_of: date) -> Measured:
        """Rule 5: any day, the trailing window, people and agreements on that day."""
        return self.measure(partner, program, trailing(as_of, program.trailing_days), as_of)

    def mid_year_result(self, enrollment: Enrollment, as_of: date) -> str | None:
        """Rule 5: the higher of the recorded tier and the tier met."""
        program = self.programs[enrollment.program]
        met = program.met_tier(self.mid_year(enrollment.partner, program, as_of))
        return max(enrollment.tier, met, key=program.rank)

    def annual_result(self, enrollment: Enrollment, year: int) -> str | None:
        """Rule 6: calendar year Y-1, people and agreements on January 1 of Y; up or down; designation is kept."""
        program = self.programs[enrollment.program]
        if enrollment.tier in program.designated:
            return enrollment.tier
        window = Window(date(year - 1, 1, 1), date(year - 1, 12, 31))
        return program.met_tier(self.measure(enrollment.partner, program, window, date(year, 1, 1)))

    def last_activity(self, enrollment: Enrollment, as_of: date) -> date | None:
        """Rule 8: the latest of five kinds of activity, up to the day; registrations and meetings of the program."""
        partner, program = enrollment.partner, enrollment.program
        days: list[date | None] = [enrollment.last_activity_on]
        days += [row.submitted_on for row in self.folder.registrations_of[partner] if row.program == program]
        days += [row.earned_on for row in self.folder.people_of[partner]]
        days += [row.added_on for row in self.folder.joined_of[partner]]
        days += [row.held_on for row in self.folder.meetings_of[partner] if row.program == program]
        return max((on for on in days if on is not None and on <= as_of), default=None)

    def is_inactive(self, enrollment: Enrollment, as_of: date) -> bool:
        """answers.md, filter `inactive`: no activity for more than 90 days; none known at all is inactive too."""
        last = self.last_activity(enrollment, as_of)
        return last is None or (as_of - last).days > 90
