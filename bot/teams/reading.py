"""Verified activities as requests. The JSON comes from outside: what is missing or of another shape reads as empty.

Source: learn.microsoft.com, "Bot Framework activity schema"; "Conversations for agents and bots in Teams".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any, Final

from bot.clock import Clock, today
from bot.payloads import Json, first, part, text
from bot.profiles import Profile, zone_of
from bot.render.escape import clean, one_line
from bot.teams.mentions import said_in, spoken
from bot.teams.people import Audiences, Directory, Where
from handlers.request import WHERE, Actor, Conversation, Place, Request, Role, Value
from store.repositories.conversations import KnownConversation

KINDS: Final = {"personal": "personal", "groupChat": "group", "channel": "channel"}
SHARED: Final = "shared"
"""The kind under which we remember a channel that Teams marks as shared: its roster does not list everybody."""
_THREAD: Final = ";messageid="
NOWHERE: Final = Conversation("", Place.direct)


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button carries: its route and value, or the token of the form it belongs to."""

    route: str
    value: str
    token: str
    inputs: Mapping[str, Any]


class Reader:
    """Turns each kind of activity into a `Request`.

    Roles, deny by default: a person of another tenant, or one whom the roster calls a guest, is an outsider; one whom
    the roster does not know is unverified; everybody else is a member, whatever that member may do.
    """

    def __init__(self, tenant: str, clock: Clock, directory: Directory, audiences: Audiences, *, zone: str) -> None:
        """`zone` (IANA) is for people whose own Teams does not tell."""
        self._tenant = tenant
        self._clock = clock
        self._directory = directory
        self._audiences = audiences
        self._zone = zone

    def message(self, activity: Json) -> Request:
        """Written words, or a button of a client that knows no better: its route stands in the message's value."""
        pressed = pressed_in(part(activity, "value"))
        if pressed.route:
            return self.routed(activity, pressed.route, pressed.value)
        return self._request(activity, text=spoken(activity) or "help", forms=False)

    def routed(self, activity: Json, route: str, value: str = "", *, dialog: bool = False) -> Request:
        """A pressed button, or an event that has a route of its own. Only in a `dialog` a form can be shown."""
        return self._request(activity, route=route, value=value, forms=dialog)

    def shortcut(self, activity: Json, route: str) -> Request:
        """An entry of a menu; one of a message's menu comes with the message's words."""
        words = said_in(part(part(activity, "value"), "messagePayload"))
        return self._request(activity, NOWHERE, route=route, text=words)

    def submission(
        self, activity: Json, route: str, values: Mapping[str, Value], key: str, opened: KnownConversation | None
    ) -> Request:
        """A submitted form. One about a channel is submitted as if there: who reads along in it is looked up anew.

        `opened` is that channel where it is known; `key` stays the same however often the form is sent.
        """
        where = NOWHERE
        if channel := text(values, WHERE):
            place = self._audiences.place(where_of(opened)) if opened else Place.shared
            where = Conversation(channel, place, joined=opened is not None and opened.state == "active")
        return self._request(activity, where, key=key, route=route, values=values)

    def suggestion(self, activity: Json, route: str, values: Mapping[str, Value]) -> Request:
        """Characters typed into a search field, with what the form holds so far."""
        typed = one_line(text(part(activity, "value"), "queryText"))
        return self._request(activity, NOWHERE, key="", route=route, value=typed, values=values)

    def readers_changed(self, activity: Json) -> None:
        """Forget who reads along in the conversation of an activity, and in all that have the same roster."""
        self._audiences.forget(heard_from(activity))

    def _request(
        self, activity: Json, conversation: Conversation | None = None, *, key: str | None = None, **asked: Any
    ) -> Request:
        actor = self.actor(activity)
        here = conversation or self._conversation(activity, actor)
        return Request(
            actor=actor,
            conversation=here,
            now=self._clock.now(),
            as_of=today(self._clock, actor.zone),
            key=key_of(activity) if key is None else key,
            **asked,
        )

    def actor(self, activity: Json) -> Actor:
        """Who wrote, pressed or typed."""
        sender = part(activity, "from")
        user = text(sender, "aadObjectId")
        ours = tenants_of(activity) == {self._tenant.lower()}
        profile = self._directory.find(user, text(sender, "id"), heard_from(activity)) if ours and user else None
        return Actor(
            workspace=self._tenant,
            user=user or text(sender, "id"),
            name=(profile.name if profile else "") or one_line(text(sender, "name")) or user,
            role=self._role(profile) if ours and user else Role.outsider,
            email=profile.email if profile else None,
            zone=zone_told(activity) or self._zone,
        )

    def _role(self, profile: Profile | None) -> Role:
        if profile is None:
            return Role.unverified
        return Role.outsider if profile.guest or profile.team != self._tenant else Role.member

    def _conversation(self, activity: Json, actor: Actor) -> Conversation:
        id, thread = conversation_of(activity)
        where = heard_from(activity)
        # A chat has no threads. What was asked there today may be taken up, and not what was asked last week.
        thread = thread if where.kind == "channel" else today(self._clock, actor.zone).isoformat()
        return Conversation(
            id,
            self._audiences.place(where),
            thread or None,
            text(activity, "replyToId") or text(activity, "id") or None,
            joined=True,
            fades=where.kind != "channel",
            whispers=where.kind == "personal",
        )


def named(activity: dict[str, Any]) -> dict[str, Any]:
    """The activity, with an id of our own where it came with none: two without one are not the same one."""
    return activity if text(activity, "id") else activity | {"id": token_hex(16)}


def key_of(activity: Json) -> str:
    """What names a delivery: the service sends the same one again when we are slow."""
    return f"{text(part(activity, 'conversation'), 'id')}|{text(activity, 'id')}"


def conversation_of(activity: Json) -> tuple[str, str]:
    """The conversation's id without the thread, and the thread's (of a channel) or an empty text."""
    id, _, thread = text(part(activity, "conversation"), "id").partition(_THREAD)
    return id, thread or (text(activity, "id") if kind_of(activity) == "channel" else "")


def in_thread(conversation: str, thread: str | None) -> str:
    """Where an answer in a thread of a channel is posted. A day, which stands for a chat's thread, is none."""
    return f"{conversation}{_THREAD}{thread}" if thread and thread.isdigit() else conversation


def kind_of(activity: Json) -> str:
    """`personal`, `group` or `channel`; a group where Teams does not say, because others may read along."""
    told = text(part(activity, "conversation"), "conversationType")
    return KINDS.get(told, "group")


def tenants_of(activity: Json) -> frozenset[str]:
    """The tenants that an activity names: in a channel shared with another company the writer's beside ours."""
    told = text(part(part(activity, "channelData"), "tenant"), "id"), text(part(activity, "conversation"), "tenantId")
    return frozenset(each.lower() for each in told if each)


def heard_from(activity: Json) -> Where:
    """Where an activity comes from, to ask who is there."""
    data = part(activity, "channelData")
    id, _ = conversation_of(activity)
    kind, team = kind_of(activity), text(part(data, "team"), "id")
    sort = text(part(data, "channel"), "type")
    roster = team if team and sort not in ("private", "shared") else id
    return Where(id, kind, text(activity, "serviceUrl"), roster, sort == "shared")


def where_of(known: KnownConversation) -> Where:
    """A conversation we remember, to ask who is there."""
    shared = known.kind == SHARED
    kind = "channel" if shared else known.kind
    return Where(known.conversation, kind, known.address, known.team or known.conversation, shared)


def seen_in(activity: Json, tenant: str, email: str | None, at: datetime) -> KnownConversation:
    """The conversation of an activity, to remember as one of our `tenant`: guests of others write in ours."""
    where = heard_from(activity)
    personal = where.kind == "personal"
    return KnownConversation(
        workspace=tenant,
        conversation=where.conversation,
        kind=SHARED if where.shared else where.kind,
        state="active",
        address=where.address,
        team=where.roster if where.roster != where.conversation else None,
        person=text(part(activity, "from"), "aadObjectId") or None if personal else None,
        email=email if personal else None,
        seen_at=at,
    )


def pressed_in(data: Json) -> Pressed:
    """What stands in a button's data: `route`, `value`, `form`, and the inputs beside them."""
    inputs = {name: value for name, value in data.items() if name not in ("route", "value", "form", "msteams")}
    return Pressed(text(data, "route"), clean(text(data, "value")), text(data, "form"), inputs)


def zone_told(activity: Json) -> str | None:
    """The zone of whoever wrote, as their client says it."""
    listed = activity.get("entities")
    infos = [each for each in listed if text(each, "type") == "clientInfo"] if isinstance(listed, list) else []
    return zone_of(text(first({"of": infos}, "of"), "timezone")) or zone_of(text(activity, "localTimezone"))
