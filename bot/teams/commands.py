"""The commands that Teams offers where somebody types: a click puts the title into the message, as if it were typed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from handlers.routes import FROM_MESSAGE


class Scope(StrEnum):
    """Where the app can be: a chat of one's own, a channel of a team, a group chat."""

    personal = "personal"
    team = "team"
    group = "groupChat"


@dataclass(frozen=True, slots=True)
class Command:
    """Words that stand alone as a message, what comes of them, and where they are offered."""

    title: str
    description: str
    scopes: tuple[Scope, ...] = tuple(Scope)


_OWN: Final = (Scope.personal,)
_SHARED: Final = (Scope.team, Scope.group)

COMMANDS: Final = (
    Command("help", "What can be asked, with examples"),
    Command("which of my partners are at risk", "Your own partners that may lose their tier", _OWN),
    Command("which partners are at risk", "Partners that may lose their tier", _SHARED),
    Command("partners ready to advance", "Partners that meet the next tier"),
    Command("register a deal", "The form for a deal registration"),
    Command("open registrations", "Deal registrations that are still open"),
    Command("open pipeline", "Open opportunities"),
    Command("calendar", "Meetings and the messages about them, a quarter ahead"),
    Command("report last quarter", "Deal registrations in figures"),
    Command("reminders", "Your zone, morning, quiet hours and digest", _OWN),
    Command("outbox", "Messages that could not be delivered, for admins", _OWN),
    Command("subscribe", "A digest in this channel", (Scope.team,)),
    Command("subscriptions", "The digests of this conversation", _SHARED),
)
"""At most 10 in a scope and 32 characters a title, as schemas before 1.24 have it.

The words must be understood as they are typed; tests try each.
"""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """An entry of a menu that opens a form: `id` is what Teams sends, `route` what it asks of us.

    `context` is where it is offered: beside the box where one types, in the command box, or in a message's own menu.
    """

    id: str
    title: str
    description: str
    route: str
    context: tuple[str, ...]


SHORTCUTS: Final = (
    Shortcut(
        "register_deal", "Register a deal", "The form for a deal registration", "deals.open", ("compose", "commandBox")
    ),
    Shortcut(
        "register_from_message",
        "Register a deal from this",
        "The form, with what the message says filled in",
        FROM_MESSAGE,
        ("message",),
    ),
)
"""The same two as in Slack's menus."""
