"""`tierline calendar`: what will be posted about which meetings, when, to whom and why."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from bot.commands.database import database_option, settings_for
from bot.commands.failing import in_words
from bot.commands.terminal import DAY, FILE, operator_task, write_file
from bot.parts import open_checked
from bot.render.plain import part_words
from handlers.documents import Table
from handlers.reports.asking import named_manager, named_partner
from handlers.reviews.calendar import COLUMNS, QUARTER, Asked, csv_file, entries_of, ics_file, lines_of, row


@click.command("calendar")
@click.option("--partner", help="Only this partner's: its id, name or alias.")
@click.option("--manager", help="Only those of partners that this person manages: an e-mail address.")
@click.option("--from", "first", type=DAY, help="The first day, like 2026-12-01; today without it.")
@click.option("--to", "last", type=DAY, help="The last day, included; a quarter later without it.")
@click.option("--ics", "ics_path", type=FILE, help="Write the meetings into this file, for a calendar program.")
@click.option("--csv", "csv_path", type=FILE, help="Write every line as CSV into this file.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
@database_option
@in_words
def calendar(
    partner: str | None,
    manager: str | None,
    first: datetime | None,
    last: datetime | None,
    ics_path: Path | None,
    csv_path: Path | None,
    as_json: bool,
    database_url: str | None,
) -> None:
    """Show meetings and the messages about them, a quarter ahead: what, when, to whom and why."""
    settings = settings_for(database_url)
    with closing(open_checked(settings)) as store, store.read() as work:
        task = operator_task(settings, work)
        start = first.date() if first else task.request.as_of
        asked = Asked(start, last.date() if last else start + QUARTER)
        if asked.last < asked.first:
            raise click.UsageError(f"--to ({asked.last}) lies before --from ({asked.first}); swap them.")
        asked = replace(
            asked,
            partner=named_partner(task, partner) if partner else None,
            manager=named_manager(task, manager) if manager else None,
        )
        found = entries_of(task, asked)
        if ics_path:
            write_file(ics_path, _bytes(ics_file(task, asked).content), aside=as_json)
    if csv_path:
        write_file(csv_path, csv_file(found).encode(), aside=as_json)
    if as_json:
        click.echo(json.dumps(lines_of(found)))
    elif found:
        click.echo(part_words(Table("Reviews", COLUMNS, tuple(map(row, found)))))
    else:
        click.echo(f"Nothing from {asked.first} to {asked.last}.")


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()
