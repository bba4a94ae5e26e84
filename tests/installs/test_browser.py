"""The install in a real browser, against a strict third-party emulator that knows scopes: needs npm and Chromium."""

import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pydantic import SecretStr

from bot.app import build
from bot.demo.loopback import address, bind, serving
from bot.settings import Settings
from bot.slack.scopes import needed
from scripts.browser import chromium
from store.sealing import new_key
from tests.support.house import MONDAY, WalkingClock, settings

pytestmark = pytest.mark.optional

PACKAGE = "emulate@0.11.2"  # 1.0.2, which npm calls the latest, is another, older program of the same name
TEAM = "T000000001"
CLIENT_ID, CLIENT_SECRET = "11.22", "client-secret-of-the-test"


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    npm, folder = shutil.which("npm"), tmp_path_factory.mktemp("emulate")
    assert npm, "this optional test needs Node.js with npm"
    options = ["--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder)]
    subprocess.run([npm, "install", *options, PACKAGE], check=True, capture_output=True, timeout=120)
    return folder / "node_modules" / ".bin" / "emulate"


@contextmanager
def emulated(program: Path, folder: Path, redirect: str) -> Iterator[str]:
    """The emulator with our app in it: it may ask for the manifest's scopes, and for no other."""
    with bind() as free:
        port = free.getsockname()[1]
    app = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET, "app_id": "A000000001", "name": "Tierline"}
    app |= {"redirect_uris": [redirect], "scopes": sorted(needed())}  # type: ignore[dict-item]
    team = {"name": "Vendor", "domain": "vendor"}
    people = [{"name": "noa", "real_name": "Noa Levi", "email": "noa@vendor.example"}]
    seed = {"slack": {"team": team, "users": people, "oauth_apps": [app], "strict_scopes": True}}
    config = folder / "emulate.config.json"
    config.write_text(json.dumps(seed))
    command = [str(program), "--service", "slack", "--port", str(port), "--seed", str(config)]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}/api/"
        finally:
            process.terminate()


def _wait(url: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310 - loopback
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the emulator did not start")


def chosen(slack: str, database: str, own: str) -> Settings:
    class There:
        base_url = slack

    several = {
        "slack_bot_token": None,
        "slack_client_id": CLIENT_ID,
        "slack_client_secret": SecretStr(CLIENT_SECRET),
        "tierline_public_url": own,
        "tierline_workspaces": (TEAM,),
        "tierline_token_keys": SecretStr(new_key()),
        "tierline_approvers": frozenset(),
    }
    return settings(There(), database, **several)  # type: ignore[arg-type]


def test_an_admin_installs_in_a_browser_and_is_refused_a_second_use_of_the_same_answer(
    program: Path, tmp_path: Path, database: str
) -> None:
    with bind() as ours:
        own = address(ours)
        with emulated(program, tmp_path, f"{own}/slack/oauth_redirect") as slack:
            service = build(chosen(slack, database, own), WalkingClock(MONDAY))
            with serving(service.web(), ours), chromium() as browser:
                page = browser.new_context().new_page()
                page.goto(f"{own}/slack/install")
                page.get_by_role("link").click()
                page.get_by_text("noa", exact=False).first.click()
                expect(page.get_by_role("heading").first).to_be_visible()
                expect(page.locator("body")).to_contain_text("Tierline is installed in Vendor")
                used = page.url
                page.goto(used)
                expect(page.locator("body")).not_to_contain_text("is installed in Vendor")
                with service.store.read() as work:
                    (kept,) = work.installations.all()
                assert (kept.workspace, set(kept.scopes)) == (TEAM, needed())
                assert "xoxb" not in kept.token
