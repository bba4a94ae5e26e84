"""A Slack workspace that remembers: what the app posts stands in conversations, can be rewritten and looked up."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from slack_sdk.models.blocks import Block

from bot.slack.limits import check_message, check_options, check_view
from tests.support.slack import Call, LoopbackSlack

Message = dict[str, Any]
MESSAGES = ("chat.postMessage", "chat.update", "hook")
OWN = re.compile(r"<@U0(PAM|DANA|SAM)>|<!date\^[0-9]+\^[^<>|]*\|[^<>]*>")
"""The only markup that may leave: people who did something, and moments in time."""

VIEWS = ("views.open", "views.push", "views.update", "views.publish")


@dataclass
class Workspace(LoopbackSlack):
    """`said` holds the messages of each conversation; `hold` makes the answer to a post, or to an answer at a
    response URL, wait after it was taken."""

    said: dict[str, list[Message]] = field(default_factory=dict)
    hold: threading.Event = field(default_factory=threading.Event)
    foreign: set[str] = field(default_factory=set)
    """Channels that another company reads too."""
    elsewhere: set[str] = field(default_factory=set)
    """Channels that the app is not in."""
    acknowledged: list[dict[str, Any]] = field(default_factory=list)
    _stamps: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.hold.set()

    def answer(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        told = super().answer(method, body)
        handler = {
            "chat.postMessage": self._post,
            "chat.update": self._update,
            "conversations.history": self._history,
            "conversations.replies": self._history,
            "conversations.info": self._info,
            "conversations.open": lambda body: {"channel": {"id": "D" + body["users"]}},
            "users.lookupByEmail": self._by_email,
            "hook": self._answered,
        }.get(method)
        return told | handler(body) if handler and told["ok"] else told

    def words(self, channel: str) -> list[str]:
        """The first line of each message in a conversation, in order."""
        with self._arrived:
            return [message["text"].split("\n")[0] for message in self.said.get(channel, [])]

    def wait_for(self, what: str, found: Callable[[], Any]) -> Any:
        """Wait until `found()` gives something, looked at after each call that arrives."""
        with self._arrived:
            value = self._arrived.wait_for(found, 8)
        assert value, f"{what} did not happen; said: { {channel: self.words(channel) for channel in self.said} }"
        return value

    def message(self, channel: str, words: str) -> Message:
        """The message in `channel` that contains `words`, as soon as it is there."""
        return self.wait_for(
            f"“{words}” in {channel}",
            lambda: next((each for each in self.said.get(channel, []) if words in each["text"]), None),
        )

    def left(self) -> list[Call]:
        """Everything that was shown to people: messages, views, and answers to requests."""
        with self._arrived:
            shown = [call for call in self.calls if call.method in (*MESSAGES, *VIEWS)]
        return [*shown, *(Call("acknowledged", body) for body in self.acknowledged)]

    def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        with self._arrived:
            channel = body["channel"].replace("U0", "DU0", 1) if body["channel"].startswith("U0") else body["channel"]
            message = {**body, "channel": channel, "ts": f"{4_000_000_000 + next(self._stamps)}.000001"}
            self.said.setdefault(channel, []).append(message)
            self._arrived.notify_all()
        self.hold.wait(20)
        return {"channel": channel, "ts": message["ts"]}

    def _answered(self, _: dict[str, Any]) -> dict[str, Any]:
        self.hold.wait(20)
        return {}

    def _update(self, body: dict[str, Any]) -> dict[str, Any]:
        with self._arrived:
            message = next((each for each in self.said.get(body["channel"], []) if each["ts"] == body["ts"]), None)
            if message is None:
                return {"ok": False, "error": "message_not_found"}
            message.update(text=body["text"], blocks=body["blocks"])
            self._arrived.notify_all()
        return {"channel": body["channel"], "ts": body["ts"]}

    def _history(self, body: dict[str, Any]) -> dict[str, Any]:
        with self._arrived:
            return {"messages": list(reversed(self.said.get(body["channel"], [])))}

    def _info(self, body: dict[str, Any]) -> dict[str, Any]:
        channel = body["channel"]
        flags = {"is_ext_shared": channel in self.foreign, "is_member": channel not in self.elsewhere}
        return {"channel": {"id": channel, **flags}}

    def _by_email(self, body: dict[str, Any]) -> dict[str, Any]:
        found = [user for user, known in self.people.items() if known["profile"].get("email") == body["email"]]
        return {"user": {"id": found[0]}} if found else {"ok": False, "error": "users_not_found"}


def check_left(call: Call) -> None:
    """What left keeps Slack's limits and is understood by Slack's own models; nothing in it calls anybody foreign."""
    body = call.body
    if call.method in VIEWS:
        _check_view(body["view"])
    elif call.method in MESSAGES or "text" in body:
        _check_message(body)
    elif body.get("response_action") == "update":
        _check_view(body["view"])
    elif "options" in body:
        check_options(body)
    for words in _markup(body):
        assert "<" not in OWN.sub("", words), words


def _check_message(body: dict[str, Any]) -> None:
    check_message(body)
    _parsed(body.get("blocks", []))


def _check_view(view: dict[str, Any]) -> None:
    check_view(view)
    _parsed(view["blocks"])


def _parsed(blocks: list[dict[str, Any]]) -> None:
    known = [block for block in blocks if block["type"] not in ("table", "rich_text")]
    assert all(block is not None for block in Block.parse_all(known)), json.dumps(known)
    for block in Block.parse_all(blocks):
        block.validate_json()


def _markup(value: Any) -> Iterator[str]:
    """Every text in which Slack reads markup: fallback texts and `mrkdwn` objects."""
    if isinstance(value, dict):
        assert value.get("type") not in ("link", "broadcast", "usergroup"), value
        if value.get("type") == "mrkdwn" or ("blocks" in value and "text" in value):
            yield str(value["text"])
        for inner in value.values():
            yield from _markup(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _markup(inner)
