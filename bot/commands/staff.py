"""`tierline staff`: who has which role, and who stands in for whom."""

import csv
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

import click

from bot.clock import SystemClock, today
from bot.commands.database import database_option, settings_for
from bot.commands.failing import in_words
from bot.commands.operator import AT_THE_TERMINAL, account
from bot.parts import TERMINAL, desk_settings, load_catalog, open_checked
from handlers.access import STAFF
from handlers.errors import Conflict, UserError
from handlers.request import Actor, Conversation, Place, Request, Role
from handlers.roles import REMOVED
from handlers.staff.changes import add_stand_in, person_of, remove, set_role
from handlers.work import Task

COLUMNS = ("person", "name", "role")
role_argument = click.argument("role", type=click.Choice([str(role) for role in STAFF]))
DAY = click.DateTime(["%Y-%m-%d"])


@click.group("staff")
def staff() -> None:
    """Say who works with the program, in which role, and who stands in for whom."""


@staff.command("list")
@database_option
@in_words
def list_staff(database_url: str | None) -> None:
    """List everybody with a role of their own, and the stand-ins from today on."""
    with _task(database_url) as task:
        members = task.work.staff.list()
        stand_ins = task.work.staff.stand_ins(task.desk.today(task.request.now))
    if not members:
        click.echo("Nobody is on the staff list. Managers named in the portfolio and admins by setting have access.")
    for each in members:
        role = "removed" if each.role == REMOVED else each.role
        click.echo(f"{each.person:<40}  {role:<8}  {each.name or ''}".rstrip())
    for stand_in in stand_ins:
        days = f"{stand_in.first_on} through {stand_in.last_on}"
        click.echo(f"{stand_in.person} stands in for {stand_in.colleague}, {days}")


@staff.command("add")
@click.argument("person")
@role_argument
@click.option("--name", help="The person's name, for refusals that say whom to ask.")
@database_option
@in_words
def add(person: str, role: str, name: str | None, database_url: str | None) -> None:
    """Give PERSON (an e-mail address, or T…/U…) a ROLE."""
    _set_role(person, role, name, database_url)


@staff.command("role")
@click.argument("person")
@role_argument
@database_option
@in_words
def change(person: str, role: str, database_url: str | None) -> None:
    """Change the ROLE of PERSON."""
    _set_role(person, role, None, database_url)


@staff.command("remove")
@click.argument("person")
@click.option("--yes", is_flag=True, help="Do not ask.")
@database_option
@in_words
def remove_command(person: str, yes: bool, database_url: str | None) -> None:
    """Take every role from PERSON, who is refused from the next click on."""
    key = person_of(person)
    if not yes:
        click.confirm(f"{key} will have no access any more, whatever the portfolio says. Go on?", abort=True)
    with _task(database_url, writes=True) as task:
        remove(task, key)
    click.echo(f"{key} has no access any more.")


@staff.command("stand-in")
@click.argument("person")
@click.option("--for", "colleague", required=True, metavar="EMAIL", help="The manager who is away.")
@click.option("--from", "first_on", required=True, type=DAY, help="The first day.")
@click.option("--through", "last_on", required=True, type=DAY, help="The last day; it is included.")
@database_option
@in_words
def stand_in(person: str, colleague: str, first_on: datetime, last_on: datetime, database_url: str | None) -> None:
    """Let PERSON act for the partners of a colleague during some days."""
    key, away = person_of(person), person_of(colleague)
    with _task(database_url, writes=True) as task:
        add_stand_in(task, away, key, first_on.date(), last_on.date())
    click.echo(f"{key} stands in for {away} from {first_on:%Y-%m-%d} through {last_on:%Y-%m-%d}.")


@staff.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@database_option
@in_words
def import_staff(file: Path, database_url: str | None) -> None:
    """Read a CSV file with the columns person, role and name; all of it, or nothing where a line is wrong."""
    rows = list(_rows(file))
    changed = 0
    with _task(database_url, writes=True) as task:
        for line, person, role, name in rows:
            try:
                set_role(task, person_of(person), role, name)
                changed += 1
            except Conflict:
                continue  # it is so already
            except UserError as error:
                raise click.ClickException(f"{file.name}:{line}: {error.sentence} Nothing was imported.") from None
    click.echo(f"{changed} changed, {len(rows) - changed} unchanged")


def _rows(file: Path) -> Iterator[tuple[int, str, str, str | None]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        lines = csv.DictReader(opened)
        missing = {"person", "role"} - set(lines.fieldnames or ())
        if missing:
            found = ", ".join(lines.fieldnames or ()) or "no column"
            raise click.ClickException(f"{file.name}: expected the columns {', '.join(COLUMNS)}; found {found}.")
        for row in lines:
            yield (
                lines.line_num,
                row["person"] or "",
                (row["role"] or "").strip(),
                (row.get("name") or "").strip() or None,
            )


def _set_role(person: str, role: str, name: str | None, database_url: str | None) -> None:
    with _task(database_url, writes=True) as task:
        member = set_role(task, person_of(person), role, name)
    click.echo(f"{member.person} is {member.role} now.")


@contextmanager
def _task(database_url: str | None, *, writes: bool = False) -> Iterator[Task]:
    """What a change is made with: the terminal is an admin, signed with the name of who is logged in."""
    settings = settings_for(database_url)
    clock = SystemClock()
    request = Request(
        Actor(TERMINAL, account(), AT_THE_TERMINAL, Role.admin, zone=settings.tierline_time_zone),
        Conversation(TERMINAL, Place.terminal),
        clock.now(),
        today(clock, settings.tierline_time_zone),
    )
    with closing(open_checked(settings)) as store, store.write() if writes else store.read() as work:
        yield Task(request, work, load_catalog(settings), desk_settings(settings, TERMINAL))
