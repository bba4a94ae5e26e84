"""Which partners a filter lists: all of its parts hold together, for one enrollment."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from handlers.portfolio_figures import Books
from handlers.question import Filter
from programs.activity import quiet
from programs.positions import Position
from store.repositories.figures import Place

Test = Callable[[Place], bool]


@dataclass(frozen=True, slots=True)
class Listed:
    """An enrollment for which its partner is listed. `position` is None in a program without tiers."""

    place: Place
    position: Position | None


@dataclass(frozen=True, slots=True)
class Selection:
    """What a filter finds, by partner and program.

    `among` is how many partners its manager, program and recorded tier alone would list: those that the rest of the
    filter was held against.
    """

    listed: tuple[Listed, ...]
    among: int

    @property
    def partners(self) -> tuple[str, ...]:
        """The ids of the partners, each once, in order."""
        return tuple(dict.fromkeys(each.place.partner for each in self.listed))

    @property
    def ready(self) -> int:
        """How many of the partners meet a higher tier than the recorded one."""
        return len({each.place.partner for each in self.listed if each.position and each.position.ready})

    @property
    def at_risk(self) -> int:
        """How many of the partners meet only a lower tier than the recorded one."""
        return len({each.place.partner for each in self.listed if each.position and each.position.at_risk})

    @property
    def near(self) -> Mapping[str, int]:
        """How many of the partners are one requirement away from each next tier."""
        found: dict[str, set[str]] = {}
        for each in self.listed:
            if each.position is not None and each.position.next is not None and is_near(each.position):
                found.setdefault(each.position.next, set()).add(each.place.partner)
        return {tier: len(partners) for tier, partners in found.items()}


def falling(books: Books, wanted: Filter) -> tuple[Listed, ...]:
    """The enrollments of the wanted manager, program and tier that only the annual review would lower."""
    places, tests = books.places, _among(books, wanted)
    return tuple(
        Listed(place, review)
        for place, now, review in zip(places, books.standings.positions, books.review.positions, strict=True)
        if review is not None and review.at_risk and not (now and now.at_risk) and all(test(place) for test in tests)
    )


def select(books: Books, wanted: Filter) -> Selection:
    """The enrollments that meet everything that is wanted.

    Raises:
        UnknownTier: tiers are asked about, and a recorded one is not in its program.
    """
    places, tests = books.places, _among(books, wanted)
    inside = [index for index, place in enumerate(places) if all(test(place) for test in tests)]
    among = len({places[index].partner for index in inside})
    if inside and _about_tiers(wanted):
        positions = books.standings.positions
        inside = [index for index in inside if _stands(positions[index], wanted)]
    further = _further(books, wanted)
    found = [index for index in inside if all(test(places[index]) for test in further)]
    return Selection(tuple(_listed(books, found)), among)


def recorded(books: Books, wanted: Filter) -> Iterator[Place]:
    """The enrollments of the wanted manager, program and recorded tier; no tier is worked out."""
    tests = _among(books, wanted)
    return (place for place in books.places if all(test(place) for test in tests))


def _among(books: Books, wanted: Filter) -> Sequence[Test]:
    """Whose partners are looked at, in which program and recorded tier."""
    tests: list[Test] = []
    if wanted.program is not None:
        tests.append(lambda place: place.program == wanted.program)
    if wanted.manager is not None:
        manager = wanted.manager.lower()
        tests.append(lambda place: place.manager is not None and place.manager.lower() == manager)
    if wanted.tier is not None:
        tiered = {program.id for program in books.programs.values() if program.tiers}
        tests.append(lambda place: place.tier == wanted.tier and place.program in tiered)
    return tests


def _about_tiers(wanted: Filter) -> bool:
    return wanted.ready or wanted.at_risk or wanted.near is not None or wanted.lacking is not None


def _stands(position: Position | None, wanted: Filter) -> bool:
    if position is None:
        return False
    return (
        (position.ready or not wanted.ready)
        and (position.at_risk or not wanted.at_risk)
        and (wanted.near is None or is_near(position, wanted.near))
        and (wanted.lacking is None or wanted.lacking in position.missing)
    )


def is_near(position: Position, tier: str | None = None) -> bool:
    """Whether exactly one requirement of the next tier is missing; of `tier`, where one is named."""
    return len(position.missing) == 1 and tier in (None, position.next)


def _further(books: Books, wanted: Filter) -> Sequence[Test]:
    """What is asked beside tiers; the quicker to find out, the earlier."""
    tests: list[Test] = []
    if wanted.step is not None:
        tests.append(lambda place: books.current_step(place) == wanted.step)
    if wanted.overdue is not None:
        tests.append(lambda place: any(late.kind == wanted.overdue for late in books.late(place)))
    if wanted.inactive:
        programs = books.programs
        tests.append(lambda place: quiet(programs[place.program], books.last_active(place), books.day))
    return tests


def _listed(books: Books, found: Sequence[int]) -> Iterator[Listed]:
    """The found enrollments with their positions, which are worked out only where there is something to list."""
    if found:
        positions, places = books.standings.positions, books.places
        yield from (Listed(places[index], positions[index]) for index in found)
