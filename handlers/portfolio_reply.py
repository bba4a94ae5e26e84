"""What stands under a portfolio answer: the table, the rules behind it, and the buttons that lead on."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from handlers.asking_back import ASK
from handlers.documents import Button, Buttons, Note, Paragraph, Part, Table, text
from handlers.portfolio_csv import export_button
from handlers.portfolio_figures import Books, window_of
from handlers.portfolio_matches import Listed, Selection
from handlers.portfolio_words import Wording, tier_name
from handlers.question import Filter
from handlers.wording import day, listed
from programs.schema import Program

MOST_ROWS = 50
MOST_NAMED = 3
MOST_FALLING = 5
COLUMNS = ("Partner", "Program", "Recorded", "Met today", "Missing for the next tier", "Manager")
WHY = "Why it is listed"


def listing(selection: Selection, wording: Wording) -> Iterator[Part]:
    """The partners by name, how the list came about, and where it leads."""
    asked_for = bool(wording.conditions())
    ordered = sorted(selection.listed, key=lambda each: (each.place.name.casefold(), each.place[:3]))
    shown = ordered[:MOST_ROWS]
    columns = (*COLUMNS[:4], WHY if asked_for else COLUMNS[4], COLUMNS[5])
    rows = tuple(_row(each, wording) for each in shown)
    more = len(ordered) - len(shown)
    caption = f"The first {len(shown)} of {len(ordered):,}, by name" if more else "Partners, by name"
    yield Table(caption, columns, rows)
    if more:
        yield Note(text(f"{more:,} more are listed in the CSV file. Or narrow the question."))
    yield Note(text(_rules(selection.listed, wording)))
    yield Buttons(tuple(_buttons(selection, wording)))


def _row(each: Listed, wording: Wording) -> tuple[str, ...]:
    place, program = each.place, wording.books.programs[each.place.program]
    met = tier_name(program, each.position.met) if each.position else "–"
    why = wording.why(each) or "–"
    return place.name, program.short_name, tier_name(program, place.tier), met, why, place.manager or "nobody yet"


def _rules(found: Sequence[Listed], wording: Wording) -> str:
    """How the list came about: the window, the day, what a match is, and the documents."""
    wanted, books = wording.wanted, wording.books
    joined = {each.place.program for each in found}
    programs = [program for program in books.programs.values() if program.id in joined]
    tiered = [program for program in programs if program.evaluation is not None]
    said = [f"Revenue counted {words}." for words in dict.fromkeys(_window(each, books) for each in tiered)]
    if tiered:
        said.append(f"People and agreements as of {day(books.day)}.")
    if len(wording.conditions()) > 1:
        said.append("A partner is listed when one of its enrollments meets all of it.")
    if wanted.inactive:
        said.append(
            "Activity is a registration submitted, a credential earned, an opportunity joined, a meeting held, "
            "or the day that the enrollment names."
        )
    said.append("Inactive partners are left out.")
    sources = dict.fromkeys(_sources(tiered, wording))
    cited = f" Rule: {'; '.join(sources)}." if sources else ""
    return f"{' '.join(said)}{cited}{_readings(tiered, wording)}"


def _window(program: Program, books: Books) -> str:
    window = window_of(program, books.day)
    return f"{day(window.first)} to {day(window.last)}"


def _sources(tiered: Sequence[Program], wording: Wording) -> Iterator[str]:
    for program in tiered:
        if program.evaluation is None:
            continue
        check = program.evaluation.activity_check
        if wording.wanted.inactive and check is not None:
            yield check.source.cite()
        for rule in program.requirements:
            if wording.wanted.lacking in (None, rule.id) and not _only_beside_tiers(wording.wanted):
                yield rule.source.cite()


def _only_beside_tiers(wanted: Filter) -> bool:
    """Whether no tier rule was applied to find the list."""
    return not (wanted.ready or wanted.at_risk or wanted.near or wanted.lacking)


def _readings(tiered: Sequence[Program], wording: Wording) -> str:
    """The notes of the definition on the rules that were asked for."""
    rule = wording.requirement_rule()
    notes = [rule.note] if rule is not None and rule.note else []
    if wording.wanted.inactive:
        checks = (each.evaluation.activity_check for each in tiered if each.evaluation)
        notes += [check.note for check in checks if check is not None and check.note]
    return f" Our reading: {' '.join(dict.fromkeys(notes))}" if notes else ""


def _buttons(selection: Selection, wording: Wording) -> Iterator[Button]:
    """The list as a file, then where it leads: into it where it is long, to each partner where it is short."""
    export = export_button(wording.wanted, wording.books.day)
    if export is not None:
        yield export
    if len(selection.partners) <= MOST_NAMED:
        names = {each.place.partner: each.place.name for each in selection.listed}
        yield from (Button(name, ASK, f"tier {partner}") for partner, name in names.items())
        return
    yield from _narrower(selection, wording)


def _narrower(selection: Selection, wording: Wording) -> Iterator[Button]:
    wanted, count = wording.wanted, len(selection.partners)
    ready, at_risk, near = selection.ready, selection.at_risk, selection.near
    if not wanted.at_risk and 0 < ready < count:
        yield wording.ask(f"{ready:,} ready to advance", replace(wanted, ready=True))
    if not wanted.ready and 0 < at_risk < count:
        yield wording.ask(f"{at_risk:,} at risk", replace(wanted, at_risk=True))
    if wanted.near is None:
        for tier in dict.fromkeys(tier.id for program in wording.books.programs.values() for tier in program.tiers):
            if 0 < near.get(tier, 0) < count:
                yield wording.ask(f"{near[tier]:,} near {wording.tier(tier)}", replace(wanted, near=tier))


def at_the_review(falling: Sequence[Listed], books: Books) -> str:
    """` With today's records, 2 more would fall at the annual review on Jan 1, 2027: …`; empty where nobody would."""
    names = list(dict.fromkeys(each.place.name for each in falling))
    if not names:
        return ""
    more = f" and {len(names) - MOST_FALLING:,} more" if len(names) > MOST_FALLING else ""
    said = f"{', '.join(names[:MOST_FALLING])}{more}" if more else listed(names)
    return f" With today's records, the annual review on {day(books.review_on)} would lower {said}."


def nothing(selection: Selection, wording: Wording) -> Iterator[Part]:
    """Nobody is listed: what to ask instead."""
    wanted = wording.wanted
    wider = Filter(wanted.tier, wanted.manager, wanted.program) if selection.among else Filter()
    if wider == wanted:
        yield Paragraph(text("The portfolio has no enrollments of active partners yet. Import a portfolio folder."))
        return
    if selection.among and len(wording.conditions()) > 1:
        yield Paragraph(text("Ask for fewer things at once, or see all of them."))
    elif not selection.among:
        yield Paragraph(text("Ask with another manager, tier or program, or see every partner."))
    yield Buttons((wording.ask("Show all of them" if selection.among else "Every partner", wider),))
