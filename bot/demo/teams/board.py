"""The state of the played Teams: rooms, what was said in them, who may see it. Safe to use from any thread."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import RLock

from bot.demo.events import Event, Feed, Json
from bot.demo.ids import IDS, PEOPLE, ZONE, Person
from bot.demo.teams.ids import BOT_NAME, CHANNEL, EVERYBODY, PERSONAL, ROOMS, Room, object_of, user_of

THREAD_MARK = ";messageid="


class TeamsRefusal(Exception):
    """An error of the Bot Connector: HTTP `status`, Teams' own word `code`, and a sentence for developers."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.message = message

    def body(self) -> Json:
        """The answer that carries it."""
        return {"error": {"code": self.code, "message": self.message}}


@dataclass(frozen=True, slots=True)
class Post:
    """One message. `id` is its moment in milliseconds; `thread` the first message of the thread it is a reply in.

    `activity` is what the bot sent, `cards` are its cards; `views` are the cards that single people see in their place.
    """

    room: str
    id: str
    user: str
    text: str
    format: str = "markdown"
    cards: tuple[Json, ...] = ()
    entities: tuple[Json, ...] = ()
    suggested: tuple[Json, ...] = ()
    thread: str | None = None
    edited: bool = False
    views: tuple[tuple[str, Json], ...] = ()

    def as_page(self, reader: str) -> Json:
        """The message as the page of `reader` shows it."""
        own = dict(self.views).get(reader)
        return {
            "room": self.room,
            "id": self.id,
            "user": self.user,
            "text": self.text,
            "format": self.format,
            "cards": [own] if own else list(self.cards),
            "entities": list(self.entities),
            "suggested": list(self.suggested),
            "thread": self.thread,
            "edited": self.edited,
        }


@dataclass(slots=True)
class _Book:
    posts: dict[tuple[str, str], Post] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    last: int = 0


class Board:
    """Rooms, messages, and where the app is installed (everywhere, until somebody removes it)."""

    def __init__(self, now: Callable[[], datetime], feed: Feed) -> None:
        self.now = now
        self.feed = feed
        self._book = _Book()
        self._lock = RLock()

    def person(self, user: str) -> Person:
        """Somebody by any of their ids: the demo's own, the bot's view of them, or the one of their directory."""
        for each in EVERYBODY:
            if not each.bot and user in (each.id, user_of(each), object_of(each)):
                return each
        raise TeamsRefusal(404, "MemberNotFoundInConversation", "The user is not a member of the conversation.")

    def room(self, conversation: str) -> Room:
        """The room of a conversation id, with or without the part that names a thread."""
        wanted = conversation.partition(THREAD_MARK)[0]
        for each in ROOMS:
            if each.id == wanted:
                return each
        raise TeamsRefusal(404, "ConversationNotFound", "Conversation not found.")

    def own_room(self, user: str, room: str) -> Room:
        """The room, if this person is in it; otherwise it does not exist for them."""
        found = self.room(room)
        if not found.admits(self.person(user)):
            raise TeamsRefusal(404, "ConversationNotFound", "Conversation not found.")
        return found

    def installed(self, room: Room) -> bool:
        """Whether the app may write there."""
        return _place(room) not in self._book.removed

    def install(self, room: Room, *, removed: bool) -> None:
        """Add the app to a chat or to a channel's team, or take it away, and tell the pages."""
        with self._lock:
            (self._book.removed.add if removed else self._book.removed.discard)(_place(room))
        self.feed.publish("installed", {"rooms": [each.id for each in ROOMS if not self.installed(each)]})

    def fresh_id(self) -> str:
        """The next free message id: milliseconds, never twice the same."""
        with self._lock:
            self._book.last = max(self._book.last + 1, int(self.now().timestamp() * 1000))
            return str(self._book.last)

    def add(self, post: Post) -> Post:
        """Put a message into its room and tell the pages; a reply needs a thread that is there."""
        with self._lock:
            if post.thread is not None:
                self.post(post.room, post.thread)
            self._book.posts[post.room, post.id] = post
        self._tell(post)
        return post

    def post(self, room: str, post: str) -> Post:
        """The message with this id."""
        found = self._book.posts.get((self.room(room).id, post))
        if found is None:
            raise TeamsRefusal(404, "ActivityNotFoundInConversation", "Activity not found in conversation.")
        return found

    def edit(self, post: Post) -> Post:
        """Rewrite a message of the bot in place, for everybody."""
        with self._lock:
            before = self.own_post(post.room, post.id)
            after = replace(post, thread=before.thread, edited=True)
            self._book.posts[after.room, after.id] = after
        self._tell(after)
        return after

    def own_post(self, room: str, post: str) -> Post:
        """A message of the bot; nobody may change another one's."""
        found = self.post(room, post)
        if found.user != IDS.bot_user:
            raise TeamsRefusal(403, "BadArgument", "The bot is not the author of the message.")
        return found

    def show(self, room: str, post: str, user: str, card: Json) -> None:
        """Give one person a card of their own in place of a message's."""
        with self._lock:
            before = self.post(room, post)
            kept = tuple(each for each in before.views if each[0] != user)
            after = replace(before, views=(*kept, (user, card)))
            self._book.posts[before.room, post] = after
        self.feed.publish("message", after.as_page(user), user)

    def delete(self, room: str, post: str) -> None:
        """Take a message of the bot away."""
        with self._lock:
            gone = self._book.posts.pop((self.own_post(room, post).room, post))
        for reader in self._readers(self.room(gone.room)):
            self.feed.publish("deleted", {"room": gone.room, "id": gone.id}, reader)

    def typing(self, room: Room, thread: str | None) -> None:
        """Let the pages show for a moment that the bot is writing."""
        for reader in self._readers(room):
            self.feed.publish("typing", {"room": room.id, "thread": thread}, reader)

    def posts(self, room: str) -> tuple[Post, ...]:
        """Everything said in a room, oldest first."""
        with self._lock:
            return tuple(each for each in self._book.posts.values() if each.room == room)

    def moved(self) -> None:
        """Tell the pages that the clock was moved."""
        self.feed.publish("clock", self.moment())

    def moment(self) -> Json:
        """What the page's clock shows."""
        return {"now": self.now().timestamp(), "zone": ZONE}

    def state(self, user: str, more: Json) -> Event:
        """Everything the page of `user` needs to start, with `more` from the other parts."""
        mine = [each for each in ROOMS if each.admits(self.person(user))]
        shown = {
            "me": user,
            "bot": {"id": IDS.bot_user, "name": BOT_NAME},
            "people": [_fields(each) for each in PEOPLE],
            "rooms": [_room(each) for each in mine],
            "removed": [each.id for each in mine if not self.installed(each)],
            "messages": [post.as_page(user) for room in mine for post in self.posts(room.id)],
            "clock": self.moment(),
        }
        return Event("state", shown | more, user)

    def _tell(self, post: Post) -> None:
        for reader in self._readers(self.room(post.room)):
            self.feed.publish("message", post.as_page(reader), reader)

    def _readers(self, room: Room) -> tuple[str, ...]:
        return tuple(each.id for each in room.roster())


def _place(room: Room) -> str:
    """What the app is installed in: a chat, or a team with all of its channels."""
    return room.team if room.kind == CHANNEL else room.id


def _fields(person: Person) -> Json:
    title = person.title
    shown = {"id": person.id, "name": person.name, "title": title, "hue": person.hue, "bot": person.bot}
    return shown | {"guest": person.guest, "external": person.team != IDS.team}


def _room(room: Room) -> Json:
    shown = {"id": room.id, "name": room.name, "topic": room.topic, "kind": room.kind, "team": room.team}
    people = [each.id for each in room.roster()]
    return shown | {"personal": room.kind == PERSONAL, "shared": bool(room.outsiders), "people": people}
