"""Reports as people get them: the message, and its picture and file for the person who asked alone."""

from typing import Final

from handlers.documents import Download, Reply
from handlers.errors import NotAllowed, NotFound
from handlers.reports.asking import about, from_value, from_words, value_of
from handlers.reports.chart import MOST_BARS, chart_of
from handlers.reports.deals import DealsAsked, deal_report
from handlers.reports.figures import DealReport
from handlers.reports.files import csv_of
from handlers.reports.words import in_lines, nothing, report_reply, summary
from handlers.work import Task

DEALS: Final = "reports.deals"
DEALS_CHART: Final = "reports.deals_chart"
DEALS_CSV: Final = "reports.deals_csv"


def deals(task: Task) -> Reply:
    """The report on deal registrations for the words of a command.

    Raises:
        UserError: the words name several periods, or somebody who is not known.
    """
    asked = from_words(task)
    return report_reply(made(task, asked), about(task, asked), value_of(asked), DEALS_CHART, DEALS_CSV)


def deals_chart(task: Task) -> Download:
    """The picture of the report whose button was pressed, with its numbers as text.

    Raises:
        NotAllowed: people of another company are, or may be, in the conversation.
        NotFound: the button's value is not one of ours, or there is nothing to draw any more.
    """
    asked, report = _alone(task)
    words = f"{summary(report, about(task, asked))}\n{in_lines(report, MOST_BARS)}"
    return Download(f"{_name(report)}.png", chart_of(report, about(task, asked)), "image/png", words)


def deals_csv(task: Task) -> Download:
    """The report whose button was pressed, for a spreadsheet.

    Raises:
        NotAllowed: people of another company are, or may be, in the conversation.
        NotFound: the button's value is not one of ours, or there is nothing to report any more.
    """
    asked, report = _alone(task)
    return Download(f"{_name(report)}.csv", csv_of(report), "text/csv", summary(report, about(task, asked)))


def made(task: Task, asked: DealsAsked) -> DealReport:
    """The report, worked out now; what is late is judged on the day of the request."""
    return deal_report(task.work, task.desk, asked, task.request.as_of)


def _alone(task: Task) -> tuple[DealsAsked, DealReport]:
    if task.request.conversation.place.open_to_others:
        raise NotAllowed(
            "People of another company may read along here, so no report is handed out. Ask me in a direct message."
        )
    asked = from_value(task)
    report = made(task, asked)
    if not report.partners:
        raise NotFound(nothing(report, about(task, asked)))
    return asked, report


def _name(report: DealReport) -> str:
    return f"deal-registrations-{report.first.isoformat()}-to-{report.last.isoformat()}"
