"""What a surface hands to the handlers: who asks, where, what, and on which day. Plain values, already verified."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """Who an actor is to us; `handlers.access` says what that allows.

    Surfaces tell apart the first three only. `outsider` is of another company or a guest, `unverified` is somebody of
    whom the surface could not find out who it is, `member` is one of our own people. Handlers then look at what is
    recorded: `partner` is an outsider in a channel that is bound to a partner, and a member who is staff has one of
    the last four roles.
    """

    outsider = "outsider"
    unverified = "unverified"
    member = "member"
    partner = "partner"
    viewer = "viewer"
    manager = "manager"
    approver = "approver"
    admin = "admin"


class Place(StrEnum):
    """What kind of conversation a request comes from.

    `shared` has people of another company, `guests` has guests; unknown counts as shared.
    """

    direct = "direct"
    channel = "channel"
    guests = "guests"
    shared = "shared"
    terminal = "terminal"

    @property
    def open_to_others(self) -> bool:
        """Whether somebody who is not staff reads along, or may do so."""
        return self in (Place.guests, Place.shared)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, from a verified payload. `user` is the surface's id, `workspace` the installation it belongs to.

    `partner` is the one partner that an actor of role `partner` belongs to. `covers` has the e-mail addresses of
    the colleagues whom the actor stands in for on the day of the request.
    """

    workspace: str
    user: str
    name: str
    role: Role
    email: str | None = None
    zone: str = "UTC"
    partner: str | None = None
    covers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where the request was made: `thread` is the surface's thread key, `message` the one whose button was pressed.

    `joined` tells whether the app is in the channel; None where that is not known. A conversation `fades` whose thread
    is no more than a day's talk: what was asked some time ago is not taken up. It `whispers` where one person can be
    answered without the others reading it.
    """

    id: str
    place: Place
    thread: str | None = None
    message: str | None = None
    joined: bool | None = None
    fades: bool = False
    whispers: bool = True


WHERE: Final = "where"
"""Under this name the state of a form keeps the channel that it is about: it is looked up anew when it is submitted."""
Value = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """One thing asked of Tierline.

    Either `text` (words to understand) or `route` with `value`/`values` (a pressed button, a submitted form, a search
    field's typed characters). `now` is an aware UTC instant, `as_of` the day that relative dates are read against.
    `public` says that others than the actor read the answer. `forms` says whether a form can be shown in answer;
    where it cannot, a button to open it is the answer. `key` identifies the delivery for dropping repeats; empty
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
    forms: bool = True


FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2200, 12, 31)


def sensible(day: date) -> bool:
    """Whether a day that came from outside lies where questions are asked about."""
    return FIRST_DAY <= day <= LAST_DAY
