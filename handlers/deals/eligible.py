"""Whether a deal may be registered for a partner at all: its program, its papers, its own registrations."""

from dataclasses import dataclass
from typing import Final

from handlers.access import Permission, Subject, allowed
from handlers.deals import card
from handlers.deals.checks import Deal
from handlers.deals.form import SEPARATOR
from handlers.documents import FieldErrors
from handlers.papers import paper
from handlers.subjects import not_yours, subject_of
from handlers.wording import day, listed
from handlers.work import Task
from programs.schema import Program
from store.records import Partner, Registration
from store.registration_states import OPEN

BASIC: Final = ("baseline", "partnership")
"""What programs call the agreement that every partner signs."""
NEEDED: Final = {"resold": "resale_addendum", "referral": "referral_addendum"}
"""The addendum that a role takes, in the programs that have one of that name."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A deal that may be registered; `same_customer` says what the partner has registered for the customer before."""

    deal: Deal
    partner: Partner
    program: Program
    subject: Subject
    same_customer: str = ""


def judged(task: Task, deal: Deal) -> Judged | FieldErrors:
    """The deal with its partner and program, or beside which field it is said why it cannot be registered.

    The partner's row is held until the transaction ends: of two registrations at once the second sees the first.
    """
    partner = task.work.partners.hold(deal.partner)
    if partner is None:
        return FieldErrors({"partner": "This partner is no longer in the portfolio. Search for it again."})
    program = _program(task, deal)
    if isinstance(program, FieldErrors):
        return program
    subject = subject_of(task, partner.id, program.id)
    if not allowed(task.request.actor, Permission.register, subject):
        return FieldErrors({"partner": not_yours(task, subject, "register deals")})
    if partner.status == "inactive":
        return FieldErrors({"partner": f"{partner.name} is inactive. Only active partners register deals."})
    if missing := _missing(task, deal, program, partner):
        return FieldErrors(missing)
    own = [each for each in task.work.registrations.of_partner(deal.partner) if _same(each, deal)]
    if twin := next((each for each in own if each.state in OPEN), None):
        return FieldErrors({"customer": _already(task, twin)})
    return Judged(deal, partner, program, subject, _before(own))


def _program(task: Task, deal: Deal) -> Program | FieldErrors:
    """The one program of the chosen products, in which the partner must be enrolled."""
    programs = {product.partition(SEPARATOR)[0] for product in deal.products}
    if len(programs) > 1:
        return FieldErrors({"products": "Choose products of one program; register the others as a deal of their own."})
    enrolled = [enrollment.program for enrollment in task.work.partners.enrollments(deal.partner)]
    program = programs.pop()
    if program in enrolled:
        return _sold_in(task.catalog.get(program), deal)
    names = [task.catalog.get(known).short_name for known in enrolled]
    where = f"It is enrolled in {listed(names)}." if names else "It is not enrolled in any program yet."
    return FieldErrors({"products": f"The partner is not enrolled in the program of these products. {where}"})


def _sold_in(program: Program, deal: Deal) -> Program | FieldErrors:
    offered = {f"{program.id}{SEPARATOR}{product.id}" for product in program.products}
    if offered.issuperset(deal.products):
        return program
    return FieldErrors({"products": "One of these products is no longer offered. Choose the products again."})


def _missing(task: Task, deal: Deal, program: Program, partner: Partner) -> dict[str, str]:
    """Beside the partner or the role, which paper is missing and how to get it."""
    wanted = {each.id: each for each in program.agreements}
    needed = [("partner", each) for each in BASIC] + [("role", NEEDED.get(deal.role, ""))]
    file = task.work.partners.file(partner.id)
    signed = file.agreements if file else ()
    found: dict[str, str] = {}
    for field, id in needed:
        if id not in wanted or field in found:
            continue
        state = paper(signed, id, task.request.as_of)
        if not state.in_force:
            name, source = wanted[id].name, wanted[id].source.cite()
            found[field] = (
                f"{partner.name} cannot register this: the {name} is {state.words()} ({source}). Have it signed and "
                "recorded in the portfolio; what you typed is kept until then."
            )
    return found


def _same(known: Registration, deal: Deal) -> bool:
    same_domain = deal.customer_domain is not None and known.customer_domain == deal.customer_domain
    return same_domain or (known.customer or "").casefold() == deal.customer.casefold()


def _already(task: Task, twin: Registration) -> str:
    state = card.state_words(twin, outside=task.request.actor.partner is not None)
    return (
        f"This partner already registered this customer: {twin.id}, {state}, submitted {day(twin.submitted_on)}. "
        "Amend that one instead."
    )


def _before(own: list[Registration]) -> str:
    if not own:
        return ""
    last = max(own, key=lambda each: (each.submitted_on is not None, each.submitted_on, each.id))
    return f"this partner registered the customer before: {last.id}, {card.state_words(last)}."
