"""Which other claims a registration collides with."""

import json

from handlers.work import Task
from store.records import Registration
from store.registration_states import OPEN
from store.repositories.matches import KeptMatch


def collisions(task: Task, registration: Registration) -> tuple[KeptMatch, ...]:
    """The matches to keep, the strongest first."""
    domain = registration.customer_domain
    others = task.work.registrations.of_domain(domain) if domain else ()
    parts = json.dumps([["Same web domain", 95]])
    return tuple(
        KeptMatch(registration.id, "registration", each.id, 95, parts)
        for each in others
        if each.partner != registration.partner and each.state in OPEN
    )
