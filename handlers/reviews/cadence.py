"""How often a partner is reviewed: shown with why, and changed for one partner with a reason."""

import json
from typing import Final

from handlers.access import Permission
from handlers.audit import audit
from handlers.documents import (
    Button,
    Buttons,
    Choice,
    Confirm,
    Fact,
    Facts,
    Field,
    FieldErrors,
    Form,
    Input,
    Reply,
    text,
)
from handlers.errors import Conflict, NotFound
from handlers.naming import one_partner
from handlers.numbered import capital
from handlers.reviews.gathering import KINDS
from handlers.reviews.rhythm import USUAL_DAYS, WORDS, rhythm_of
from handlers.subjects import on_behalf_of, require, subject_of
from handlers.wording import meeting, signature
from handlers.work import Task
from programs.cadence import BadDayRule, Every, read_day_rule
from programs.schema import Program
from store.records import Enrollment
from store.review_records import ReviewCadence

SHOW: Final = "cadence.show"
EDIT: Final = "cadence.edit"
SAVE: Final = "cadence.save"
CLEAR: Final = "cadence.clear"
LONGEST_REASON: Final = 300


def show(task: Task) -> Reply:
    """The rhythm of every kind of meeting with the partner of the value, and why it is so."""
    partner = _found(task)
    name = task.partner(partner).name
    enrollments = task.work.partners.enrollments(partner)
    if not enrollments:
        return Reply(f"{name} is in no program, so nothing is asked of its reviews.")
    exceptions = {(one.program, one.kind): one for one in task.work.cadences.of_partner(partner)}
    facts, buttons = [], []
    for each in enrollments:
        program = task.catalog.find(each.program)
        for kind in KINDS:
            words, own = _rhythm(each, program, kind, exceptions.get((each.program, kind)))
            facts.append(
                Fact(f"{capital(meeting(kind))}, {program.short_name if program else each.program}", text(words))
            )
            if own:
                confirm = Confirm("Back to the program?", "The exception and its reason end.", "End it")
                label = f"End exception: {meeting(kind)}"
                buttons.append(Button(label, CLEAR, f"{partner}|{each.program}|{kind}", confirm=confirm))
        buttons.insert(
            0,
            Button(
                f"Change in {program.short_name if program else each.program}"[:70], EDIT, f"{partner}|{each.program}"
            ),
        )
    return Reply(f"How often {name} is reviewed.", (Facts(tuple(facts)), Buttons(tuple(buttons[:10]))))


def edit_form(task: Task) -> Form:
    """Another rhythm for one kind of meeting."""
    partner, _, program = task.request.value.partition("|")
    name = task.partner(partner).name
    require(task, Permission.run_reviews, subject_of(task, partner, program), "change how often reviews are held")
    return Form(
        SAVE,
        "How often?",
        "Save",
        (
            Field(
                "kind", "Meeting", Input.choice, choices=tuple(Choice(kind, capital(meeting(kind))) for kind in KINDS)
            ),
            Field(
                "every", "How often", Input.choice, choices=tuple(Choice(each, capital(WORDS[each])) for each in Every)
            ),
            Field(
                "day",
                "Day",
                Input.line,
                f"Like “{USUAL_DAYS[KINDS[0]]}” or “last working day”; empty as usual.",
                required=False,
                limit=60,
            ),
            Field("reason", "Why?", Input.line, "Stands beside it from now on.", limit=LONGEST_REASON),
        ),
        intro=text(f"For {name} alone. Meetings that are scheduled already stay where they are."),
        state=(("partner", partner), ("program", program)),
    )


def save(task: Task) -> Reply | FieldErrors:
    """Make the exception."""
    values = {key: " ".join(str(value).split()) for key, value in task.request.values.items()}
    partner, program = values.get("partner", ""), values.get("program", "")
    name, whose = task.partner(partner).name, subject_of(task, partner, program)
    require(task, Permission.run_reviews, whose, "change how often reviews are held")
    kind, every, rule = values.get("kind", ""), values.get("every", ""), values.get("day", "")
    wrong = {
        **({} if kind in KINDS else {"kind": "Choose a meeting."}),
        **({} if every in set(Every) else {"every": "Choose how often."}),
        **({} if values.get("reason") else {"reason": "Say why: whoever comes after you will ask."}),
    }
    try:
        if rule:
            read_day_rule(rule)
    except BadDayRule as bad:
        wrong["day"] = bad.sentence
    if wrong:
        return FieldErrors(wrong)
    by, now = signature(task.request.actor), task.request.now
    reason = values["reason"][:LONGEST_REASON]
    task.work.cadences.set(ReviewCadence(partner, program, kind, every, rule or None, reason, by, now))
    after = json.dumps({"every": every, "day": rule or None})
    audit(
        task,
        "cadence.set",
        f"cadence:{partner}|{program}|{kind}",
        None,
        after,
        reason,
        on_behalf_of(task, whose),
        partner,
    )
    return Reply(
        f"The {meeting(kind)} with {name} is held {WORDS[Every(every)]} from now on.",
        (Buttons((Button("Calendar", "calendar.show", partner), Button("All rhythms", SHOW, partner))),),
    )


def clear(task: Task) -> Reply:
    """Go back to what the program says."""
    partner, _, rest = task.request.value.partition("|")
    program, _, kind = rest.partition("|")
    name, whose = task.partner(partner).name, subject_of(task, partner, program)
    require(task, Permission.run_reviews, whose, "change how often reviews are held")
    if not task.work.cadences.clear(partner, program, kind):
        raise Conflict(f"There is no exception for {name} (any more). Nothing changed.")
    subject = f"cadence:{partner}|{program}|{kind}"
    audit(task, "cadence.cleared", subject, '{"exception": true}', None, None, on_behalf_of(task, whose), partner)
    return Reply(f"The {meeting(kind)} with {name} goes by its program again.")


def _rhythm(each: Enrollment, program: Program | None, kind: str, own: ReviewCadence | None) -> tuple[str, bool]:
    """In words, and whether it is an exception."""
    rhythm = rhythm_of(program, kind, each.tier, own)
    if rhythm is None:
        return "no rhythm: the program asks for none, and nobody set one", False
    return f"{rhythm.words()}; {rhythm.why}", own is not None


def _found(task: Task) -> str:
    found = one_partner(task, task.request.value)
    if found is None:
        raise NotFound("Of which partner? Write its name too, like “cadence Acme”.")
    return found
