"""Draws the pictures of the README: the demo in a real browser, used the way its reader would use it.

python -m scripts.screenshots [URL]     without an address, a demo of its own is started
"""

import re
import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from bot.clock import SystemClock, today
from bot.demo.ids import ZONE
from bot.demo.running import running_demo
from scripts.browser import chromium

FOLDER = Path(__file__).parents[1] / "docs" / "images"
LARGEST = 250_000
WIDTH, HEIGHT, TALL = 1280, 800, 1700
AHEAD = re.compile(r"(Pipeline review|QBR) with .+ is (on|tomorrow)")
OFFERED = "[role=listbox]:visible [role=option]"


def main() -> None:
    """Write every picture; ends with an error if one is larger than the README should carry."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with nullcontext(sys.argv[1]) if len(sys.argv) > 1 else running_demo(0) as url, chromium() as browser:
        context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
        page = context.new_page()
        page.goto(url)
        page.get_by_role("button", name="Next working morning").click()
        expect(page.locator("#clock")).to_contain_text("9:05 AM")
        for name, show in STORY.items():
            show(page)
            _save(page, FOLDER / f"{name}.png")
        act_as(page, "Pam Ortiz")
        visit(page, "partner-desk")
        page.set_viewport_size({"width": WIDTH, "height": TALL})
        for name, words in ANSWERS.items():
            _save(answered(page, words), FOLDER / "answers" / f"{name}.png")


def answered(page: Page, words: str) -> Locator:
    """A question asked by the slash command, and the answer to it alone."""
    before = page.locator("#log .private").count()
    say(page, f"/partner {words}")
    expect(page.locator("#log .private")).to_have_count(before + 1)
    return page.locator("#log .private").last


def answer(page: Page) -> None:
    """A tier, asked by a slash command."""
    say(page, "/partner tier Acme")
    expect(page.locator("#log .private").last).to_contain_text("Acme Communications is")


def claimed_first(page: Page) -> None:
    """Somebody of Acme registers a deal in the channel that is bound to Acme."""
    claim(page, "Ann Alvarez", "with-acme", "Tamarind Foods")


def claimed_second(page: Page) -> None:
    """What the second partner reads: that it is registered, and no word of the first."""
    claim(page, "Bo Nakamura", "with-northwind", "Tamarind Foods Inc.")


def conflict_card(page: Page) -> None:
    """The deal desk's card of the second claim: what it collides with, and why."""
    act_as(page, "Dana Ruiz")
    visit(page, "deal-desk")
    expect(page.locator("#log .message").last).to_contain_text("Looks like")
    page.locator("#log .message").last.evaluate("message => message.scrollIntoView({block: 'start'})")


def resolve_form(page: Page) -> None:
    """The four ways out."""
    page.locator("#log .message").last.get_by_role("button", name="Resolve").click()
    expect(page.get_by_role("dialog")).to_contain_text("First come, first served")
    page.get_by_role("dialog").get_by_label("Resolution").select_option("first_stands")
    page.get_by_role("dialog").get_by_label("Why?").fill("Acme's registration was complete first.")


def claim_resolved(page: Page) -> None:
    """The first claim stands; the card and its thread say so."""
    page.get_by_role("dialog").get_by_role("button", name="Resolve").click()
    expect(page.get_by_role("dialog")).to_contain_text("declined")
    page.get_by_role("dialog").get_by_role("button", name="Done").click()
    expect(page.locator("#log .message").last).to_contain_text("Declined")


def claim_declined(page: Page) -> None:
    """The second partner reads that the account is protected, and until which month."""
    act_as(page, "Bo Nakamura")
    visit(page, "with-northwind")
    expect(page.locator("#log .message").last).to_contain_text("already protected", timeout=15_000)


def claim_approved(page: Page) -> None:
    """The first partner's news, in their own channel."""
    act_as(page, "Dana Ruiz")
    visit(page, "deal-desk")
    card = page.locator("#log .message", has_text="Acme Communications with Tamarind").first
    card.get_by_role("button", name="Approve", exact=True).click()
    page.locator("dialog .primary").click()
    act_as(page, "Ann Alvarez")
    visit(page, "with-acme")
    expect(page.locator("#log .message").last).to_contain_text("Protected through", timeout=15_000)


def claim(page: Page, person: str, channel: str, customer: str) -> None:
    """Mention the app, press the button of its answer, go through both pages of the form."""
    act_as(page, person)
    visit(page, channel)
    replies = page.locator("#log").get_by_role("button", name="1 reply")
    before = replies.count()
    say(page, f"@Tierline register {customer}")
    expect(replies).to_have_count(before + 1, timeout=15_000)
    replies.last.click()
    page.get_by_role("button", name="Open the form").last.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.get_by_label("Customer", exact=True).fill(customer)
    page.get_by_label("Customer's web domain").fill("tamarindfoods.com")
    search(page, "Country", "united st", "United States")
    search(page, "Products", "engage", "Twilio Engage")
    page.get_by_label("Recurring amount a year").fill("120k")
    page.get_by_label("Expected close").fill((today(SystemClock(), ZONE) + timedelta(days=60)).isoformat())
    page.get_by_label("Partner's role").select_option("sourced")
    page.get_by_label("What has the partner done so far?").fill("Met the chief technology officer; a pilot is agreed.")
    page.get_by_role("dialog").get_by_role("button", name="Next").click()
    page.get_by_role("dialog").get_by_role("button", name="Register").click()
    page.get_by_role("dialog").get_by_role("button", name="Done").click()
    expect(page.locator("#log .message", has_text="Registered as").last).to_be_visible(timeout=15_000)


def modal_error(page: Page) -> None:
    """A registration with an amount that is none: the error stands at its field, everything typed is kept."""
    open_form(page)
    fill(page)
    page.get_by_label("Recurring amount a year").fill("about a hundred grand")
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator("dialog .error:not(:empty)").first).to_be_visible()


def card_decided(page: Page) -> None:
    """The deal desk approves; the card is rewritten in place."""
    page.get_by_label("Recurring amount a year").fill("120,000")
    page.get_by_role("button", name="Next", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Register").click()
    page.get_by_role("dialog").get_by_role("button", name="Done").click()
    act_as(page, "Dana Ruiz")
    visit(page, "deal-desk")
    page.get_by_role("button", name="Approve", exact=True).last.click()
    page.locator("dialog .primary").click()
    decided = page.locator("#log .message", has_text="Approved: ").last
    expect(decided).to_be_visible(timeout=15_000)
    expect(decided.get_by_role("button", name="Approve", exact=True)).to_have_count(0)


def reminder(page: Page) -> None:
    """Two weeks go by: reviews come close, their reminders arrive."""
    act_as(page, "Pam Ortiz")
    visit(page, "pipeline-reviews")
    page.get_by_role("button", name="Two weeks later").click()
    expect(page.locator("[data-step][aria-busy=true]")).to_have_count(0, timeout=30_000)
    on_time = page.locator("#log .message", has_text=AHEAD, has_not_text="late")
    expect(on_time.first).to_be_visible(timeout=30_000)
    on_time.first.evaluate("message => message.scrollIntoView({block: 'start'})")


def home(page: Page) -> None:
    """The app's own tab."""
    visit(page, "App Home")
    expect(page.locator(".home")).to_contain_text("Reviews ahead")


def bound_channel(page: Page) -> None:
    """Somebody of Acme asks in the channel that is bound to Acme; about others nobody is told anything."""
    act_as(page, "Ann Alvarez")
    visit(page, "with-acme")
    replies = page.locator("#log").get_by_role("button", name="1 reply")
    for number, words in enumerate(("what tier is Northwind?", "what tier are we in, and what is missing for silver?")):
        say(page, f"@Tierline {words}")
        expect(replies).to_have_count(number + 1, timeout=15_000)
    replies.last.click()
    expect(page.get_by_text("Acme Communications is").first).to_be_visible()


def refused(page: Page) -> None:
    """Somebody who is not staff is told whom to ask."""
    act_as(page, "Ned Okoye")
    visit(page, "partner-desk")
    say(page, "/partner tier Acme")
    expect(page.locator("#log .private").last).to_contain_text("You are not on the list")


def binding(page: Page) -> None:
    """An admin is shown what binding a channel means before it is done."""
    act_as(page, "Noa Levi")
    visit(page, "partner-desk")
    say(page, "/partner bind Northwind")
    expect(page.locator("#log .private").last).to_contain_text("They are never told")


def staff(page: Page) -> None:
    """An admin gives somebody a role, and looks at the list."""
    say(page, "/partner staff add lena.brandt@vendor.example")
    page.get_by_role("dialog").get_by_label("Role").select_option("viewer")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.get_by_role("dialog")).to_contain_text("is viewer now")
    page.get_by_role("dialog").get_by_role("button", name="Done").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    say(page, "/partner staff")
    expect(page.locator("#log .private").last).to_contain_text("1 person has a role")


STORY: dict[str, Callable[[Page], None]] = {
    "answer": answer,
    "modal-error": modal_error,
    "card-decided": card_decided,
    "reminder": reminder,
    "home": home,
    "bound-channel": bound_channel,
    "claimed-first": claimed_first,
    "claimed-second": claimed_second,
    "conflict-card": conflict_card,
    "resolve-form": resolve_form,
    "claim-resolved": claim_resolved,
    "claim-declined": claim_declined,
    "claim-approved": claim_approved,
    "refused": refused,
    "binding": binding,
    "staff": staff,
}


ANSWERS = {
    "gap": "how much revenue does Acme still need for silver",
    "brief": "brief me on Acme",
    "list": "which partners are one requirement away from silver",
    "compare": "compare Acme and Northwind",
    "what-if": "what if Acme certifies three more people and closes 40k",
    "revenue": "Acme revenue last year",
    "benefit": "does Northwind get MDF",
    "people": "who is certified at Acme",
    "meeting": "when is the next QBR with Northwind",
    "asked-back": "what tier is Nor",
}
"""Ten different answers, one picture each."""


def say(page: Page, words: str) -> None:
    """Write `words` and send them."""
    page.locator("#write").fill(words)
    page.locator("#write").press("Enter")


def visit(page: Page, name: str) -> None:
    """Go to a channel or tab of the left rail."""
    page.locator(".place", has_text=name).click()


def act_as(page: Page, name: str) -> None:
    """Look at the workspace as somebody else."""
    chosen = page.locator("#actas option", has_text=name)
    page.locator("#actas").select_option(chosen.get_attribute("value"))
    expect(page.locator(".whoami")).to_contain_text(name)


def open_form(page: Page) -> None:
    """Choose the global shortcut."""
    page.get_by_label("Shortcuts").click()
    page.get_by_role("menuitem", name="Register a deal").click()
    expect(page.get_by_role("dialog")).to_be_visible()


def search(page: Page, label: str, typed: str, option: str) -> None:
    """Type into a search field and choose what it offers."""
    field = page.get_by_role("combobox", name=label, exact=True)
    field.click()
    field.press_sequentially(typed, delay=20)
    page.locator(OFFERED, has_text=option).first.click()


def fill(page: Page) -> None:
    """Fill in the whole registration form, every field right."""
    search(page, "Partner", "acme", "Acme Communications")
    page.get_by_label("Customer", exact=True).fill("Juniper Hotels")
    page.get_by_label("Customer's web domain").fill("juniperhotels.com")
    search(page, "Country", "united st", "United States")
    search(page, "Products", "engage", "Twilio Engage")
    page.get_by_label("Expected close").fill((today(SystemClock(), ZONE) + timedelta(days=60)).isoformat())
    page.get_by_label("Partner's role").select_option("sourced")
    page.get_by_label("What has the partner done so far?").fill("Met the chief technology officer; a pilot is agreed.")


def _save(seen: Page | Locator, file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    seen.screenshot(path=file, animations="disabled", caret="hide")
    size = file.stat().st_size
    print(f"{file.name}: {size // 1000} kB")
    if size > LARGEST:
        raise SystemExit(f"{file} has {size} bytes; at most {LARGEST} are wanted.")


if __name__ == "__main__":
    main()
