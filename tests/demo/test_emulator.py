"""The real app against a Slack emulator that was written by somebody else, driven as its own page drives it.

Search fields are not drawn by the emulator's page; its WebSocket submits them like any other value.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.demo import emulator
from bot.demo.emulator import FOLDER, PACKAGE, install, running_emulator
from bot.demo.ids import IDS
from handlers.errors import UserError
from tests.demo.emulated import Json, person

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def demo() -> Iterator[str]:
    with running_emulator(0, ROOT / FOLDER) as running:
        yield running


def chosen(label: str, value: str) -> Json:
    return {"text": {"type": "plain_text", "text": label}, "value": value}


def written(value: str) -> Json:
    return {"value": {"type": "plain_text_input", "value": value}}


def selected(label: str, value: str) -> Json:
    return {"value": {"type": "static_select", "selected_option": chosen(label, value)}}


def searched(route: str, label: str, value: str) -> Json:
    return {route: {"type": "external_select", "selected_option": chosen(label, value)}}


def registration(form: Json, customer: str) -> dict[str, Any]:
    """The opened form, filled in without a mistake."""
    products = next(block["element"] for block in form["blocks"] if block.get("block_id") == "products")
    segment = next(each for each in products["option_groups"] if "Segment" in each["label"]["text"])
    close = (SystemClock().now() + timedelta(days=60)).date().isoformat()
    return {
        "partner": searched("partners.search", "Acme Communications", "acme"),
        "customer": written(customer),
        "customer_domain": written("tamarindfoods.com"),
        "country": searched("countries.search", "United States", "US"),
        "products": {"value": {"type": "multi_static_select", "selected_options": segment["options"][:1]}},
        "earr": written("75,000"),
        "currency": selected("USD", "USD"),
        "expected_close_on": {"value": {"type": "datepicker", "selected_date": close}},
        "role": selected("Sourced", "sourced"),
        "evidence": written("Met the chief technology officer on site and agreed on a pilot."),
    }


def posted(channel: str, words: str) -> Any:
    def fits(pushed: Json) -> bool:
        message = pushed.get("message", {})
        return "message" in pushed["t"] and message.get("channel") == channel and words in message.get("text", "")

    return fits


@pytest.mark.optional
def test_a_command_is_answered(demo: str) -> None:
    with person(demo, IDS.pam) as pam:
        pam.does("slash_command", channel=IDS.partner_desk, command="/partner", text="tier Acme")
        answer = pam.sees(posted(IDS.partner_desk, "Acme Communications is Bronze"))
        assert answer["message"]["blocks"]


@pytest.mark.optional
def test_a_deal_is_registered_after_a_mistake_and_approved(demo: str) -> None:
    with person(demo, IDS.pam) as pam, person(demo, IDS.dana) as dana:
        pam.does("slash_command", channel=IDS.partner_desk, command="/partner", text="register Acme")
        form = pam.sees(lambda pushed: pushed["t"] == "view" and bool(pushed["stack"]))["stack"][-1]
        values = registration(form, "Tamarind Foods")
        pam.does("view_submit", values=values | {"earr": written("a lot")})
        assert "earr" in pam.sees(lambda pushed: pushed["t"] == "view_errors")["errors"]

        pam.does("view_submit", values=values)
        card = dana.sees(posted(IDS.deal_desk, "Tamarind Foods"))["message"]
        buttons = [each for block in card["blocks"] if block["type"] == "actions" for each in block["elements"]]
        approve = next(each for each in buttons if each["action_id"].startswith("deals.approve"))
        block = next(each for each in card["blocks"] if approve in each.get("elements", []))
        dana.does(
            "block_action",
            channel=IDS.deal_desk,
            messageTs=card["ts"],
            action=approve | {"block_id": block.get("block_id", "")},
        )
        decided = dana.sees(
            lambda pushed: pushed.get("message", {}).get("ts") == card["ts"] and "pproved" in pushed["message"]["text"]
        )
        assert "Tamarind Foods" in decided["message"]["text"]


def test_another_platform_is_told_what_works_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("platform.machine", lambda: "arm64")
    with pytest.raises(UserError, match="`make demo` works everywhere"):
        install(tmp_path)


def test_a_machine_without_npm_is_told_what_is_needed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UserError, match=r"needs Node\.js"):
        install(tmp_path)


def test_a_program_with_another_checksum_is_not_started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("platform.system", lambda: "Linux")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    program = tmp_path / "node_modules" / PACKAGE / "bin" / "local-slack"
    program.parent.mkdir(parents=True)
    program.write_bytes(b"something else")
    with pytest.raises(UserError, match="not the one that was tried out"):
        install(tmp_path)


def test_the_emulator_gets_the_same_people_and_channels() -> None:
    config = emulator.workspace("http://127.0.0.1:1/slack/events", "xoxb-this-run", "secret")
    assert [each["id"] for each in config["users"]] == [IDS.pam, IDS.dana, IDS.sam, IDS.noa, IDS.ned]
    assert {each["id"] for each in config["channels"]} == {IDS.partner_desk, IDS.deal_desk, IDS.pipeline_reviews}
    assert config["app"]["requestUrl"] == "http://127.0.0.1:1/slack/events"
