"""`tierline ask`: the same answers as in chat, for people, scripts and measurements."""

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, datetime
from typing import Any

import click

from bot.clock import SystemClock, today
from bot.commands.failing import in_words
from bot.parts import TERMINAL, open_checked, terminal_assistant
from bot.render.plain import plain
from bot.settings import Settings, load_settings
from handlers.answer import Answer, combine
from handlers.question import Question
from handlers.request import Actor, Conversation, Place, Request, Role
from handlers.understanding.explain import explain


@click.command()
@click.argument("question", required=False, default="")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day to answer for; today by default.")
@click.option("--user", help="Whose partners “mine” are, by e-mail.")
@click.option(
    "--as",
    "as_person",
    metavar="USER",
    help="Answer as this person (e-mail) would be answered in chat.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a question.")
@click.option("--explain", "explained", is_flag=True, help="Print how the reading came about, too.")
@click.option("--batch", is_flag=True, help="Read questions from standard input: a JSON object with “text” a line.")
@in_words
def ask(
    question: str,
    as_of: datetime | None,
    user: str | None,
    as_person: str | None,
    as_json: bool,
    explained: bool,
    batch: bool,
) -> None:
    """Ask QUESTION in plain words, such as "what tier is Acme, and what's missing for silver"."""
    if batch == bool(question):
        raise click.UsageError("Give a question, or --batch with questions on standard input.")
    settings = load_settings()
    day = as_of.date() if as_of else None
    with closing(open_checked(settings)) as store:
        assistant = terminal_assistant(settings, store)
        role = Role.member if as_person else Role.admin
        threads: dict[tuple[str, str], tuple[Question, ...]] = {}
        for asked in _batch(sys.stdin.buffer) if batch else [{"text": question}]:
            person = as_person or asked.get("user") or user
            thread = (asked.get("channel") or "", asked["thread"]) if asked.get("thread") else None
            before = threads.get(thread, ()) if thread else ()
            turn = assistant.turn(_request(settings, asked["text"], _day(asked) or day, person, role), before)
            if thread:
                threads[thread] = turn.questions
            click.echo(_line(turn.answers) if as_json else plain(combine(turn.answers)))
            if explained:
                click.echo("\n".join(("", "How this was read:", *explain(turn.reading))), err=as_json)


def _batch(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """One question a line, in order; empty lines are passed over."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                asked = json.loads(line)
            except ValueError as error:  # no JSON, or no UTF-8
                raise click.ClickException(f"line {number} is no JSON: {error}") from None
            yield _checked(asked, number)


def _checked(asked: Any, number: int) -> dict[str, Any]:
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        raise click.ClickException(f'line {number} has no “text”; expected an object like {{"text": "tier Acme"}}')
    for key, expected in TEXTS.items():
        if not isinstance(asked.get(key), str | None):
            raise click.ClickException(f"line {number}: “{key}” is no text; expected {expected}")
    try:
        _day(asked)
    except ValueError:
        raise click.ClickException(f"line {number}: “as_of” is no day; expected one like 2024-07-15") from None
    return asked


TEXTS = {"user": "an e-mail address", "thread": "a name of your own", "channel": "a name of your own", "as_of": "a day"}
"""What a line may have beside “text”; lines of the same thread, in order, build on each other."""


def _day(asked: dict[str, Any]) -> date | None:
    """The day of one line; None where the command's own holds."""
    return date.fromisoformat(asked["as_of"]) if asked.get("as_of") else None


def _request(settings: Settings, text: str, as_of: date | None, user: str | None, role: Role) -> Request:
    clock = SystemClock()
    return Request(
        actor=Actor(TERMINAL, "operator", "operator", role, email=user, zone=settings.tierline_time_zone),
        conversation=Conversation(TERMINAL, Place.terminal),
        now=clock.now(),
        as_of=as_of or today(clock, settings.tierline_time_zone),
        text=text,
    )


def _line(answers: tuple[Answer, ...]) -> str:
    """One line whatever the text holds: some readers end a line at characters beyond ASCII."""
    first, *others = [_object(answer) for answer in answers]
    return json.dumps(first | {"also": others})


def _object(answer: Answer) -> dict[str, Any]:
    return {
        "status": answer.status,
        "kind": answer.kind,
        "reading": answer.reading,
        "facts": answer.facts,
        "text": plain(answer.reply),
        "also": [],
    }
