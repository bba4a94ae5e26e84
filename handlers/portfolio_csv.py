"""A portfolio list as a CSV file: the whole list, worked out anew for whoever asks for it."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from datetime import date

from handlers.documents import Button, Download
from handlers.errors import NotAllowed, NotFound
from handlers.portfolio_figures import Books
from handlers.portfolio_matches import Listed, select
from handlers.portfolio_words import Wording, is_own, missing, tier_name
from handlers.question import Filter
from handlers.request import sensible
from handlers.work import Task
from programs.together import ReviewKind

EXPORT = "portfolio.csv"
LONGEST_VALUE = 2_000
COLUMNS = (
    *("partner", "name", "program", "recorded_tier", "met_tier", "missing"),
    *("manager", "last_activity_on", "as_of"),
)
FLAGS = ("ready", "at_risk", "inactive")
WORDS = ("tier", "manager", "program", "near", "lacking", "overdue", "step")
STALE = "This button is from an older answer. Ask again."
_STARTS_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")


def export_button(wanted: Filter, day: date) -> Button | None:
    """The button that exports a list; None where its filter is longer than a button can carry."""
    value = json.dumps({**wanted.keys(), "as_of": day.isoformat()}, ensure_ascii=False, separators=(",", ":"))
    return Button("Export CSV", EXPORT, value) if len(value) <= LONGEST_VALUE else None


def export(task: Task) -> Download:
    """The partners of a list, one line for each enrollment for which they are listed, for a spreadsheet.

    Raises:
        NotAllowed: people of another company are, or may be, in the conversation.
        NotFound: the button's value is not one of ours.
    """
    if task.request.conversation.place.open_to_others:
        raise NotAllowed(
            "People of another company may read along here, so no list is exported. Ask me in a direct message."
        )
    wanted, day = _read(task)
    books = Books(task.work, task.catalog, day, manager=wanted.manager)
    selection = select(books, wanted)
    content = "\ufeff" + csv_text([COLUMNS, *_rows(books, selection.listed, wanted)])
    words = Wording(wanted, books, is_own(wanted, task.request.actor)).summary(selection)
    return Download(name=f"partners-{day.isoformat()}.csv", content=content, media_type="text/csv", words=words)


def _rows(books: Books, listed: Sequence[Listed], wanted: Filter) -> Iterator[Sequence[str]]:
    for each in listed:
        place, program = each.place, books.programs[each.place.program]
        last = books.last_active(place)
        yield (
            place.partner,
            place.name,
            program.short_name,
            tier_name(program, place.tier) if place.tier else "",
            tier_name(program, each.position.met) if each.position and each.position.met else "",
            missing(books, each, place.tier if wanted.at_risk else None),
            place.manager or "",
            last.isoformat() if last else "",
            books.day.isoformat(),
        )


def csv_text(rows: Sequence[Sequence[str]]) -> str:
    """The rows as RFC 4180 has them: CRLF at each end of line, quotes where a cell needs them."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: a quote in front of what would be one; numbers stay numbers."""
    return f"'{cell}" if _STARTS_FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell


def _read(task: Task) -> tuple[Filter, date]:
    """Read a button's value back; it travelled through the surface, so nothing about it is taken for granted."""
    value = task.request.value
    try:
        found = dict(json.loads(value)) if len(value) <= LONGEST_VALUE else {}
        day = date.fromisoformat(found.pop("as_of"))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise NotFound(STALE) from None
    if not all(_known(name, each) for name, each in found.items()):
        raise NotFound(STALE)
    wanted = Filter(**found)
    if not sensible(day) or not _names_known(task, wanted):
        raise NotFound(STALE)
    if wanted.program is not None and wanted.program not in {each.id for each in task.catalog.programs()}:
        raise NotFound("This program is no longer known. Ask again.")
    return wanted, day


def _names_known(task: Task, wanted: Filter) -> bool:
    """Whether tiers, requirements, steps and meetings are those of some program."""
    programs = task.catalog.programs()
    known: dict[str, set[str]] = {
        "tier": {tier.id for each in programs for tier in each.tiers},
        "requirement": {rule.id for each in programs for rule in each.requirements},
        "step": {step.id for each in programs for step in each.steps},
        "meeting": {kind.value for kind in ReviewKind},
    }
    asked = (("tier", wanted.tier), ("tier", wanted.near), ("requirement", wanted.lacking), ("step", wanted.step),
             ("meeting", wanted.overdue))  # fmt: skip
    return all(value is None or value in known[what] for what, value in asked)


def _known(name: str, value: object) -> bool:
    return value is True if name in FLAGS else name in WORDS and isinstance(value, str)
