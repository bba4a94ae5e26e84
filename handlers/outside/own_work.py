"""The store as a partner's people may look at it: rows of the one partner, without what the vendor keeps to itself.

Deny by default: what is not written here does not exist, so a question that needs it fails instead of telling.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Final

from store.records import (
    Enrollment,
    FxRate,
    Invitation,
    JoinedOpportunity,
    Meeting,
    Partner,
    PartnerFile,
    PartnerName,
    Registration,
)
from store.registration_states import RegistrationState
from store.repositories.books import Book
from store.repositories.registrations import RegistrationFilter
from store.review_records import Commitment, ReviewCadence
from store.work import Work

NO_STATE: Final = "no state"
AGREED: Final = "as your partner manager set it"
COUNTED: Final = "closed_won"
"""The one stage of an opportunity that its partner is told of: open ones are the vendor's pipeline."""


class OwnPartners:
    """The one partner."""

    def __init__(self, work: Work, partner: str) -> None:
        self._partners = work.partners
        self._own = partner

    def names(self) -> tuple[PartnerName, ...]:
        """The partner, and nobody else."""
        found = self.get(self._own)
        return (PartnerName(found.id, found.name, found.aliases, found.domain, True),) if found else ()

    def names_of(self, ids: Collection[str]) -> dict[str, str]:
        """The partner's name, where it is among the ids."""
        return self._partners.names_of({self._own} & set(ids))

    def get(self, id: str) -> Partner | None:
        """The partner; None for every other id. Which partner it belongs to stays with the vendor."""
        found = self._partners.get(id) if id == self._own else None
        return replace(found, parent=None) if found else None

    def file(self, id: str) -> PartnerFile | None:
        """What tier rules look at, without open and lost opportunities; None for every other id."""
        found = self._partners.file(id) if id == self._own else None
        if found is None:
            return None
        return replace(
            found,
            partner=replace(found.partner, parent=None),
            enrollments=tuple(map(_enrollment, found.enrollments)),
            opportunities=tuple(map(_opportunity, (each for each in found.opportunities if each.stage == COUNTED))),
        )

    def enrollments(self, partner: str) -> tuple[Enrollment, ...]:
        """The partner's enrollments; none of another one."""
        return tuple(map(_enrollment, self._partners.enrollments(partner))) if partner == self._own else ()

    def rates(self) -> tuple[FxRate, ...]:
        """Exchange rates are nobody's secret."""
        return self._partners.rates()

    def numbered(self) -> str:
        """What the numbers of deal registrations begin with."""
        return self._partners.numbered()

    def managers(self) -> tuple[str, ...]:
        """Nobody: who manages whom is the vendor's."""
        return ()


class OwnMeetings:
    """The partner's meetings, without the vendor's notes."""

    def __init__(self, work: Work, partner: str) -> None:
        self._meetings = work.meetings
        self._own = partner

    def of_partner(self, partner: str) -> tuple[Meeting, ...]:
        """Every meeting of the partner; none of another one."""
        if partner != self._own:
            return ()
        return tuple(replace(each, notes=None) for each in self._meetings.of_partner(partner))


class OwnCadences:
    """How often the partner is reviewed, where that is not what its program says: not who set it, and why."""

    def __init__(self, work: Work, partner: str) -> None:
        self._cadences = work.cadences
        self._own = partner

    def of_partner(self, partner: str) -> tuple[ReviewCadence, ...]:
        """The exceptions of the partner; none of another one."""
        found = self._cadences.of_partner(partner) if partner == self._own else ()
        return tuple(replace(each, set_by="", reason=AGREED) for each in found)


class OwnInvitations:
    """What the partner was invited to."""

    def __init__(self, work: Work, partner: str) -> None:
        self._invitations = work.invitations
        self._own = partner

    def of_partner(self, partner: str) -> tuple[Invitation, ...]:
        """Every invitation of the partner; none of another one."""
        return self._invitations.of_partner(partner) if partner == self._own else ()


class OwnCommitments:
    """What was promised in the partner's meetings, without the people of the vendor."""

    def __init__(self, work: Work, partner: str) -> None:
        self._commitments = work.commitments
        self._own = partner

    def of_partner(self, partner: str, program: str) -> tuple[Commitment, ...]:
        """Every promise made with the partner in a program; none of another one."""
        found = self._commitments.of_partner(partner, program) if partner == self._own else ()
        return tuple(map(_commitment, found))


class OwnRegistrations:
    """The partner's deal registrations: what was registered and where it stands, not who decided it, and why."""

    def __init__(self, work: Work, partner: str) -> None:
        self._registrations = work.registrations
        self._own = partner

    def get(self, id: str) -> Registration | None:
        """One of the partner's; another partner's is as if it did not exist."""
        found = self._registrations.get(id)
        return _registration(found) if found is not None and found.partner == self._own else None

    def recorded(self, id: str) -> str | None:
        """The number as it is recorded, if it is the partner's."""
        found = self.get(id)
        return found.id if found else None

    def of_partner(self, partner: str) -> tuple[Registration, ...]:
        """All of the partner's; none of another one."""
        return tuple(map(_registration, self._registrations.of_partner(partner))) if partner == self._own else ()

    def found(self, asked: RegistrationFilter, limit: int) -> tuple[Registration, ...]:
        """As in the store, among the partner's own."""
        return tuple(map(_registration, self._registrations.found(self._among_own(asked), limit)))

    def found_ids(self, asked: RegistrationFilter) -> tuple[str, ...]:
        """As in the store, among the partner's own."""
        return self._registrations.found_ids(self._among_own(asked))

    def found_states(self, asked: RegistrationFilter) -> dict[str, int]:
        """As in the store, among the partner's own, under the states that the partner is told."""
        found: Counter[str] = Counter()
        for state, count in self._registrations.found_states(self._among_own(asked)).items():
            found[_state(state)] += count
        return dict(sorted(found.items()))

    def found_late(self, asked: RegistrationFilter, day: date, submitted_by: date) -> int:
        """As in the store, among the partner's own."""
        return self._registrations.found_late(self._among_own(asked), day, submitted_by)

    def _among_own(self, asked: RegistrationFilter) -> RegistrationFilter:
        """Whoever asks for those on hold finds none: they count among those in review."""
        held, states = RegistrationState.conflict_hold, set(asked.states) - {RegistrationState.conflict_hold}
        if RegistrationState.in_review in states:
            states.add(held)
        nothing = bool(asked.states) and not states
        return replace(asked, book=Book(self._own), states=frozenset({NO_STATE} if nothing else states))


class OwnWork:
    """The unit of work of a partner's person. It has no session and writes nothing."""

    def __init__(self, work: Work, partner: str) -> None:
        self.partners = OwnPartners(work, partner)
        self.cadences = OwnCadences(work, partner)
        self.meetings = OwnMeetings(work, partner)
        self.invitations = OwnInvitations(work, partner)
        self.commitments = OwnCommitments(work, partner)
        self.registrations = OwnRegistrations(work, partner)


def _enrollment(each: Enrollment) -> Enrollment:
    return replace(each, manager=None, last_activity_on=None)


def _opportunity(each: JoinedOpportunity) -> JoinedOpportunity:
    """What counts, and for how much; whose customer it is stays with the vendor."""
    return replace(each, customer=None, customer_domain=None, professional_services=None)


def _commitment(each: Commitment) -> Commitment:
    owner = each.owner if each.side == "partner" else ""
    return replace(each, owner=owner, added_by="", closed_by=None)


def _registration(each: Registration) -> Registration:
    return replace(
        each,
        state=_state(each.state),
        opportunity=None,
        evidence=None,
        submitted_by=None,
        decided_by=None,
        decided_at=None,
        reason=None,
        reason_code=None,
        resolution=None,
        held_at=None,
        taken_by=None,
        taken_at=None,
        first_decider=None,
        filed_in=None,
        rules=None,
    )


def _state(state: str) -> str:
    """What a partner is told of a state: that somebody else claims the customer stays with the vendor."""
    return RegistrationState.in_review if state == RegistrationState.conflict_hold else state
