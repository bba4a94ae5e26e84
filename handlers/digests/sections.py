"""The sections of a digest: what is due about the enrollments in its scope, as the questions would answer it."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Final

from handlers.deals.card import SHOW, headline
from handlers.deals.guards import protected_until
from handlers.digests.effects import without_agreement, without_credential
from handlers.digests.lines import Line, Section, asking
from handlers.digests.records import Records, Scope
from handlers.documents import Button
from handlers.facts import partner_facts
from handlers.meetings import MeetingState
from handlers.numbered import capital
from handlers.reviews.asks import DONE
from handlers.reviews.named import review_key
from handlers.reviews.reminder import HELD, PLAN
from handlers.wording import day, lowered, meeting, weekday
from handlers.workdays import Workdays
from programs.cadence import LENGTHS, Every, period_of
from programs.errors import RulesError
from programs.facts import PartnerFacts
from programs.schema import Program
from store.records import Registration
from store.review_records import Commitment

LAPSE_DAYS: Final = (30, 7)
"""Days before the end at which a certificate or an agreement is named."""
MISSED_FOR: Final = timedelta(days=366)
"""How long a review that nobody recorded is named; later its next one is."""


def reviews_ahead(records: Records, scope: Scope, workdays: Workdays) -> Section:
    """Reviews today and on the next two working days."""
    today = records.day
    last = workdays.after(workdays.after(today))
    found = sorted(
        (state.next_on, records.names[partner], meeting(state.kind))
        for partner, _, state in records.states(scope)
        if state.next_on is not None and state.next_on <= last
    )
    lines = tuple(
        Line(f"{capital(kind)} with {name} is {_near(on, today)}", asking(f"Brief: {name}", f"brief me on {name}"))
        for on, name, kind in found
    )
    return Section("Reviews ahead", "review ahead", "reviews ahead", lines)


def not_recorded(records: Records, scope: Scope) -> Section:
    """Reviews whose day went by and that nobody recorded as held; of one kind with a partner, the latest."""

    def line(partner: str, program: Program, state: MeetingState) -> Line:
        on, kind, name = state.missed[-1], meeting(state.kind), records.names[partner]
        held = Button(f"Held: {name}"[:70], HELD, review_key(partner, program.id, state.kind, on))
        return Line(f"{capital(kind)} with {name} on {weekday(on)} is not recorded as held", held)

    since = records.day - MISSED_FOR
    found = [each for each in records.states(scope) if each[2].missed and each[2].missed[-1] >= since]
    found.sort(key=lambda each: each[2].missed[-1])
    kinds = sorted({each[2].kind for each in found})
    more = asking("All of them", f"which partners have an overdue {meeting(kinds[0])}") if kinds else None
    lines = tuple(line(*each) for each in found)
    return Section("Not recorded as held", "review not recorded as held", "reviews not recorded as held", lines, more)


def none_planned(records: Records, scope: Scope) -> Section:
    """Months, quarters and years without a review, though one is asked for regularly."""
    found: dict[tuple[str, Every], list[tuple[str, str]]] = {}
    for partner, program, state in records.states(scope):
        if state.wanting and state.rhythm is not None and not _has_had_one(state, records.day):
            every = state.rhythm.every
            value = f"{partner}|{program.id}|{state.kind}"
            found.setdefault((meeting(state.kind), every), []).append((records.names[partner], value))
    lines = tuple(
        Line(
            f"No {kind} this {every.replace('_', ' ')}: {name}",
            Button(f"Schedule {kind}: {name}"[:70], PLAN, value),
        )
        for (kind, every), names in sorted(found.items(), key=lambda each: LENGTHS[each[0][1]])
        for name, value in sorted(names)
    )
    return Section("No review planned", "review not planned", "reviews not planned", lines)


def promises(records: Records, scope: Scope) -> Section:
    """Commitments of both sides that are late or due within three days."""

    def line(each: Commitment) -> Line:
        side = "ours" if each.side == "vendor" else "the partner's"
        when = f"late, was due {day(each.due_on)}" if each.due_on < records.day else f"due {day(each.due_on)}"
        done = Button(f"Done: {each.what}"[:70], DONE, str(each.id))
        return Line(f"{records.names[each.partner]}: {each.what} ({side}, {each.owner}; {when})", done)

    found = [each for each in records.promises if scope.has(each.partner, each.program)]
    lines = tuple(line(each) for each in found if each.partner in records.names)
    return Section("Commitments", "commitment due", "commitments due", lines)


def late_answers(records: Records, scope: Scope) -> Section:
    """Registrations of the partners that wait although their answer was due."""
    found = [each for each in _waiting(records, scope) if _is_late(records, each)]
    lines = tuple(_registered(records, each, f"late, was due {day(records.deadlines.due(each))}") for each in found)
    more = asking("All late ones", "late registrations")
    return Section("Late answers", "late answer", "late answers", lines, more)


def waiting(records: Records, scope: Scope) -> Section:
    """Registrations of the partners that wait for a decision, late ones said to be."""

    def due(each: Registration) -> str:
        on = records.deadlines.due(each)
        return f"late, was due {day(on)}" if _is_late(records, each) else f"due {day(on)}"

    lines = tuple(_registered(records, each, due(each)) for each in _waiting(records, scope))
    more = asking("All of them", "registrations waiting for a decision")
    return Section("Registrations waiting", "registration waits", "registrations wait", lines, more)


def to_decide(records: Records) -> Section:
    """What waits for the deal desk, for those who decide: the earliest due first."""

    def line(each: Registration) -> Line:
        on, name = records.deadlines.due(each), records.names.get(each.partner, each.partner)
        stands = f"late, was due {day(on)}" if _is_late(records, each) else f"due {day(on)}"
        return Line(f"{each.id}, {stands}: {headline(each, name)}", Button(f"Open {each.id}", SHOW, each.id))

    more = asking("All of them", "registrations waiting for a decision")
    lines = tuple(map(line, records.waiting))
    return Section("Waiting for a decision", "registration to decide", "registrations to decide", lines, more)


def protection_ending(records: Records, scope: Scope) -> Section:
    """Approved registrations of the partners whose protection ends within two weeks."""

    def line(each: Registration) -> Line:
        until = day(protected_until(each))
        extend = Button(f"Extend {each.id}", "deals.extend", each.id)
        return Line(f"{each.id} is protected through {until}: {headline(each, records.names[each.partner])}", extend)

    found = [each for each in records.expiring if scope.has(each.partner, each.program)]
    lines = tuple(line(each) for each in found if each.partner in records.names)
    return Section("Protection ending", "protection ending", "protections ending", lines)


def lapses(records: Records, scope: Scope, since: date) -> Section:
    """Certificates and agreements that end: named 30 days before, and again 7 days before.

    Of those days, the ones after `since`, the day of the last digest, through today count.
    """
    found = sorted(_lapses(records, scope, since), key=lambda each: each[0])
    return Section("About to lapse", "lapse ahead", "lapses ahead", tuple(line for _, line in found))


def _lapses(records: Records, scope: Scope, since: date) -> Iterator[tuple[date, Line]]:
    partners = scope.partners
    for held in records.credentials:
        if held.partner in partners and _named(held.expires_on, since, records.day):
            who = held.name or held.email
            words = f"{who}'s certificate ({lowered(_credential(records, held.credential))})"
            of = partial(without_credential, email=held.email, credential=held.credential, last=held.expires_on)
            effect = _effect(records, scope, held.partner, of)
            yield held.expires_on, _ending(records, held.partner, words, held.expires_on, effect)
    for signed in records.agreements:
        if signed.partner in partners and _named(signed.expires_on, since, records.day):
            words = f"the {lowered(_agreement(records, signed.agreement))}"
            of = partial(without_agreement, agreement=signed.agreement, last=signed.expires_on)
            effect = _effect(records, scope, signed.partner, of)
            yield signed.expires_on, _ending(records, signed.partner, words, signed.expires_on, effect)


def _named(last: date, since: date, today: date) -> bool:
    return any(since < last - timedelta(days=days) <= today for days in LAPSE_DAYS)


def _ending(records: Records, partner: str, what: str, last: date, effect: str) -> Line:
    name, days = records.names[partner], (last - records.day).days
    when = "today" if days == 0 else "tomorrow" if days == 1 else f"in {days} days"
    more = f"; {effect}" if effect else ""
    gap = asking(f"What's missing: {name}", f"what's missing for {name}")
    return Line(f"{name}: {what} ends {when}, after {day(last)}{more}", gap if effect else None)


def _effect(records: Records, scope: Scope, partner: str, of: Callable[[Program, PartnerFacts], str]) -> str:
    """What the tiers of a partner lose, in the programs of the scope; nothing where its records do not fit them."""
    file = records.file(partner)
    if file is None:
        return ""
    try:
        said = [
            of(records.programs[each.program], partner_facts(file, each))
            for each in file.enrollments
            if (partner, each.program) in scope.pairs
        ]
    except RulesError:
        return ""
    return "; ".join(dict.fromkeys(filter(None, said)))


def _credential(records: Records, id: str) -> str:
    names = (each.name for program in records.programs.values() for each in program.credentials if each.id == id)
    return next(names, id.replace("_", " "))


def _agreement(records: Records, id: str) -> str:
    names = (each.name for program in records.programs.values() for each in program.agreements if each.id == id)
    return next(names, id.replace("_", " "))


def _waiting(records: Records, scope: Scope) -> list[Registration]:
    found = (each for each in records.waiting if scope.has(each.partner, each.program))
    return [each for each in found if each.partner in records.names]


def _is_late(records: Records, registration: Registration) -> bool:
    due = records.deadlines.due(registration)
    return due is not None and due < records.day


def _registered(records: Records, each: Registration, stands: str) -> Line:
    words = f"{each.id}, {stands}: {headline(each, records.names[each.partner])}"
    return Line(words, asking(each.id, f"registration {each.id}"))


def _near(on: date, today: date) -> str:
    return {0: "today", 1: "tomorrow"}.get((on - today).days, f"on {weekday(on)}")


def _has_had_one(state: MeetingState, today: date) -> bool:
    """Whether one was held, or missed, in the month, quarter, half year or year that `today` lies in."""
    if state.rhythm is None:
        return False
    period = period_of(state.rhythm.every, today)
    return any(day in period for day in (state.last_held_on, *state.missed) if day is not None)
