"""The deal desk's card of a registration, with what the store knows around it."""

from handlers.deals.card import card, state_words
from handlers.deals.form import country_names
from handlers.documents import Reply
from handlers.work import Task
from store.records import Registration
from store.registration_states import OPEN


def desk_card(task: Task, registration: Registration) -> Reply:
    """The card as it stands now; while it waits, it names other partners' open registrations for the same domain."""
    country = country_names().get(registration.country or "")
    return card(registration, task.partner(registration.partner).name, country, _rivals(task, registration))


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
