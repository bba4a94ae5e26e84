"""What an import changes: compared with the store row by row, written in sets."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from store.folding import search_text
from store.models import OpportunityRow, PartnerRow, RegistrationRow
from store.portfolio.cells import Cell, show
from store.portfolio.parsing import Key, Table
from store.repositories.counters import number_after
from store.repositories.match_keys import OPPORTUNITY, REGISTRATION, rekey
from store.repositories.opportunity_changes import OpportunityChanges, Value, changes_of
from store.repositories.registrations import number_of
from store.upsert import insert_for, table_of

BATCH = 2_000
SHOWN = 5
KEYED = {"registrations": REGISTRATION, "opportunities": OPPORTUNITY}
"""Tables whose customers are found by keys."""

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Change:
    """A row that would change: each cell as (column, as it was, as it becomes)."""

    key: str
    cells: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class FileReport:
    """What an import does to one table; `examples` are the first few changed rows."""

    name: str
    added: int
    changed: int
    unchanged: int
    examples: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A table's rows that are new or not as they are stored, and the report; `changed` are the keys of the latter.

    `history` has what changed in opportunities: id, column, before, after.
    """

    table: Table
    rows: list[tuple[Cell, ...]]
    changed: list[Key]
    report: FileReport
    history: list[tuple[str, str, Value, Value]] = field(default_factory=list)


def compare(session: Session, table: Table) -> Difference:
    """Hold a file's rows against the stored ones."""
    stored = _stored(session, table)
    followed = table.sheet.model is OpportunityRow
    history: list[tuple[str, str, Value, Value]] = []
    rows: list[tuple[Cell, ...]] = []
    changed: list[Key] = []
    examples: list[Change] = []
    for key, row in zip(table.row_keys(), table.rows, strict=True):
        before = stored.get(key)
        if before == row:
            continue
        rows.append(row)
        if before is None:
            continue
        changed.append(key)
        if followed:
            was, becomes = (dict(zip(table.names, each, strict=True)) for each in (before, row))
            history += changes_of(str(key[0]), was, becomes)
        if len(examples) < SHOWN:
            examples.append(_change(table, key, before, row))
    counts = (len(rows) - len(changed), len(changed), len(table.rows) - len(rows))
    return Difference(table, rows, changed, FileReport(table.sheet.name, *counts, tuple(examples)), history)


def _stored(session: Session, table: Table) -> dict[Key, tuple[Cell, ...]]:
    columns = table_of(table.sheet.model).columns
    places = [table.names.index(name) for name in table.sheet.key]
    rows = session.execute(select(*(columns[name] for name in table.names)))
    return {tuple(row[place] for place in places): tuple(row) for row in rows}


def _change(table: Table, key: Key, before: Sequence[Cell], after: Sequence[Cell]) -> Change:
    cells = zip(table.names, before, after, strict=True)
    differing = tuple((name, show(old), show(new)) for name, old, new in cells if old != new)
    return Change(" + ".join(show(part) for part in key), differing)


def write(session: Session, difference: Difference, progress: Progress, at: datetime) -> None:
    """Write the rows of a difference, a set of them with each statement, and what they changed as of `at` (aware)."""
    table, total = difference.table, len(difference.rows)
    names, key = table.names, table.sheet.key
    statement = insert_for(session, table.sheet.model)
    updated: dict[str, Any] = {name: statement.excluded[name] for name in names if name not in key}
    if table.sheet.model is RegistrationRow:
        updated["version"] = RegistrationRow.version + 1  # whoever looks at it to decide must look again
    # A file may have nothing but its key columns: then every row that differs is a new one.
    upsert = (
        statement.on_conflict_do_update(index_elements=key, set_=updated)
        if updated
        else statement.on_conflict_do_nothing(index_elements=key)
    )
    for done, rows in _batches(difference.rows):
        session.execute(upsert, [dict(zip(names, row, strict=True)) for row in rows])
        progress(table.sheet.name, done, total)
    OpportunityChanges(session).note(difference.history, at)
    if table.sheet.model is PartnerRow:
        _refresh_search(session, {str(row[names.index("partner")]) for row in difference.rows})
    if table.sheet.model is RegistrationRow:
        numbers = [number_of(str(key[0])) for key in table.row_keys()]
        number_after(session, max(numbers, default=0))
    if (kind := KEYED.get(table.sheet.name)) is not None:
        place = names.index(key[0])
        rekey(session, kind, [str(row[place]) for row in difference.rows])


def _batches(rows: list[tuple[Cell, ...]]) -> Iterator[tuple[int, list[tuple[Cell, ...]]]]:
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        yield start + len(batch), batch


def _refresh_search(session: Session, changed: set[str]) -> None:
    """Derive the search text of partners anew; a file may lack the aliases, so they are read back."""
    stored = session.execute(select(PartnerRow.partner, PartnerRow.name, PartnerRow.aliases))
    derived = [
        {"partner": row.partner, "search": search_text((row.partner, row.name, *row.aliases))}
        for row in stored
        if row.partner in changed
    ]
    if derived:
        session.execute(update(PartnerRow), derived)
