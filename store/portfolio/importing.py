"""Import: read everything, judge everything, then write in one transaction or not at all."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from store.engine import Store
from store.models import FxRateRow, OpportunityRow, PartnerRow, RegistrationRow
from store.portfolio.cells import show
from store.portfolio.checking import Decision, Known, check
from store.portfolio.keeping import MEETINGS, without_superseded
from store.portfolio.parsing import Findings, Table, parse
from store.portfolio.problems import PortfolioError, Problem
from store.portfolio.reading import Contents, Unreadable, digests, read_folder
from store.portfolio.sheets import SHEETS
from store.portfolio.vocabulary import Vocabulary
from store.portfolio.workbook import read_workbook
from store.portfolio.writing import Difference, FileReport, Progress, compare, write
from store.records import AuditEntry
from store.repositories.counters import touch_portfolio
from store.work import Work


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do (`written` is False after a dry run, and when nothing differed)."""

    files: tuple[FileReport, ...]
    warnings: tuple[Problem, ...]
    written: bool

    @property
    def differs(self) -> bool:
        """Whether the portfolio holds anything that the database did not."""
        return any(file.added or file.changed for file in self.files)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A folder or workbook as typed tables, before anybody looked at the store."""

    tables: Mapping[str, Table]
    unread: frozenset[str]
    findings: Findings


def silent(_file: str, _done: int, _total: int) -> None:
    """Progress that nobody watches."""


def read_portfolio(path: Path) -> Portfolio:
    """Read a folder of CSV files or an .xlsx workbook. What is wrong is collected, never raised."""
    findings = Findings()
    try:
        contents = _contents(path)
    except Unreadable as error:
        findings.reject(error.problem)
        return Portfolio({}, frozenset(), findings)
    for problem in contents.problems:
        findings.reject(problem)
    findings.warnings.extend(contents.warnings)
    unread = set(contents.unread)
    tables: dict[str, Table] = {}
    for sheet in SHEETS:
        raw = contents.sheets.get(sheet.name)
        table = None if raw is None else parse(raw, findings)
        if table is not None:
            tables[sheet.name] = table
        elif raw is not None or sheet.required:
            unread.add(sheet.name)
        if sheet.required and raw is None and sheet.name not in contents.unread:
            findings.reject(Problem(sheet.name, None, None, f"missing from {path.name}; it is required"))
    return Portfolio(tables, frozenset(unread), findings)


def _contents(path: Path) -> Contents:
    if path.is_dir():
        return read_folder(path)
    if path.suffix.lower() == ".xlsx" and path.is_file():
        return read_workbook(path)
    raise Unreadable(str(path), "there is no such folder or .xlsx file; expected one with partners and enrollments")


def preview(store: Store, path: Path, vocabulary: Vocabulary) -> ImportReport:
    """What importing would change; nothing is written.

    Raises:
        PortfolioError: cells that cannot be imported, all of them.
        StoreUnavailable: the database cannot be used.
    """
    portfolio = read_portfolio(path)
    with store.read() as work:
        differences = _judge(work.session, portfolio, vocabulary)
        return _report(differences, portfolio, written=False)


def import_portfolio(
    store: Store, path: Path, vocabulary: Vocabulary, *, at: datetime, actor: str, progress: Progress = silent
) -> ImportReport:
    """Bring a folder or workbook into the store: insert what is new, update what differs, leave the rest alone.

    The same folder twice changes nothing. Rows that the folder does not have stay as they are.

    Args:
        at: the instant of the import (aware), for the audit trail.
        actor: who imports, for the audit trail.
        progress: told (file, rows written, rows to write) while writing.

    Raises:
        PortfolioError: cells that cannot be imported, all of them; nothing was written.
        StoreUnavailable: the database cannot be used; nothing was written.
    """
    portfolio = read_portfolio(path)
    with store.write() as work:
        differences = _judge(work.session, portfolio, vocabulary)
        report = _report(differences, portfolio, written=True)
        if not report.differs:
            return replace(report, written=False)
        for difference in differences:
            write(work.session, difference, progress, at)
        touch_portfolio(work.session)
        _record(work, differences, digests(path), at, actor, path.name)
    return report


def _judge(session: Session, portfolio: Portfolio, vocabulary: Vocabulary) -> list[Difference]:
    check(portfolio.tables, _known(session, portfolio.unread), vocabulary, portfolio.findings)
    if portfolio.findings.problems:
        raise PortfolioError(portfolio.findings.problems)
    tables = dict(portfolio.tables)
    if (meetings := tables.get(MEETINGS)) is not None:
        tables[MEETINGS] = without_superseded(session, meetings, portfolio.findings)
    return [compare(session, table) for table in tables.values()]


def _known(session: Session, unread: frozenset[str]) -> Known:
    rates: defaultdict[str, set[date]] = defaultdict(set)
    for currency, effective_on in session.execute(select(FxRateRow.currency, FxRateRow.effective_on)):
        rates[currency].add(effective_on)
    submitted = select(RegistrationRow.registration, RegistrationRow.partner)
    return Known(
        partners=frozenset(session.scalars(select(PartnerRow.partner))),
        opportunities=frozenset(session.scalars(select(OpportunityRow.opportunity))),
        rates=rates,
        taken=dict(session.execute(submitted.where(RegistrationRow.submitted_by.is_not(None))).all()),
        decided=_decided(session),
        unread=unread,
    )


def _decided(session: Session) -> dict[str, Decision]:
    row = RegistrationRow
    query = select(row.registration, row.state, row.decided_on, row.decided_by).where(row.decided_by.is_not(None))
    return {number: Decision(state, day, by or "") for number, state, day, by in session.execute(query)}


def _report(differences: Sequence[Difference], portfolio: Portfolio, *, written: bool) -> ImportReport:
    files = tuple(difference.report for difference in differences)
    return ImportReport(files, tuple(portfolio.findings.warnings), written)


def _record(
    work: Work, differences: Sequence[Difference], hashes: dict[str, str], at: datetime, actor: str, name: str
) -> None:
    """The audit entry: the SHA-256 of each file, how many rows of each table, and which registrations it changed."""
    after: dict[str, dict[str, object]] = {"files": {**hashes}}
    for each in differences:
        after[each.report.name] = {"added": each.report.added, "changed": each.report.changed}
        if each.table.sheet.model is RegistrationRow:
            after[each.report.name]["changed_ids"] = [show(key[0]) for key in each.changed]
    work.audit.add(
        AuditEntry(
            at=at,
            actor=actor,
            on_behalf_of=None,
            place="terminal",
            action="portfolio.import",
            subject="portfolio",
            before=None,
            after=json.dumps(after),
            reason=f"imported {name}",
        )
    )
