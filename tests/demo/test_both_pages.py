"""The demo's Teams page around the real app, in a real browser, and the same deals on the Slack page."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from bot.clock import SystemClock, today
from bot.demo.ids import IDS, ZONE
from scripts.screenshots import AHEAD, act_as, say, visit
from tests.demo.tabs import NAMELESS, Tab, opened
from tests.demo.visitor import Visitor

pytestmark = pytest.mark.optional

PATIENCE = 15_000  # the app's courier sends, two slow cores draw
OWN_CHAT = "Tierline"

Open = Callable[[str], Tab]


@pytest.fixture(scope="module")
def browser(browser: Browser) -> Iterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    yield browser
    expect.set_options(timeout=5_000)


@pytest.fixture
def teams(browser: Browser, url: str) -> Iterator[Open]:
    """Opens the Teams page as somebody, in a browser profile of their own; at the end nobody may have complained."""
    tabs: list[Tab] = []

    def as_person(name: str) -> Tab:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, timezone_id=ZONE)
        tab = opened(context, f"{url}/teams")
        act_as(tab.page, name)
        tabs.append(tab)
        return tab

    yield as_person
    for tab in tabs:
        assert tab.page.evaluate(NAMELESS) == []
        assert tab.complaints == []
        assert tab.hosts == {urlsplit(url).netloc}
        tab.page.context.close()


def asked(page: Page, words: str) -> Locator:
    """Say `words` in the chat that is open; the card that answers."""
    cards = page.locator("#log .card")
    before = cards.count()
    say(page, words)
    expect(cards).to_have_count(before + 1)
    return cards.last


def asked_here(page: Page, words: str) -> Locator:
    """Mention the app in the channel that is open; the card in the thread of that post."""
    posts = page.locator("#log .post")
    before = posts.count()
    say(page, f"@Tierline {words}")
    expect(posts).to_have_count(before + 1)
    return posts.last.locator(".replies .card")


def labeled(box: Locator, label: str) -> Locator:
    """An input by its label, required or not."""
    return box.get_by_label(re.compile(rf"^{re.escape(label)}( \*)?$")).and_(box.locator("input, select, textarea"))


def filled(page: Page, customer: str, amount: str) -> Locator:
    """The form, opened from the answer and filled in but for the partner, who was named."""
    asked(page, "register a deal for Acme").get_by_role("button", name="Open the form").click()
    box = page.get_by_role("dialog")
    expect(labeled(box, "Partner")).to_have_value("Acme Communications")
    labeled(box, "Customer").fill(customer)
    labeled(box, "Customer's web domain").fill(f"{customer.split()[0].lower()}.com")
    labeled(box, "Country").fill("united st")
    box.get_by_role("option", name="United States").first.click()
    box.get_by_label("Segment 2024 · Twilio Engage").check()
    labeled(box, "Recurring amount a year").fill(amount)
    labeled(box, "Expected close").fill((today(SystemClock(), ZONE) + timedelta(days=60)).isoformat())
    labeled(box, "Partner's role").select_option(label="Sourced")
    labeled(box, "What has the partner done so far?").fill("Met the chief technology officer; a pilot is agreed.")
    return box


def registered(page: Page, customer: str) -> str:
    """Register a deal through both pages; its number."""
    box = filled(page, customer, "120k")
    box.get_by_role("button", name="Next").click()
    box.get_by_role("button", name="Register").click()
    expect(box).to_contain_text("Registered as")
    number = re.search(r"DR-\d+", box.inner_text())
    assert number is not None
    box.get_by_role("button", name="Close").click()
    return number[0]


def told(page: Page, words: str) -> None:
    """Something of the app has arrived in the chat that is open."""
    expect(page.locator("#log .bubble", has_text=words).last).to_be_visible()


def test_a_question_is_answered_with_a_card(teams: Open) -> None:
    page = teams("Pam Ortiz").page
    card = asked(page, "What is Acme missing for silver?")
    expect(card).to_contain_text("For Silver in Segment 2024, Acme Communications is missing")
    expect(card.get_by_role("progressbar").first).to_be_visible()
    card.get_by_role("button", name="Evidence").click()
    expect(page.locator("#log .card").last).to_contain_text("Acme Communications")


def test_a_wrong_amount_comes_back_at_its_field_and_everything_typed_is_kept(teams: Open) -> None:
    page = teams("Pam Ortiz").page
    box = filled(page, "Marigold Hotels", "a lot")
    assert page.evaluate(NAMELESS) == []
    box.get_by_role("button", name="Next").click()
    expect(box).to_contain_text("“a lot” is not an amount.")
    _, _, below = box.inner_text().partition("Recurring amount a year")
    assert below.partition("Currency")[0].count("is not an amount") == 1
    amount = labeled(box, "Recurring amount a year")
    expect(amount).to_be_focused()
    expect(amount).to_have_value("a lot")
    expect(labeled(box, "Partner")).to_have_value("Acme Communications")
    expect(labeled(box, "Customer")).to_have_value("Marigold Hotels")
    expect(labeled(box, "Country")).to_have_value("United States")
    expect(box.get_by_label("Segment 2024 · Twilio Engage")).to_be_checked()
    expect(labeled(box, "What has the partner done so far?")).to_have_value(re.compile("a pilot is agreed"))
    amount.fill("120k")
    box.get_by_role("button", name="Next").click()
    expect(box).to_contain_text("Acme Communications with Marigold Hotels.")
    expect(box).to_contain_text("All of this may stay empty.")
    assert page.evaluate(NAMELESS) == []
    box.get_by_role("button", name="Register").click()
    expect(box).to_contain_text(re.compile(r"Registered as DR-\d+: .+ with Marigold Hotels, \$120,000 a year"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    told(page, "with Marigold Hotels")


def test_what_dana_approves_is_rewritten_in_place_and_pam_is_told(teams: Open) -> None:
    pam, dana = teams("Pam Ortiz").page, teams("Dana Ruiz").page
    number = registered(pam, "Saffron Airways")
    dana.set_viewport_size({"width": 1280, "height": 640})
    visit(dana, "Deal desk")
    post = dana.locator("#log .post", has_text=number)
    card = post.locator(".rootpost .card")
    expect(card).to_contain_text(f"New deal registration {number}")
    card.get_by_role("button", name="Approve", exact=True).click()
    expect(card).to_contain_text(f"Approve {number}?")
    expect(card.get_by_role("button", name="Approve", exact=True).last).to_be_in_viewport(ratio=1)
    expect(card.get_by_role("button", name="Approve", exact=True).first).not_to_have_css("color", "rgb(255, 255, 255)")
    card.get_by_role("button", name="Approve", exact=True).last.click()
    expect(card).to_contain_text(f"Approved: {number}, Acme Communications with Saffron Airways")
    expect(card).to_contain_text("Approved by Dana Ruiz")
    expect(card.get_by_role("button", name="Approve")).to_have_count(0)
    expect(post).to_have_count(1)
    expect(post.locator(".replies")).to_contain_text(f"{number} is approved")
    told(pam, f"{number} is approved")


def test_the_deal_of_teams_is_answered_in_slack(teams: Open, url: str) -> None:
    page = teams("Pam Ortiz").page
    number = registered(page, "Cardamom Foods")
    page.get_by_role("link", name="Slack").click()
    expect(page.locator(".whoami")).to_contain_text("Pam Ortiz")
    say(page, f"/partner {number}")
    expect(page.locator("#log .private").last).to_contain_text("Acme Communications with Cardamom Foods")
    visit(page, "deal-desk")
    expect(page.locator("#log .message", has_text=number)).to_have_count(0)


@pytest.mark.parametrize("person", ["Ann Alvarez", "Gus Berg"])
def test_a_partners_person_and_a_guest_get_the_view_of_acme_and_nothing_of_others(teams: Open, person: str) -> None:
    page = teams(person).page
    expect(page.locator(".place.channel")).to_have_text(re.compile("With Acme"))
    visit(page, "With Acme")
    own = asked_here(page, "what tier are we in?")
    expect(own).to_contain_text("Acme Communications is Bronze")
    other = asked_here(page, "what tier is Northwind?")
    expect(other).to_contain_text("Here I can tell you about Acme Communications")
    assert "Northwind" not in other.inner_text()
    expect(page.locator(".post").last.locator(".replied")).to_have_count(1)


def test_reminders_come_to_teams_once_pam_wants_them_there(teams: Open, url: str) -> None:
    page, slack = teams("Pam Ortiz").page, Visitor(url, IDS.pam)
    visit(page, OWN_CHAT)
    page.get_by_role("button", name="Send my reminders here").first.click()
    told(page, "Your reminders come to Microsoft Teams from now on")
    before = len(slack.messages("D0PAM"))
    for step in ("Next working morning", "Two weeks later"):
        page.get_by_role("button", name=step).click()
        expect(page.locator("[data-step][aria-busy=true]")).to_have_count(0, timeout=90_000)
    expect(page.locator("#log .bubble", has_text=AHEAD).first).to_be_visible()
    assert len(slack.messages("D0PAM")) == before
