"""The staff list and its forms, as admins see them in chat."""

from datetime import date

from handlers.access import STAFF
from handlers.documents import (
    Button,
    Buttons,
    Choice,
    Confirm,
    Field,
    FieldErrors,
    Form,
    Input,
    Note,
    Part,
    Reply,
    Table,
    text,
)
from handlers.errors import NotFound, UserError
from handlers.roles import REMOVED
from handlers.staff.changes import add_stand_in, end_stand_in, person_of, set_role
from handlers.wording import day
from handlers.work import Task
from store.staff_records import StandIn

EDIT, SAVE = "staff.edit", "staff.save"
STAND_IN, STAND_IN_SAVE, STAND_IN_END = "staff.stand_in", "staff.stand_in_save", "staff.stand_in_end"
REMOVED_WORDS = "No access (removed)"
MOST_ENDED = 5


def staff_list(task: Task) -> Reply:
    """Everybody with a role of their own, and who stands in for whom from today on."""
    members = task.work.staff.list()
    rows = tuple((each.person, each.name or "", _role(each.role), day(each.changed_at.date())) for each in members)
    stand_ins = task.work.staff.stand_ins(task.desk.today(task.request.now))
    count = sum(each.role != REMOVED for each in members)
    parts: list[Part] = [Table("Staff", ("Person", "Name", "Role", "Since"), rows)] if rows else []
    if stand_ins:
        parts.append(Table("Stand-ins", ("Who", "For", "From", "Through"), tuple(map(_row, stand_ins))))
    parts.append(Note(text(_others(task))))
    parts.append(Buttons((Button("Add or change", EDIT), Button("Name a stand-in", STAND_IN), *_ends(stand_ins))))
    summary = f"{count} {'person has' if count == 1 else 'people have'} a role on the staff list."
    return Reply(summary if members else "Nobody is on the staff list yet.", tuple(parts))


def _role(role: str) -> str:
    return "removed" if role == REMOVED else role


def _row(each: StandIn) -> tuple[str, ...]:
    return (each.person, each.colleague, day(each.first_on), day(each.last_on))


def _ends(stand_ins: tuple[StandIn, ...]) -> tuple[Button, ...]:
    return tuple(
        Button(
            f"End: {each.person}"[:70],
            STAND_IN_END,
            str(each.id),
            confirm=Confirm("End this stand-in?", f"{each.person} acts for {each.colleague} no more.", "End it"),
        )
        for each in stand_ins[:MOST_ENDED]
    )


def _others(task: Task) -> str:
    admins = ", ".join(sorted(task.desk.admins))
    from_settings = f"Admins by setting: {admins}. " if admins else ""
    return (
        f"{from_settings}Whoever the portfolio names as a manager is one without a row here; "
        "a removed person stays refused all the same."
    )


def edit_form(task: Task) -> Form:
    """Add somebody, change a role, or take it away."""
    roles = (*(Choice(role, role.capitalize()) for role in STAFF), Choice(REMOVED, REMOVED_WORDS))
    return Form(
        SAVE,
        "Staff",
        "Save",
        (
            Field(
                "person", "Person", Input.line, limit=200, placeholder="pam@vendor.example", initial=task.request.value
            ),
            Field("name", "Name", Input.line, required=False, limit=100),
            Field("role", "Role", Input.choice, choices=roles),
        ),
        intro=text("A change holds from the next click on: forms that are open are refused when it takes a role away."),
    )


def save(task: Task) -> Reply | FieldErrors:
    """Keep what the form says."""
    values = {name: str(value).strip() for name, value in task.request.values.items() if isinstance(value, str)}
    try:
        member = set_role(task, person_of(values.get("person", "")), values.get("role", ""), values.get("name") or None)
    except UserError as error:
        return FieldErrors({"person": error.sentence})
    if member.role == REMOVED:
        return Reply(f"{member.person} has no access any more.")
    return Reply(f"{member.name or member.person} is {member.role} now.")


def stand_in_form(task: Task) -> Form:
    """Who stands in for whom, and when."""
    return Form(
        STAND_IN_SAVE,
        "Stand-in",
        "Save",
        (
            Field("colleague", "Who is away", Input.line, limit=200, placeholder="pam@vendor.example"),
            Field("person", "Who stands in", Input.line, limit=200, placeholder="lena@vendor.example"),
            Field("first_on", "First day", Input.day),
            Field("last_on", "Last day", Input.day, hint="This day is included."),
        ),
        intro=text(
            "The stand-in registers deals and marks reviews for these partners, and decides none of their deals."
        ),
    )


def save_stand_in(task: Task) -> Reply | FieldErrors:
    """Keep what the form says."""
    values = task.request.values
    try:
        colleague, person = person_of(str(values.get("colleague", ""))), person_of(str(values.get("person", "")))
        first_on, last_on = (date.fromisoformat(str(values.get(name, ""))) for name in ("first_on", "last_on"))
        add_stand_in(task, colleague, person, first_on, last_on)
    except UserError as error:
        return FieldErrors({"person": error.sentence})
    except ValueError:
        return FieldErrors({"first_on": "Choose both days."})
    return Reply(f"{person} stands in for {colleague} from {day(first_on)} through {day(last_on)}.")


def end(task: Task) -> Reply:
    """Take a stand-in back by its button."""
    value = task.request.value
    if not (value.isascii() and value.isdigit() and len(value) < 19):
        raise NotFound("This stand-in is no longer there. Nothing changed.")
    ended = end_stand_in(task, int(value))
    return Reply(f"{ended.person} stands in for {ended.colleague} no more.")
