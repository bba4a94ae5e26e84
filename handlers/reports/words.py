"""A report on deal registrations in words: the message, its tables, and what each figure means."""

from collections.abc import Sequence

from handlers.documents import Button, Buttons, Note, Paragraph, Part, Reply, Table, text
from handlers.numbered import numbered, span
from handlers.reports.figures import DEFINITIONS, DealReport, Figures, Row, hours, percent, total
from handlers.wording import day
from programs.windows import Window

MOST_ROWS = 20
COLUMNS = ("Filed", "Decided", "Median hours", "Approved", "Expired", "Conflicts", "Late")


def report_reply(report: DealReport, about: str, value: str, chart: str, file: str) -> Reply:
    """The report as a message; `about` says whose it is ("" for everybody's), `value` goes with the buttons.

    `chart` and `file` are the routes of the buttons.
    """
    if not report.partners:
        return Reply(
            nothing(report, about),
            (Paragraph(text("Ask for another period, such as “report last quarter”, or leave out for whom.")),),
        )
    buttons = (Button("Chart", chart, value), Button("CSV", file, value))
    return Reply(summary(report, about), (*tables(report), *notes(report), Buttons(buttons)))


def nothing(report: DealReport, about: str) -> str:
    """That there is nothing to report."""
    return f"No deal registration{about} was filed, decided or expired from {_span(report)}."


def summary(report: DealReport, about: str) -> str:
    """The whole in one or two sentences."""
    whole = report.whole
    said = [
        f"{numbered(whole.filed, 'deal registration')}{about} {_was(whole.filed)} filed from {_span(report)}",
        f"{numbered(whole.decided, 'was', 'were')} decided" if whole.decided else "none was decided",
    ]
    if whole.median_hours is not None:
        said[-1] += f", in {hours(whole.median_hours)} business hours at the median"
    if whole.decided:
        said[-1] += f"; {percent(whole.approval_rate)} approved"
    late = f" {numbered(whole.late, 'first answer was', 'first answers were')} late." if whole.late else ""
    return f"{said[0][:1].upper()}{said[0][1:]}, {said[1]}.{late}"


def tables(report: DealReport) -> tuple[Table, ...]:
    """By partner and by manager, each with a line for all; a split into one is none."""
    return (
        _table("By partner", "Partner", report.partners, report.whole),
        *((_table("By manager", "Manager", report.managers, report.whole),) if len(report.managers) > 1 else ()),
    )


def cells(figures: Figures) -> tuple[str, ...]:
    """The figures under `COLUMNS`."""
    return (
        f"{figures.filed:,}",
        f"{figures.decided:,}",
        hours(figures.median_hours),
        percent(figures.approval_rate),
        f"{figures.expired:,}",
        percent(figures.conflict_rate),
        f"{figures.late:,}",
    )


def notes(report: DealReport) -> tuple[Part, ...]:
    """What each figure means, and what could not be timed."""
    whole = report.whole
    untimed = whole.decided - len(whole.spent)
    left_out = f" {numbered(untimed, 'decision has', 'decisions have')} no time of day." if untimed else ""
    slowest = f" The slowest took {hours(whole.slowest_hours)} business hours." if whole.spent else ""
    meant = ". ".join(f"{name}: {words}" for name, words in DEFINITIONS.items())
    return (Note(text(f"As of {day(report.as_of)}.{slowest}{left_out}")), Note(text(f"{meant}.")))


def in_lines(report: DealReport, most: int) -> str:
    """The partners' figures as lines of text, the first `most` of them: what stands beside a picture."""
    lines = [f"{row.name}: {_line(row.figures)}" for row in report.partners[:most]]
    left = report.partners[most:]
    if left:
        lines.append(f"{len(left)} more: {_line(total(row.figures for row in left))}")
    return "\n".join(lines)


def _table(caption: str, column: str, rows: Sequence[Row], whole: Figures) -> Table:
    shown, left = rows[:MOST_ROWS], rows[MOST_ROWS:]
    lines = [(row.name, *cells(row.figures)) for row in shown]
    if left:
        lines.append((f"{len(left):,} others", *cells(total(row.figures for row in left))))
    if len(rows) > 1:
        lines.append(("All", *cells(whole)))
    return Table(caption, (column, *COLUMNS), tuple(lines))


def _line(figures: Figures) -> str:
    declined = figures.decided - figures.approved
    said = [f"{figures.filed:,} filed", f"{figures.approved:,} approved", f"{declined:,} declined"]
    said += [f"{figures.expired:,} expired"] if figures.expired else []
    said += [f"{figures.late:,} late"] if figures.late else []
    timed = f"; median {hours(figures.median_hours)} business hours" if figures.spent else ""
    return f"{', '.join(said)}{timed}"


def _span(report: DealReport) -> str:
    return span(Window(report.first, report.last))


def _was(count: int) -> str:
    return "was" if count == 1 else "were"
