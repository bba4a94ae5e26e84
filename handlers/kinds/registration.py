"""Where one deal registration stands: by its number."""

from collections.abc import Sequence
from datetime import date

from handlers.answer import Answer, Json, Status
from handlers.asked import Asked
from handlers.deals.card import SHOW, headline, state_words
from handlers.deals.checks import ROLES
from handlers.deals.deadlines import Deadlines
from handlers.deals.guards import protected_until
from handlers.documents import Button, Buttons, Fact, Facts, Note, Paragraph, Reply, Style, Text, bold, text
from handlers.kinds.skill import Skill, Slot
from handlers.numbered import numbered
from handlers.question import Kind, Question
from handlers.wording import day, person
from store.records import Registration
from store.registration_states import DECIDED, WAITING, RegistrationState


def answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """One answer: the registration of the number asked for, or that there is none."""
    found = _found(asked, question.registration or "")
    if found is None:
        return (_missing(asked, question),)
    facts: dict[str, Json] = {
        "registration": found.id,
        "state": found.state,
        "submitted_on": found.submitted_on.isoformat() if found.submitted_on else None,
        "decided_on": found.decided_on.isoformat() if found.decided_on else None,
    }
    name = asked.view.index.label(found.partner)
    return (Answer(Status.answered, Kind.registration, _reply(asked, found, name), question.reading(), facts, name),)


def _found(asked: Asked, written: str) -> Registration | None:
    """The registration of this number, which people also write in small letters or without its letters."""
    number = written.strip()
    for id in dict.fromkeys((number, number.upper(), f"DR-{number}")):
        if id and (found := asked.task.work.registrations.get(id)) is not None:
            return found
    return None


def _missing(asked: Asked, question: Question) -> Answer:
    written = question.registration or ""
    partner = question.partners[0] if len(question.partners) == 1 else None
    words = f"registrations of {asked.view.index.label(partner)}" if partner else "all registrations"
    summary = (
        f"There is no deal registration “{written}”. Check the number, or look it up in the list."
        if written
        else "Which deal registration? Write its number, like “registration DR-1001”."
    )
    reply = Reply(summary, (Buttons((Button("List registrations", "ask", words),)),))
    return Answer(Status.not_found, Kind.registration, reply, question.reading(), {"suggestions": [words]})


def _reply(asked: Asked, found: Registration, name: str) -> Reply:
    today = asked.task.request.as_of
    due = Deadlines(asked.task.desk.country).due(found) if found.state in WAITING else None
    reason = (Paragraph(text(bold("Reason: "), found.reason)),) if found.reason else ()
    parts = (_facts(asked, found, name, due), *reason, Note(text(f"As of {day(today)}.")), _buttons(found, name))
    return Reply(f"{found.id} is {state_words(found)}: {headline(found, name)}.{_since(found, due, today)}", parts)


def _since(found: Registration, due: date | None, today: date) -> str:
    """How long it has been decided or waiting, and whether its answer is late."""
    if found.decided_on is not None:
        took = _took(found)
        return f" Decided on {day(found.decided_on)}{took}."
    if found.submitted_on is None:
        return ""
    waited = f" Submitted on {day(found.submitted_on)}, {_ago((today - found.submitted_on).days)}"
    if due is None:
        return f"{waited}."
    if due < today:
        late = numbered((today - due).days, "day")
        return f"{waited}; the answer was due on {day(due)}, so it is {late} late."
    return f"{waited}; an answer is due by {day(due)}."


def _ago(days: int) -> str:
    return "today" if days == 0 else f"{numbered(days, 'day')} ago" if days > 0 else f"in {numbered(-days, 'day')}"


def _took(found: Registration) -> str:
    if found.submitted_on is None or found.decided_on is None:
        return ""
    days = (found.decided_on - found.submitted_on).days
    return ", the day it was submitted" if days == 0 else f", {numbered(days, 'day')} after it was submitted"


def _facts(asked: Asked, found: Registration, name: str, due: date | None) -> Facts:
    names = {each.id: each.short_name for each in asked.task.catalog.programs()}
    domain = f" ({found.customer_domain})" if found.customer_domain else ""
    program = names.get(found.program, found.program) if found.program else "unknown"
    items = [
        Fact("Partner", text(bold(name))),
        Fact("Customer", text(f"{found.customer or 'unknown'}{domain}")),
        Fact("Program", text(program)),
        Fact("Products", text(found.product or "unknown")),
        Fact("Role", text(ROLES.get(found.role or "", "unknown"))),
        Fact("Expected close", text(day(found.expected_close_on))),
        Fact("State", _state(found, asked.task.request.as_of)),
        Fact("Submitted", _by(found.submitted_by, found.submitted_on)),
    ]
    if found.decided_on is not None or found.decided_by:
        items.append(Fact("Decided", _by(found.decided_by, found.decided_on)))
    if due is not None:
        items.append(Fact("Answer due by", text(day(due))))
    items += _further(asked, found)
    if found.opportunity:
        items.append(Fact("Opportunity", text(found.opportunity)))
    return Facts(tuple(items))


def _further(asked: Asked, found: Registration) -> list[Fact]:
    """How long it is protected, who has it in review, and what it collides with: the last two for staff alone."""
    items = []
    if found.state == RegistrationState.approved and (until := protected_until(found)) is not None:
        again = f", extended {numbered(found.extensions, 'time')}" if found.extensions else ""
        items.append(Fact("Protected through", text(f"{day(until)}{again}")))
    if asked.task.request.actor.partner is not None:
        return items
    if found.taken_by and found.state in WAITING:
        items.append(Fact("In review by", text(person(found.taken_by))))
    against = [each for each in asked.task.work.matches.of(found.id) if each.holds or each.looks]
    if against:
        items.append(Fact("Looks like", text(", ".join(f"{each.other} ({each.score / 100:.2f})" for each in against))))
    return items


def _state(found: Registration, today: date) -> Text:
    """The state, and since when: known only where the decision itself, or submitting, put it there."""
    since = found.decided_on if found.state in DECIDED else found.submitted_on if found.state == "submitted" else None
    if since is None or since > today:
        return text(state_words(found))
    days = (today - since).days
    lasting = f"for {numbered(days, 'day')}" if days else "since today"
    return text(f"{state_words(found)} {lasting}")


def _by(signed: str | None, on: date | None) -> Text:
    """When, and by whom where that is known: imported registrations do not tell."""
    return text(day(on), " by ", person(signed)) if signed else text(day(on))


def _buttons(found: Registration, name: str) -> Buttons:
    opened = (Button("Decide", SHOW, found.id, Style.primary),) if found.state in WAITING else ()
    return Buttons(
        (
            *opened,
            Button("All of this partner", "ask", f"registrations of {name}"),
            Button("Register a deal", "deals.open", found.partner),
        )
    )


SKILL = Skill(
    kind=Kind.registration,
    answer=answer,
    sure=(
        "happened|happening|going|wrong {registration}",
        "wheres|where's {registration}",
        "who|when|why registered|submitted|filed|decided|approved|declined {registration}",
        "{registration} why|when|who",
        "{registration} approved|declined|decided|pending|or|happening|going|state|status|news|update",
        "what|where|how is|about|happened|happening|up with|on|to {registration}",
        "{registration} where|what|when|who|how|did|is|was|has",
        "tell me about {registration}",
        "{registration}",
        "registration {registration}",
        "open|show {registration}",
        "status|state of {registration}",
        "what about|is|happened {registration}",
        "is|was {registration} approved|declined|decided|submitted|{state}",
        "who approved|declined|decided|submitted {registration}",
        "why was|is {registration} declined|rejected|waiting|{state}",
        "when was|is {registration} submitted|decided|approved|declined|due",
        "has {registration} been approved|declined|decided",
        "where is|stands|does {registration}",
        "deal {registration}",
    ),
    likely=(
        "registration number",
        "deal number",
    ),
    hints=tuple(
        """
        approved customer deal decided decision declined happening lost made news no not number open outcome pending
        pull reason reg registration rejected result stands state status submitted went whom won {partner} {state}
        """.split()
    ),
    slots=frozenset({Slot.partner, Slot.registration, Slot.state}),
    examples=(
        "what's the status of {registration}",
        "{registration}",
        "open {registration}",
        "who declined {registration} and why",
        "has {registration} been approved yet",
        "when is an answer for {registration} due",
    ),
)
