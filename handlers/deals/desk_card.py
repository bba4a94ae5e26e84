"""The deal desk's card of a registration, with what the store knows around it."""

from handlers.deals.card import card, state_words
from handlers.deals.form import country_names
from handlers.deals.two_people import takes_two
from handlers.documents import Person, Reply
from handlers.wording import person
from handlers.work import Task
from store.records import Registration
from store.registration_states import OPEN


def desk_card(task: Task, registration: Registration) -> Reply:
    """The card as it stands now; while it waits, it names other partners' open registrations for the same domain."""
    country = country_names().get(registration.country or "")
    name = task.partner(registration.partner).name
    return card(registration, name, country, _rivals(task, registration), _first_approver(task, registration))


def _first_approver(task: Task, registration: Registration) -> Person | None:
    """Who approved it already, while it waits for a second approver."""
    first = task.work.staff.first_approval(registration.id) if takes_two(task, registration) else None
    return person(first.approved_by) if first and first.version == registration.version else None


def _rivals(task: Task, registration: Registration) -> tuple[str, ...]:
    if not registration.customer_domain:
        return ()
    others = [
        each
        for each in task.work.registrations.of_domain(registration.customer_domain)
        if each.partner != registration.partner and each.state in OPEN
    ]
    names = task.work.partners.names_of({each.partner for each in others})
    return tuple(f"{names[each.partner]} ({each.id}, {state_words(each)})" for each in others)
