"""The state of the played workspace: who is there, what was said, who may see it. Safe to use from any thread."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import RLock
from typing import TypeVar

from bot.demo.events import Event, Feed, Json
from bot.demo.ids import CHANNELS, COLLEAGUES, IDS, PEOPLE, ZONE, Channel, Person

Member = TypeVar("Member", Person, Channel)


class SlackRefusal(Exception):
    """A Web API error: `code` is Slack's own word for it."""

    def __init__(self, code: str, *details: str) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass(frozen=True, slots=True)
class Message:
    """One message. `ts` is its id and its moment; `only_for` is set on a note that one person sees."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    metadata: Json | None = None
    only_for: str | None = None
    edited: bool = False
    command: bool = False
    files: tuple[Json, ...] = ()

    def as_slack(self) -> Json:
        """The message as Slack's Web API and interaction payloads carry it."""
        body: Json = {"type": "message", "ts": self.ts, "user": self.user, "text": self.text, "team": _team(self.user)}
        if self.blocks:
            body["blocks"] = list(self.blocks)
        if self.files:
            body["files"] = list(self.files)
        if self.user == IDS.bot_user:
            body |= {"bot_id": IDS.bot, "app_id": IDS.app}
        if self.thread_ts:
            body["thread_ts"] = self.thread_ts
        if self.metadata:
            body["metadata"] = self.metadata
        if self.edited:
            body["edited"] = {"user": self.user, "ts": self.ts}
        return body

    def as_page(self) -> Json:
        """The message as the page shows it."""
        return self.as_slack() | {
            "channel": self.channel,
            "ephemeral": self.only_for is not None,
            "edited": self.edited,
            "command": self.command,
        }


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to say, before it has a place in time."""

    channel: str
    user: str
    text: str = ""
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    metadata: Json | None = None
    only_for: str | None = None
    command: bool = False
    files: tuple[Json, ...] = ()


@dataclass(slots=True)
class _Book:
    messages: dict[tuple[str, str], Message] = field(default_factory=dict)
    last_tick: int = 0


class Workspace:
    """People, channels and messages."""

    def __init__(self, now: Callable[[], datetime], feed: Feed) -> None:
        self.now = now
        self.feed = feed
        self._book = _Book()
        self._lock = RLock()

    def person(self, user: str) -> Person:
        """The member with this id; `user_not_found` if there is none."""
        return _found((*PEOPLE, *COLLEAGUES), user, "user_not_found")

    def channel(self, channel: str) -> Channel:
        """The conversation with this id, or the direct line to the person with this id; `channel_not_found` if none."""
        for each in CHANNELS:
            if each.direct_with == channel:
                return each
        return _found(CHANNELS, channel, "channel_not_found")

    def post(self, draft: Draft) -> Message:
        """Put a message into its channel and tell the pages; it gets the next free `ts`."""
        channel = self.channel(draft.channel)
        with self._lock:
            message = Message(
                channel.id,
                self._next_ts(),
                draft.user,
                draft.text,
                _named(draft.blocks),
                draft.thread_ts,
                draft.metadata,
                draft.only_for,
                command=draft.command,
                files=draft.files,
            )
            self._book.messages[channel.id, message.ts] = message
        self._tell(message)
        return message

    def edit(self, channel: str, ts: str, text: str, blocks: Iterable[Json]) -> Message:
        """Rewrite a message in place; `message_not_found` if it is not there."""
        with self._lock:
            before = self.message(channel, ts)
            after = replace(before, text=text, blocks=_named(blocks), edited=before.only_for is None)
            self._book.messages[before.channel, ts] = after
        self._tell(after)
        return after

    def delete(self, channel: str, ts: str) -> None:
        """Take a message away; `message_not_found` if it is not there."""
        with self._lock:
            gone = self._book.messages.pop((self.message(channel, ts).channel, ts))
        for reader in self._readers(gone):
            self.feed.publish("deleted", {"channel": gone.channel, "ts": ts}, reader)

    def message(self, channel: str, ts: str) -> Message:
        """The message with this id in this channel; `message_not_found` if it is not there."""
        found = self._book.messages.get((self.channel(channel).id, ts))
        if found is None:
            raise SlackRefusal("message_not_found")
        return found

    def history(self, channel: str, thread: str | None = None) -> tuple[Message, ...]:
        """Lasting messages, oldest first: the channel's own, or those of one thread with its first message."""
        wanted = self.channel(channel).id
        with self._lock:
            lasting = [each for each in self._book.messages.values() if each.channel == wanted and not each.only_for]
        if thread is None:
            return tuple(each for each in lasting if each.thread_ts in (None, each.ts))
        return tuple(each for each in lasting if thread in (each.ts, each.thread_ts))

    def visible_to(self, user: str) -> tuple[Message, ...]:
        """Everything `user` may read, oldest first: no note for others, no foreign direct line."""
        mine = {each.id for each in CHANNELS if each.admits(self.person(user))}
        with self._lock:
            everything = tuple(self._book.messages.values())
        return tuple(each for each in everything if each.channel in mine and each.only_for in (None, user))

    def moment(self) -> Json:
        """What the page's clock shows."""
        return {"now": self.now().timestamp(), "zone": ZONE}

    def moved(self) -> None:
        """Tell the pages that the clock was moved."""
        self.feed.publish("clock", self.moment())

    def state(self, user: str, more: Json) -> Event:
        """Everything the page of `user` needs to start, with `more` from the other parts."""
        mine = [each for each in CHANNELS if each.admits(self.person(user))]
        return Event(
            "state",
            {
                "me": user,
                "bot": IDS.bot_user,
                "people": [_fields(each) for each in PEOPLE],
                "channels": [
                    {"id": c.id, "name": c.name, "topic": c.topic, "direct": bool(c.direct_with)} for c in mine
                ],
                "messages": [each.as_page() for each in self.visible_to(user)],
                "clock": self.moment(),
            }
            | more,
            user,
        )

    def _tell(self, message: Message) -> None:
        for reader in self._readers(message):
            self.feed.publish("message", message.as_page(), reader)

    def _readers(self, message: Message) -> tuple[str | None, ...]:
        """Whose pages show a message; None is everybody's."""
        channel = self.channel(message.channel)
        alone = message.only_for or channel.direct_with
        if alone:
            return (alone,)
        return tuple(each.id for each in PEOPLE if channel.admits(each) and not each.bot)

    def _next_ts(self) -> str:
        tick = max(self._book.last_tick + 1, int(self.now().timestamp() * 1_000_000))
        self._book.last_tick = tick
        return f"{tick // 1_000_000}.{tick % 1_000_000:06d}"


def _team(user: str) -> str:
    return next((each.team for each in PEOPLE if each.id == user), IDS.team)


def _found(members: tuple[Member, ...], wanted: str, code: str) -> Member:
    for each in members:
        if each.id == wanted:
            return each
    raise SlackRefusal(code)


def _named(blocks: Iterable[Json]) -> tuple[Json, ...]:
    """Slack gives every block without a `block_id` one of its own."""
    return tuple({"block_id": f"b{number}"} | block for number, block in enumerate(blocks))


def _fields(person: Person) -> Json:
    return {"id": person.id, "name": person.name, "title": person.title, "hue": person.hue, "bot": person.bot}
