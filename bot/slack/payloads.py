"""Slack's verified payloads as requests.

The JSON comes from outside: whatever is missing or of another shape reads as empty.
"""

import re
from typing import Any

from bot.clock import Clock, today
from bot.payloads import Json, first, part, text
from bot.profiles import Profile
from bot.render import blockkit
from bot.render.escape import clean, one_line
from bot.render.forms import CLOSED
from bot.slack.audiences import Audiences
from bot.slack.identity import Directory, Identity
from handlers.request import WHERE, Actor, Conversation, Place, Request, Role

_LINK = re.compile(r"<(?:mailto:|tel:|https?:)[^<>|]*\|([^<>]*)>|<(?:mailto:|tel:)?([^<>@#!|][^<>|]*)>")
_CHANNEL = re.compile(r"<#[A-Z0-9]+\|([^<>]*)>")


class Reader:
    """Turns each kind of payload into a `Request`.

    Roles, deny by default: a person of another team (Slack Connect), or one whom the directory calls a
    guest, is an outsider; one whom the directory cannot look up is unverified; everybody else is a member, whatever
    that member may do.

    Places: ids that begin with D are direct messages. An event says whether its channel is shared with another company
    and counts as shared when it does not say. Guests, and what commands and buttons do not say, `audiences` knows.
    """

    def __init__(
        self,
        identity: Identity,
        clock: Clock,
        *,
        zone: str = "UTC",
        directory: Directory | None = None,
        audiences: Audiences | None = None,
    ) -> None:
        self._identity = identity
        self._clock = clock
        self._zone = zone
        self._directory = directory
        self._audiences = audiences

    def command(self, body: Json) -> Request:
        """`/partner …`: the typed words."""
        channel = text(body, "channel_id")
        actor = self._actor(text(body, "user_id"), text(body, "user_name"), text(body, "team_id"))
        place = self._place(channel, shared=_says_shared(body))
        return self._request(
            actor,
            Conversation(channel, place, joined=self._joined(channel, place)),
            key=text(body, "trigger_id"),
            text=spoken(text(body, "text")) or "help",
        )

    def shortcut(self, body: Json, route: str) -> Request:
        """A shortcut: a global one has no conversation, one on a message comes with the message's words."""
        channel, message = text(part(body, "channel"), "id"), part(body, "message")
        where = Conversation(channel, self._place(channel, shared=_says_shared(body)))
        said = spoken(text(message, "text"), self._identity.bot_user)
        return self._request(self._person(body), where, key=text(body, "trigger_id"), route=route, text=said)

    def action(self, body: Json) -> Request:
        """A pressed button: its route is the action id up to `#`; inside a form the filled-in values come with it."""
        pressed = first(body, "actions")
        chosen = part(pressed, "selected_option")
        container = part(body, "container")
        message = part(body, "message")
        channel = text(part(body, "channel"), "id") or text(container, "channel_id")
        where = Conversation(
            channel,
            self._place(channel, shared=_says_shared(body)),
            thread=text(container, "thread_ts") or text(message, "thread_ts") or None,
            message=text(container, "message_ts") or text(message, "ts") or None,
        )
        return self._request(
            self._person(body),
            where,
            key=text(body, "trigger_id"),
            route=text(pressed, "action_id").partition("#")[0],
            value=clean(text(pressed, "value") or text(chosen, "value")),
            values=_values(part(body, "view")),
        )

    def submission(self, body: Json) -> Request:
        """A submitted form: its state and the values of its fields under one roof, the fields first.

        A form about a channel is submitted as if there: who reads along in it is looked up anew.
        """
        view = part(body, "view")
        values = _values(view)
        channel = text(values, WHERE)
        place = self._place(channel, shared=False)
        return self._request(
            self._person(body),
            Conversation(channel, place, joined=self._joined(channel, place)),
            key=f"{text(view, 'id')}:{text(view, 'hash')}",
            route=text(view, "callback_id"),
            values=values,
        )

    def closing(self, body: Json) -> Request:
        """A closed form: its values, for the route that it names for this; no route where it names none."""
        view = part(body, "view")
        values = _values(view)
        return self._request(
            self._person(body),
            Conversation("", Place.direct),
            key=f"{text(view, 'id')}:{text(view, 'hash')}:closed",
            route=text(values, CLOSED),
            values=values,
        )

    def suggestion(self, body: Json) -> Request:
        """Characters typed into a search field, with what the form holds so far."""
        return self._request(
            self._person(body),
            Conversation("", Place.direct),
            route=text(body, "action_id").partition("#")[0],
            value=one_line(text(body, "value")),
            values=_values(part(body, "view")),
        )

    def message(self, body: Json) -> Request | None:
        """A mention or a direct message; None for what no person has just written (bots, edits, joins, uploads)."""
        event = part(body, "event")
        user = text(event, "user")
        if not user or event.get("subtype") or event.get("bot_id") or event.get("edited"):
            return None
        channel, ts = text(event, "channel"), text(event, "ts")
        shared = body.get("is_ext_shared_channel") is not False
        team = text(event, "user_team") or text(event, "source_team") or text(event, "team") or text(body, "team_id")
        actor = self._actor(user, "", team)
        where = Conversation(channel, self._place(channel, shared=shared), text(event, "thread_ts") or ts, ts)
        said = spoken(text(event, "text"), self._identity.bot_user)
        return self._request(actor, where, key=text(body, "event_id"), text=said or "help")

    def home(self, body: Json) -> Request:
        """The opened App Home tab."""
        event = part(body, "event")
        actor = self._actor(text(event, "user"), "", text(event, "team") or text(body, "team_id"))
        return self._request(actor, Conversation("", Place.direct), key=text(body, "event_id"), route="home")

    def messages_tab(self, body: Json) -> Request:
        """The opened Messages tab: what could be asked to begin with."""
        event = part(body, "event")
        actor = self._actor(text(event, "user"), "", text(event, "team") or text(body, "team_id"))
        where = Conversation(text(event, "channel"), Place.direct)
        return self._request(actor, where, key=text(body, "event_id"), route="prompts")

    def readers_changed(self, body: Json) -> None:
        """Forget who reads along in the channel of an event."""
        if self._audiences is not None:
            self._audiences.forget(text(part(body, "event"), "channel"))

    def _person(self, body: Json) -> Actor:
        user, team = part(body, "user"), part(body, "team")
        return self._actor(
            text(user, "id"),
            text(user, "name") or text(user, "username"),
            text(user, "team_id") or text(team, "id"),
        )

    def _actor(self, user: str, name: str, team: str) -> Actor:
        ours = self._identity.includes(team)
        profile = self._directory.find(user) if ours and user and self._directory else None
        return Actor(
            workspace=self._identity.team,
            user=user,
            name=(profile.name if profile else one_line(name)) or user,
            role=self._role(profile) if ours and user else Role.outsider,
            email=profile.email if profile else None,
            zone=(profile.zone if profile else None) or self._zone,
        )

    def _role(self, profile: Profile | None) -> Role:
        """What somebody of our own team may do."""
        if profile is None and self._directory is not None:
            return Role.unverified
        if profile is not None and (profile.guest or not self._identity.includes(profile.team or self._identity.team)):
            return Role.outsider
        return Role.member

    def _place(self, channel: str, *, shared: bool) -> Place:
        # A button in a modal or on the home tab belongs to no channel: only who pressed it sees what follows.
        if not channel or channel.startswith("D"):
            return Place.direct
        if shared:
            return Place.shared
        return self._audiences.place(channel) if self._audiences else Place.channel

    def _joined(self, channel: str, place: Place) -> bool | None:
        """Whether the app is in a channel of our own people; of other ones Slack need not be asked."""
        return self._audiences.joined(channel) if self._audiences and place is Place.channel else None

    def _request(self, actor: Actor, conversation: Conversation, **asked: Any) -> Request:
        return Request(
            actor=actor,
            conversation=conversation,
            now=self._clock.now(),
            as_of=today(self._clock, actor.zone),
            **asked,
        )


def spoken(typed: str, bot_user: str = "") -> str:
    """Words as a person typed them: without our own mention, links as their label, entities as characters.

    Source: docs.slack.dev, "Formatting message text", retrieving messages.
    """
    words = re.sub(rf"<@{re.escape(bot_user)}(\|[^<>]*)?>", " ", typed) if bot_user else typed
    words = _LINK.sub(lambda found: found[1] or found[2], _CHANNEL.sub(r"#\1", words))
    words = words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return clean(words).strip()


def _values(view: Json) -> dict[str, Any]:
    return {**blockkit.state(view.get("private_metadata")), **blockkit.values(part(part(view, "state"), "values"))}


def _says_shared(body: Json) -> bool:
    channel = part(body, "channel")
    flags = (body.get("is_ext_shared_channel"), body.get("is_ext_shared"), channel.get("is_ext_shared"))
    return any(flag in (True, "true", "1") for flag in flags)
