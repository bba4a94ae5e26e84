"""What no single cell can tell: repeated keys, references, amounts without a currency, rates that are missing."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date

from rapidfuzz import process

from store.portfolio.cells import Cell, show
from store.portfolio.parsing import Findings, Table
from store.portfolio.problems import Problem
from store.portfolio.vocabulary import Vocabulary
from store.registration_states import AFTERWARDS

HOME_CURRENCY = "USD"
_OF_PROGRAM = ("tier", "benefit", "step")
_FILES = {"partners": "partner", "opportunities": "opportunity"}
_NEAR = 60
_FEW = 12
_HINTS = 50  # comparing with every name takes a while: a file of a hundred thousand unknown ids must not take hours


@dataclass(frozen=True, slots=True)
class Decision:
    """How, when and by whom a registration was decided here."""

    state: str
    decided_on: date | None
    decided_by: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the store has already: ids that a folder may refer to without bringing them along.

    `rates` has the days from which a rate is known, by currency; `taken` the registrations that were submitted here,
    with their partner; `decided` those that were decided here. `unread` are the files that could not be read: what
    refers to their rows is not judged.
    """

    partners: Set[str]
    opportunities: Set[str]
    rates: Mapping[str, Set[date]]
    taken: Mapping[str, str]
    decided: Mapping[str, Decision]
    unread: Set[str] = frozenset()


def check(tables: Mapping[str, Table], known: Known, vocabulary: Vocabulary, findings: Findings) -> None:
    """Add everything that is wrong across cells, rows and files to `findings`."""
    references = _References(tables, known, vocabulary)
    for table in tables.values():
        _check_keys(table, findings)
        references.check(table, findings)
        _check_currency(table, findings)
        _check_order(table, findings)
    _check_rates(tables, known, findings)
    _check_numbers(tables.get("registrations"), known, findings)
    _check_decisions(tables.get("registrations"), known, findings)


def _check_keys(table: Table, findings: Findings) -> None:
    first: dict[tuple[Cell, ...], int] = {}
    named = " + ".join(table.sheet.key)
    for key, line in zip(table.row_keys(), table.lines, strict=True):
        if any(findings.rejected(table.file, line, name) for name in table.sheet.key):
            continue
        if key in first:
            read = " + ".join(show(part) for part in key)
            reason = f"row {first[key]} has the same {named}; expected each once"
            findings.reject(Problem(table.file, line, table.sheet.key[-1], reason, read))
        else:
            first[key] = line


class _References:
    """Checks cells that name something else, and suggests the nearest names for those that name nothing."""

    def __init__(self, tables: Mapping[str, Table], known: Known, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._ids = {
            "partner": known.partners | _ids(tables.get("partners")),
            "opportunity": known.opportunities | _ids(tables.get("opportunities")),
        }
        self._unread = {kind for file, kind in _FILES.items() if file in known.unread}
        self._reasons: dict[tuple[str, Cell, Cell], str] = {}
        self._unknown = 0

    def check(self, table: Table, findings: Findings) -> None:
        program = table.place("program")
        for place, column in enumerate(table.columns):
            if not column.refers or column.refers in self._unread:
                continue
            for row, line in zip(table.rows, table.lines, strict=True):
                of = row[program] if program is not None and column.refers in _OF_PROGRAM else None
                reason = self._reason(column.refers, row[place], of)
                if reason:
                    findings.reject(Problem(table.file, line, column.name, reason, show(row[place])))

    def _reason(self, kind: str, value: Cell, program: Cell) -> str:
        if value is None or (kind in _OF_PROGRAM and program not in self._vocabulary.programs):
            return ""  # an unknown program is reported where it stands, once
        question = (kind, value, program)
        if question not in self._reasons:
            self._reasons[question] = self._judge(kind, str(value), program)
        return self._reasons[question]

    def _judge(self, kind: str, value: str, program: Cell) -> str:
        words = self._words(kind, program)
        if value in words:
            return ""
        place = "" if program is None else f" of {program}"
        if not words:
            return f"expected no {kind}: there is none{place}"
        self._unknown += 1
        near = _nearest(value, words) if self._unknown <= _HINTS else []
        return f"expected a known {kind}{place}" + (f"; nearest: {', '.join(near)}" if near else "")

    def _words(self, kind: str, program: Cell) -> Set[str]:
        if kind in self._ids:
            return self._ids[kind]
        return self._vocabulary.words(kind, None if program is None else str(program))


def _nearest(value: str, words: Set[str]) -> list[str]:
    """The most similar words; all of a short list when none is similar."""
    near = [word for word, _score, _index in process.extract(value, sorted(words), limit=3, score_cutoff=_NEAR)]
    return near or (sorted(words) if len(words) <= _FEW else [])


def _ids(table: Table | None) -> Set[str]:
    return frozenset() if table is None else table.ragged | {str(key[0]) for key in table.row_keys()}


def _check_currency(table: Table, findings: Findings) -> None:
    """An amount says nothing without its currency."""
    currency = table.place("currency")
    amounts = [(name, place) for name in ("earr", "professional_services") if (place := table.place(name)) is not None]
    for row, line in zip(table.rows, table.lines, strict=True):
        if currency is not None and row[currency] is not None:
            continue
        for name, place in amounts:
            if row[place]:
                reason = f"expected an ISO 4217 currency, because {name} is {show(row[place])}"
                findings.reject(Problem(table.file, line, "currency", reason, ""))
                break


def _check_order(table: Table, findings: Findings) -> None:
    for before, after in table.sheet.ordered:
        first, second = table.place(before), table.place(after)
        if first is None or second is None:
            continue
        for row, line in zip(table.rows, table.lines, strict=True):
            start, end = row[first], row[second]
            if isinstance(start, date) and isinstance(end, date) and end < start:
                reason = f"lies before {before} ({start}); it was imported as it stands"
                findings.warn(Problem(table.file, line, after, reason, show(end)))


def _check_rates(tables: Mapping[str, Table], known: Known, findings: Findings) -> None:
    """Every won deal that counts can be converted: a rate is effective on or before the day it closed."""
    table = tables.get("opportunities")
    places = [] if table is None else [table.place(name) for name in ("opportunity", "earr", "currency", "close_on")]
    stage = None if table is None else table.place("stage")
    if table is None or stage is None or None in places or "fx_rates" in known.unread:
        return
    rates = _rate_days(tables.get("fx_rates"), known)
    for row, line in zip(table.rows, table.lines, strict=True):
        opportunity, earr, currency, close_on = (row[place] for place in places if place is not None)
        if row[stage] != "closed_won" or earr is None or not isinstance(close_on, date):
            continue
        if currency in (None, HOME_CURRENCY) or bisect_right(rates[str(currency)], close_on):
            continue
        reason = (
            f"{opportunity} was won on {close_on} in {currency}, and fx_rates has no {currency} rate effective "
            "on or before that day; add one"
        )
        findings.reject(Problem(table.file, line, "currency", reason, show(currency)))


def _rate_days(table: Table | None, known: Known) -> defaultdict[str, list[date]]:
    days: defaultdict[str, set[date]] = defaultdict(set)
    for currency, effective in known.rates.items():
        days[currency] |= effective
    keys: Iterable[tuple[Cell, ...]] = [] if table is None else table.row_keys()
    for key in keys:
        if isinstance(key[1], date):
            days[str(key[0])].add(key[1])
    return defaultdict(list, {currency: sorted(effective) for currency, effective in days.items()})


def _check_numbers(table: Table | None, known: Known, findings: Findings) -> None:
    """A number that was given to a deal here must not become another partner's deal."""
    partner = None if table is None else table.place("partner")
    if table is None or partner is None:
        return
    for key, row, line in zip(table.row_keys(), table.rows, table.lines, strict=True):
        owner = known.taken.get(str(key[0]))
        if owner is not None and owner != row[partner]:
            reason = f"the number was given to a registration of {owner} here; use another one"
            findings.reject(Problem(table.file, line, "registration", reason, show(key[0])))


def _check_decisions(table: Table | None, known: Known, findings: Findings) -> None:
    """A decision that was taken here is not undone by a folder that is older than it."""
    if table is None:
        return
    places = [(name, place) for name in ("state", "decided_on") if (place := table.place(name)) is not None]
    for key, row, line in zip(table.row_keys(), table.rows, table.lines, strict=True):
        decision = known.decided.get(str(key[0]))
        if decision is None:
            continue
        for name, place in places:
            if not _keeps(decision, name, row[place]):
                reason = _decided_here(decision, name)
                findings.reject(Problem(table.file, line, name, reason, show(row[place])))
                break


def _keeps(decision: Decision, column: str, cell: Cell) -> bool:
    return cell == getattr(decision, column) or (column == "state" and cell in AFTERWARDS)


def _decided_here(decision: Decision, column: str) -> str:
    who = decision.decided_by.partition(" ")[2] or decision.decided_by  # kept as the surface's user id and the name
    return (
        f"expected {show(getattr(decision, column))!r}: it was decided here on {decision.decided_on} by {who}; "
        "export the portfolio and correct that copy, or leave this row out"
    )
