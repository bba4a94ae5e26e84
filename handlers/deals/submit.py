"""Submitting a registration: checked, numbered, written with its audit entry, announced to the deal desk."""

import json
from dataclasses import asdict
from datetime import date

from handlers.access import Permission, allowed
from handlers.audit import audit
from handlers.deals import card
from handlers.deals.checks import Deal, check
from handlers.deals.desk_card import desk_card
from handlers.deals.form import ANSWER_IN_WORKING_DAYS, CURRENCIES, SEPARATOR, country_names
from handlers.documents import FieldErrors, Reply
from handlers.messages import post
from handlers.subjects import not_yours, on_behalf_of, subject_of
from handlers.wording import day, listed, signature
from handlers.work import Task
from handlers.workdays import Workdays, workdays_of
from programs.schema import Program
from store.records import NewRegistration, Partner, Registration
from store.registration_states import OPEN


def submit(task: Task) -> Reply | FieldErrors:
    """Write the registration and tell the deal desk, or say beside each field what is wrong."""
    deal = check(task.request.values, task.request.as_of, CURRENCIES, country_names())
    if not isinstance(deal, Deal):
        return FieldErrors(deal)
    partner = task.work.partners.hold(deal.partner)
    if partner is None:
        return FieldErrors({"partner": "This partner is no longer in the portfolio. Search for it again."})
    program = _program(task, deal)
    if isinstance(program, FieldErrors):
        return program
    subject = subject_of(task, partner.id, program.id)
    if not allowed(task.request.actor, Permission.register, subject):
        return FieldErrors({"partner": not_yours(task, subject, "register deals")})
    if twin := _twin(task, deal):
        return FieldErrors({"customer": _already(twin)})
    registration = task.work.registrations.submit(_new(task, deal, program))
    _announce(task, registration, partner, on_behalf_of(task, subject))
    return card.receipt(registration, partner.name)


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


def _twin(task: Task, deal: Deal) -> Registration | None:
    """An open registration of the same partner for the same customer, by domain or by name."""
    name = deal.customer.casefold()
    for known in task.work.registrations.of_partner(deal.partner):
        same_domain = deal.customer_domain is not None and known.customer_domain == deal.customer_domain
        if known.state in OPEN and (same_domain or (known.customer or "").casefold() == name):
            return known
    return None


def _already(twin: Registration) -> str:
    stands = f"{twin.id}, {card.state_words(twin)}, submitted {day(twin.submitted_on)}"
    return f"This partner already registered this customer: {stands}."


def _new(task: Task, deal: Deal, program: Program) -> NewRegistration:
    chosen = [each.name for each in program.products if f"{program.id}{SEPARATOR}{each.id}" in deal.products]
    return NewRegistration(
        partner=deal.partner,
        program=program.id,
        customer=deal.customer,
        customer_domain=deal.customer_domain,
        country=deal.country,
        product=", ".join(chosen),
        earr=deal.earr,
        currency=deal.currency,
        role=deal.role,
        expected_close_on=deal.expected_close_on,
        evidence=deal.evidence,
        submitted_by=signature(task.request.actor),
        submitted_at=task.request.now,
        submitted_on=task.request.as_of,
        answer_due_on=answer_due(task.request.as_of, task.desk.country),
        workspace=task.request.actor.workspace,
    )


def answer_due(submitted_on: date, country: str) -> date:
    """The last day for the first answer: so many working days of the desk's country after the day of submitting."""
    return answer_day(submitted_on, workdays_of(country))


def answer_day(submitted_on: date, workdays: Workdays) -> date:
    """The same for a calendar that is at hand already."""
    due = submitted_on
    for _ in range(ANSWER_IN_WORKING_DAYS):
        due = workdays.after(due)
    return due


def _announce(task: Task, registration: Registration, partner: Partner, behalf: str | None) -> None:
    subject = f"registration:{registration.id}"
    after = json.dumps({key: str(value) for key, value in asdict(registration).items() if value is not None})
    audit(task, "registration.submitted", subject, after=after, on_behalf_of=behalf, partner=partner.id)
    shown = desk_card(task, registration)
    if desk := task.desk.deal_desk_of(task.request.actor.workspace):
        workspace, channel = desk
        post(task, f"{subject}/card", f"channel:{channel}", shown, subject=subject, workspace=workspace)
    post(task, f"{subject}/receipt", f"user:{task.request.actor.user}", card.receipt(registration, partner.name))
