"""The filter of kind `portfolio` (contracts/answers.md, the paragraph "`filter` of `portfolio`"), and steps."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tests.questions.oracle.folder import Enrollment, Folder, Meeting
from tests.questions.oracle.rules import Program, Rules

TOP_LEVEL = ("program", "manager", "tier", "step")
"""Keys of a reading that mean the same as inside its filter (NOTES)."""


def not_held(meeting: Meeting, as_of: date) -> bool:
    """Not held by the end of that day."""
    return meeting.held_on is None or meeting.held_on > as_of


def done_steps(folder: Folder, program: Program, enrollment: Enrollment, as_of: date) -> list[str]:
    """Steps done on or before the day, in the definition's order."""
    rows = [row for row in folder.steps_of[enrollment.partner] if row.program == enrollment.program]
    done = {row.step for row in rows if row.done_on is not None and row.done_on <= as_of}
    return [step for step in program.steps if step in done]


def current_step(program: Program, done: list[str]) -> str | None:
    """The first step of the definition that is not done (NOTES)."""
    return next((step for step in program.steps if step not in done), None)


class Filter:
    """A partner is listed when one of its enrollments meets all conditions."""

    def __init__(self, rules: Rules, reading: dict[str, Any], as_of: date) -> None:
        self.rules = rules
        self.as_of = as_of
        top = {key: reading[key] for key in TOP_LEVEL if reading.get(key) is not None}
        self.conditions: dict[str, Any] = {**top, **(reading.get("filter") or {})}
        asked = {reading.get("state"), self.conditions.pop("status", None)}
        self.status = "inactive" if "inactive" in asked else "any" if asked & {"any", "all"} else "active"
        self.checks: dict[str, Callable[[Enrollment, Any], bool]] = {
            "tier": lambda row, value: row.tier == value,
            "manager": lambda row, value: (row.manager or "").casefold() == value.casefold(),
            "program": lambda row, value: row.program == value,
            "ready": lambda row, value: self._compared(row, value, above=True),
            "at_risk": lambda row, value: self._compared(row, value, above=False),
            "near": self._near,
            "lacking": lambda row, value: value in self._missing(row),
            "inactive": lambda row, value: self.rules.is_inactive(row, as_of) == value,
            "overdue": self._overdue,
            "step": self._at_step,
        }

    def partners(self) -> list[str]:
        """Ids of the partners listed, sorted."""
        return sorted({row.partner for row in self.rules.folder.enrollments if self._listed(row)})

    def _listed(self, row: Enrollment) -> bool:
        status = self.rules.folder.partners[row.partner].status or "active"
        if self.status not in {"any", status}:
            return False
        return all(self.checks[key](row, value) for key, value in self.conditions.items())

    def _program(self, row: Enrollment) -> Program:
        return self.rules.programs[row.program]

    def _compared(self, row: Enrollment, value: bool, above: bool) -> bool:
        program = self._program(row)
        if not program.tiers:
            return False
        met = program.rank(program.met_tier(self.rules.mid_year(row.partner, program, self.as_of)))
        recorded = program.rank(row.tier)
        if above:
            return (met > recorded) == value
        return (met < recorded and row.tier not in program.designated) == value

    def _missing(self, row: Enrollment) -> list[str]:
        """Requirements of the next tier that are missing."""
        program = self._program(row)
        target = program.next_tier(row.tier)
        if target is None:
            return []
        missing = program.unmet(target, self.rules.mid_year(row.partner, program, self.as_of))
        return [part["requirement"] for part in missing]

    def _near(self, row: Enrollment, value: str) -> bool:
        return self._program(row).next_tier(row.tier) == value and len(self._missing(row)) == 1

    def _overdue(self, row: Enrollment, value: str) -> bool:
        return any(
            meeting.program == row.program
            and meeting.kind == value
            and meeting.scheduled_on is not None
            and meeting.scheduled_on < self.as_of
            and not_held(meeting, self.as_of)
            for meeting in self.rules.folder.meetings_of[row.partner]
        )

    def _at_step(self, row: Enrollment, value: str) -> bool:
        program = self._program(row)
        if value not in program.steps:
            return False
        return current_step(program, done_steps(self.rules.folder, program, row, self.as_of)) == value
