"""The same people as in the played Slack workspace, as Teams knows them, and the rooms they talk in.

The shapes of ids are Teams': `29:1…` for somebody as one bot sees them, a GUID for them in their organization, `28:`
for the bot, `19:…@thread.tacv2` for a channel, `19:…@thread.v2` for a group chat, `a:1…` for a chat with the bot alone.
"""

import base64
import hashlib
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

from bot.demo.ids import COLLEAGUES, IDS, PEOPLE, Person

TENANT = "6f0f4c1e-7c0e-4d54-9f0b-1d3b6a2c9e10"
APP = "b7a1f6d2-3c58-4f0e-8a6d-52e1c0d9f3a4"
BOT_NAME = "Tierline"

PERSONAL, GROUP, CHANNEL = "personal", "groupChat", "channel"
EVERYBODY = (*PEOPLE, *COLLEAGUES)


def _digest(words: str) -> bytes:
    return hashlib.sha256(f"tierline demo {words}".encode()).digest()


def _guid(words: str) -> str:
    return str(uuid5(NAMESPACE_URL, f"tierline-demo:{words}"))


def object_of(person: Person) -> str:
    """The GUID of a person in their organization's directory (`aadObjectId`)."""
    return _guid(f"person {person.id}")


def user_of(person: Person) -> str:
    """The id of a person as this bot sees them."""
    return f"29:1{base64.urlsafe_b64encode(_digest(person.id) + _digest(person.id)[:16]).decode().rstrip('=')}"


def tenant_of(person: Person, home: str) -> str:
    """The organization a person belongs to: a guest is in ours, somebody of another company in their own."""
    return home if person.team == IDS.team else _guid(f"tenant {person.team}")


def chat_of(person: Person) -> str:
    """The id of the chat that this person has with the bot."""
    return f"a:1{base64.urlsafe_b64encode(_digest(f'chat {person.id}') * 2).decode().rstrip('=')}"


def _thread(words: str, kind: str) -> str:
    return f"19:{_digest(words).hex()[:32]}@thread.{kind}"


@dataclass(frozen=True, slots=True)
class Room:
    """A chat or channel. `members` are those of a chat; a channel has all of our own people and its `outsiders`.

    `team` is the name of a channel's team. Real Teams lets no guest into a shared channel; here one room has both.
    """

    id: str
    name: str
    topic: str
    kind: str
    team: str = ""
    members: tuple[str, ...] = ()
    outsiders: tuple[str, ...] = ()

    def admits(self, person: Person) -> bool:
        """Whether this person is in the room."""
        if self.kind == CHANNEL:
            return not person.bot and (not person.outside or person.id in self.outsiders)
        return person.id in self.members

    def roster(self) -> tuple[Person, ...]:
        """The people in it, without the bot."""
        return tuple(each for each in EVERYBODY if self.admits(each))


@dataclass(frozen=True, slots=True)
class TeamsIds:
    """Ids in the played Teams, for whoever configures the app that runs in it."""

    team: str = _thread("team", "tacv2")  # also the id of its General channel, as in Teams
    team_group: str = _guid("team")
    team_name: str = "Partner program"
    deal_desk: str = _thread("deal desk", "tacv2")
    pipeline_reviews: str = _thread("pipeline reviews", "tacv2")
    with_acme: str = _thread("with acme", "tacv2")
    with_northwind: str = _thread("with northwind", "tacv2")
    group: str = _thread("group", "v2")


TEAMS = TeamsIds()

ROOMS = (
    *(
        Room(chat_of(each), BOT_NAME, "Ask anything about your partners", PERSONAL, members=(each.id,))
        for each in EVERYBODY
        if not each.bot and each.team == IDS.team
    ),
    Room(
        TEAMS.group,
        "Quarter close",
        "Pam, Dana, Sam and Tierline",
        GROUP,
        members=(IDS.pam, IDS.dana, IDS.sam),
    ),
    Room(TEAMS.team, "General", "For everybody in the partner program", CHANNEL, TEAMS.team_name),
    Room(TEAMS.deal_desk, "Deal desk", "Deal registrations waiting for a decision", CHANNEL, TEAMS.team_name),
    Room(TEAMS.pipeline_reviews, "Pipeline reviews", "Upcoming and overdue reviews", CHANNEL, TEAMS.team_name),
    Room(
        TEAMS.with_acme,
        "With Acme",
        "Shared with Acme's people, who may ask about Acme and register its deals",
        CHANNEL,
        TEAMS.team_name,
        outsiders=(IDS.ann, IDS.gus),
    ),
    Room(
        TEAMS.with_northwind,
        "With Northwind",
        "Shared with Northwind's people, who may ask about Northwind and register its deals",
        CHANNEL,
        TEAMS.team_name,
        outsiders=(IDS.bo,),
    ),
)
