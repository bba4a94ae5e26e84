"""What digests of one day are made of, read once for everybody: meetings, promises, registrations, endings, tiers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from handlers.deals.deadlines import Deadlines
from handlers.desk import DeskSettings
from handlers.meetings import MeetingState, meeting_states
from handlers.portfolio_figures import Books
from programs.catalog import Catalog
from programs.schema import Program
from store.records import Meeting, PartnerFile, Registration
from store.repositories.lapses import EndingAgreement, EndingCredential
from store.review_records import Commitment, ReviewCadence
from store.work import Work

Pair = tuple[str, str]
"""A partner and a program, by id."""
PROMISES_AHEAD: Final = timedelta(days=3)
PROTECTION_AHEAD: Final = timedelta(days=14)
LAPSES_AHEAD: Final = timedelta(days=30)
MOST_READ: Final = 2_000


@dataclass(frozen=True, slots=True)
class Scope:
    """The enrollments that a digest is about, of those that there are."""

    pairs: frozenset[Pair]
    every: frozenset[Pair]

    @property
    def partners(self) -> frozenset[str]:
        """Their partners."""
        return frozenset(partner for partner, _ in self.pairs)

    def has(self, partner: str, program: str | None) -> bool:
        """Whether what belongs to a partner in a program is told; what belongs to no enrollment goes by the partner."""
        pair = (partner, program or "")
        return pair in self.pairs if pair in self.every else partner in self.partners


class Days:
    """The records of each day that is asked for, read once for everybody who reads on it."""

    def __init__(self, work: Work, catalog: Catalog, desk: DeskSettings) -> None:
        self._parts = (work, catalog, desk)
        self._read: dict[date, Records] = {}

    def of(self, day: date) -> "Records":
        """The records as they stand on `day`."""
        if day not in self._read:
            self._read[day] = Records(*self._parts, day)
        return self._read[day]


class Records:
    """The active partners on `day`; each part is read when it is first asked for."""

    def __init__(self, work: Work, catalog: Catalog, desk: DeskSettings, day: date) -> None:
        self.day = day
        self.catalog = catalog
        self.books = Books(work, catalog, day)
        self.deadlines = Deadlines(desk.country)
        self._work = work
        self._files: dict[str, PartnerFile | None] = {}

    @property
    def programs(self) -> Mapping[str, Program]:
        """The programs by id."""
        return self.books.programs

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of the active partners by id."""
        return {place.partner: place.name for place in self.books.places}

    @cached_property
    def every(self) -> frozenset[Pair]:
        """Every active enrollment."""
        return frozenset((place.partner, place.program) for place in self.books.places)

    @cached_property
    def managed(self) -> dict[str, frozenset[Pair]]:
        """The enrollments of each manager, by e-mail address in lower case."""
        found: dict[str, set[Pair]] = {}
        for place in self.books.places:
            if place.manager:
                found.setdefault(place.manager.lower(), set()).add((place.partner, place.program))
        return {manager: frozenset(pairs) for manager, pairs in found.items()}

    def scope_of(self, addresses: frozenset[str]) -> Scope:
        """What these managers look after."""
        return Scope(frozenset().union(*(self.managed.get(each, frozenset()) for each in addresses)), self.every)

    @cached_property
    def waiting(self) -> tuple[Registration, ...]:
        """Registrations that wait for a decision, the earliest due first."""
        return self._work.registrations.waiting(MOST_READ)

    @cached_property
    def expiring(self) -> tuple[Registration, ...]:
        """Approved registrations whose protection ends soon, the earliest first."""
        return self._work.registrations.expiring(self.day, self.day + PROTECTION_AHEAD, MOST_READ)

    @cached_property
    def promises(self) -> tuple[Commitment, ...]:
        """Open commitments that are late or due soon, the earliest first."""
        return self._work.commitments.open_until(self.day + PROMISES_AHEAD)

    @cached_property
    def credentials(self) -> tuple[EndingCredential, ...]:
        """Certificates that end soon."""
        return self._work.lapses.credentials(self.day, self.day + LAPSES_AHEAD)

    @cached_property
    def agreements(self) -> tuple[EndingAgreement, ...]:
        """Agreements that end soon."""
        return self._work.lapses.agreements(self.day, self.day + LAPSES_AHEAD)

    def file(self, partner: str) -> PartnerFile | None:
        """Everything that tier rules look at about one partner."""
        if partner not in self._files:
            self._files[partner] = self._work.partners.file(partner)
        return self._files[partner]

    def states(self, scope: Scope) -> Iterator[tuple[str, Program, MeetingState]]:
        """Where each kind of meeting stands, by partner, program and kind."""
        for partner, program in sorted(scope.pairs):
            for state in self._states.get((partner, program), ()):
                yield partner, self.programs[program], state

    @cached_property
    def _states(self) -> dict[Pair, tuple[MeetingState, ...]]:
        meetings: dict[str, list[Meeting]] = {}
        for each in self._work.lapses.meetings(self.day - timedelta(days=400)):
            meetings.setdefault(each.partner, []).append(each)
        exceptions: dict[str, list[ReviewCadence]] = {}
        for exception in self._work.cadences.all().values():
            exceptions.setdefault(exception.partner, []).append(exception)
        return {
            (partner, program): meeting_states(
                self.programs[program],
                meetings.get(partner, ()),
                self.day,
                tier=tier,
                exceptions=exceptions.get(partner, ()),
            )
            for partner, program, tier in ((place.partner, place.program, place.tier) for place in self.books.places)
        }
