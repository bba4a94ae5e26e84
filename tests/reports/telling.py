"""Registrations as a story tells them: filed then, decided then."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from handlers.documents import Download, Note, Reply, Table
from handlers.request import Actor, Place
from store.models import RegistrationRow
from store.repositories.counters import touch_portfolio
from store.work import Work
from tests.support.desk import PAM, Desk

HOME = ZoneInfo("America/Los_Angeles")


def at(words: str) -> datetime:
    """`2024-07-01 10:00` at the desk."""
    return datetime.fromisoformat(words).replace(tzinfo=HOME)


def filed(work: Work, number: int, when: str, state: str = "in_review", decided: str = "", **other: Any) -> str:
    """Write a registration of Acme that was filed and decided at these local times; gives its number."""
    submitted, answered = at(when), at(decided) if decided else None
    row: dict[str, Any] = {
        "registration": f"DR-{number}",
        "partner": "acme",
        "program": "twilio-segment-2024",
        "state": state,
        "submitted_at": submitted,
        "submitted_on": submitted.date(),
        "decided_at": answered,
        "decided_on": answered.date() if answered else None,
        "version": 1,
        "extensions": 0,
    }
    work.session.execute(insert(RegistrationRow).values(row | other))
    touch_portfolio(work.session)
    return f"DR-{number}"


def tell(desk: Desk, *stories: dict[str, Any]) -> None:
    """Write several of them."""
    with desk.store.write() as work:
        for number, story in enumerate(stories, start=101):
            filed(work, number, **story)


def report(desk: Desk, words: str = "", actor: Actor = PAM) -> Reply:
    """What `/partner report …` shows."""
    found = desk.say(f"report {words}".strip(), actor)
    assert isinstance(found, Reply)
    return found


def lines(shown: Reply, caption: str = "By partner") -> dict[str, dict[str, str]]:
    """A table's figures by name and column."""
    table = next(part for part in shown.parts if isinstance(part, Table) and part.caption == caption)
    return {row[0]: dict(zip(table.columns[1:], row[1:], strict=True)) for row in table.rows}


def small_print(shown: Reply) -> str:
    return " ".join(span.text for part in shown.parts if isinstance(part, Note) for span in part.text)  # type: ignore[union-attr]


def file_of(desk: Desk, shown: Reply, label: str, place: Place = Place.direct) -> Download:
    """The file behind a button of a report."""
    pressed = {each.label: each for part in shown.parts for each in getattr(part, "items", ())}[label]
    found = desk.press(pressed.route, pressed.value, place=place)
    assert isinstance(found, Download)
    return found
