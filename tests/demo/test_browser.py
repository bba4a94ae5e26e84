"""The page in a real browser around the real app: asking, mistakes, keyboard, labels, and nothing from elsewhere."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from slack_sdk import WebClient

from scripts.screenshots import act_as, fill, open_form, say, visit
from tests.demo.playing import playing
from tests.demo.small_app import TOKEN
from tests.demo.tabs import NAMELESS, Tab, opened

pytestmark = pytest.mark.optional


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    fresh = browser.new_context(viewport={"width": 1280, "height": 800})
    yield fresh
    fresh.close()


@pytest.fixture
def tab(context: BrowserContext, url: str) -> Tab:
    return opened(context, url)


def test_a_question_is_answered_without_a_complaint_and_without_leaving_this_machine(tab: Tab, url: str) -> None:
    say(tab.page, "/partner tier Acme")
    note = tab.page.locator("#log .private").last
    expect(note).to_contain_text("Only visible to you")
    expect(note).to_contain_text("Acme Communications is Bronze")
    note.get_by_role("button", name="Share here").click()
    expect(tab.page.locator("#log .message:not(.private)").last).to_contain_text("Acme Communications")
    assert tab.complaints == []
    assert tab.hosts == {urlsplit(url).netloc}


def test_the_messages_tab_begins_with_questions_and_its_answers_can_be_rated(tab: Tab) -> None:
    visit(tab.page, "Direct messages")
    tab.page.get_by_role("button", name="Where does Acme Communications stand?").click()
    answer = tab.page.locator("#thread-log .message").last
    expect(answer).to_contain_text("Acme Communications is Bronze")
    expect(tab.page.locator(".working")).to_have_count(0)
    answer.get_by_role("button", name="This answer is wrong").click()
    dialog = tab.page.get_by_role("dialog")
    expect(dialog).to_contain_text("The question was")
    dialog.get_by_label("What should it have said?").fill("Silver")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_contain_text("Your note is kept")
    dialog.get_by_role("button", name="Done").click()
    expect(answer.get_by_role("button", name="This answer is wrong")).to_have_attribute("aria-pressed", "true")
    answer.get_by_role("button", name="This answer is right").click()
    expect(tab.page.locator("#thread-log .private")).to_contain_text("Thank you")
    assert tab.page.evaluate(NAMELESS) == []
    assert tab.complaints == []


def test_a_mistake_stands_at_its_field_and_what_was_typed_waits_for_the_next_time(tab: Tab) -> None:
    page = tab.page
    act_as(page, "Noa Levi")
    open_form(page)
    fill(page)
    amount = page.get_by_label("Recurring amount a year")
    amount.fill("a lot")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(amount).to_have_attribute("aria-invalid", "true")
    expect(amount).to_be_focused()
    expect(page.locator(f"#{amount.get_attribute('id')}-error")).to_contain_text("is not an amount")
    expect(page.get_by_label("Customer", exact=True)).to_have_value("Juniper Hotels")
    expect(page.locator(".chip")).to_have_text("Twilio Engage")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    open_form(page)
    expect(page.get_by_role("dialog")).to_contain_text("What you had typed before is filled in.")
    expect(page.get_by_label("Customer", exact=True)).to_have_value("Juniper Hotels")
    expect(page.locator(".chip")).to_have_text("Twilio Engage")
    expect(amount).to_have_value("a lot")
    amount.fill("90k")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.get_by_role("button", name="Register", exact=True)).to_be_visible()
    page.keyboard.press("Escape")


def test_an_empty_required_field_is_asked_for_before_anything_is_sent(tab: Tab) -> None:
    open_form(tab.page)
    tab.page.get_by_role("button", name="Next", exact=True).click()
    expect(tab.page.locator("dialog .error").first).to_have_text("Please complete this required field.")
    tab.page.get_by_role("button", name="Cancel").click()


def test_the_second_page_may_stay_empty_and_its_mistakes_stand_at_their_fields_too(tab: Tab) -> None:
    page = tab.page
    open_form(page)
    fill(page)
    page.get_by_label("Recurring amount a year").fill("90k")
    page.get_by_role("button", name="Next", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Acme Communications with Juniper Hotels.")
    expect(dialog).to_contain_text("All of this may stay empty.")
    assert page.evaluate(NAMELESS) == []
    mail = page.get_by_label("The contact's e-mail address")
    mail.fill("nobody at all")
    dialog.get_by_role("button", name="Register").click()
    expect(mail).to_be_focused()
    expect(mail).to_have_attribute("aria-invalid", "true")
    mail.fill("")
    dialog.get_by_role("button", name="Register").click()
    expect(dialog).to_contain_text("Juniper Hotels")
    dialog.get_by_role("button", name="Done").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert tab.complaints == []


def test_everything_can_be_done_with_the_keyboard(tab: Tab) -> None:
    page = tab.page
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#write")).to_be_focused()
    page.keyboard.type("/pa")
    page.keyboard.press("Tab")
    page.keyboard.type("register Acme")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.locator("#write")).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#write")).to_have_value("/partner register Acme")


def test_a_search_field_is_used_with_the_keyboard(tab: Tab) -> None:
    open_form(tab.page)
    partner = tab.page.get_by_role("combobox", name="Partner", exact=True)
    partner.press_sequentially("northw")
    expect(tab.page.locator("[role=listbox]:visible [role=option]").first).to_contain_text("Northwind")
    partner.press("ArrowDown")
    marked = tab.page.locator("[role=option].active").get_attribute("id") or "none"
    expect(partner).to_have_attribute("aria-activedescendant", marked)
    partner.press("Enter")
    expect(partner).to_have_value("Northwind Traders")
    tab.page.keyboard.press("Escape")


def test_every_control_has_a_name(tab: Tab) -> None:
    assert tab.page.evaluate(NAMELESS) == []
    say(tab.page, "/partner tier Acme")
    expect(tab.page.locator("#log .private").last).to_be_visible()
    open_form(tab.page)
    assert tab.page.evaluate(NAMELESS) == []
    tab.page.keyboard.press("Escape")
    tab.page.locator("#wire-toggle").click()
    assert tab.page.evaluate(NAMELESS) == []


def test_what_pam_registers_is_on_danas_screen_at_once(tab: Tab, context: BrowserContext, url: str) -> None:
    dana = context.new_page()
    dana.goto(url)
    act_as(dana, "Dana Ruiz")
    open_form(tab.page)
    fill(tab.page)
    tab.page.get_by_label("Customer", exact=True).fill("Juniper Textiles")
    tab.page.get_by_label("Customer's web domain").fill("junipertextiles.com")
    tab.page.get_by_label("Recurring amount a year").fill("90k")
    tab.page.get_by_role("button", name="Next", exact=True).click()
    tab.page.get_by_role("dialog").get_by_role("button", name="Register").click()
    tab.page.get_by_role("dialog").get_by_role("button", name="Done").click()
    expect(dana.locator(".place", has_text="deal-desk").locator(".count")).to_be_visible()
    visit(dana, "deal-desk")
    expect(dana.locator("#log .message").last).to_contain_text("Juniper Textiles")
    dana.get_by_role("button", name="Approve", exact=True).last.click()
    dana.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(dana.locator("#log .message").last.get_by_role("button", name="Approve", exact=True)).to_be_visible()


def test_a_status_and_a_file_of_the_app_are_shown(context: BrowserContext) -> None:
    with playing() as play:
        page, client = context.new_page(), WebClient(TOKEN, base_url=f"{play.url}/api/")
        page.goto(play.url)
        visit(page, "Direct messages")
        root = client.chat_postMessage(channel="D0PAM", text="root")["ts"]
        client.assistant_threads_setStatus(channel_id="D0PAM", thread_ts=root, status="is reading the records…")
        expect(page.locator(".working")).to_have_text("Tierline is reading the records…")
        client.chat_postMessage(channel="D0PAM", thread_ts=root, text="done")
        expect(page.locator(".working")).to_have_count(0)
        client.files_upload_v2(channel="D0PAM", filename="partners.csv", content="partner\nacme\n")
        with page.expect_download() as fetched:
            page.get_by_role("link", name="partners.csv").click()
        assert fetched.value.suggested_filename == "partners.csv"
        assert Path(fetched.value.path()).read_text("utf-8") == "partner\nacme\n"
        page.close()


def test_a_phone_shows_the_page_without_scrolling_sideways(browser: Browser, url: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 780})
    page = context.new_page()
    page.goto(url)
    say(page, "/partner tier Acme")
    expect(page.locator("#log .private").last).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_role("button", name="Channels").click()
    visit(page, "deal-desk")
    expect(page.locator("#title")).to_have_text("# deal-desk")
    context.close()


@pytest.mark.parametrize("kind", ["plan", "constructor", "__proto__"])
def test_a_block_that_is_not_known_is_shown_as_such(tab: Tab, kind: str) -> None:
    draw = "async (kind) => (await import('/page/blocks.js')).blocks([{type: kind}], {})[0].textContent"
    assert tab.page.evaluate(draw, kind) == f"unsupported block: {kind}"


def test_a_date_beyond_all_calendars_is_shown_in_its_own_words(tab: Tab) -> None:
    draw = """async (words) => {
      const { mrkdwn } = await import("/page/mrkdwn.js");
      return mrkdwn(words).map((each) => each.textContent ?? each).join("");
    }"""
    assert tab.page.evaluate(draw, "<!date^99999999999999999^{date}|some day>") == "some day"
    assert tab.page.evaluate(draw, "<!date^8640000000000^{date_num}|some day>").endswith("275760")


def test_a_message_that_cannot_be_drawn_leaves_the_others_standing(tab: Tab) -> None:
    draw = """async () => {
      const { messageNode } = await import("/page/messages.js");
      const messages = [{ts: "never", text: "x"}, {ts: "1", text: "fine", user: "U1"}];
      return messages.map((each) => messageNode(each).textContent);
    }"""
    broken, fine = tab.page.evaluate(draw)
    assert broken == "This message cannot be shown."
    assert "fine" in fine


@pytest.mark.parametrize(
    "words",
    [
        "<img src=x onerror=alert(1)>",
        "<javascript:alert(1)|press me>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<https://ok.example|<b>bold</b>>",
        "*<script>*",
    ],
)
def test_hostile_words_stay_words(tab: Tab, words: str) -> None:
    draw = """async (words) => {
      const box = document.createElement("div");
      box.append(...(await import("/page/mrkdwn.js")).mrkdwn(words));
      return [...box.querySelectorAll("*")].map((each) => each.tagName + (each.href ?? ""));
    }"""
    drawn = tab.page.evaluate(draw, words)
    assert not [each for each in drawn if each.startswith(("IMG", "SCRIPT", "B"))]
    assert not [each for each in drawn if "javascript" in each]
    assert tab.complaints == []
