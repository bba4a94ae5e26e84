"""`/partner reminders`: everybody's own zone, hours, and how much they are told a day."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final

from handlers.audit import audit
from handlers.deals.form import country_names, search_countries
from handlers.digests.here import WHERE, choices_of, own_email, where_field
from handlers.digests.zones import SEARCH_ZONES, is_zone, zone_choice
from handlers.documents import Choice, Field, FieldErrors, Form, Input, Note, Options, Reply, text
from handlers.mornings import Hours, Mornings
from handlers.request import Value
from handlers.wording import weekday
from handlers.work import Task
from handlers.workdays import Calendars
from store.review_records import PersonClock

OWN, SAVE, COUNTRIES = "reminders.own", "reminders.save", "reminders.countries"
MOST: Final = (0, 1, 2, 3, 5, 8, 12, 20)
"""How many messages a day can be chosen."""
DIGEST: Final = {"on": "Every working day, when something waits", "off": "Never"}
DAYS_AHEAD: Final = 60
KEPT: Final = ("zone", "country", "morning", "quiet_from", "quiet_until", "most_a_day", "digest", WHERE)


def own_form(task: Task) -> Form:
    """What is kept of the actor, to change.

    Raises:
        UserError: the surface does not tell their e-mail address, by which they are told things.
    """
    email = _email(task)
    known, hours = task.work.person_clocks.get(email), _hours(task, email)
    zone = hours.zone if known and known.zone else task.request.actor.zone
    country = (known.country if known else None) or task.desk.country
    return Form(
        SAVE,
        "My reminders",
        "Save",
        (
            *where_field(task, email),
            Field("zone", "Time zone", Input.search, search=SEARCH_ZONES, initial=zone_choice(zone)),
            Field(
                "country",
                "Public holidays of",
                Input.search,
                search=COUNTRIES,
                initial=Choice(country, country_names().get(country, country)),
            ),
            _hour("morning", "My morning is at", hours.morning),
            _hour("quiet_from", "Quiet hours from", hours.quiet[0]),
            _hour("quiet_until", "Quiet hours until", hours.quiet[1], hint="The same hour twice means none."),
            Field(
                "most_a_day",
                "Most messages a day",
                Input.choice,
                hint="Beside the digest, in which the others stand. Answers and news of your own deals do not count.",
                choices=tuple(Choice(str(each), str(each)) for each in sorted({*MOST, hours.most_a_day})),
                initial=Choice(str(hours.most_a_day), str(hours.most_a_day)),
            ),
            Field(
                "digest",
                "Morning digest",
                Input.choice,
                choices=tuple(Choice(*each) for each in DIGEST.items()),
                initial=Choice("on", DIGEST["on"]) if hours.digest else Choice("off", DIGEST["off"]),
            ),
        ),
        intro=text("When Tierline writes to you by itself."),
    )


def save(task: Task) -> Reply | FieldErrors:
    """Keep what the form says, and say when the next digest comes."""
    email = _email(task)
    chosen, errors = _chosen(task.request.values)
    before = task.work.person_clocks.get(email)
    where = str(task.request.values.get(WHERE) or "") or (before.workspace if before else None)
    if WHERE in task.request.values and where not in {each.value for each in choices_of(task.desk)}:
        errors[WHERE] = "Choose one of these."
    if errors:
        return FieldErrors(errors)
    clock = PersonClock(person=email, chosen=True, changed_at=task.request.now, workspace=where, **chosen)  # type: ignore[arg-type]  # checked
    task.work.person_clocks.put(clock)
    audit(task, "reminders.chosen", "reminders", _said(before), _said(clock))
    hours = _hours(task, email)
    note = Note(text("“/partner reminders” changes it again."))
    if not hours.digest:
        return Reply("Saved. You get no digest; what is held back from you still comes in the morning.", (note,))
    return Reply(f"Saved. Your next digest comes {_next(hours, task.request.now)}, if something waits.", (note,))


def search_holidays(task: Task) -> Options:
    """Countries by the characters typed so far."""
    return search_countries(task)


def next_morning(hours: Hours, now: datetime) -> datetime:
    """The instant of somebody's next morning on a working day, after `now` (aware)."""
    today = hours.today(now)
    days = (today + timedelta(days=ahead) for ahead in range(DAYS_AHEAD))
    mornings = (hours.morning_of(day) for day in days if hours.workdays.is_worked(day))
    return next((each for each in mornings if each > now), hours.morning_of(today + timedelta(days=DAYS_AHEAD)))


def _next(hours: Hours, now: datetime) -> str:
    morning = next_morning(hours, now)
    return f"{weekday(hours.today(morning))} at {hours.morning}:00 ({zone_choice(hours.zone).label})"


def _hour(name: str, label: str, hour: int, hint: str = "") -> Field:
    choices = tuple(hour_choice(each) for each in range(24))
    return Field(name, label, Input.choice, hint=hint, choices=choices, initial=choices[hour])


def hour_choice(hour: int) -> Choice:
    """An hour of the day as an option: `9:00`."""
    return Choice(str(hour), f"{hour}:00")


def hour_of(value: Value | None) -> int | None:
    """The hour that came back; None when it is none."""
    said = value if isinstance(value, str) else ""
    return int(said) if said.isascii() and said.isdigit() and len(said) < 3 and int(said) < 24 else None


def _chosen(values: Mapping[str, Value]) -> tuple[dict[str, str | int | bool | None], dict[str, str]]:
    """The values of the columns, and what is wrong with them by field."""
    zone, country = str(values.get("zone") or ""), str(values.get("country") or "")
    hours = {name: hour_of(values.get(name)) for name in ("morning", "quiet_from", "quiet_until")}
    most, digest = str(values.get("most_a_day") or ""), str(values.get("digest") or "")
    errors = {name: "Choose an hour." for name, hour in hours.items() if hour is None}
    if not is_zone(zone):
        errors["zone"] = "Choose a time zone from the list."
    if country not in country_names():
        errors["country"] = "Choose a country from the list."
    if not (most.isascii() and most.isdigit() and len(most) < 3):
        errors["most_a_day"] = "Choose a number."
    if digest not in DIGEST:
        errors["digest"] = "Choose one of the two."
    if errors:
        return {}, errors
    return {"zone": zone, "country": country, **hours, "most_a_day": int(most), "digest": digest == "on"}, {}


def _hours(task: Task, email: str) -> Hours:
    return Mornings(task.desk, task.work.person_clocks.all(), Calendars()).of(email)


def _said(clock: PersonClock | None) -> str | None:
    return json.dumps({name: value for name, value in asdict(clock).items() if name in KEPT}) if clock else None


def _email(task: Task) -> str:
    return own_email(task.desk, task.request.actor)
