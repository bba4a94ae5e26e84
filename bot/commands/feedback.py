"""`tierline feedback`: what people said of answers, to read and as test cases."""

import json
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime, time
from typing import Any, TextIO
from zoneinfo import ZoneInfo

import click

from bot.commands.database import database_option, settings_for
from bot.commands.failing import in_words
from bot.parts import open_checked
from store.records import AskedQuestion
from store.work import Work

VERDICTS = ("bad", "good", "all")
LONGEST = 60

verdict_option = click.option(
    "--verdict", type=click.Choice(VERDICTS), default="bad", show_default=True, help="What was said of the answers."
)
since_option = click.option(
    "--since",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Leave out what was said before this day, 2024-07-15 for instance.",
)


@click.group("feedback")
def feedback() -> None:
    """Read what people said of answers in Slack, and export it as test cases."""


@feedback.command("list")
@verdict_option
@since_option
@database_option
@in_words
def list_feedback(verdict: str, since: datetime | None, database_url: str | None) -> None:
    """List the rated questions, what was made of them, and what people wrote."""
    with _work(database_url) as (work, zone):
        found = _rated(work, zone, verdict, since)
    if not found:
        click.echo("No answer is rated." if verdict == "all" else f"No answer is rated {verdict}.")
    for each in found:
        click.echo(f"{each.id}  {each.verdict_at:%Y-%m-%d}  {each.verdict}  {_short(each.text)}")
        click.echo(f"    {each.status}, {each.kind}, {_short(each.reading)}")
        if each.comment:
            click.echo(f"    “{_short(each.comment, 200)}”")


@feedback.command("export")
@verdict_option
@since_option
@click.option("--output", type=click.File("w", encoding="utf-8", lazy=True), default="-", help="Instead of the screen.")
@click.option("--with-people", is_flag=True, help="Say who asked (user ids); left out otherwise.")
@database_option
@in_words
def export(verdict: str, since: datetime | None, output: TextIO, with_people: bool, database_url: str | None) -> None:
    """Write the rated questions as test cases: a JSON object a line.

    “expect” says how the question was read: for an answer that was found wrong it is what has to be mended.
    """
    with _work(database_url) as (work, zone):
        for each in _rated(work, zone, verdict, since):
            case = _case(each, work.asked.earlier(each), with_people=with_people)
            output.write(json.dumps(case) + "\n")


@contextmanager
def _work(database_url: str | None) -> Iterator[tuple[Work, ZoneInfo]]:
    """The database to read, and the zone in which a day begins."""
    settings = settings_for(database_url)
    with closing(open_checked(settings)) as store, store.read() as work:
        yield work, ZoneInfo(settings.tierline_time_zone)


def _rated(work: Work, zone: ZoneInfo, verdict: str, since: datetime | None) -> tuple[AskedQuestion, ...]:
    start = datetime.combine(since.date(), time(), zone) if since else None
    return work.asked.rated(None if verdict == "all" else verdict, start)


def _case(question: AskedQuestion, earlier: Sequence[AskedQuestion], *, with_people: bool) -> dict[str, Any]:
    """One test case. A follow-up names its thread by the number of its first question and brings what was said before.

    Slack's ids of conversations and people stay here, unless people are asked for.
    """
    reading = json.loads(question.reading)
    also = reading.pop("also", None)
    expect = {"status": question.status, "kind": question.kind, "reading": reading} | ({"also": also} if also else {})
    case: dict[str, Any] = {"text": question.text, "as_of": question.as_of.isoformat()}
    if earlier:
        case |= {"thread": str(earlier[0].id), "before": [each.text for each in earlier]}
    if with_people:
        case["user"] = question.actor
    return case | {"expect": expect, "verdict": question.verdict, "comment": question.comment}


def _short(words: str, most: int = LONGEST) -> str:
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
