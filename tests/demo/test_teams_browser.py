"""The Teams page in a real browser around a small bot: asking, buttons, dialogs, search fields, threads, keyboard."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from bot.demo.ids import IDS, PEOPLE
from bot.demo.teams.ids import TEAMS, chat_of
from tests.demo.small_bot import card, words
from tests.demo.tabs import NAMELESS, Tab, opened
from tests.demo.teams_playing import Playing, playing

pytestmark = pytest.mark.optional

PAM = next(each for each in PEOPLE if each.id == IDS.pam)


@pytest.fixture
def play() -> Iterator[Playing]:
    with playing() as running:
        yield running


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    fresh = browser.new_context(viewport={"width": 1280, "height": 800}, timezone_id="America/Los_Angeles")
    yield fresh
    fresh.close()


@pytest.fixture
def tab(context: BrowserContext, play: Playing) -> Tab:
    return opened(context, f"{play.url}/teams")


def say(page: Page, text: str) -> None:
    page.locator("#write").fill(text)
    page.locator("#write").press("Enter")


def visit(page: Page, name: str) -> None:
    page.locator(".place", has_text=name).click()


def asked(page: Page) -> Locator:
    """The bot's card in the personal chat."""
    say(page, "tier Acme")
    expect(page.locator("#log .card").last).to_contain_text("Acme on the way to Silver")
    return page.locator("#log .card").last


def dialog(page: Page) -> Locator:
    asked(page).get_by_role("button", name="Register a deal").click()
    expect(page.get_by_role("dialog")).to_contain_text("Partner")
    return page.get_by_role("dialog")


def send(play: Playing, conversation: str, **message: Any) -> str:
    with play.connector() as client:
        body = {"type": "message"} | message
        return str(client.post(f"/conversations/{conversation}/activities", json=body).json()["id"])


def test_a_question_is_answered_without_a_complaint_and_without_leaving_this_machine(tab: Tab, play: Playing) -> None:
    say(tab.page, "tier Acme")
    expect(tab.page.locator("#typing")).to_have_text("Tierline is typing")
    shown = tab.page.locator("#log .card").last
    expect(shown).to_contain_text("Acme is Bronze, since Fri, Mar 6, 2026.")
    expect(shown.locator("strong")).to_have_text("Bronze")
    expect(tab.page.locator("#typing")).to_have_text("")
    assert tab.complaints == []
    assert tab.hosts == {urlsplit(play.url).netloc}


def test_a_pressed_button_replaces_its_card_and_a_refused_one_says_why(tab: Tab) -> None:
    shown = asked(tab.page)
    shown.get_by_role("button", name="Break").click()
    expect(tab.page.locator(".told.bad")).to_have_text("Only approvers may do this.")
    shown.get_by_role("button", name="Approve").click()
    expect(tab.page.locator("#log .card").last).to_contain_text("DR-1001 is approved")
    expect(tab.page.locator("#log .card")).to_have_count(1)
    expect(tab.page.locator("#write")).to_be_focused()
    assert tab.complaints == []


def test_what_happens_within_a_card_is_not_sent_to_the_bot(tab: Tab, play: Playing) -> None:
    shown = asked(tab.page)
    before = len(play.bot.heard)
    expect(shown.get_by_text("The rule: guide, section 3.")).to_be_hidden()
    shown.get_by_role("button", name="Show the rule").click()
    expect(shown.get_by_text("The rule: guide, section 3.")).to_be_visible()
    shown.get_by_role("button", name="Comment", exact=True).click()
    shown.get_by_role("button", name="Send comment").click()
    expect(shown.get_by_role("textbox", name="Comment")).to_be_focused()
    assert len(play.bot.heard) == before
    shown.get_by_role("textbox", name="Comment").fill("well done")
    shown.get_by_role("button", name="Send comment").click()
    expect(tab.page.locator(".told")).to_have_text("Noted: well done")


def test_a_plain_submit_says_that_it_was_sent(tab: Tab) -> None:
    asked(tab.page).get_by_role("button", name="Share here").click()
    expect(tab.page.locator(".told")).to_have_text("Your response was sent to the app")
    expect(tab.page.locator("#log .bubble").last).to_contain_text("Shared: tiers.share")


def test_a_mistake_in_a_dialog_stands_at_its_field_and_everything_typed_is_kept(tab: Tab, play: Playing) -> None:
    box = dialog(tab.page)
    before = len(play.bot.heard)
    box.get_by_role("button", name="Register").click()
    expect(box).to_contain_text("Name a partner.")
    expect(box).to_contain_text("Who buys?")
    expect(box.get_by_role("combobox", name="Partner")).to_be_focused()
    assert len(play.bot.heard) == before
    box.get_by_role("combobox", name="Partner").press_sequentially("north")
    box.get_by_role("option", name="Northwind Traders").click()
    box.get_by_label("Customer").fill("Tamarind")
    box.get_by_label("Amount").fill("a lot")
    box.get_by_label("Engage").check()
    box.get_by_role("button", name="Register").click()
    expect(box).to_contain_text("An amount in figures")
    expect(box.get_by_label("Amount")).to_be_focused()
    expect(box.get_by_label("Amount")).to_have_value("a lot")
    expect(box.get_by_label("Customer")).to_have_value("Tamarind")
    expect(box.get_by_role("combobox", name="Partner")).to_have_value("Northwind Traders")
    expect(box.get_by_label("Engage")).to_be_checked()
    box.get_by_label("Amount").fill("75,000")
    box.get_by_role("button", name="Register").click()
    expect(box).to_contain_text("DR-1001 is registered for Tamarind.")
    sent = play.bot.heard[-1]["value"]["data"]
    assert sent == {
        "form": "t1",
        "partner": "nort",
        "customer": "Tamarind",
        "amount": "75,000",
        "products": "engage",
    }
    box.get_by_role("button", name="Done").click()
    expect(tab.page.get_by_role("dialog")).to_have_count(0)
    expect(tab.page.get_by_role("button", name="Register a deal")).to_be_focused()
    assert tab.complaints == []


def test_a_dialog_may_end_with_a_message_and_one_that_fails_stays_open(tab: Tab, play: Playing) -> None:
    box = dialog(tab.page)
    box.get_by_role("combobox", name="Partner").fill("glo")
    box.get_by_role("option", name="Globex").click()
    box.get_by_label("Customer").fill("Message")
    box.get_by_label("Amount").fill("1")
    play.bot.broken = True
    box.get_by_role("button", name="Register").click()
    expect(box.get_by_role("alert")).to_have_text("Something went wrong. Please try again.")
    expect(box.get_by_label("Customer")).to_have_value("Message")
    play.bot.broken = False
    box.get_by_role("button", name="Register").click()
    expect(box.get_by_role("status")).to_have_text("DR-1001 is registered for Message.")
    box.get_by_role("button", name="Close").last.click()
    expect(tab.page.get_by_role("dialog")).to_have_count(0)


def test_a_search_field_is_used_with_the_keyboard(tab: Tab) -> None:
    box = dialog(tab.page)
    partner = box.get_by_role("combobox", name="Partner")
    partner.press_sequentially("in")
    expect(box.get_by_role("option")).to_have_text(["Initech", "Northwind Traders"])
    partner.press("ArrowDown")
    partner.press("ArrowDown")
    marked = box.locator("[role=option].active").get_attribute("id") or "none"
    expect(partner).to_have_attribute("aria-activedescendant", marked)
    partner.press("Enter")
    expect(partner).to_have_value("Northwind Traders")
    partner.fill("zzz")
    expect(box.get_by_role("listbox", name="Partner")).to_have_text("No results found")
    partner.press("Escape")
    expect(box.get_by_role("listbox", name="Partner")).to_be_hidden()
    expect(box).to_be_visible()
    partner.press("Escape")
    expect(tab.page.get_by_role("dialog")).to_have_count(0)


def test_a_post_mentions_the_bot_and_its_thread_goes_on(tab: Tab, play: Playing) -> None:
    page = tab.page
    visit(page, "Deal desk")
    page.locator("#write").press_sequentially("@Ti")
    expect(page.get_by_role("option", name="Tierline")).to_be_visible()
    page.locator("#write").press("Enter")
    expect(page.locator("#write")).to_have_value("@Tierline ")
    page.locator("#write").press_sequentially("tier Acme")
    page.locator("#write").press("Enter")
    post = page.locator(".post").last
    expect(post.locator(".rootpost .mention")).to_have_text("Tierline")
    expect(post.locator(".replies .card")).to_contain_text("Acme on the way to Silver")
    post.get_by_role("button", name="Reply").click()
    reply = post.get_by_role("combobox", name="Reply in this thread")
    expect(reply).to_be_focused()
    reply.press_sequentially("@Tierline half a thou")
    send(play, f"{TEAMS.deal_desk};messageid={post.get_attribute('data-post')}", text="meanwhile")
    expect(post.locator(".replied")).to_have_count(2)
    expect(reply).to_have_value("@Tierline half a thou")
    reply.press("Enter")
    expect(post.locator(".replied")).to_have_count(4)
    expect(post.locator(".replied").last).to_contain_text("I heard you")
    expect(page.locator(".post")).to_have_count(1)
    assert tab.complaints == []


def test_messages_arrive_change_and_go_while_somebody_looks(tab: Tab, play: Playing) -> None:
    page, chat = tab.page, chat_of(PAM)
    told = send(play, chat, text="**Good morning**, see [the guide](https://guide.example)\n\n- one\n- two")
    bubble = page.locator("#log .bubble").last
    expect(bubble.locator("strong").last).to_have_text("Good morning")
    expect(bubble.get_by_role("link")).to_have_attribute("href", "https://guide.example")
    expect(bubble.locator("li")).to_have_count(2)
    with play.connector() as client:
        address = f"/conversations/{chat}/activities/{told}"
        client.put(address, json={"type": "message", "text": "Good evening"})
        expect(page.locator("#log .bubble").last).to_contain_text("Good evening")
        expect(page.locator(".edited")).to_have_text("Edited")
        client.delete(address)
        expect(page.locator("#log .bubble")).to_have_count(0)
    send(play, TEAMS.deal_desk, text="news")
    expect(page.locator(".place", has_text="Deal desk").locator(".count")).to_contain_text("1")


def test_mentions_dates_and_bars_of_a_card_are_drawn(tab: Tab, play: Playing) -> None:
    shown = card(
        words("For <at>Pam Ortiz</at> at {{TIME(2026-03-06T18:30:00Z)}}, not <at>Nobody</at>"),
        {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "and <at>Pam Ortiz</at> *again*"}]},
        {"type": "ProgressBar", "value": 40, "max": 80, "color": "Good", "fallback": words("half")},
    )
    who = {"type": "mention", "text": "<at>Pam Ortiz</at>", "mentioned": {"id": "29:1", "name": "Pam Ortiz"}}
    shown["content"]["msteams"] = {"entities": [who]}
    send(play, chat_of(PAM), attachments=[shown])
    box = tab.page.locator(".card")
    expect(box.locator(".mention")).to_have_text(["Pam Ortiz", "Pam Ortiz"])
    expect(box).to_contain_text("at 10:30 AM, not <at>Nobody</at>")
    expect(box).to_contain_text("and Pam Ortiz *again*")
    expect(box.get_by_role("progressbar")).to_have_attribute("aria-valuenow", "40")
    expect(box.get_by_text("half")).to_have_count(0)
    assert tab.complaints == []


def test_addresses_open_elsewhere_and_suggested_replies_are_said(tab: Tab, play: Playing) -> None:
    page = tab.page
    opens = {"type": "Action.OpenUrl", "title": "Open", "url": f"{play.url}/teams"}
    refused = {"type": "Action.OpenUrl", "title": "Odd", "url": "javascript:alert(1)"}
    send(play, chat_of(PAM), attachments=[card(words("A link"), actions=(opens, refused))])
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Open", exact=True).click()
    opened.value.close()
    page.get_by_role("link", name="Odd").click()
    expect(page.locator(".told.bad")).to_have_text("This address cannot be opened.")
    replies = {"actions": [{"type": "imBack", "title": "Edit", "value": "edit it"}]}
    send(play, chat_of(PAM), text="What next?", suggestedActions=replies)
    page.get_by_role("button", name="Edit").click()
    expect(page.locator("#log .bubble").last).to_contain_text("second words")


def test_a_search_field_may_take_several(tab: Tab, play: Playing) -> None:
    many = {"type": "Input.ChoiceSet", "id": "who", "label": "Partners", "isMultiSelect": True, "choices": []}
    many["choices.data"] = {"type": "Data.Query", "dataset": "partners"}
    shown = card(many, actions=({"type": "Action.Submit", "title": "Send", "data": {"route": "x"}},))
    send(play, chat_of(PAM), attachments=[shown])
    box = tab.page.get_by_role("combobox", name="Partners")
    for typed, found in (("ini", "Initech"), ("glo", "Globex")):
        box.press_sequentially(typed)
        tab.page.get_by_role("option", name=found).click()
    expect(tab.page.locator(".chip")).to_have_text(["Initech", "Globex"])
    tab.page.get_by_role("button", name="Send", exact=True).first.click()
    expect(tab.page.locator(".told")).to_be_visible()
    assert play.bot.heard[-1]["value"] == {"route": "x", "who": "init,glob"}


@pytest.mark.parametrize(
    "text",
    [
        "<img src=x onerror=alert(1)>",
        "[press](javascript:alert(1))",
        "<at><b>bold</b></at>",
        "![x](https://elsewhere.example/x.png)",
        "<script>alert(1)</script>",
    ],
)
def test_hostile_words_stay_words(tab: Tab, play: Playing, text: str) -> None:
    send(play, chat_of(PAM), text=text)
    send(
        play,
        chat_of(PAM),
        attachments=[card(words(text), {"type": "FactSet", "facts": [{"title": text, "value": text}]})],
    )
    expect(tab.page.locator("#log .card")).to_be_visible()
    found = tab.page.locator("#log").evaluate(
        "log => [...log.querySelectorAll('.words *, .card *')].map(each => each.tagName + (each.href ?? ''))"
    )
    assert not [each for each in found if each.startswith(("IMG", "SCRIPT", "Ajava")) or each == "B"]
    assert tab.hosts == {urlsplit(play.url).netloc}
    assert tab.complaints == []


def test_everything_can_be_done_with_the_keyboard_and_every_control_has_a_name(tab: Tab) -> None:
    page = tab.page
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#write")).to_be_focused()
    page.keyboard.type("tier Acme")
    page.keyboard.press("Enter")
    expect(page.locator("#log .card")).to_be_visible()
    assert page.evaluate(NAMELESS) == []
    page.get_by_role("button", name="Register a deal").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()
    for _ in range(20):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    assert page.evaluate(NAMELESS) == []
    page.keyboard.press("Escape")
    page.locator("#wire-toggle").click()
    expect(page.locator("#wire-list li").first).to_be_visible()
    assert page.evaluate(NAMELESS) == []


def test_one_person_is_the_same_in_slack_and_in_teams(tab: Tab) -> None:
    page = tab.page
    page.locator("#actas").select_option(label="Ann Alvarez · Alliances, Acme")
    expect(page.locator(".place")).to_have_count(1)
    expect(page.locator("#title")).to_have_text("With Acme")
    page.get_by_role("link", name="Slack").click()
    expect(page.locator(".whoami")).to_contain_text("Ann Alvarez")
    page.get_by_role("link", name="Teams").click()
    expect(page.locator(".whoami")).to_contain_text("Ann Alvarez")
    expect(page.locator("#clock")).to_contain_text("Mar 6, 2026")


@pytest.mark.parametrize("moved", ["/teams", "/"])
def test_the_clock_that_is_moved_on_one_page_moves_on_both(context: BrowserContext, play: Playing, moved: str) -> None:
    pages = {path: opened(context, play.url + path).page for path in ("/teams", "/")}
    pages[moved].get_by_role("button", name="Next working morning").click()
    for page in pages.values():
        expect(page.locator("#clock")).to_contain_text("Mon, Mar 9, 2026, 9:05 AM PDT")


@pytest.mark.parametrize("path", ["/teams", "/"])
def test_a_phone_shows_the_page_without_scrolling_sideways(browser: Browser, play: Playing, path: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 780})
    page = context.new_page()
    page.goto(play.url + path)
    expect(page.locator("#switch, .switch").first).to_be_visible()
    if path == "/teams":
        asked(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator(".top").evaluate("top => top.scrollHeight <= top.clientHeight")
    context.close()
