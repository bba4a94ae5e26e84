"""One's own partners at a glance: how many are ready, at risk or near, what is ahead, and what waits."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from handlers.documents import Button, Buttons, Fact, Facts, Heading, Paragraph, Part, Text, text
from handlers.portfolio_figures import Books
from handlers.portfolio_matches import Selection, select
from handlers.portfolio_words import Wording
from handlers.question import Filter
from handlers.wording import listed
from handlers.work import Task
from store.registration_states import WAITING

AHEAD = timedelta(days=14)
OF_EVERYBODY = ("which partners are ready to advance", "which partners are at risk")


def glance(task: Task) -> list[Part]:
    """What to ask, and the partners that name the person as their manager."""
    wanted = Filter(manager=task.request.actor.email or "")
    books = Books(task.work, task.catalog, task.request.as_of, manager=wanted.manager)
    own = select(books, wanted)
    if not own.listed:
        words = "No partner in the portfolio names you as its manager."
        return [_try(OF_EVERYBODY), Heading("Your partners"), Paragraph(text(words))]
    wording = Wording(wanted, books, own=True)
    name = own.listed[0].place.name
    return [
        _try((f"what tier is {name}", f"what's missing for {name}", "which of my partners are ready to advance")),
        Heading(f"Your partners: {len(own.partners):,}"),
        Facts(tuple(_facts(task, own, wording))),
        Buttons(tuple(_buttons(own, wording))),
    ]


def _try(questions: Sequence[str]) -> Paragraph:
    return Paragraph(text(f"Write to me in plain words, like {listed([f'“{each}”' for each in questions], 'or')}."))


def _facts(task: Task, own: Selection, wording: Wording) -> Iterator[Fact]:
    yield Fact("Ready to advance", _number(own.ready))
    yield Fact("At risk of a lower tier", _number(own.at_risk))
    near = ", ".join(f"{count:,} of {wording.tier(tier)}" for tier, count in own.near.items())
    yield Fact("One requirement short", text(near or "none"))
    yield Fact("Reviews in the next 14 days", _number(_reviews(task, own.partners)))
    yield Fact("Registrations waiting", _number(task.work.figures.waiting(WAITING, own.partners)))


def _buttons(own: Selection, wording: Wording) -> Iterator[Button]:
    """What each figure leads to; a figure of none leads nowhere."""
    wanted = wording.wanted
    yield wording.ask("List my partners", wanted)
    if own.ready:
        yield wording.ask("Ready to advance", replace(wanted, ready=True))
    if own.at_risk:
        yield wording.ask("At risk", replace(wanted, at_risk=True))
    for tier in own.near:
        yield wording.ask(f"Near {wording.tier(tier)}", replace(wanted, near=tier))


def _number(count: int) -> Text:
    return text(f"{count:,}" if count else "none")


def _reviews(task: Task, partners: Sequence[str]) -> int:
    today, own = task.request.as_of, frozenset(partners)
    return sum(each.partner in own for each in task.work.meetings.upcoming(today, today + AHEAD))
