"""The periodic messages as documents: who may be deactivated, and what the annual review makes of the tiers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from handlers.digests.lines import asking
from handlers.digests.periodic import Periodic, Topic
from handlers.digests.records import Records, Scope
from handlers.documents import Buttons, Note, Paragraph, Part, Reply, Table, text
from handlers.numbered import capital, numbered
from handlers.portfolio_figures import Books, Standings
from handlers.portfolio_matches import is_near
from handlers.portfolio_words import tier_name
from handlers.wording import amount_of, day, listed
from programs.activity import at_risk
from programs.positions import Position
from programs.schema import Program
from store.repositories.figures import Place

MOST_ROWS: Final = 50
MOST_BUTTONS: Final = 3


def figures_day(event: Periodic) -> date:
    """The day whose records an event is worked out from: results look at the year that is over."""
    return date(event.day.year - 1, 12, 31) if event.topic is Topic.results else event.day


def periodic_reply(event: Periodic, records: Records, scope: Scope, *, late: bool) -> Reply | None:
    """What an event says about the enrollments of `scope`; None where nobody is affected.

    `records` are those of `figures_day`.

    Raises:
        UnknownTier: a recorded tier is not one of the program's.
    """
    program = records.programs[event.program]
    found = _quiet(event, records, program, scope) if event.topic is Topic.activity else _season(event, records, scope)
    if found is None:
        return None
    notes = [Note(text("This message is late: it could not be sent on its day."))] if late else []
    return Reply(f"{found.summary}{' (late)' if late else ''}", (*found.parts, *notes))


def _quiet(event: Periodic, records: Records, program: Program, scope: Scope) -> Reply | None:
    """Whom the program may deactivate."""
    check = program.evaluation.activity_check if program.evaluation else None
    books = records.books
    found = [
        (place, last)
        for place in _places(books, event.program, scope)
        if at_risk(program, place.tier, last := books.last_active(place), event.day)
    ]
    if check is None or not found:
        return None
    found.sort(key=lambda each: (each[1] or date.min, each[0].name))
    rows = tuple(
        (place.name, tier_name(program, place.tier), day(last) if last else "never", _ago(last, event.day))
        for place, last in found
    )
    partners = numbered(len(found), "partner")
    summary = f"Activity check: {partners} of yours in {program.short_name} may be deactivated"
    rule = f"More than {check.quiet_days} days without activity on {day(event.day)}. {check.consequence}"
    note = f" Our reading: {check.note}" if check.note else ""
    names = [place.name for place, _ in found[:MOST_BUTTONS]]
    return Reply(
        summary,
        (
            _table(("Partner", "Tier", "Last active", "Days ago"), rows),
            Note(text(f"{rule} Rule: {event.source.cite()}.{note}")),
            Buttons(tuple(asking(f"Brief: {name}", f"brief me on {name}") for name in names)),
        ),
    )


def _ago(last: date | None, today: date) -> str:
    return f"{(today - last).days:,}" if last else "–"


@dataclass(frozen=True, slots=True)
class _Moved:
    place: Place
    position: Position


def _season(event: Periodic, records: Records, scope: Scope) -> Reply | None:
    """Who rises, who falls, and in the rehearsal who is one requirement short."""
    books, program = records.books, records.programs[event.program]
    review, rehearsal = books.review, event.topic is Topic.rehearsal
    of = {
        (place.partner, place.program): position
        for place, position in zip(books.places, review.positions, strict=True)
        if position is not None
    }
    moved = [_Moved(place, of[place.partner, place.program]) for place in _places(books, event.program, scope)]
    rising, falling = [each for each in moved if each.position.ready], [each for each in moved if each.position.at_risk]
    near = [each for each in moved if rehearsal and is_near(each.position) and not each.position.ready]
    if not (rising or falling or near):
        return None
    rows = (
        *(_row(program, each, f"meets {tier_name(program, each.position.met)}") for each in rising),
        *(_row(program, each, _short(program, review, each, each.place.tier)) for each in falling),
        *(
            _row(program, each, _short(program, review, each, each.position.next))
            for each in near
            if each not in falling
        ),
    )
    summary = _summary(event, program, len(rising), len(falling), len(near))
    return Reply(summary, tuple(_season_parts(event, records, rows)))


def _summary(event: Periodic, program: Program, rising: int, falling: int, near: int) -> str:
    would = "would " if event.topic is Topic.rehearsal else ""
    said = [
        *([f"{rising} {would}{'rise' if would or rising != 1 else 'rises'}"] if rising else []),
        *([f"{falling} {would}{'fall' if would or falling != 1 else 'falls'}"] if falling else []),
        *([f"{near} {'is' if near == 1 else 'are'} one requirement short"] if near else []),
    ]
    if event.topic is Topic.rehearsal:
        return f"If the annual review of {program.short_name} were today: {listed(said)} of your partners"
    return f"The annual review of {event.period} in {program.short_name}: {listed(said)} of your partners"


def _row(program: Program, each: _Moved, why: str) -> tuple[str, ...]:
    return each.place.name, tier_name(program, each.place.tier), tier_name(program, each.position.met), why


def _short(program: Program, review: Standings, each: _Moved, tier: str | None) -> str:
    """`for Silver: 2 certified technical people`, measured as the review does."""
    if tier is None:
        return ""
    short = review.rules[program.id].short(tier, review.have(program.id, each.place.partner))
    words = [amount_of(one.requirement.label, one.requirement.unit, one.short) for one in short]
    return f"for {program.tier(tier).name}: {listed(words)}"


def _season_parts(event: Periodic, records: Records, rows: tuple[tuple[str, ...], ...]) -> Iterator[Part]:
    until, on = figures_day(event), day(records.books.review_on)
    yield _table(("Partner", "Recorded", "By the review", "Why"), rows)
    if event.topic is Topic.results:
        yield Paragraph(text("Recorded tiers are not changed by this: whoever keeps the portfolio records them."))
    yield Note(
        text(
            f"Revenue closed {day(date(until.year, 1, 1))} to {day(until)}; people and agreements recorded by then, as "
            f"of {on}. Rule: {event.source.cite()}."
        )
    )
    names = [row[0] for row in rows[:MOST_BUTTONS]]
    yield Buttons(tuple(asking(f"What's missing: {name}", f"what's missing for {name}") for name in names))


def _table(columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> Table:
    more = len(rows) - MOST_ROWS
    caption = f"the first {MOST_ROWS} of {len(rows):,}" if more > 0 else "your partners"
    return Table(capital(caption), columns, rows[:MOST_ROWS])


def _places(books: Books, program: str, scope: Scope) -> Iterator[Place]:
    return (each for each in books.places if each.program == program and (each.partner, program) in scope.pairs)
