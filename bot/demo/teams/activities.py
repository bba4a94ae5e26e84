"""Makes activities as Teams sends them (learn.microsoft.com, "Bot Framework activity schema" and the Teams pages)."""

import html
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.demo.events import Json
from bot.demo.ids import COUNTRY, Person
from bot.demo.teams.board import THREAD_MARK
from bot.demo.teams.ids import BOT_NAME, CHANNEL, PERSONAL, TEAMS, Room, object_of, tenant_of, user_of

LOCALE = "en-US"


@dataclass(frozen=True, slots=True)
class Wire:
    """What every activity carries: the bot's app id, the organization, and the address to answer to."""

    app_id: str
    tenant: str
    service_url: str

    @property
    def bot(self) -> Json:
        """The bot's account."""
        return {"id": f"28:{self.app_id}", "name": BOT_NAME}

    def member(self, person: Person) -> Json:
        """Somebody as the roster lists them."""
        given, _, surname = person.name.partition(" ")
        name = f"{person.email.replace('@', '_')}#EXT#@vendor.example" if person.guest else person.email
        return {
            "id": user_of(person),
            "name": person.name,
            "aadObjectId": object_of(person),
            "givenName": given,
            "surname": surname,
            "email": person.email,
            "userPrincipalName": name,
            "tenantId": tenant_of(person, self.tenant),
            "userRole": "guest" if person.guest else "user",
        }

    def channel_data(self, room: Room) -> Json:
        """The part of an activity that only Teams knows."""
        data: Json = {"tenant": {"id": self.tenant}}
        if room.kind == CHANNEL:
            data |= {"teamsChannelId": room.id, "teamsTeamId": TEAMS.team}
            kind = "shared" if room.outsiders else "standard"
            data |= {"channel": {"id": room.id, "type": kind}, "team": {"id": TEAMS.team, "name": room.team}}
        return data

    def conversation(self, room: Room, thread: str | None = None) -> Json:
        """Where something was said; a message of a channel names the first message of its thread."""
        place = f"{room.id}{THREAD_MARK}{thread}" if room.kind == CHANNEL and thread else room.id
        told: Json = {"conversationType": room.kind, "tenantId": self.tenant, "id": place}
        return told if room.kind == PERSONAL else told | {"isGroup": True}

    def activity(self, kind: str, person: Person, room: Room, at: datetime, thread: str | None = None) -> Json:
        """An activity of this kind without its content, done by `person` at `at`."""
        local = at.astimezone(ZoneInfo(person.zone))
        return {
            "type": kind,
            "id": f"f:{uuid4()}",
            "timestamp": at.astimezone(ZoneInfo("UTC")).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "localTimestamp": local.isoformat(timespec="milliseconds"),
            "localTimezone": person.zone,
            "channelId": "msteams",
            "serviceUrl": self.service_url,
            "from": {"id": user_of(person), "name": person.name, "aadObjectId": object_of(person)},
            "conversation": self.conversation(room, thread),
            "recipient": self.bot,
            "channelData": self.channel_data(room),
            "locale": LOCALE,
        }

    def client(self, person: Person) -> Json:
        """The entity that tells of somebody's client."""
        told = {"locale": LOCALE, "country": COUNTRY, "platform": "Web", "timezone": person.zone}
        return {"type": "clientInfo"} | told


def said(activity: Json, text: str, mentions: list[Json], client: Json) -> Json:
    """A message: its words, and the same as HTML, as Teams attaches them."""
    markup = "<p>" + html.escape(text, quote=False).replace("\n", "<br>") + "</p>"
    for number, each in enumerate(mentions):
        spelled = html.escape(str(each["text"]), quote=False)
        name = html.escape(str(each["mentioned"]["name"]), quote=False)
        tagged = f'<span itemtype="http://schema.skype.com/Mention" itemscope itemid="{number}">{name}</span>'
        markup = markup.replace(spelled, tagged)
    told: Json = {"text": text, "textFormat": "plain", "entities": [*mentions, client]}
    return activity | told | {"attachments": [{"contentType": "text/html", "content": markup}]}


def mention(account: Json) -> Json:
    """The entity of a mention; its text stands in the message."""
    who = {"id": account["id"], "name": account["name"]}
    return {"type": "mention", "mentioned": who, "text": f"<at>{account['name']}</at>"}


def invoke(activity: Json, name: str, value: Any, reply_to: str | None) -> Json:
    """A question that wants an answer at once: a pressed button, an opened dialog, a typed search."""
    told: Json = {"name": name, "value": value}
    return activity | told | ({"replyToId": reply_to} if reply_to else {})
