"""`tierline audit`: who did what, and whether the trail is as it was written."""

import json
import re
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click
from rich.console import Console
from rich.table import Table

from bot.clock import SystemClock
from bot.commands.database import database_option, settings_for
from bot.commands.failing import in_words
from bot.parts import open_checked
from handlers.errors import NotFound
from store.audit_check import verify
from store.records import AuditEntry
from store.repositories.audit import AuditFilter, Head
from store.work import Work

_AGO = re.compile(r"([0-9]{1,4})([hdw])")
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
_HEAD = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


class Moment(click.ParamType[datetime | timedelta]):
    """A day (2026-11-26), or how long ago (36h, 7d, 2w)."""

    name = "DAY|AGO"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime | timedelta:
        if isinstance(value, datetime | timedelta):
            return value
        if match := _AGO.fullmatch(value):
            return timedelta(**{_UNITS[match[2]]: int(match[1])})
        try:
            return datetime.strptime(value, "%Y-%m-%d")  # noqa: DTZ007 - a day; its zone is the desk's
        except ValueError:
            self.fail(f"{value!r} is neither a day like 2026-11-26 nor a time ago like 36h, 7d or 2w.", param, ctx)


class Noted(click.ParamType[Head]):
    """A head that was printed before."""

    name = "SEQUENCE:HASH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Head:
        match = _HEAD.fullmatch(str(value))
        if match is None:
            self.fail("expected what --verify printed, like 120:3f…", param, ctx)
        return Head(int(match[1]), match[2])


@click.command("audit")
@click.option("--partner", help="Only what is about this partner: its id or its name.")
@click.option("--since", type=Moment(), help="Only from this day on, or not longer ago than this (7d).")
@click.option("--until", type=Moment(), help="Only before this day.")
@click.option("--action", help="Only this action (registration.approved), or those that begin with it (registration).")
@click.option("--who", help="Only by this person: part of the name, the user id, or the e-mail address.")
@click.option("--limit", type=click.IntRange(1), default=100, show_default=True, help="The newest so many.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object an entry.")
@click.option("--verify", "check", is_flag=True, help="Check the whole chain instead, and print its head.")
@click.option("--head", type=Noted(), help="With --verify: a head noted earlier, which must still be part of it.")
@database_option
@in_words
def audit(
    partner: str | None,
    since: datetime | timedelta | None,
    until: datetime | timedelta | None,
    action: str | None,
    who: str | None,
    limit: int,
    as_json: bool,
    check: bool,
    head: Head | None,
    database_url: str | None,
) -> None:
    """Show who did what, on whose behalf, where and why; the newest last."""
    settings = settings_for(database_url)
    zone = ZoneInfo(settings.tierline_time_zone)
    with closing(open_checked(settings)) as store, store.read() as work:
        if check or head:
            _verify(work, head)
            return
        asked = AuditFilter(
            partner=_partner(work, partner) if partner else None,
            since=_instant(since, zone),
            until=_instant(until, zone),
            action=action,
            who=who,
        )
        found, count = work.audit.found(asked, limit), work.audit.count(asked)
    if as_json:
        for entry in found:
            click.echo(json.dumps({name: getattr(entry, name) for name in entry.__dataclass_fields__}, default=str))
    elif found:
        Console(width=max(Console().width, 140)).print(_table(found, zone))
        if count > len(found):
            click.echo(f"{count - len(found):,} older ones: see --limit, or narrow with --since.")
    else:
        click.echo("Nothing of that kind is recorded.")


def _verify(work: Work, noted: Head | None) -> None:
    verdict = verify(work.session, noted)
    if verdict.broken is not None:
        raise click.ClickException(f"The audit trail is broken: {verdict.broken.sentence}")
    erased = f" In {verdict.erased:,} of them a person was erased." if verdict.erased else ""
    click.echo(f"{verdict.entries:,} entries, unbroken.{erased}")
    if verdict.head:
        click.echo(f"Head: {verdict.head.sequence}:{verdict.head.hash}")
        click.echo("Note the head elsewhere: with --head it shows later whether entries at the end were cut off.")


def _partner(work: Work, words: str) -> str:
    found, wanted = work.partners.search(words, 5), words.casefold()
    fits = [each for each in found if wanted in (each.id.casefold(), each.name.casefold())]
    if not fits:
        raise NotFound(f"There is no partner {words!r}. Give its id or its whole name.")
    return fits[0].id


def _instant(moment: datetime | timedelta | None, zone: ZoneInfo) -> datetime | None:
    if moment is None:
        return None
    if isinstance(moment, timedelta):
        return SystemClock().now() - moment
    return datetime.combine(moment.date(), time(), zone).astimezone(UTC)


def _table(found: tuple[AuditEntry, ...], zone: ZoneInfo) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("No.", f"When ({zone.key})", "Who", "For", "Where", "What", "About", "Why"):
        table.add_column(name, overflow="fold")
    for each in found:
        table.add_row(
            str(each.sequence),
            f"{each.at.astimezone(zone):%Y-%m-%d %H:%M}",
            each.actor or "erased",
            each.on_behalf_of or "",
            each.place or "",
            each.action,
            each.subject or "",
            each.reason or "",
        )
    return table
