"""`tierline privacy`: what is known of a person at the vendor, to hand out and to erase."""

import json
from contextlib import closing
from typing import TextIO

import click

from bot.clock import SystemClock
from bot.commands.database import database_option, settings_for
from bot.commands.failing import in_words
from bot.commands.operator import operator
from bot.parts import TERMINAL, open_checked
from handlers.staff.changes import person_of
from store.personal import PLACES, Fate, Person, erase, export
from store.records import AuditEntry
from store.upsert import table_of

user_option = click.option("--user", metavar="T…/U…", help="The person's workspace and user id too, where known.")
person_argument = click.argument("person", metavar="PERSON")
KEPT = frozenset(table_of(place.model).name for place in PLACES if place.fate is Fate.named)


@click.group("privacy")
def privacy() -> None:
    """Export or erase what is known of a person at the vendor."""


@privacy.command("export")
@person_argument
@user_option
@click.option("--output", type=click.File("w", encoding="utf-8", lazy=True), default="-", help="Instead of the screen.")
@database_option
@in_words
def export_command(person: str, user: str | None, output: TextIO, database_url: str | None) -> None:
    """Write every row that names PERSON (an e-mail address, or T…/U…) as JSON, table by table."""
    with closing(open_checked(settings_for(database_url))) as store, store.read() as work:
        found = export(work.session, _person(person, user))
    json.dump(found, output, default=str, ensure_ascii=False, indent=2)
    output.write("\n")


@privacy.command("erase")
@person_argument
@user_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@database_option
@in_words
def erase_command(person: str, user: str | None, yes: bool, database_url: str | None) -> None:
    """Take PERSON out of everything but the portfolio; the audit trail still verifies."""
    whom = _person(person, user)
    with closing(open_checked(settings_for(database_url))) as store:
        with store.read() as work:
            found = {name: len(rows) for name, rows in export(work.session, whom).items()}
        if not found:
            click.echo("Nothing is recorded of this person. Give --user too, if only the e-mail address was given.")
            return
        for name, count in found.items():
            where = "comes with the portfolio: take it out there" if name in KEPT else "will be erased"
            click.echo(f"{name:<20} {count:>6,}  {where}")
        if not yes:
            click.confirm(f"This cannot be undone. {whom.pseudonym} will stand for the person. Go on?", abort=True)
        clock = SystemClock()
        entry = AuditEntry(clock.now(), operator(), None, "terminal", "", "", None, None, None, workspace=TERMINAL)
        with store.write() as work:
            changed = erase(work, whom, entry)
    click.echo(f"{sum(changed.values()):,} rows changed; {whom.pseudonym} stands for the person.")


def _person(key: str, user: str | None) -> Person:
    email, workspace, id = None, None, None
    for each in filter(None, (key, user)):
        named = person_of(each)
        if "@" in named:
            email = named
        else:
            workspace, _, id = named.partition("/")
    return Person(email, workspace, id)
