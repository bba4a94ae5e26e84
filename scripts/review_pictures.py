"""Draws the pictures of reviews: the demo's clock goes on, and what comes is used the way a partner manager would.

python -m scripts.review_pictures
"""

from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Locator, Page, expect

from bot.clock import ShiftedClock, SystemClock
from bot.demo.ids import COUNTRY, IDS, ZONE
from bot.demo.running import load_sample, running_demo
from handlers.desk import DeskSettings
from handlers.packs.answers import pdf_file
from handlers.packs.asked import next_pack
from handlers.packs.build import staff_pack
from handlers.tasks import by_the_clock
from programs.catalog import Catalog
from scripts.browser import chromium
from scripts.screenshots import FOLDER, HEIGHT, TALL, WIDTH, _save, act_as, answered, say, visit
from store.engine import open_store

PARTNER = "northwind"
OURS = "Send the security paper; Dana Ruiz; in two weeks\nBook the lab; Pam; Friday"
BUSY = "[data-step][aria-busy=true]"
A_WHILE = 120_000


def main() -> None:
    """Write every picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    pdf_page()
    with running_demo(0) as url, chromium() as browser:
        page = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light").new_page()
        page.goto(url)
        act_as(page, "Pam Ortiz")
        visit(page, "partner-desk")
        foretold(page)
        subscribing(page)
        mornings(page)
        own(page)
        afterwards(page)
        a_quarter(page)


def foretold(page: Page) -> None:
    """What will be posted about Pam's partners."""
    page.set_viewport_size({"width": WIDTH, "height": 1200})
    answered(page, "calendar").evaluate("answer => answer.scrollIntoView({block: 'start'})")
    _save(page, FOLDER / "calendar.png")
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})


def subscribing(page: Page) -> None:
    """A channel subscribes to a digest."""
    say(page, "/partner subscribe")
    expect(page.get_by_role("dialog")).to_be_visible()
    _save(page, FOLDER / "subscribe.png")
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def mornings(page: Page) -> None:
    """Mornings go by: digests and reminders come to Pam's direct messages."""
    later(page, "Two weeks later")
    visit(page, "Direct messages")
    digest = page.locator("#log .message", has_text="Your ").last
    expect(digest).to_be_visible(timeout=A_WHILE)
    _save(digest, FOLDER / "digest.png")
    prepared = with_button(page, "QBR with Northwind Traders is", "Open the brief")
    prepared.scroll_into_view_if_needed()
    _save(prepared, FOLDER / "prepared.png")


def own(page: Page) -> None:
    """The brief of a meeting as a message, and the form that moves the meeting."""
    prepared = with_button(page, "QBR with Northwind Traders is", "Open the brief")
    before = page.locator("#log .private").count()
    prepared.get_by_role("button", name="Open the brief").click()
    expect(page.locator("#log .private")).to_have_count(before + 1, timeout=A_WHILE)
    page.set_viewport_size({"width": WIDTH, "height": TALL})
    _save(page.locator("#log .private").last, FOLDER / "pack.png")
    page.set_viewport_size({"width": WIDTH, "height": HEIGHT})


def afterwards(page: Page) -> None:
    """Decisions and commitments, typed one a line."""
    missed = with_button(page, "The QBR with Northwind Traders", "Mark as held")
    expect(missed).to_be_visible(timeout=A_WHILE)
    missed.get_by_role("button", name="Mark as held").click()
    page.locator("dialog .primary").click()
    held = with_button(page, "recorded as held on", "Decisions and commitments")
    expect(held).to_be_visible(timeout=A_WHILE)
    held.get_by_role("button", name="Decisions and commitments").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Decisions").fill("Go for Tamarind together; the second workshop is ours.")
    dialog.get_by_label("Our commitments").fill(OURS)
    dialog.get_by_label("The partner's commitments").fill("Name an engineer; Bo Nakamura; in a week")
    _save(page, FOLDER / "outcome-form.png")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Kept of the QBR")
    dialog.get_by_role("button", name="Done").click()


def a_quarter(page: Page) -> None:
    """A whole quarter passes in the review channel."""
    visit(page, "pipeline-reviews")
    later(page, "A quarter later")
    _save(page, FOLDER / "quarter.png")


def with_button(page: Page, words: str, label: str) -> Locator:
    """The newest message that has both."""
    return page.locator("#log .message", has_text=words, has=page.get_by_role("button", name=label)).last


def later(page: Page, button: str) -> None:
    """Move the clock, and wait until everything that fell due has come."""
    page.get_by_role("button", name=button).click()
    expect(page.locator(BUSY)).to_have_count(0, timeout=A_WHILE)


def pdf_page() -> None:
    """The first page of a brief's PDF."""
    import pypdfium2

    clock = ShiftedClock(SystemClock())
    with TemporaryDirectory(prefix="tierline-pictures-") as folder:
        with closing(open_store(load_sample(Path(folder), clock))) as store, store.read() as work:
            desk = DeskSettings(ZONE, COUNTRY, "slack", IDS.team)
            task = by_the_clock(work, Catalog.load(), desk, clock.now())
            content = pdf_file(task, staff_pack(task, next_pack(task, PARTNER, "qbr")))
        with closing(pypdfium2.PdfDocument(content)) as document:
            picture = document[0].render(scale=1.5).to_pil()
        picture.convert("P").save(FOLDER / "brief.png", optimize=True)
        print(f"brief.png: {(FOLDER / 'brief.png').stat().st_size // 1000} kB, {date.today()}")  # noqa: DTZ011


if __name__ == "__main__":
    main()
