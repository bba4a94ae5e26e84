"""From an approved registration to a counted win: its opportunity, and the partner on it before it closes."""

from dataclasses import replace
from typing import Final

from handlers.deals.products import product_ids
from handlers.work import Task
from store.records import Registration
from store.repositories.opportunities import OpportunityRecord

STAGES: Final = {"introduction": "prospecting"}
"""Which stage of an opportunity stands for a registration's, where it has another name."""
MOST_LOOKED_AT: Final = 20


def credited(task: Task, registration: Registration) -> Registration:
    """Link the registration to an open opportunity of its customer, or make one, and add the partner from today on."""
    id = _opportunity(task, registration)
    role = "resold" if registration.role == "resold" else "influenced"
    task.work.opportunities.join(id, registration.partner, role, task.request.as_of)
    if id == registration.opportunity:
        return registration
    return task.work.registrations.change(registration.id, registration.version, {"opportunity": id})


def _opportunity(task: Task, registration: Registration) -> str:
    work = task.work.opportunities
    known = work.get(registration.opportunity) if registration.opportunity else None
    if known is not None:
        return known.id
    of_customer = work.of_customer(registration.customer_domain, registration.customer, MOST_LOOKED_AT)
    fitting = next((each for each in of_customer if _fits(task, each, registration)), None)
    if fitting is not None:
        return fitting.id
    stage = registration.deal_stage or "introduction"
    product = ", ".join(product_ids(task.catalog, registration.product))
    asked = replace(registration, product=product or None)
    return work.make(asked, STAGES.get(stage, stage), registration.submitted_on or task.request.as_of)


def _fits(task: Task, opportunity: OpportunityRecord, registration: Registration) -> bool:
    """An open one for one of the same products; one without a product is for any."""
    if not opportunity.open:
        return False
    sold, wanted = (product_ids(task.catalog, each.product) for each in (opportunity, registration))
    return not sold or not wanted or not set(sold).isdisjoint(wanted)
