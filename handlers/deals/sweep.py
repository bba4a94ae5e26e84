"""Missing credit: opportunities that look like a partner's deal and lack the partner, each settled with one click."""

from datetime import timedelta
from typing import Final

from handlers.access import Permission
from handlers.audit import audit
from handlers.deals.candidates import LIVE, claim_of, keys_of
from handlers.deals.matching import Match, match
from handlers.documents import Button, Buttons, Confirm, Note, Part, Reply, Table, text
from handlers.errors import NotFound
from handlers.subjects import require, subject_of
from handlers.wording import day, money, signature
from handlers.work import Task
from store.records import Partner
from store.registration_states import OPEN, RegistrationState
from store.repositories.opportunities import OpportunityRecord
from store.repositories.pipeline import CLOSED

ATTACH: Final = "credit.attach"
DROP: Final = "credit.drop"
SWEEP: Final = "credit.sweep"
CLAIMS: Final = OPEN | {RegistrationState.won, RegistrationState.expired}
"""States in which a registration says that the partner was at work on the customer."""
ALIKE: Final = 75
LOOKED_BACK: Final = timedelta(days=365)
MOST_OFFERED: Final = 8


def sweep(task: Task) -> Reply:
    """What a partner may lack the credit for; the request's value is the partner's id, or a name to look it up by."""
    partner = _partner(task)
    require(task, Permission.credit, subject_of(task, partner.id), "settle credit")
    return offered(task, partner)


def offered(task: Task, partner: Partner) -> Reply:
    """The opportunities with their buttons; says so where there are none."""
    found = missing(task, partner)
    if not found:
        return Reply(f"No opportunity looks like a deal of {partner.name} without naming it.")
    shown = [(each, task.work.opportunities.get(each.other.id)) for each in found[:MOST_OFFERED]]
    rows = tuple(_row(each, opportunity) for each, opportunity in shown if opportunity)
    columns = ("Opportunity", "Customer", "Stage", "Amount", "Because of")
    parts: list[Part] = [Table("Without the partner", columns, rows)]
    parts += [Buttons(_buttons(partner, opportunity)) for _, opportunity in shown if opportunity]
    parts.append(Note(text("Only what closes after the partner was added counts for its tier.")))
    many = f"{len(found)} opportunities look like deals of {partner.name} and do not name it."
    one = f"1 opportunity looks like a deal of {partner.name} and does not name it."
    return Reply(many if len(found) > 1 else one, tuple(parts))


def missing(task: Task, partner: Partner) -> list[Match]:
    """Open and lately won opportunities like one of the partner's registrations that lack it, the likeliest first."""
    since = task.request.as_of - LOOKED_BACK
    found: dict[str, Match] = {}
    for registration in task.work.registrations.of_partner(partner.id):
        if registration.state not in CLAIMS:
            continue
        mine = claim_of(registration)
        for other in task.work.match_keys.candidates(keys_of(mine), (), LIVE):
            over = other.state in CLOSED and (other.close_on is None or other.close_on < since)
            if partner.id in other.partners or over:
                continue
            alike = match(mine, other)
            if alike is not None and alike.parts[0][1] >= ALIKE and _likely(alike) > _likely(found.get(other.id)):
                found[other.id] = alike
    dropped = task.work.opportunities.dropped(found)
    kept = [each for id, each in found.items() if (id, partner.id) not in dropped]
    return sorted(kept, key=lambda each: (-_likely(each), each.other.id))


def attach(task: Task) -> Reply:
    """Add the partner to the opportunity from today on."""
    partner, opportunity = _pair(task)
    if not task.work.opportunities.join(opportunity.id, partner.id, "influenced", task.request.as_of):
        return Reply(f"{partner.name} is on {opportunity.id} already. Nothing changed.")
    audit(task, "credit.attached", f"opportunity:{opportunity.id}", partner=partner.id)
    if opportunity.open:
        return Reply(f"{partner.name} is on {opportunity.id} from today on: when it is won, it counts.")
    closed = f"It closed on {day(opportunity.close_on)}, before that, so it does not count for the tier."
    return Reply(f"{partner.name} is on {opportunity.id} from today on. {closed}")


def drop(task: Task) -> Reply:
    """Note that the opportunity is not the partner's: it is not offered again."""
    partner, opportunity = _pair(task)
    task.work.opportunities.drop_credit(opportunity.id, partner.id, signature(task.request.actor), task.request.now)
    audit(task, "credit.dropped", f"opportunity:{opportunity.id}", partner=partner.id)
    return Reply(f"{opportunity.id} is not offered for {partner.name} again.")


def _pair(task: Task) -> tuple[Partner, OpportunityRecord]:
    """The partner and the opportunity of a button's value, for somebody whose partner it is."""
    partner_id, _, id = task.request.value.partition("|")
    partner, opportunity = task.partner(partner_id), task.work.opportunities.get(id)
    if opportunity is None:
        raise NotFound("This opportunity is no longer there. Nothing changed.")
    require(task, Permission.credit, subject_of(task, partner.id), "settle credit")
    return partner, opportunity


def _partner(task: Task) -> Partner:
    written = task.request.value.strip()
    known = task.work.partners.get(written)
    if known is not None:
        return known
    found = task.work.partners.search(written, 2) if written else ()
    if len(found) != 1:
        which = "Several partners fit" if found else "No partner fits"
        raise NotFound(f"{which} “{written}”. Write the whole name, like “credit Acme Communications”.")
    return task.partner(found[0].id)


def _row(alike: Match, opportunity: OpportunityRecord) -> tuple[str, ...]:
    amount = money(opportunity.earr, opportunity.currency or "USD") if opportunity.earr is not None else "unknown"
    stage = (opportunity.stage or "unknown").replace("_", " ")
    return opportunity.id, opportunity.customer or "unknown", stage, amount, alike.parts[0][0].lower()


def _buttons(partner: Partner, opportunity: OpportunityRecord) -> tuple[Button, ...]:
    value = f"{partner.id}|{opportunity.id}"
    sure = Confirm("Not the partner's?", f"{opportunity.id} is not offered for {partner.name} again.", "Drop")
    form = "|".join((partner.id, opportunity.customer or "", opportunity.customer_domain or ""))
    return (
        Button(f"Add to {opportunity.id}", ATTACH, value),
        Button("Register", "deals.open", form),
        Button("Not theirs", DROP, value, confirm=sure),
    )


def _likely(known: Match | None) -> int:
    """What speaks for it. What caps a score is about who may claim, not about whose deal it was."""
    return sum(points for _, points in known.parts if points > 0) if known else 0
