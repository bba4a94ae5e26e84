"""Who reads along in a channel, from what Slack says at the time, kept for a while."""

from collections.abc import Iterator

import pytest
from slack_sdk import WebClient

from bot.slack.audiences import Audiences
from handlers.request import Place
from tests.support.slack import LoopbackSlack, loopback_slack


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def world() -> Iterator[LoopbackSlack]:
    with loopback_slack(LoopbackSlack()) as slack:
        yield slack


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def audiences(world: LoopbackSlack, seconds: Seconds) -> Audiences:
    return Audiences(WebClient("xoxb-test", world.base_url), seconds=seconds)


def says(world: LoopbackSlack, **flags: object) -> None:
    world.answers["conversations.info"] = {"channel": {"id": "C1", "is_ext_shared": False} | flags}


@pytest.mark.parametrize(
    ("flags", "place"),
    [
        ({}, Place.channel),
        ({"is_shared": True, "is_org_shared": True}, Place.channel),
        ({"is_ext_shared": True}, Place.shared),
        ({"is_pending_ext_shared": True}, Place.shared),
        ({"is_ext_shared": None}, Place.shared),
        ({"is_ext_shared": "false"}, Place.shared),
    ],
)
def test_a_channel_is_what_its_flags_say_and_shared_when_they_do_not(
    world: LoopbackSlack, audiences: Audiences, flags: dict[str, object], place: Place
) -> None:
    says(world, **flags)
    assert audiences.place("C1") is place


@pytest.mark.parametrize("flag", ["is_restricted", "is_ultra_restricted", "is_stranger"])
def test_one_guest_is_enough(world: LoopbackSlack, audiences: Audiences, flag: str) -> None:
    world.people["U0GUEST"] = {"id": "U0GUEST", flag: True}
    world.inside = {"C1": ["U0PAM", "U0GUEST"], "C2": ["U0PAM"]}
    assert audiences.place("C1") is Place.guests
    assert audiences.place("C2") is Place.channel


def test_a_direct_message_is_asked_about_by_nobody(world: LoopbackSlack, audiences: Audiences) -> None:
    assert audiences.place("D1") is Place.direct
    assert world.calls == []


@pytest.mark.parametrize("method", ["conversations.info", "users.list", "conversations.members"])
def test_while_slack_does_not_say_it_is_shared_and_asked_again_soon(
    world: LoopbackSlack, audiences: Audiences, seconds: Seconds, method: str
) -> None:
    world.people["U0GUEST"] = {"id": "U0GUEST", "is_restricted": True}
    world.errors[method] = "fatal_error"
    assert audiences.place("C1") is Place.shared
    assert audiences.known_place("C1") is None
    world.errors.clear()
    assert audiences.place("C1") is Place.shared
    seconds.now += Audiences.RETRY
    assert audiences.place("C1") is Place.channel


def test_it_is_kept_for_minutes_and_forgotten_when_somebody_joins(
    world: LoopbackSlack, audiences: Audiences, seconds: Seconds
) -> None:
    for _ in range(5):
        audiences.place("C1")
    assert world.count("conversations.info") == 1
    says(world, is_ext_shared=True)
    assert audiences.place("C1") is Place.channel
    audiences.forget("C1")
    assert audiences.place("C1") is Place.shared
    says(world)
    seconds.now += Audiences.KEPT
    assert audiences.place("C1") is Place.channel


def test_a_workspace_too_large_to_look_through_may_have_guests_anywhere(
    world: LoopbackSlack, audiences: Audiences, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = {"ok": True, "members": [{"id": "U1"}], "response_metadata": {"next_cursor": "more"}}
    monkeypatch.setattr(world, "answer", lambda method, body: endless if method == "users.list" else ANSWERS[method])
    assert audiences.place("C1") is Place.guests


ANSWERS = {"conversations.info": {"ok": True, "channel": {"id": "C1", "is_ext_shared": False}}}
