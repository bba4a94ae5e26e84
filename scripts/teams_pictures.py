"""Draws the pictures of docs/TEAMS.md: five conversations, each in Slack and in Teams, side by side.

python -m scripts.teams_pictures

Each side has a demo of its own, so that what is registered in one is no second claim in the other.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Browser, Locator, Page, expect

from bot.clock import SystemClock, today
from bot.demo.ids import ZONE
from bot.demo.running import running_demo
from scripts.browser import chromium
from scripts.review_pictures import A_WHILE, later, with_button
from scripts.screenshots import FOLDER, OFFERED, act_as, say, visit
from scripts.side_by_side import Shot, beside

WIDTH, TALL = 1016, 1700
GAP = 6
SETTLED = 500
"""Milliseconds until a rewritten message stands still."""
QUESTION = "What is Acme missing for silver?"
THEIRS = "@Tierline what are we missing for silver?"
OURS, AND_ON = "@Tierline when is the next QBR with Northwind?", "@Tierline who manages them?"
WRONG = "about a hundred grand"
DIALOG = "dialog[open]"


@dataclass(frozen=True, slots=True)
class Side:
    """A surface in a browser: its name, its page, and what it calls the places of the stories."""

    name: str
    page: Page
    chat: str
    desk: str
    partner: str

    @property
    def teams(self) -> bool:
        """Whether this is Teams."""
        return self.name == "Teams"


def main() -> None:
    """Write every picture."""
    folder = FOLDER / "teams"
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        urls = [stack.enter_context(running_demo(0)) for _ in range(2)]
        browser = stack.enter_context(chromium())
        slack = Side("Slack", _opened(browser, urls[0]), "Direct messages", "deal-desk", "with-acme")
        teams = Side("Teams", _opened(browser, f"{urls[1]}/teams"), "Tierline", "Deal desk", "With Acme")
        for name, show in STORY.items():
            beside(browser, folder / f"{name}.png", [(side.name, list(show(side))) for side in (slack, teams)])


def question(side: Side) -> Iterator[Shot]:
    """A question in a chat with the bot. Slack answers in its thread, Teams below it."""
    visit(side.page, side.chat)
    say(side.page, QUESTION)
    if side.teams:
        expect(side.page.locator("#log .bubble").last.locator(".card")).to_contain_text("missing", timeout=A_WHILE)
        yield "in your own chat", _together(_bubble(side, own=True), _bubble(side, own=False))
    else:
        yield "in your direct messages", _thread(side)


def form_errors(side: Side) -> Iterator[Shot]:
    """A deal with an amount and a domain that are none. Everything typed stays."""
    page = side.page
    if side.teams:
        say(page, "register a deal")
        page.locator("#log").get_by_role("button", name="Open the form").last.click()
    else:
        page.get_by_label("Shortcuts").click()
        page.get_by_role("menuitem", name="Register a deal").click()
    _fill(side)
    page.locator(DIALOG).get_by_role("button", name="Next", exact=True).click()
    expect(page.locator(DIALOG)).to_contain_text("is not an amount", timeout=A_WHILE)
    page.get_by_text("is not an amount").scroll_into_view_if_needed()
    yield "what is wrong stands at its field", page.locator(DIALOG).screenshot(animations="disabled")


def card(side: Side) -> Iterator[Shot]:
    """The deal is put right and registered; the deal desk approves its card."""
    page, box = side.page, side.page.locator(DIALOG)
    _field(side, "Recurring amount a year").fill("120,000")
    _field(side, "Customer's web domain").fill("juniperhotels.com")
    box.get_by_role("button", name="Next", exact=True).click()
    box.get_by_role("button", name="Register", exact=True).click()
    expect(box).to_contain_text("Registered as", timeout=A_WHILE)
    box.get_by_role("button", name="Close" if side.teams else "Done").last.click()
    act_as(page, "Dana Ruiz")
    visit(page, side.desk)
    waiting = _kept(with_button(page, "Juniper Hotels", "Approve") if not side.teams else _card(side, "Juniper Hotels"))
    yield "waiting in the deal desk's channel", _together(waiting, waiting)
    _confirmed(waiting, "Approve")
    yield "the same card after the decision", _together(waiting, waiting)


def reminder(side: Side) -> Iterator[Shot]:
    """Two weeks go by: a QBR was not recorded, somebody marks it as held."""
    page = side.page
    act_as(page, "Pam Ortiz")
    visit(page, side.chat)
    if side.teams:
        page.get_by_role("button", name="Send my reminders here").last.click()
        expect(page.locator("#log")).to_contain_text("reminders", timeout=A_WHILE)
    later(page, "Two weeks later")
    missed = _kept(
        page.locator("#log :is(.message, .bubble)", has_text="The QBR with Northwind Traders")
        .filter(has=page.get_by_role("button", name="Mark as held"))
        .last
    )
    yield "a reminder after the day", _together(missed, missed)
    _confirmed(missed, "Mark as held")
    yield "the same message, marked as held", _together(missed, missed)


def partner(side: Side) -> Iterator[Shot]:
    """Somebody of Acme asks in the channel bound to Acme; then staff asks, and asks on, in a thread."""
    page = side.page
    act_as(page, "Ann Alvarez")
    visit(page, side.partner)
    yield "somebody of Acme, in the channel shared with them", _asked(side, THEIRS)
    act_as(page, "Pam Ortiz")
    visit(page, side.desk)
    _asked(side, OURS)
    field = _reply_field(side)
    field.fill(AND_ON)
    field.press("Enter")
    answered = page.locator("#thread .message, #log .post:last-of-type .replied", has_text="pam.ortiz@vendor.example")
    expect(answered.last).to_be_visible(timeout=A_WHILE)
    yield "one of your own people, in a thread", _conversation(side)


STORY: dict[str, Callable[[Side], Iterator[Shot]]] = {
    "question": question,
    "form-errors": form_errors,
    "card": card,
    "reminder": reminder,
    "partner": partner,
}


def _opened(browser: Browser, url: str) -> Page:
    context = browser.new_context(viewport={"width": WIDTH, "height": TALL}, color_scheme="light")
    page = context.new_page()
    page.goto(url)
    expect(page.locator(".place").first).to_be_visible()
    return page


def _fill(side: Side) -> None:
    """The registration, with an amount and a web domain that are none."""
    box = side.page.locator(DIALOG)
    expect(box).to_contain_text("Partner's role", timeout=A_WHILE)
    _search(side, "Partner", "acme", "Acme Communications")
    _field(side, "Customer").fill("Juniper Hotels")
    _field(side, "Customer's web domain").fill("juniper hotels")
    _search(side, "Country", "united st", "United States")
    if side.teams:
        box.get_by_label("Twilio Engage").check()
    else:
        _search(side, "Products", "engage", "Twilio Engage")
    _field(side, "Recurring amount a year").fill(WRONG)
    _field(side, "Expected close").fill((today(SystemClock(), ZONE) + timedelta(days=60)).isoformat())
    _field(side, "Partner's role").select_option(label="Sourced")
    _field(side, "What has the partner done so far?").fill("Met the chief technology officer; a pilot is agreed.")


def _field(side: Side, label: str) -> Locator:
    """A field of the open dialog; some are marked as required, others as optional."""
    return side.page.locator(DIALOG).get_by_label(re.compile(rf"^{re.escape(label)}(\s*\*|\s*\(optional\))?$"))


def _search(side: Side, label: str, typed: str, option: str) -> None:
    field = side.page.locator(DIALOG).get_by_role("combobox", name=label, exact=True)
    if field.input_value() == option:  # the form begins with what was spoken of
        return
    field.click()
    field.press_sequentially(typed, delay=20)
    side.page.locator(OFFERED, has_text=option).first.click()


def _asked(side: Side, words: str) -> bytes:
    """Mention the bot in a channel; the conversation with its answer."""
    page = side.page
    count = page.locator("#log .replied .card" if side.teams else "#log .replies").count()
    say(page, words)
    expect(page.locator("#log .replied .card" if side.teams else "#log .replies")).to_have_count(
        count + 1, timeout=A_WHILE
    )
    return _conversation(side)


def _conversation(side: Side) -> bytes:
    """The thread that was written in last."""
    return side.page.locator("#log .post").last.screenshot(animations="disabled") if side.teams else _thread(side)


def _thread(side: Side) -> bytes:
    """Slack's thread beside the channel without the field to reply in."""
    thread = side.page.locator("#thread")
    expect(side.page.locator("#log .replies").last).to_be_visible(timeout=A_WHILE)
    if not thread.is_visible():
        side.page.locator("#log .replies").last.click()
    expect(thread.locator(".message").last).to_contain_text("App", timeout=A_WHILE)
    return _together(thread.locator(".message").first, thread.locator(".message").last)


def _reply_field(side: Side) -> Locator:
    """Where somebody writes on in a thread."""
    if not side.teams:
        return side.page.locator("#thread textarea")
    post = side.page.locator("#log .post").last
    post.get_by_role("button", name="Reply", exact=True).click()
    return post.locator("textarea")


def _card(side: Side, words: str) -> Locator:
    return side.page.locator("#log .rootpost", has_text=words).last


def _kept(message: Locator) -> Locator:
    """The same message, whatever becomes of its words."""
    expect(message).to_be_visible(timeout=A_WHILE)
    name = next(each for each in ("data-ts", "data-id") if message.get_attribute(each))
    return message.page.locator(f'#log [{name}="{message.get_attribute(name)}"]')


def _confirmed(message: Locator, label: str) -> None:
    """Press a button and say yes; Slack asks in a box, Teams below the button."""
    button = message.get_by_role("button", name=label, exact=True)
    button.first.click()
    asked = message.page.locator("dialog .primary").or_(
        message.locator(".ac-adaptiveCard .ac-adaptiveCard button:visible")
    )
    asked.last.click()
    expect(button).to_have_count(0, timeout=A_WHILE)
    message.page.wait_for_timeout(SETTLED)


def _bubble(side: Side, *, own: bool) -> Locator:
    return side.page.locator("#log .bubble.own" if own else "#log .bubble:not(.own)").last


def _together(first: Locator, last: Locator) -> bytes:
    """Everything from the one to the other."""
    first.page.mouse.move(0, 0)
    first.evaluate("(node, block) => node.scrollIntoView({block})", "center" if first is last else "start")
    boxes = [box for each in (first, last) if (box := each.bounding_box()) is not None]
    left, top = min(box["x"] for box in boxes), min(box["y"] for box in boxes)
    right = max(box["x"] + box["width"] for box in boxes)
    bottom = max(box["y"] + box["height"] for box in boxes)
    clip = {"x": left - GAP, "y": top - GAP, "width": right - left + 2 * GAP, "height": bottom - top + 2 * GAP}
    return first.page.screenshot(clip=clip, animations="disabled", caret="hide")  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
