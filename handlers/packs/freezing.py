"""Figures that do not move any more: kept two days before the meeting, shown with what changed since then."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from pydantic import ValidationError

from handlers.errors import NotFound
from handlers.numbered import numbered
from handlers.packs.asked import PackAsked, pack_of
from handlers.packs.build import staff_pack
from handlers.packs.sheet import Sheet, dump, load
from handlers.wording import listed
from handlers.work import Task
from programs.errors import RulesError
from store.records import Meeting
from store.repositories.frozen_packs import FrozenPack

IN_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def freeze(task: Task, meeting: Meeting) -> bool:
    """Keep the figures of a meeting's pack as they are; False when it has some, or when there is nothing to keep.

    `task` may be the clock's: nothing depends on who asks. It reads and writes in the task's transaction.
    """
    known = task.work.frozen_packs.get(meeting.partner, meeting.program, meeting.kind, meeting.scheduled_on)
    pack = prepared(task, meeting) if known is None else None
    return pack is not None and task.work.frozen_packs.keep(pack)


def prepared(task: Task, meeting: Meeting) -> FrozenPack | None:
    """What `freeze` would keep, to be worked out in a reading transaction; `work.frozen_packs.keep` then writes it.

    None for a partner that left, or whose records and program do not fit together: one in the way stops no other.
    """
    try:
        sheet = staff_pack(task, pack_of(meeting))
    except (NotFound, RulesError):
        return None
    key = (meeting.partner, meeting.program, meeting.kind, meeting.scheduled_on)
    return FrozenPack(*key, dump(sheet), task.request.now)


def opened(task: Task, asked: PackAsked) -> Sheet:
    """The pack for our own people: frozen with what changed since, or else as of the request's day.

    Raises:
        NotFound: the partner, or its place in the program, is not there (any more).
    """
    live = staff_pack(task, asked)
    kept = _kept(task, asked)
    if kept is None or asked.scheduled_on is None:
        return live
    words = f"Figures as of {kept.as_of:%a %b} {kept.as_of.day}, {_before(kept.as_of, asked.scheduled_on)}"
    return replace(kept, frozen=f"{words}.", changed=tuple(changed(kept, live)))


def changed(before: Sheet, now: Sheet) -> Iterator[str]:
    """What happened between two packs of one partner: `won 1`, `2 registrations decided`; nothing where it is so."""

    def came(name: str) -> int:
        return len(set(now.marks.get(name, ())) - set(before.marks.get(name, ())))

    for verb in ("won", "lost"):
        if count := came(verb):
            yield f"{verb} {count:,}"
    known = {id for name in ("won", "lost", "open") for id in before.marks.get(name, ())}
    if new := len(set(now.marks.get("open", ())) - known):
        yield f"{numbered(new, 'new open opportunity', 'new open opportunities')}"
    stayed = set(before.marks.get("open", ())) & set(now.marks.get("open", ()))
    dates = (dict(each.rsplit("|", 1) for each in sheet.marks.get("dates", ())) for sheet in (before, now))
    then, since = ({id: on for id, on in found.items() if id in stayed} for found in dates)
    if moved := sum(then[id] != on for id, on in since.items()):
        yield f"{numbered(moved, 'close date', 'close dates')} moved"
    if filed := came("filed"):
        yield f"{numbered(filed, 'registration')} filed"
    left = set(before.marks.get("undecided", ())) - set(now.marks.get("undecided", ()))
    if left:
        yield f"{numbered(len(left), 'registration')} decided"
    if kept := came("kept"):
        yield f"{numbered(kept, 'commitment')} done"


def since_words(sheet: Sheet) -> str:
    """`Since then: won 1 and 2 registrations decided.`; that nothing changed, or empty for figures of today."""
    if not sheet.frozen:
        return ""
    return f"Since then: {listed(sheet.changed)}." if sheet.changed else "Nothing that is counted here changed since."


def _kept(task: Task, asked: PackAsked) -> Sheet | None:
    """The frozen pack; None where there is none, or one of an older version that cannot be read any more."""
    if asked.scheduled_on is None:
        return None
    found = task.work.frozen_packs.get(asked.partner, asked.program, asked.kind, asked.scheduled_on)
    try:
        return load(found.content) if found else None
    except ValidationError:
        return None


def _before(frozen_on: date, meeting_on: date) -> str:
    days = (meeting_on - frozen_on).days
    if days <= 0:
        return "frozen on the day of the meeting" if days == 0 else "frozen after the meeting"
    many = IN_WORDS[days] if days < len(IN_WORDS) else f"{days}"
    return f"frozen {many} {'day' if days == 1 else 'days'} before the meeting"
