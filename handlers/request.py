"""What a surface hands to the handlers: who asks, where, what, and on which day. Plain values, already verified."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    """What an actor may do; deny by default. Ordered from least to most.

    `unverified` is somebody of whom the surface could not find out who it is.
    """

    outsider = "outsider"
    unverified = "unverified"
    viewer = "viewer"
    approver = "approver"


class Place(StrEnum):
    """What kind of conversation a request comes from.

    `shared` has people of another company; unknown counts as shared.
    """

    direct = "direct"
    channel = "channel"
    shared = "shared"
    terminal = "terminal"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, from a verified payload. `user` is the surface's id, `workspace` the installation it belongs to."""

    workspace: str
    user: str
    name: str
    role: Role
    email: str | None = None
    zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where the request was made: `thread` is the surface's thread key, `message` the one whose button was pressed."""

    id: str
    place: Place
    thread: str | None = None
    message: str | None = None


Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """One thing asked of Tierline.

    Either `text` (words to understand) or `route` with `value`/`values` (a pressed button, a submitted form, a search
    field's typed characters). `now` is an aware UTC instant, `as_of` the day that relative dates are read against.
    `public` says that others than the actor read the answer. `key` identifies the delivery for dropping repeats; empty
    when the surface cannot repeat itself.
    """

    actor: Actor
    conversation: Conversation
    now: datetime
    as_of: date
    text: str = ""
    route: str = ""
    value: str = ""
    values: Mapping[str, Value] = field(default_factory=dict)
    key: str = ""
    public: bool = False


FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2200, 12, 31)


def sensible(day: date) -> bool:
    """Whether a day that came from outside lies where questions are asked about."""
    return FIRST_DAY <= day <= LAST_DAY
