"""The manifest asks Slack for what the code uses: no scope, event or command more, none less."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_sdk import WebClient

from bot.clock import SystemClock
from bot.slack import scopes
from bot.slack.http import PATH
from bot.slack.installs.pages import REDIRECT
from bot.slack.leaving import Leaving
from bot.slack.listeners import LEAVING, listening
from bot.slack.surface import CHANGES, COMMAND, EVENTS, SHORTCUTS
from store.engine import open_store

ROOT = Path(__file__).parents[2]
CALL = re.compile(r"client\.([a-z]+_[A-Za-z0-9_]+)\(")


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "manifest.yml").read_text("utf-8"))
    return loaded


def called() -> set[str]:
    sources = [*(ROOT / "bot" / "slack").rglob("*.py"), *(ROOT / "bot" / "delivery").glob("*.py")]
    return {method for path in sources for method in CALL.findall(path.read_text("utf-8"))}


def test_the_table_of_web_api_methods_is_what_the_code_calls() -> None:
    assert called() == set(scopes.METHODS)
    assert all(hasattr(WebClient, method) for method in scopes.METHODS)


def test_the_scopes_are_exactly_the_needed_ones(manifest: dict[str, Any]) -> None:
    asked = manifest["oauth_config"]["scopes"]["bot"]
    assert sorted(asked) == asked
    assert set(asked) == scopes.needed()


def test_every_event_has_a_listener_and_every_listener_an_event(manifest: dict[str, Any], bolt: Any) -> None:
    subscribed = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert set(subscribed) == set(scopes.EVENTS)
    assert {event.partition(".")[0] for event in subscribed} == {*EVENTS, *CHANGES, *LEAVING}
    asking = {"command", "shortcut", "action", "submission", "suggestion", "mention", "direct_message", "home"}
    asking |= {"readers_changed", "closed"}
    assert {listener.ack_function.__name__ for listener in bolt._listeners} == asking


def test_an_app_of_several_workspaces_hears_of_uninstalls_too(client: WebClient, tmp_path: Path) -> None:
    leaving = Leaving(open_store(f"sqlite:///{tmp_path}/unused.db"), SystemClock(), lambda workspace: None)
    several = listening(Nowhere(), client, leaving)
    names = {listener.ack_function.__name__ for listener in several._listeners}
    assert names >= {"uninstalled", "revoked"}


class Nowhere:
    """No workspace has the app."""

    def find(self, workspace: str) -> None:
        return None


def test_installs_come_back_to_the_address_of_the_manifest(manifest: dict[str, Any]) -> None:
    assert manifest["oauth_config"]["redirect_urls"] == [f"https://YOUR-HOST{REDIRECT}"]


def test_the_command_and_the_shortcuts_are_the_registered_ones(manifest: dict[str, Any]) -> None:
    features = manifest["features"]
    assert [command["command"] for command in features["slash_commands"]] == [COMMAND]
    assert features["slash_commands"][0]["should_escape"] is True
    assert [shortcut["callback_id"] for shortcut in features["shortcuts"]] == list(SHORTCUTS)


def test_every_address_is_the_doors(manifest: dict[str, Any]) -> None:
    settings = manifest["settings"]
    addresses = {
        manifest["features"]["slash_commands"][0]["url"],
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        settings["interactivity"]["message_menu_options_url"],
    }
    assert addresses == {f"https://YOUR-HOST{PATH}"}
    assert manifest["features"]["app_home"]["home_tab_enabled"]
    assert manifest["features"]["app_home"]["messages_tab_enabled"]


def test_the_words_keep_slacks_lengths(manifest: dict[str, Any]) -> None:
    shown = manifest["display_information"]
    command = manifest["features"]["slash_commands"][0]
    shortcut = manifest["features"]["shortcuts"][0]
    agent = manifest["features"]["agent_view"]
    assert 1 <= len(agent["suggested_prompts"]) <= 4
    assert all(prompt["title"] and prompt["message"] for prompt in agent["suggested_prompts"])
    assert "assistant_view" not in manifest["features"]
    limits = [
        (agent["agent_description"], 300),
        (shown["name"], 35),
        (shown["description"], 140),
        (manifest["features"]["bot_user"]["display_name"], 80),
        (command["command"], 32),
        (command["description"], 2000),
        (command["usage_hint"], 1000),
        (shortcut["name"], 24),
        (shortcut["description"], 150),
    ]
    assert all(0 < len(words) <= limit for words, limit in limits)
    assert manifest["_metadata"]["major_version"] == 2
    assert set(manifest) == {"_metadata", "display_information", "features", "oauth_config", "settings"}
