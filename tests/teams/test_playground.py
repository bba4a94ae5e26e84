"""The service in Microsoft's own client, which none of us wrote: the Agents Playground, in a browser."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from handlers.errors import UserError
from scripts.browser import chromium
from tests.support.house import MONDAY
from tests.support.playground import Playground, install, playing_ground
from tests.support.playground_screen import PATIENCE, Screen
from tests.support.teams_world import CHANNEL, DANA, GROUP, PAM, Person

pytestmark = pytest.mark.optional

FOLDER = Path(__file__).parents[2] / ".emulator" / "playground"
Opens = Callable[[Person], tuple[Playground, Screen]]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture
def opens(browser: Browser, database: str, tmp_path: Path) -> Iterator[Opens]:
    """Starts the playground with somebody before it; in the end nothing that it sent may have been refused."""
    try:
        install(FOLDER)
    except UserError as error:
        pytest.skip(str(error))
    with ExitStack() as stack:
        grounds: list[Playground] = []

        def opened(person: Person) -> tuple[Playground, Screen]:
            ground = stack.enter_context(playing_ground(FOLDER, tmp_path, database, person))
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            stack.callback(page.close)
            screen = Screen(page)
            screen.opens(ground.url)
            grounds.append(ground)
            return ground, screen

        yield opened
        assert [each for ground in grounds for each in ground.refused] == []


def test_the_app_greets_and_a_question_is_answered_with_a_card_that_can_be_rated(opens: Opens) -> None:
    ground, screen = opens(DANA)
    assert [each["action"] for each in ground.sent("installationUpdate")] == ["add"]
    screen.writes("tier of Acme")
    answer = screen.card("Acme Communications is Bronze")
    expect(answer).to_be_visible(timeout=PATIENCE)
    expect(answer).to_contain_text("7 of 10, 3 short")
    screen.presses(answer, "Right")
    expect(screen.page.get_by_text("Thank you. Good to know that this is right.")).to_be_visible(timeout=PATIENCE)
    assert [each["name"] for each in ground.sent("invoke")] == ["adaptiveCard/action"]
    assert screen.errors == []


def test_a_button_that_asks_on_is_answered_with_another_card(opens: Opens) -> None:
    _, screen = opens(DANA)
    screen.presses(screen.card("Hello Dana Ruiz"), "What can I ask?")
    expect(screen.card("tier PARTNER")).to_be_visible(timeout=PATIENCE)
    assert screen.errors == []


def test_what_the_playground_sends_is_refused_without_the_token_of_the_gate(opens: Opens) -> None:
    ground, _ = opens(DANA)
    assert ground.house.send(ground.sent("conversationUpdate")[0], header="").status_code == 401


def test_a_mention_in_a_channel_is_answered_in_its_thread_and_one_in_a_group_in_the_group(opens: Opens) -> None:
    ground, screen = opens(DANA)
    screen.goes_to("Deals")
    screen.writes("tier of Acme", mention=True)
    answer = screen.card("Acme Communications is Bronze")
    expect(answer).to_be_visible(timeout=PATIENCE)
    assert ground.sent("message")[-1]["conversation"]["id"].startswith(f"{CHANNEL};messageid=")
    # The smallest thing on the page that holds both is one post; were the answer a post of its own, it were the list.
    post = answer.locator("xpath=ancestor::*[contains(., 'tier of Acme')][1]")
    expect(post).not_to_contain_text("Mention me to ask")

    screen.goes_to("Planning")
    screen.writes("tier of Acme", mention=True)
    expect(screen.card("Acme Communications is Bronze")).to_be_visible(timeout=PATIENCE)
    assert ground.sent("message")[-1]["conversation"]["id"] == GROUP


def test_an_approval_rewrites_the_registration_where_it_stands(opens: Opens) -> None:
    ground, screen = opens(DANA)
    screen.goes_to("Deals")
    expect(screen.card("Mention me to ask")).to_be_visible(timeout=PATIENCE)
    register(ground)
    card = screen.card("New deal registration DR-1001")
    expect(card).to_contain_text("First answer due by", timeout=PATIENCE)
    screen.presses(card, "Approve")  # opens what is asked first, without a word to us
    assert ground.sent("invoke") == []
    card.get_by_role("button", name="Approve", exact=True).last.click()
    decided = screen.page.locator(".ac-adaptiveCard").filter(has_text="Submitted by")
    expect(decided).to_contain_text("Protected through", timeout=PATIENCE)
    expect(decided).to_have_count(1)
    expect(decided.get_by_role("button", name="Approve", exact=True)).to_have_count(0)
    expect(screen.card("DR-1001 is approved")).to_be_visible(timeout=PATIENCE)
    assert screen.errors == []


def test_a_reminder_comes_by_itself_and_is_rewritten_once_the_review_was_held(opens: Opens) -> None:
    ground, screen = opens(PAM)
    for day in range(1, 5):
        ground.house.clock.move_to(MONDAY + timedelta(days=day))
        ground.house.tick()
        ground.house.settled()
    reminder = screen.card("The pipeline review with Acme Communications on Thu Jul 18 is not recorded as held")
    expect(reminder).to_be_visible(timeout=PATIENCE)
    assert ground.sent("message") == []
    screen.presses(reminder, "Mark as held")
    screen.presses(reminder, "It was held")
    expect(reminder).to_have_count(0, timeout=PATIENCE)
    held = screen.card("scheduled for Thu Jul 18, 2024, is recorded as held on Jul 18, 2024")
    expect(held.get_by_role("button", name="Not held after all")).to_be_visible()
    assert screen.errors == []


def test_a_menu_of_the_app_opens_the_form_and_the_client_asks_for_what_is_missing(opens: Opens) -> None:
    ground, screen = opens(DANA)
    dialog = screen.command("register_deal")
    expect(dialog).to_contain_text("Customer's web domain", timeout=PATIENCE)
    dialog.get_by_role("button", name="Next").click()
    expect(dialog).to_contain_text("Please fill in: Partner.")
    expect(dialog).to_contain_text("Please fill in: Expected close.")
    assert [each["name"] for each in ground.sent("invoke")] == ["composeExtension/fetchTask"]
    assert screen.errors == []


def test_a_button_for_a_dialog_is_shown_and_the_playground_says_that_it_has_none(opens: Opens) -> None:
    _, screen = opens(DANA)
    screen.writes("register a deal for Acme")
    expect(screen.card("open the form").get_by_role("button", name="Open the form")).to_be_visible(timeout=PATIENCE)
    expect(screen.page.get_by_text("Task module (task/fetch) is not supported yet").first).to_be_visible()


def register(ground: Playground) -> None:
    """Pam registers a deal, in a client that has dialogs: the playground shows one person alone."""
    pam = ground.house.member(PAM)
    opening = {"commandId": "register_deal", "commandContext": "compose"}
    form = pam.invoke("composeExtension/fetchTask", opening, CHANNEL)
    close = (MONDAY + timedelta(days=60)).date().isoformat()
    rest = pam.fills(
        form,
        partner="acme",
        customer="Initrode",
        customer_domain="initrode.example.com",
        country="GB",
        products="twilio-segment-2024/segment",
        earr="120000",
        expected_close_on=close,
        role="sourced",
        evidence="Met the chief technology officer on site and agreed on a pilot.",
    )
    pam.fills(rest)
