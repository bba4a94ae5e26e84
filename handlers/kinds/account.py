"""Whether a customer is free to be claimed: who has what there, for staff alone."""

from collections.abc import Sequence

from handlers.answer import Answer, Json, Status
from handlers.asked import Asked
from handlers.deals.candidates import look_alikes
from handlers.deals.card import state_words
from handlers.deals.checks import Wrong, customer_domain
from handlers.deals.guards import protected_until
from handlers.deals.matching import Match
from handlers.documents import Button, Buttons, Note, Part, Reply, Table, text
from handlers.question import Kind, Question
from handlers.wording import day
from store.registration_states import RegistrationState
from store.repositories.match_keys import REGISTRATION, Claim
from store.repositories.matches import LOOK

TAKEN = 75
"""Score in hundredths from which a claim is for this very customer: its name or its domain is the same."""
MOST_ROWS = 20


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """One answer: every claim, open opportunity and purchase that looks like the customer's, the strongest first."""
    found = [each for each in look_alikes(asked.task, _claim(question.customer)) if each.score >= LOOK]
    ids = [each.other.id for each in found if each.other.kind == REGISTRATION]
    facts: dict[str, Json] = {"registrations": sorted(ids)}
    return (
        Answer(Status.answered, Kind.registrations, _reply(asked, question.customer, found), question.reading(), facts),
    )


def _claim(customer: str) -> Claim:
    """What was typed as a claim: a web domain is one, and its first part a name."""
    nothing = dict.fromkeys(("country", "product", "earr", "currency", "close_on", "state"))
    try:
        domain = customer_domain(customer) if "." in customer else None
    except Wrong:
        domain = None
    name = domain.partition(".")[0] if domain else customer
    return Claim(REGISTRATION, "", frozenset(), name, domain, **nothing)


def _reply(asked: Asked, customer: str, found: list[Match]) -> Reply:
    today = asked.task.request.as_of
    taken = [each for each in found if each.score >= TAKEN]
    button = Buttons((Button("Register a deal", "deals.open", f"|{customer}"),))
    note = Note(
        text(
            f"As of {day(today)}. Looked at: open registrations, open opportunities and purchases, by name and domain."
        )
    )
    if not found:
        return Reply(f"{customer} is free: no claim, open opportunity or purchase looks like it.", (note, button))
    lead = f"{customer} is taken" if taken else f"{customer} may be taken: something looks like it"
    closest = f": {_who(asked, found[0])}" if taken else ""
    parts: tuple[Part, ...] = (_table(asked, found[:MOST_ROWS]), note, button)
    return Reply(f"{lead}{closest}.", parts)


def _table(asked: Asked, found: list[Match]) -> Table:
    rows = tuple(
        (
            each.other.id,
            each.other.customer or "unknown",
            _partners(asked, each.other) or "nobody",
            (each.other.state or "unknown").replace("_", " "),
            _until(asked, each.other),
            f"{each.score / 100:.2f}, {each.parts[0][0].lower()}",
        )
        for each in found
    )
    return Table(
        "What looks like it", ("Record", "Customer", "Partner", "State", "Protected through", "How alike"), rows
    )


def _who(asked: Asked, match: Match) -> str:
    """`DR-1001 of Acme Communications is approved, protected through …`, or the opportunity."""
    other, partners = match.other, _partners(asked, match.other)
    of = f" of {partners}" if partners else ""
    registration = asked.task.work.registrations.get(other.id) if other.kind == REGISTRATION else None
    if registration is None:
        return f"opportunity {other.id}{of} is {(other.state or 'open').replace('_', ' ')}"
    until = _until(asked, other)
    protected = f", protected through {until}" if until else ""
    return f"{other.id}{of} is {state_words(registration)}{protected}"


def _until(asked: Asked, claim: Claim) -> str:
    found = asked.task.work.registrations.get(claim.id) if claim.kind == REGISTRATION else None
    if found is None or found.state != RegistrationState.approved:
        return ""
    return day(protected_until(found))


def _partners(asked: Asked, claim: Claim) -> str:
    return ", ".join(sorted(asked.view.index.label(each) for each in claim.partners))
