"""One desk, two surfaces: what is done on one is seen on the other."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from handlers.commands import as_command
from handlers.documents import Button, Buttons, Form, Reply
from handlers.errors import NotAllowed
from handlers.request import Actor, Role
from handlers.routes import opening
from handlers.wire import load
from tests.handlers.test_deals import DEAL
from tests.support.both import PAM_T, TEAMS_DESK, TENANT, both_desk, posted, written
from tests.support.desk import DANA, NOW, PAM, Desk


@pytest.fixture
def both(tmp_path: Path) -> Iterator[Desk]:
    desk = both_desk(tmp_path)
    yield desk
    desk.store.close()


def registered(desk: Desk, actor: Actor) -> str:
    outcome = desk.submit("deals.submit", DEAL, actor)
    assert isinstance(outcome, Reply), outcome
    return outcome.summary.split(":")[0].removeprefix("Registered as ")


def test_each_message_is_written_for_the_surface_of_its_workspace(both: Desk) -> None:
    registered(both, PAM_T)
    assert {(row.platform, row.workspace) for row in written(both)} == {("teams", TENANT)}
    assert f"channel:{TEAMS_DESK}" in {row.target for row in written(both)}


def test_each_courier_finds_the_messages_of_its_own_surface_only(both: Desk) -> None:
    registered(both, PAM_T)
    asked = both.request(PAM, text="tier Acme")
    both.assistant.answer_later(asked, "channel:C1", None)
    with both.store.write() as work:
        slack, teams = (work.outbox.claim("test", each, NOW, 99, NOW - NOW) for each in ("slack", "teams"))
    assert [each.message.target for each in slack] == ["channel:C1"]
    assert {each.message.workspace for each in teams} == {TENANT}


def test_a_decision_rewrites_the_card_wherever_it_stands(both: Desk) -> None:
    number = registered(both, PAM)
    posted(both, f"registration:{number}", "slack", "T1", "CEXTRA", "17.1")
    posted(both, f"registration:{number}", "teams", TENANT, TEAMS_DESK, "1719000000001")
    both.press("deals.approve", f"{number}|1", DANA)
    rewrites = [row for row in written(both) if row.operation == "update"]
    assert {(row.platform, row.workspace) for row in rewrites} == {("slack", "T1"), ("teams", TENANT)}
    below = {(row.platform, row.target, row.thread) for row in written(both) if row.thread}
    assert ("teams", f"channel:{TEAMS_DESK}", "1719000000001") in below
    assert ("slack", "channel:CEXTRA", "17.1") in below


def buttons(reply: object) -> list[Button]:
    assert isinstance(reply, Reply), reply
    return [button for part in reply.parts if isinstance(part, Buttons) for button in part.items]


@pytest.mark.parametrize(
    ("words", "route", "value"),
    [
        ("register a deal for Acme at Globex Motors", "deals.open", "acme|Globex Motors"),
        ("schedule a qbr with Acme", "reviews.plan", "Acme"),
        ("my reminders", "reminders.own", ""),
        ("/partner reminders", "reminders.own", ""),
    ],
)
def test_words_that_open_a_form_get_its_button_where_no_form_can_be_shown(
    both: Desk, words: str, route: str, value: str
) -> None:
    typed = both.request(PAM_T, text=words, forms=False)
    (button,) = buttons(both.assistant.handle(typed))
    assert (button.label, button.route, button.value) == ("Open the form", route, value)
    assert button.route in opening()
    assert isinstance(both.press(route, value, PAM_T), Form)
    assert isinstance(both.assistant.handle(replace(typed, forms=True, key="")), Form)


def test_a_message_that_wants_to_register_a_deal_is_answered_with_the_button(both: Desk) -> None:
    both.assistant.answer_later(both.request(PAM_T, text="/partner register a deal for Acme"), "channel:19:c", None)
    (row,) = written(both)
    (button,) = buttons(load(row.document))
    assert (button.label, button.route, button.value) == ("Open the form", "deals.open", "acme|")


@pytest.mark.parametrize(
    ("words", "route", "rest"),
    [
        ("home", "home", ""),
        ("/partner home", "home", ""),
        ("/partner  staff", "staff.list", ""),
        ("/Partner calendar all", "calendar.show", "all"),
        ("/partner tier Acme", "", "tier Acme"),
        ("/partners tier Acme", "", "/partners tier Acme"),
        ("/partner", "", ""),
    ],
)
def test_a_command_is_the_same_with_and_without_its_slash(both: Desk, words: str, route: str, rest: str) -> None:
    request = as_command(both.request(PAM, text=words))
    assert (request.route, request.value or (request.text if not route else "")) == (route, rest)


def test_the_home_page_is_had_by_asking_for_it(both: Desk) -> None:
    assert both.say("/partner home", PAM_T) == both.press("home", actor=PAM_T)


def test_a_refusal_names_the_surface_that_said_nothing(both: Desk) -> None:
    for actor, named in ((PAM, "Slack"), (PAM_T, "Microsoft Teams")):
        with pytest.raises(NotAllowed, match=f"{named} did not tell me"):
            both.say("tier Acme", replace(actor, role=Role.unverified))


def test_a_desk_that_names_no_surface_speaks_of_the_chat_service(desk: Desk) -> None:
    with pytest.raises(NotAllowed, match="your chat service did not tell me"):
        desk.say("tier Acme", replace(PAM, role=Role.unverified))
