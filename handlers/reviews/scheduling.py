"""Scheduling a meeting by oneself: which kind, in which program, on which day."""

from datetime import timedelta
from typing import Final

from handlers.access import Permission
from handlers.documents import Choice, Field, FieldErrors, Form, Input, Reply, text
from handlers.errors import NotFound
from handlers.numbered import capital
from handlers.reports.asking import named_partner
from handlers.reviews.at_hand import chosen_day
from handlers.reviews.changing import scheduled
from handlers.reviews.gathering import KINDS
from handlers.reviews.named import Named
from handlers.subjects import require, subject_of
from handlers.wording import meeting
from handlers.work import Task

PLAN_NOW: Final = "reviews.plan_now"
WEEK: Final = timedelta(days=7)


def plan_form(task: Task) -> Form:
    """The form for the partner of a command's words, or of a button's `partner|program|kind`.

    Raises:
        NotFound: no partner, or several, go by the words, or it is in no program.
        NotAllowed: the partner is somebody else's.
    """
    words, _, rest = task.request.value.partition("|")
    program, _, kind = rest.partition("|")
    partner = named_partner(task, words)
    name = task.partner(partner).name
    require(task, Permission.run_reviews, subject_of(task, partner, program or None), "schedule reviews")
    enrolled = [each.program for each in task.work.partners.enrollments(partner)]
    if not enrolled:
        raise NotFound(f"{name} is in no program, so no review with it can be scheduled.")
    called = {each.id: each.short_name for each in task.catalog.programs()}
    programs = tuple(Choice(each, called.get(each, each)) for each in enrolled)
    kinds = tuple(Choice(each, capital(meeting(each))) for each in KINDS)
    chosen = next((each for each in programs if each.value == program), programs[0])
    return Form(
        PLAN_NOW,
        "Schedule a meeting",
        "Schedule",
        (
            Field("kind", "Meeting", Input.choice, choices=kinds, initial=_of(kinds, kind)),
            Field("program", "Program", Input.choice, choices=programs, initial=chosen),
            Field("day", "Day", Input.day, initial=(task.request.as_of + WEEK).isoformat()),
        ),
        intro=text(f"With {name}. What leads to the meeting is reminded of from then on."),
        state=(("partner", partner),),
    )


def plan(task: Task) -> Reply | FieldErrors:
    """Schedule what the form says."""
    values = {key: str(value) for key, value in task.request.values.items()}
    partner, program, kind = (values.get(key, "") for key in ("partner", "program", "kind"))
    name = task.partner(partner).name
    require(task, Permission.run_reviews, subject_of(task, partner, program), "schedule reviews")
    on = chosen_day(task, "day")
    enrolled = {each.program for each in task.work.partners.enrollments(partner)}
    wrong = {
        **({} if kind in KINDS else {"kind": "Choose a meeting."}),
        **({} if program in enrolled else {"program": f"Choose a program that {name} is in."}),
        **(on.errors if isinstance(on, FieldErrors) else {}),
    }
    if wrong or isinstance(on, FieldErrors):
        return FieldErrors(wrong)
    return scheduled(task, Named(partner, program, kind, on), name)


def _of(choices: tuple[Choice, ...], value: str) -> Choice | None:
    return next((each for each in choices if each.value == value), None)
