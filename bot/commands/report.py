"""`tierline report`: what happened in a period, as tables, as a picture, as a file, or for programs."""

import json
from contextlib import closing
from datetime import datetime
from pathlib import Path

import click

from bot.commands.database import database_option, settings_for
from bot.commands.failing import in_words
from bot.commands.terminal import DAY, FILE, operator_task, write_file
from bot.parts import open_checked
from bot.render.plain import part_words
from handlers.errors import NotFound
from handlers.reports.answers import made
from handlers.reports.asking import about, named_manager, named_partner
from handlers.reports.chart import chart_of
from handlers.reports.deals import DealsAsked
from handlers.reports.figures import DealReport
from handlers.reports.files import csv_of, object_of
from handlers.reports.words import notes, nothing, summary, tables
from handlers.work import Task


@click.group("report")
def report() -> None:
    """Report on what happened in a period."""


@report.command("deals")
@click.option("--from", "first", type=DAY, required=True, help="The first day, like 2026-07-01.")
@click.option("--to", "last", type=DAY, required=True, help="The last day; it is included.")
@click.option("--partner", help="Only this partner's: its id, name or alias.")
@click.option("--manager", help="Only those of partners that this person manages: an e-mail address.")
@click.option("--program", help="Only those in this program: its id.")
@click.option("--csv", "csv_file", type=FILE, help="Write the rows as CSV into this file.")
@click.option("--chart", "chart_file", type=FILE, help="Draw the picture into this file, a PNG.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of tables.")
@database_option
@in_words
def deals(
    first: datetime,
    last: datetime,
    partner: str | None,
    manager: str | None,
    program: str | None,
    csv_file: Path | None,
    chart_file: Path | None,
    as_json: bool,
    database_url: str | None,
) -> None:
    """Deal registrations: filed, decided, hours to decide, approved, expired, in conflict, late."""
    if last < first:
        raise click.UsageError(f"--to ({last:%Y-%m-%d}) lies before --from ({first:%Y-%m-%d}); swap them.")
    settings = settings_for(database_url)
    with closing(open_checked(settings)) as store, store.read() as work:
        task = operator_task(settings, work)
        asked = DealsAsked(
            first.date(),
            last.date(),
            named_partner(task, partner) if partner else None,
            named_manager(task, manager) if manager else None,
            _program(task, program) if program else None,
        )
        found, whose = made(task, asked), about(task, asked)
    click.echo(json.dumps(object_of(found)) if as_json else _shown(found, whose))
    if csv_file:
        write_file(csv_file, csv_of(found).encode(), aside=as_json)
    if chart_file and found.partners:
        write_file(chart_file, chart_of(found, whose), aside=as_json)
    elif chart_file:
        click.echo(f"There is nothing to draw, so {chart_file} was not written.", err=True)


def _program(task: Task, id: str) -> str:
    known = [each.id for each in task.catalog.programs()]
    if id not in known:
        raise NotFound(f"There is no program {id!r}. Known are {', '.join(known)}.")
    return id


def _shown(found: DealReport, whose: str) -> str:
    if not found.partners:
        return nothing(found, whose)
    return "\n\n".join((summary(found, whose), *map(part_words, (*tables(found), *notes(found)))))
