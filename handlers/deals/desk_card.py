"""The deal desk's card of a registration, with what the store knows around it."""

import json

from handlers.deals.card import Against, Around, card, state_words
from handlers.deals.form import country_names
from handlers.deals.two_people import takes_two
from handlers.documents import Person, Reply
from handlers.wording import person
from handlers.work import Task
from store.records import Registration
from store.registration_states import OPEN
from store.repositories.matches import KeptMatch


def desk_card(task: Task, registration: Registration) -> Reply:
    """The card as it stands now: with what it collides with, and with the claims that came after it."""
    around = Around(
        country_names().get(registration.country or ""),
        _rivals(task, registration),
        tuple(_against(task, each) for each in task.work.matches.of(registration.id) if each.holds or each.looks),
        _first_approver(task, registration),
    )
    return card(registration, task.partner(registration.partner).name, around)


def _first_approver(task: Task, registration: Registration) -> Person | None:
    """Who approved it already, while it waits for a second approver."""
    first = task.work.staff.first_approval(registration.id) if takes_two(task, registration) else None
    return person(first.approved_by) if first and first.version == registration.version else None


def _rivals(task: Task, registration: Registration) -> tuple[str, ...]:
    """Open registrations that collide with this one and came after it."""
    others = [
        other
        for id in task.work.matches.colliding_with(registration.id)
        if (other := task.work.registrations.get(id)) is not None and other.state in OPEN
    ]
    return tuple(_named(task, each) for each in others)


def _against(task: Task, match: KeptMatch) -> Against:
    words = f"Opportunity {match.other}"
    if match.kind == "registration" and (other := task.work.registrations.get(match.other)) is not None:
        words = _named(task, other)
    parts = tuple((str(label), int(points)) for label, points in json.loads(match.parts))
    return Against(words, match.score, parts, match.holds, match.looks and match.seen_by is None)


def _named(task: Task, other: Registration) -> str:
    names = task.work.partners.names_of({other.partner})
    return f"{names.get(other.partner, other.partner)} ({other.id}, {state_words(other)})"
