"""`tierline report`: what happened in a period, as tables, as a picture, as a file, or for programs."""

import json
from contextlib import closing
from datetime import datetime
from pathlib import Path

import click

from bot.clock import SystemClock, today
from bot.commands.database import database_option, settings_for
from bot.commands.failing import in_words
from bot.commands.operator import account
from bot.parts import TERMINAL, desk_settings, load_catalog, open_checked
from bot.render.plain import part_words
from bot.settings import Settings
from handlers.errors import NotFound, UserError
from handlers.reports.answers import made
from handlers.reports.asking import about, named_manager, named_partner
from handlers.reports.chart import chart_of
from handlers.reports.deals import DealsAsked
from handlers.reports.figures import DealReport
from handlers.reports.files import csv_of, object_of
from handlers.reports.words import notes, nothing, summary, tables
from handlers.request import Actor, Conversation, Place, Request, Role
from handlers.work import Task
from store.work import Work

DAY = click.DateTime(["%Y-%m-%d"])
_file = click.Path(path_type=Path, dir_okay=False)


@click.group("report")
def report() -> None:
    """Report on what happened in a period."""


@report.command("deals")
@click.option("--from", "first", type=DAY, required=True, help="The first day, like 2026-07-01.")
@click.option("--to", "last", type=DAY, required=True, help="The last day; it is included.")
@click.option("--partner", help="Only this partner's: its id, name or alias.")
@click.option("--manager", help="Only those of partners that this person manages: an e-mail address.")
@click.option("--program", help="Only those in this program: its id.")
@click.option("--csv", "csv_file", type=_file, help="Write the rows as CSV into this file.")
@click.option("--chart", "chart_file", type=_file, help="Draw the picture into this file, a PNG.")
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


def operator_task(settings: Settings, work: Work) -> Task:
    """A task of whoever sits at the terminal, as of now."""
    clock = SystemClock()
    actor = Actor(TERMINAL, account(), account(), Role.admin, zone=settings.tierline_time_zone)
    request = Request(
        actor, Conversation(TERMINAL, Place.terminal), clock.now(), today(clock, settings.tierline_time_zone)
    )
    return Task(request, work, load_catalog(settings), desk_settings(settings, TERMINAL))


def _program(task: Task, id: str) -> str:
    known = [each.id for each in task.catalog.programs()]
    if id not in known:
        raise NotFound(f"There is no program {id!r}. Known are {', '.join(known)}.")
    return id


def _shown(found: DealReport, whose: str) -> str:
    if not found.partners:
        return nothing(found, whose)
    return "\n\n".join((summary(found, whose), *map(part_words, (*tables(found), *notes(found)))))


def write_file(file: Path, content: bytes, *, aside: bool) -> None:
    """Write a file and say so, `aside` from what is printed.

    Raises:
        UserError: it cannot be written.
    """
    try:
        file.write_bytes(content)
    except OSError as error:
        raise UserError(f"{file} could not be written: {error.strerror}. Give a file in a folder of yours.") from None
    click.echo(f"Written to {file}.", err=aside)
