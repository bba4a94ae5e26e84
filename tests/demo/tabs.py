"""Opens the demo's pages in a browser, and keeps what they complain about."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, expect

NAMELESS = """() => [...document.querySelectorAll("button, input, select, textarea, summary, [role=combobox]")]
  .filter((each) => each.checkVisibility())
  .filter((each) => !(each.getAttribute("aria-label") || each.textContent.trim() || each.labels?.length || each.title))
  .map((each) => each.outerHTML)"""


@dataclass(frozen=True, slots=True)
class Tab:
    """A page with everything it complained about and every host it spoke to."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)


def opened(context: BrowserContext, address: str) -> Tab:
    """A tab that shows the page at `address`."""
    tab = Tab(context.new_page())
    tab.page.on("console", lambda said: tab.complaints.append(said.text))
    tab.page.on("pageerror", lambda error: tab.complaints.append(str(error)))
    tab.page.on("request", lambda request: tab.hosts.add(urlsplit(request.url).netloc))
    tab.page.goto(address)
    expect(tab.page.locator(".place").first).to_be_visible()
    return tab
