"""Every button, form and search field, pressed by every role: refused where the table has no permission for it."""

from dataclasses import replace

import pytest

from handlers.access import TABLE, Scope
from handlers.documents import Reply
from handlers.errors import NotAllowed, UserError
from handlers.request import Actor, Place, Role
from handlers.routes import routes
from tests.access.conftest import LENA, NOBODY, give
from tests.support.desk import Desk

WITH_ROWS = ("viewer", "manager", "approver", "admin")
REFUSED = (
    "I answer the vendor's own staff only",
    "I cannot check who you are just now",
    "You are not on the list of people who work with the partner program",
    "which does not include this",
)


def somebody(desk: Desk, role: Role) -> Actor:
    """A person whom the surface and the store together know to have this role."""
    if role in WITH_ROWS:
        give(desk, "lena@vendor.example", role)
        return LENA
    return NOBODY if role is Role.member else replace(NOBODY, role=role, partner="acme")


@pytest.mark.parametrize("role", tuple(Role))
def test_every_route_is_refused_or_not_as_the_table_says(desk: Desk, role: Role) -> None:
    actor = somebody(desk, role)
    may = {name for name, route in routes().items() if TABLE[route.needs][role] is not Scope.none}
    assert {route for route in routes() if not is_refused(desk, route, actor)} == may


def is_refused(desk: Desk, route: str, actor: Actor) -> bool:
    """Whether somebody who presses this with nothing is refused for who they are."""
    try:
        outcome = desk.press(route, "", actor, Place.direct)
    except UserError as error:  # an empty value is refused in words of its own
        return any(words in error.sentence for words in REFUSED)
    return isinstance(outcome, Reply) and any(words in outcome.summary for words in REFUSED)  # said in a greeting


@pytest.mark.parametrize("role", tuple(Role))
@pytest.mark.parametrize("words", ["tier Acme", "which partners are at risk", "help", "register Acme", "zork"])
def test_questions_are_for_staff_and_for_a_partners_people(desk: Desk, role: Role, words: str) -> None:
    actor = somebody(desk, role)
    may = role in WITH_ROWS and (role != "viewer" or words != "register Acme")
    if may:
        desk.say(words, actor)
    elif role is Role.partner:  # about the own partner alone
        assert "Acme Communications" in desk.say(words, actor).summary
    else:
        with pytest.raises(NotAllowed):
            desk.say(words, actor)


@pytest.mark.parametrize("role", ["outsider", "unverified", "member", "partner"])
def test_a_refusal_says_nothing_of_what_was_asked(desk: Desk, role: str) -> None:
    actor = somebody(desk, Role(role))
    told = {desk.assistant.answers(desk.request(actor, text=words))[0].reply for words in ("tier Acme", "tier Zork")}
    assert len(told) == 1


def test_the_buttons_of_an_answer_are_those_that_one_may_press(desk: Desk) -> None:
    def labels(actor: Actor) -> set[str]:
        (found,) = desk.assistant.answers(desk.request(actor, text="tier Acme"))
        return {
            button.label
            for part in found.reply.parts
            for button in getattr(part, "items", ())
            if hasattr(button, "label")
        }

    give(desk, "lena@vendor.example", "viewer")
    assert "Register a deal" not in labels(LENA)
    give(desk, "lena@vendor.example", "manager")
    assert "Register a deal" in labels(LENA)
