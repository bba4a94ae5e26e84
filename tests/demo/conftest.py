"""One played workspace, one whole demo and one browser for each test file that asks for them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from bot.demo.running import running_demo
from scripts.browser import chromium
from tests.demo.playing import Playing, playing


@pytest.fixture(scope="module")
def play() -> Iterator[Playing]:
    with playing() as running:
        yield running


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The address of the demo around the real app."""
    with running_demo(0) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running
