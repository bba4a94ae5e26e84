"""Starts the system's Chromium for pictures and tests: nothing it does on its own leaves this machine."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


def find_chromium() -> str | None:
    """The path of an installed Chromium or Chrome, None when there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser while the block runs.

    Raises:
        RuntimeError: no Chromium or Chrome is installed.
    """
    path = find_chromium()
    if path is None:
        raise RuntimeError(
            "No Chromium or Google Chrome found; install one of them (Debian: apt-get install chromium)."
        )
    # Chromium's own sandbox refuses to run as root.
    flags = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else list(QUIET)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        try:
            yield browser
        finally:
            browser.close()
