"""`tierline ask`: the same answers as in chat, for people, scripts and measurements."""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, TextIO

import click

from bot.commands.failing import in_words
from bot.settings import Settings, load_settings
from handlers.answer import Answer, combine
from handlers.request import Actor, Conversation, Place, Request, Role

if TYPE_CHECKING:
    from handlers.assistant import Assistant


@click.command()
@click.argument("question", required=False, default="")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The day to answer for; today by default.")
@click.option("--user", help="Whose partners “mine” are, by e-mail.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a question.")
@click.option("--batch", is_flag=True, help="Read questions from standard input: a JSON object with “text” a line.")
@in_words
def ask(question: str, as_of: datetime | None, user: str | None, as_json: bool, batch: bool) -> None:
    """Ask QUESTION in plain words, such as "what tier is Acme, and what's missing for silver"."""
    if batch == bool(question):
        raise click.UsageError("Give a question, or --batch with questions on standard input.")
    settings = load_settings()
    assistant = _assistant(settings)
    for asked in _batch(sys.stdin) if batch else iter([{"text": question}]):
        request = _request(settings, asked["text"], as_of.date() if as_of else None, asked.get("user") or user)
        answers = assistant.answers(request)
        click.echo(_line(answers) if as_json else _plain(answers))


def _assistant(settings: Settings) -> "Assistant":
    from bot.app import build_assistant

    return build_assistant(settings)


def _batch(lines: TextIO) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            asked = json.loads(line)
        except json.JSONDecodeError as error:
            raise click.ClickException(f"line {number} is no JSON: {error.msg}") from None
        if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
            raise click.ClickException(f'line {number} has no “text”; expected an object like {{"text": "tier Acme"}}')
        yield asked


def _request(settings: Settings, text: str, as_of: date | None, user: str | None) -> Request:
    from bot.clock import SystemClock, today

    clock = SystemClock()
    actor = Actor("terminal", "operator", "operator", Role.viewer, email=user, zone=settings.tierline_time_zone)
    return Request(
        actor=actor,
        conversation=Conversation("terminal", Place.terminal),
        now=clock.now(),
        as_of=as_of or today(clock, settings.tierline_time_zone),
        text=text,
    )


def _line(answers: tuple[Answer, ...]) -> str:
    first, *others = [_object(answer) for answer in answers]
    return json.dumps(first | {"also": others}, ensure_ascii=False)


def _object(answer: Answer) -> dict[str, Any]:
    return {
        "status": answer.status,
        "kind": answer.kind,
        "reading": answer.reading,
        "facts": answer.facts,
        "text": _text(answer.reply),
    }


def _plain(answers: tuple[Answer, ...]) -> str:
    return _text(combine(answers))


def _text(reply: Any) -> str:
    from bot.render.plain import plain

    return plain(reply)
