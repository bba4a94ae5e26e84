"""Microsoft's own renderer draws what we send, with a full Markdown reader: needs Node, npm and a browser."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from playwright.sync_api import Page

from bot.render.adaptive import card
from handlers.documents import Reply
from scripts.browser import chromium
from scripts.carried import TEAMS, expected, of_teams, squeezed
from tests.render.documents import replies

pytestmark = pytest.mark.optional

PACKAGES = ("adaptivecards@3.0.6", "markdown-it@14.1.0")
FILES = ("adaptivecards/dist/adaptivecards.min.js", "markdown-it/dist/markdown-it.min.js")
DRAW = """
const reader = window.markdownit();
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = reader.render(text);
  result.didProcess = true;
};
window.draw = sent => {
  const card = new AdaptiveCards.AdaptiveCard();
  card.parse(sent);
  document.body.replaceChildren(card.render());
  return document.body.textContent;
};
"""
MARKUP = "a, em, img, code, s, del, li, ul, ol, h1, h2, blockquote, hr, script"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    npm = shutil.which("npm")
    assert npm, "this optional test needs Node.js with npm"
    folder = tmp_path_factory.mktemp("cards")
    (folder / "package.json").write_text("{}")
    subprocess.run([npm, "install", "--no-audit", "--no-fund", *PACKAGES], cwd=folder, check=True, capture_output=True)
    with chromium() as browser:
        shown = browser.new_page()
        for file in FILES:
            shown.add_script_tag(content=Path(folder / "node_modules" / file).read_text(encoding="utf-8"))
        shown.add_script_tag(content=DRAW)
        yield shown


def test_any_reply_is_read_as_it_was_written(page: Page) -> None:
    """Every word is there as it was typed, and none became a link, a list, an image or anything else."""

    @settings(
        max_examples=100,
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(replies)
    def drawn(reply: Reply) -> None:
        sent = card.message(reply, ())
        told = squeezed(page.evaluate("sent => draw(sent)", sent))
        assert page.locator("body").locator(MARKUP).count() == 0
        if not of_teams(sent).partial:
            # Moments are shown in the browser's zone, and mentions by Teams alone.
            words = [words for words, _ in expected(reply, TEAMS) if not set("⟨@") & set(words)]
            assert [each for each in words if each not in told] == []

    drawn()
