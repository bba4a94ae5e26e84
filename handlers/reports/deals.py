"""The report on deal registrations, worked out: counted by the database, timed and grouped here."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, timedelta

from handlers.deals.form import ANSWER_IN_WORKING_DAYS
from handlers.deals.guards import PROTECTED_DAYS, workdays_after
from handlers.desk import DeskSettings
from handlers.reports.figures import NOBODY, DealReport, Figures, Row, total
from handlers.reports.hours import Pause, WorkHours
from handlers.workdays import Workdays, workdays_of
from store.repositories.deal_reports import Counts, DealReports, Entry, ReportFilter, Timed
from store.work import Work


@dataclass(frozen=True, slots=True)
class DealsAsked:
    """What is reported on: the days, both included, and whom; `manager` is an e-mail address, `program` an id."""

    first: date
    last: date
    partner: str | None = None
    manager: str | None = None
    program: str | None = None


@dataclass(slots=True)
class _Tally:
    """The figures of one partner in one program while they are collected."""

    counts: Counts | None = None
    late: int = 0
    spent: list[timedelta] = field(default_factory=list)


_Key = tuple[str, str | None]


def deal_report(work: Work, desk: DeskSettings, asked: DealsAsked, today: date) -> DealReport:
    """What happened to deal registrations in a period, as recorded; `today` is the day on which one is late."""
    tallies = _tallies(work, desk, asked, today)
    managed = _managed(work.deal_reports)
    if asked.manager is not None:
        own = asked.manager.casefold()
        tallies = {key: each for key, each in tallies.items() if managed(key) == own}
    names = work.partners.names_of({partner for partner, _ in tallies})
    figures = {key: _figures(tally) for key, tally in tallies.items()}
    return DealReport(
        asked.first,
        asked.last,
        today,
        total(figures.values()),
        _rows(figures, lambda key: key[0], lambda id: names.get(id, id)),
        _rows(figures, managed, lambda id: id or NOBODY),
    )


def deal_figures(work: Work, desk: DeskSettings, asked: DealsAsked, today: date) -> Figures:
    """The same as one set of figures, whoever manages the partners; `asked.manager` is not looked at."""
    return total(_figures(tally) for tally in _tallies(work, desk, asked, today).values())


def _tallies(work: Work, desk: DeskSettings, asked: DealsAsked, today: date) -> Mapping[_Key, _Tally]:
    reports, workdays = work.deal_reports, workdays_of(desk.country)
    wanted = ReportFilter(asked.first, asked.last, asked.partner, asked.program, PROTECTED_DAYS)
    tallies: defaultdict[_Key, _Tally] = defaultdict(_Tally)
    all_counts = reports.counts(wanted)
    for counts in all_counts:
        tallies[counts.partner, counts.program].counts = counts
    for timed, spent in _spent(reports, wanted, desk.zone, workdays):
        tallies[timed.partner, timed.program].spent.append(spent)
    interrupted = any(counts.interrupted for counts in all_counts)
    for key, late in _late(reports, wanted, desk, workdays, today, interrupted=interrupted):
        tallies[key].late += late
    return tallies


def _rows(figures: Mapping[_Key, Figures], group: Callable[[_Key], str], name: Callable[[str], str]) -> tuple[Row, ...]:
    grouped: defaultdict[str, list[Figures]] = defaultdict(list)
    for key, each in figures.items():
        grouped[group(key)].append(each)
    rows = (Row(id, name(id), total(each)) for id, each in grouped.items())
    return tuple(sorted(rows, key=lambda row: (-row.figures.filed, -row.figures.decided, row.name.casefold(), row.id)))


def _figures(tally: _Tally) -> Figures:
    counts = tally.counts
    spent = tuple(tally.spent)
    if counts is None:
        return Figures(late=tally.late, spent=spent)
    return Figures(counts.filed, counts.held, counts.decided, counts.approved, counts.expired, tally.late, spent)


def _spent(
    reports: DealReports, wanted: ReportFilter, zone: str, workdays: Workdays
) -> Iterator[tuple[Timed, timedelta]]:
    """The business time that each decision took."""
    timed = reports.timed(wanted)
    if not timed:
        return
    bounds = [each.filed_at for each in timed] + [each.decided_at for each in timed]
    worked = WorkHours(zone, workdays, *(each.replace(tzinfo=UTC) for each in (min(bounds), max(bounds))))
    stopped = reports.stops_and_starts(wanted) if any(each.subject for each in timed) else {}
    for each in timed:
        pauses = _pauses(stopped.get(each.subject, ())) if each.subject else ()
        yield each, worked.between_utc(each.filed_at, each.decided_at, pauses)


def _pauses(entries: Sequence[Entry]) -> Iterator[Pause]:
    """The times in which it was not the deal desk's turn; the last one may have no end."""
    since = None
    for entry in entries:
        if entry.stops:
            since = since or entry.at
        elif since is not None:
            yield since, entry.at
            since = None
    if since is not None:
        yield since, None


def _late(
    reports: DealReports,
    wanted: ReportFilter,
    desk: DeskSettings,
    workdays: Workdays,
    today: date,
    *,
    interrupted: bool,
) -> Iterator[tuple[_Key, int]]:
    """How many first answers came, or have not come, after the promised day."""
    filed = reports.filed_days(wanted)
    if filed is None:
        return
    days = (filed[0] + timedelta(days=number) for number in range((filed[1] - filed[0]).days + 1))
    due = {day: workdays_after(day, ANSWER_IN_WORKING_DAYS, workdays) for day in days}
    for each in reports.late(wanted, due, today):
        yield (each.partner, each.program), each.many
    for one in reports.first_answers(wanted) if interrupted else ():
        said_on = desk.today(one.answered_at) if one.answered_at else one.answered_on
        if (said_on or (today if one.waits else date.min)) > due[one.filed_on]:
            yield (one.partner, one.program), 1


def _managed(reports: DealReports) -> Callable[[_Key], str]:
    """Who looks after a partner in a program; empty for nobody, or where several do and no program says which."""
    of_program: dict[_Key, str] = {}
    of_partner: defaultdict[str, set[str]] = defaultdict(set)
    for partner, program, email in reports.managers():
        of_program[partner, program] = email
        of_partner[partner].add(email)

    def managed(key: _Key) -> str:
        found = of_program.get(key)
        if found is None and len(all_of := of_partner.get(key[0], set())) == 1:
            found = next(iter(all_of))
        return found or ""

    return managed
