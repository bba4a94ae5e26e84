"""What commands that ask and write files share: a task of whoever sits at the terminal, days and files."""

from pathlib import Path

import click

from bot.clock import SystemClock, today
from bot.commands.operator import account
from bot.parts import TERMINAL, desk_settings, load_catalog
from bot.settings import Settings
from handlers.errors import UserError
from handlers.request import Actor, Conversation, Place, Request, Role
from handlers.work import Task
from store.work import Work

DAY = click.DateTime(["%Y-%m-%d"])
FILE = click.Path(path_type=Path, dir_okay=False)


def operator_task(settings: Settings, work: Work) -> Task:
    """A task of whoever sits at the terminal, as of now."""
    clock = SystemClock()
    actor = Actor(TERMINAL, account(), account(), Role.admin, zone=settings.tierline_time_zone)
    request = Request(
        actor, Conversation(TERMINAL, Place.terminal), clock.now(), today(clock, settings.tierline_time_zone)
    )
    return Task(request, work, load_catalog(settings), desk_settings(settings, TERMINAL))


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
