"""Socket Mode: the same answers over a connection of our own, ended without losing one."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.slack.socket import SocketDoor
from tests.slack.conftest import StandIn
from tests.support.slack import TEAM, LoopbackSlack
from tests.support.sockets import SocketSlack


@contextmanager
def connected(bolt: Any, client: WebClient, slack: LoopbackSlack) -> Iterator[tuple[SocketSlack, SocketDoor]]:
    end = SocketSlack()
    slack.answers["apps.connections.open"] = {"url": end.url}
    accepting = threading.Thread(target=end.accept)
    accepting.start()
    door = SocketDoor(bolt, "xapp-test", client)
    try:
        door.start()
        assert end.ready.wait(5)
        yield end, door
    finally:
        door.close()
        accepting.join()
        end.close()


def command(text: str) -> dict[str, Any]:
    payload = {"command": "/partner", "text": text, "team_id": TEAM, "user_id": "U0PAM", "channel_id": "C1"}
    return {"type": "slash_commands", "envelope_id": "e1", "accepts_response_payload": True, "payload": payload}


def test_a_command_is_answered_over_the_socket(bolt: Any, client: WebClient, slack: LoopbackSlack) -> None:
    with connected(bolt, client, slack) as (end, door):
        end.send(command("hello"))
        answer = end.receive()
        assert door.connected
    assert not door.connected
    assert answer["envelope_id"] == "e1"
    assert answer["payload"]["text"].startswith("You asked: hello")
    assert answer["payload"]["response_type"] == "ephemeral"


def test_an_answer_under_way_is_finished_before_the_connection_ends(
    bolt: Any, client: WebClient, slack: LoopbackSlack, assistant: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    answer_now = assistant.handle

    def slowly(request: Any) -> Any:
        begun.set()
        assert go_on.wait(5)
        return answer_now(request)

    monkeypatch.setattr(assistant, "handle", slowly)
    with connected(bolt, client, slack) as (end, door):
        end.send(command("late"))
        assert begun.wait(5)
        closing = threading.Thread(target=door.close)
        closing.start()
        go_on.set()
        assert end.receive()["payload"]["text"].startswith("You asked: late")
        closing.join(5)
        assert not closing.is_alive()
        threads = [thread.name for thread in threading.enumerate() if "SocketMode" in thread.name]
        assert threads == []


def test_nothing_connects_before_the_start(bolt: Any, client: WebClient, slack: LoopbackSlack) -> None:
    SocketDoor(bolt, "xapp-test", client).close()
    assert slack.count("apps.connections.open") == 0


def test_answers_over_the_socket_are_measured_and_the_end_waits_only_so_long(
    bolt: Any, client: WebClient, slack: LoopbackSlack, assistant: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, heard = threading.Event(), threading.Event(), []
    answer_now = assistant.handle

    def slowly(request: Any) -> Any:
        begun.set()
        go_on.wait(5)
        return answer_now(request)

    with connected(bolt, client, slack) as (end, door):
        door._handler._answered = lambda kind, seconds: heard.append(kind)  # type: ignore[union-attr, attr-defined]
        end.send(command("hello"))
        end.receive()
        monkeypatch.setattr(assistant, "handle", slowly)
        end.send(command("late"))
        assert begun.wait(5)
        door.close(0.05)
        go_on.set()
    assert heard[:1] == ["command"]
