"""Meetings that were moved, skipped or held here: a folder of yesterday does not bring them back."""

from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.models import MeetingChangeRow, MeetingOutcomeRow
from store.portfolio.parsing import Findings, Key, Table
from store.portfolio.problems import Problem

MEETINGS = "meetings"


def without_superseded(session: Session, table: Table, findings: Findings) -> Table:
    """The table of meetings without rows that what was done here stands for; each is named in a warning.

    A row that says that the meeting was held is taken whatever was planned here.
    """
    ours = _ours(session)
    held = table.place("held_on")
    kept: list[int] = []
    for number, (key, line) in enumerate(zip(table.row_keys(), table.lines, strict=True)):
        reason = ours.get(key)
        if reason is None or (held is not None and table.rows[number][held] is not None):
            kept.append(number)
        else:
            findings.warnings.append(Problem(table.file, line, "scheduled_on", f"{reason}; the row is left out"))
    if len(kept) == len(table.rows):
        return table
    rows, lines = [table.rows[number] for number in kept], [table.lines[number] for number in kept]
    return replace(table, rows=rows, lines=lines)


def _ours(session: Session) -> dict[Key, str]:
    """What was done here, by the meeting's key, in words."""
    change, outcome = MeetingChangeRow, MeetingOutcomeRow
    found: dict[Key, str] = {}
    for row in session.execute(select(outcome.partner, outcome.program, outcome.kind, outcome.scheduled_on)):
        found[tuple(row)] = "it was recorded as held here"
    columns = (change.partner, change.program, change.kind, change.scheduled_on, change.moved_to)
    for partner, program, kind, on, moved_to in session.execute(select(*columns)):
        found[partner, program, kind, on] = f"it was moved to {moved_to} here" if moved_to else "it was skipped here"
    return found
