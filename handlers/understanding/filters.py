"""Which partners a portfolio question asks for: each part of the filter has its own phrases."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from handlers.question import Filter
from handlers.understanding.everyday import FILLER, TURNS
from handlers.understanding.filter_phrases import PHRASES
from handlers.understanding.items import Item
from handlers.understanding.lexicon import Lexicon
from handlers.understanding.phrases import PhraseBook

OWN = frozenset("my mine i me myself".split())
"""Words by which a manager means the own partners."""
REFINING = frozenset("them those these ones only just".split())
"""Words that narrow the list that was shown before."""


@dataclass(frozen=True, slots=True)
class Filtering:
    """The filter that a row of items asks for, the places that say so, and whether it says "overdue" of no meeting.

    `unfit` says that there is something that no filter can say: a second tier, another number of days or requirements.
    """

    filter: Filter
    places: frozenset[int]
    turns: tuple[int, ...]
    own: bool
    unfit: bool = False
    vague: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for."""
        return not self.filter.keys()


@cache
def _book() -> PhraseBook:
    return PhraseBook((part, said) for part, phrases in PHRASES.items() for said in phrases)


def filtering(items: Sequence[Item], lexicon: Lexicon, user: str | None) -> Filtering:
    """The filter in some items; `user` is the e-mail address of whoever says "my"."""
    parts: dict[str, set[int]] = {}
    for part, _, places in _book().find(items):
        parts.setdefault(part, set()).update(places)
    _prefer(parts, items)
    said = {place for places in parts.values() for place in places}
    if "inactive" in parts:
        said |= {p for p, item in enumerate(items) if item.word in FOR_SO_LONG or item.slots & {"number", "period"}}
    own = _own(items)
    found, used, contradicts = _filter(items, parts, said, lexicon, user if own else None)
    used |= own if found.manager is not None else set()
    turns = tuple(place for place, item in enumerate(items) if item.word in TURNS and place not in said)
    unfit = contradicts or (bool(own) and found.manager is None) or _beyond(items, parts, found, lexicon)
    return Filtering(found, frozenset(used), turns, bool(own), unfit, "overdue" in parts and found.overdue is None)


def _filter(
    items: Sequence[Item], parts: dict[str, set[int]], said: set[int], lexicon: Lexicon, user: str | None
) -> tuple[Filter, set[int], bool]:
    """The filter, the places that say it, and whether it contradicts itself."""
    used = set(said)
    near_place = max((p for p in parts.get("near", ()) if "tier" in items[p].slots), default=-1)
    aims = _aims(items) if "lacking" in parts or "ready" in parts else {}
    used |= aims.keys()
    values: dict[str, str | None] = {}
    for name in ("tier", "program", "step", "manager"):
        skipped = {near_place, *aims} if name == "tier" else used if name == "step" else set()
        values[name], place = _first(items, name, skipped)
        used |= {place} if place is not None else set()
    overdue = _within(items, parts.get("overdue"), "meeting")
    if overdue is None and "overdue" in parts:
        overdue = _first(items, "meeting", set())[0]
    if overdue:
        used |= {place for place, item in enumerate(items) if "meeting" in item.slots}
    below = {lexicon.below.get(aim) for aim in aims.values()}
    tier = values["tier"] or next(iter(below), None)
    found = Filter(
        tier=tier,
        manager=values["manager"] or user,
        program=values["program"],
        ready="ready" in parts,
        at_risk="at_risk" in parts,
        near=_within(items, parts.get("near"), "tier", last=True),
        lacking=_within(items, parts.get("lacking"), "requirement"),
        inactive="inactive" in parts,
        overdue=overdue,
        step=values["step"],
    )
    others = {str(value) for item in items for value in item.values("tier")} - {found.near, tier, *aims.values()}
    foreign = any("no_tier" in item.slots for item in items)
    return found, used, bool(others) or foreign or any(each != tier for each in below)


def _beyond(items: Sequence[Item], parts: dict[str, set[int]], found: Filter, lexicon: Lexicon) -> bool:
    """Whether something is said that no filter can say: a second value, other days, several requirements."""
    second = any(
        _second(items, slot, value)
        for slot, value in (
            *(("program", found.program), ("manager", found.manager if _named(items, "manager") else None)),
            *(("step", found.step), ("meeting", found.overdue)),
        )
    )
    unclear = any(len(item.values("manager")) > 1 for item in items)  # which of two colleagues of one name
    counted = any(
        ("inactive" in parts and _other_days(item, lexicon))
        or ("near" in parts and any(int(number) != 1 for number in item.values("number")))
        for item in items
    )
    return second or unclear or counted or _several_lacking(items, parts.get("lacking"))


def _named(items: Sequence[Item], slot: str) -> bool:
    return any(item.values(slot) for item in items)


def _prefer(parts: dict[str, set[int]], items: Sequence[Item]) -> None:
    """Where the same words could say two things, the more telling one holds."""
    words = {item.word for item in items}
    if "inactive" in parts and "at_risk" in parts and any(word.startswith("deactivat") for word in words):
        del parts["at_risk"]
    if "near" in parts and not any("tier" in items[place].slots for place in parts["near"]):
        del parts["near"]
    if "lacking" in parts and not any("requirement" in items[place].slots for place in parts["lacking"]):
        del parts["lacking"]
    for weaker, stronger in (("ready", "near"), ("ready", "overdue"), ("ready", "at_risk"), ("inactive", "overdue"),
                             ("at_risk", "lacking"), ("ready", "inactive")):  # fmt: skip
        if weaker in parts and stronger in parts and parts[weaker] <= parts[stronger] | _weak(items):
            del parts[weaker]
    if "overdue" in parts and "inactive" in parts and parts["inactive"] <= parts["overdue"] | _weak(items):
        del parts["inactive"]


def _weak(items: Sequence[Item]) -> set[int]:
    return {place for place, item in enumerate(items) if item.word in FILLER or item.word in TURNS}


def _own(items: Sequence[Item]) -> set[int]:
    """Places of "my", "mine", "I manage"; "can I …", "show me …" mean nobody's partners."""
    found: set[int] = set()
    for place, item in enumerate(items):
        following = items[place + 1].word if place + 1 < len(items) else ""
        before = items[place - 1].word if place else ""
        if (
            item.word in ("my", "mine")
            or (item.word == "i" and following in MANAGING)
            or (item.word == "me" and before in ("by", "with", "to", "under") and place > 1)
            or (item.word == "i" and before in ("do", "am") and any(each.word in HAVING for each in items[place:]))
        ):
            found.add(place)
    return found


FOR_SO_LONG = frozenset("more than over at least days in for since the last past and 90+".split())
MANAGING = frozenset("manage own handle have look cover run lead".split())
HAVING = frozenset("have manage own handle look cover responsible".split())


def _first(items: Sequence[Item], slot: str, taken: set[int]) -> tuple[str | None, int | None]:
    """The one value of a slot outside some places; None where there is none, or several fit."""
    for place, item in enumerate(items):
        if place not in taken and slot in item.slots:
            values = item.values(slot)
            return (str(values[0]) if len(values) == 1 else None), (place if len(values) == 1 else None)
    return None, None


def _second(items: Sequence[Item], slot: str, value: str | None) -> bool:
    """Whether another value than the one that is used is named: a filter holds one of each."""
    return value is not None and any(item.values(slot) and value not in item.values(slot) for item in items)


def _several_lacking(items: Sequence[Item], places: set[int] | None) -> bool:
    named = {str(item.values("requirement")[0]) for item in items if item.values("requirement")}
    return bool(places) and len(named) > 1


def _other_days(item: Item, lexicon: Lexicon) -> bool:
    """Whether an item says another number of days than those after which a partner counts as inactive."""
    days = [int(number) for number in item.values("number")]
    days += [(period.window.last - period.window.first).days + 1 for period in item.values("period")]
    return any(day > 1 and day not in lexicon.quiet_days for day in days)


def _aims(items: Sequence[Item]) -> dict[int, str]:
    """Tiers that somebody is on the way to ("lacking revenue for gold"), by place."""
    return {
        place: str(item.values("tier")[0])
        for place, item in enumerate(items)
        if item.values("tier") and place and items[place - 1].word in AIMING
    }


AIMING = frozenset("for to toward towards reach make become hit".split())


def _within(items: Sequence[Item], places: set[int] | None, slot: str, *, last: bool = False) -> str | None:
    for place in sorted(places or (), reverse=last):
        if slot in items[place].slots:
            return str(items[place].values(slot)[0])
    return None
