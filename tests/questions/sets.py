"""The sets of questions: each has a portfolio, and a line of JSON a question with what should be understood."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
DAY = date(2024, 7, 15)
SETS = ("first", "second", "third", "fourth")
UNSEEN = "unseen"
"""Kept for the end: it is run by `python -m tests.questions unseen` and by nothing else."""
PORTFOLIOS = {"second": "first"}
"""Sets that are asked about the portfolio of another."""

Object = Mapping[str, Any]


@dataclass(frozen=True)
class Expected:
    """One way of answering a message that is right: an object a question, the first of them in the first place."""

    objects: tuple[Object, ...]

    @property
    def first(self) -> Object:
        return self.objects[0]


@dataclass(frozen=True)
class Case:
    """A message, who asks it when and in which thread, and every way of answering it that is right."""

    id: str
    text: str
    as_of: date
    user: str | None
    thread: str | None
    right: tuple[Expected, ...] = field(repr=False)

    @property
    def kind(self) -> str:
        """The kind it is counted under; what should not be understood has none."""
        first = self.right[0].first
        return str(first.get("kind") or first["status"])


def portfolio_of(name: str) -> Path:
    """The folder of the portfolio that a set asks about."""
    return HERE / PORTFOLIOS.get(name, name) / "portfolio"


def cases_of(name: str) -> Iterator[Case]:
    """The questions of a set in order: threads depend on it."""
    with (HERE / name / "questions.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            yield case_of(json.loads(line))


def case_of(said: Object) -> Case:
    """One line: `also` are further answers, `accept` other first ones, some with an `also` of their own."""
    also = tuple(said.get("also", ()))
    right = [Expected((said["expect"], *also))]
    for other in said.get("accept", ()):
        right.append(Expected((other, *other.get("also", also))))
        if "also" not in other and also:
            right.append(Expected((other,)))
    return Case(
        id=said["id"],
        text=said["text"],
        as_of=date.fromisoformat(said.get("as_of", DAY.isoformat())),
        user=said.get("user"),
        thread=said.get("thread"),
        right=tuple(right),
    )
