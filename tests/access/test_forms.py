"""Which buttons give a form: a surface that has to say so before anybody presses is told the truth."""

from contextlib import suppress
from pathlib import Path

from handlers.documents import Form
from handlers.errors import UserError
from handlers.request import Conversation, Place
from handlers.routes import FROM_MESSAGE, opening, routes
from store.registration_states import RegistrationState
from tests.support.desk import NOA, PAM, PORTFOLIO, Desk, fill_database, open_desk

HERE = Conversation("C1", Place.channel, joined=True)
AHEAD, HELD = (f"acme|twilio-segment-2024|pipeline_review|{day}" for day in ("2024-07-18", "2024-06-18"))
DEALS = tuple(f"DR-{number}" for number, _ in enumerate(RegistrationState))
VALUES = (
    *("", "acme", "acme|twilio-segment-2024|pipeline_review", AHEAD, HELD, "noa@vendor.example", "bad|1"),
    *DEALS,
    *(f"{each}|1" for each in DEALS),
)
"""What the buttons of these records carry."""
LIFE = {
    "registrations.csv": "registration,partner,program,customer,earr,currency,state,submitted_on,decided_on\n"
    + "".join(
        f"{id},acme,twilio-segment-2024,Customer {id},1000,USD,{state},2024-07-08,2024-07-12\n"
        for id, state in zip(DEALS, RegistrationState, strict=True)
    ),
    "meetings.csv": PORTFOLIO["meetings.csv"] + f"{HELD.replace('|', ',')},2024-06-18,\n",
}


def everything_in_life(folder: Path) -> Desk:
    """A desk with a deal in every state, meetings behind and ahead, and an answer that can be rated."""
    desk = open_desk(fill_database(folder, PORTFOLIO | LIFE))
    desk.assistant.answer_later(desk.request(PAM, text="tier Acme", conversation=HERE), "channel:C1", None)
    return desk


def gives_a_form(desk: Desk, route: str) -> bool:
    """Whether any button of this route gives a form to an admin or to the partner's manager."""
    for actor in (NOA, PAM):
        for value in VALUES:
            with suppress(UserError):
                pressed = desk.request(actor, route=route, value=value, conversation=HERE)
                if isinstance(desk.assistant.handle(pressed), Form):
                    return True
    return False


def test_exactly_the_routes_that_say_so_give_a_form_when_their_button_is_pressed(tmp_path: Path) -> None:
    desk = everything_in_life(tmp_path)
    by_writing = sorted(routes(), key=lambda name: routes()[name].writes)  # what changes the records comes last
    assert {name for name in (FROM_MESSAGE, *by_writing) if gives_a_form(desk, name)} == opening()
    desk.store.close()
