"""What a reading of contracts/answers.md points at: an enrollment, a program, partners, a period."""

from datetime import date
from typing import Any

from tests.questions.oracle.folder import Enrollment
from tests.questions.oracle.rules import Program, Rules, Unanswerable, Window

Reading = dict[str, Any]


def iso(on: date | None) -> str | None:
    """answers.md: dates are ISO."""
    return on.isoformat() if on else None


def one(reading: Reading, key: str) -> str | None:
    """A single value of the reading; a list of one is that one."""
    value = reading.get(key)
    if isinstance(value, list):
        if len(value) > 1:
            raise Unanswerable(f"several values for {key}")
        value = value[0] if value else None
    return None if value is None else str(value)


class Pointing:
    """Resolves the keys of a reading against the folder."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.folder = rules.folder

    @staticmethod
    def _resolve_mine(reading: Reading, user: str) -> Reading:
        def resolve(part: Reading) -> Reading:
            return {**part, "manager": user} if part.get("manager") in {"me", "mine"} else part

        reading = resolve(reading)
        return {**reading, "filter": resolve(reading["filter"])} if "filter" in reading else reading

    def _enrollment(self, reading: Reading) -> Enrollment:
        partner, program = one(reading, "partner"), one(reading, "program")
        if partner is None:
            raise Unanswerable("no partner")
        rows = [row for row in self.folder.enrollments_of[partner] if program in {None, row.program}]
        if len(rows) != 1:
            raise Unanswerable(f"{partner} has {len(rows)} enrollments that fit")
        return rows[0]

    def _program(self, reading: Reading) -> Program:
        named = one(reading, "program")
        return self.rules.programs[named if named else self._enrollment(reading).program]

    def _partners(self, reading: Reading) -> list[str]:
        """The partner named, those of a manager, or everybody."""
        if partner := one(reading, "partner"):
            return [partner]
        manager = (one(reading, "manager") or "").casefold()
        rows = self.folder.enrollments_of
        return [
            p for p in self.folder.partners if not manager or manager in {(e.manager or "").casefold() for e in rows[p]}
        ]

    @staticmethod
    def _window(reading: Reading, default: Window) -> Window:
        period = reading.get("period") or {}
        start, end = period.get("from"), period.get("to")
        return Window(
            date.fromisoformat(start) if start else (date.min if period else default.start),
            date.fromisoformat(end) if end else default.end,
        )
