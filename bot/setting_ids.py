"""Ids of people, channels and workspaces as they are set: Slack's and those of Microsoft Teams."""

import re
from typing import Final
from urllib.parse import unquote

_TOKEN: Final = re.compile(r"(xox[a-z][-.]|xapp-)\S*", re.IGNORECASE)
_ENTRA_SECRET: Final = re.compile(r"[\w.~-]{3}\dQ~[\w.~-]*", re.ASCII)
"""How Entra makes client secrets, so that one in the wrong place is known."""
_CREDENTIALS: Final = re.compile(r"//\S*@")
GUID: Final = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
WORKSPACE: Final = r"T[A-Z0-9]{2,}"
_SLACK_CHANNEL: Final = r"[CG][A-Z0-9]{2,}"
_SLACK_USER: Final = r"[UW][A-Z0-9]{2,}"
_TEAMS_CHANNEL: Final = r"19:[\w-]+@thread\.(?:tacv2|skype|v2)"
"""Channels of teams (`tacv2`, older ones `skype`) and group chats (`v2`), as `conversation.id` has them."""
_CHANNEL: Final = re.compile(f"(?:{_SLACK_CHANNEL}|{_TEAMS_CHANNEL})", re.ASCII)
_PLACED_CHANNEL: Final = re.compile(
    f"(?:(?P<slack>{WORKSPACE}):)?{_SLACK_CHANNEL}|(?:(?P<tenant>{GUID}):)?{_TEAMS_CHANNEL}", re.ASCII
)
_PLACED_USER: Final = re.compile(f"(?:{WORKSPACE}:)?{_SLACK_USER}|(?:{GUID}:)?{GUID}")
_PLACE: Final = re.compile(f"({WORKSPACE}|{GUID}):(.+)")
_LINK: Final = re.compile(r"https://teams\.[\w.]+/l/channel/([^/?,\s]+)[^,\s]*", re.ASCII)
"""What Teams' “Get link to channel” copies; the channel's id stands in it percent-encoded."""
_EMAIL: Final = re.compile(r"[^@\s,]+@[^@\s,]+\.[^@\s,]+")
WHERE_CHANNELS: Final = (
    "a channel's id like C0123ABCD (in Slack: the channel's details, at the bottom) or 19:…@thread.tacv2 (in Teams: "
    "the link to the channel may be given, too)"
)


def harmless(read: str) -> str:
    """What was read, without a token or a password that was put into the wrong setting."""
    return _ENTRA_SECRET.sub("…", _CREDENTIALS.sub("//…@", _TOKEN.sub(r"\1…", read)))


def is_guid(value: str) -> bool:
    """Whether it is an id as Entra gives them, like 6f2c1d9e-0b7a-4c55-9d1e-3a8f0c2b7d64."""
    return re.fullmatch(GUID, value) is not None


def placed(id: str) -> tuple[str, str]:
    """The workspace or tenant that an id begins with, and the rest; without one the first is empty.

    A Teams channel has a colon of its own: `19:…` is no workspace.
    """
    found = _PLACE.fullmatch(id)
    return (found[1], found[2]) if found else ("", id)


def channel(value: str) -> str:
    """A channel's id, as it is or out of Teams' link to the channel.

    Raises:
        ValueError: it is none; says what is expected.
    """
    decoded = _out_of_link(value)
    if not _CHANNEL.fullmatch(decoded):
        raise ValueError(f"expected {WHERE_CHANNELS}")
    return decoded


def channels(value: str) -> str:
    """Ids of channels, separated by commas; those of other workspaces or tenants begin with its id and a colon.

    Raises:
        ValueError: one is none; says what is expected.
    """
    found = [_out_of_link(each) for each in value.split(",")]
    if not all(map(_PLACED_CHANNEL.fullmatch, found)):
        raise ValueError(
            f"expected {WHERE_CHANNELS}, for several workspaces T0456:C0123ABCD, for a tenant of Teams beside Slack "
            "TENANT-ID:19:…@thread.tacv2, separated by commas"
        )
    return ",".join(map(_lower_tenant, found))


def users(value: frozenset[str]) -> frozenset[str]:
    """Ids of users; Entra's are made lower case, as activities have them.

    Raises:
        ValueError: one is none; says which and what is expected.
    """
    wrong = sorted(each for each in value if not _PLACED_USER.fullmatch(each))
    if wrong:
        raise ValueError(
            "expected Slack user ids like U0123ABCD or Entra object ids like 6f2c1d9e-0b7a-4c55-9d1e-3a8f0c2b7d64, "
            f"separated by commas; no ids: {_shown(wrong)}"
        )
    return frozenset(map(_lower_guids, value))


def people(value: frozenset[str]) -> frozenset[str]:
    """E-mail addresses, made lower case, and ids of users with `/` after the workspace.

    Raises:
        ValueError: one is neither; says which and what is expected.
    """
    wrong = sorted(each for each in value if not (_PLACED_USER.fullmatch(each) or _EMAIL.fullmatch(each)))
    if wrong:
        raise ValueError(
            "expected e-mail addresses, Slack user ids like U0123ABCD or Entra object ids, separated by commas; "
            f"neither: {_shown(wrong)}"
        )
    return frozenset(each.casefold() if "@" in each else _lower_guids(each).replace(":", "/") for each in value)


def workspaces(value: tuple[str, ...]) -> tuple[str, ...]:
    """Ids of Slack workspaces.

    Raises:
        ValueError: one is none; says which and what is expected.
    """
    wrong = [each for each in value if not re.fullmatch(WORKSPACE, each)]
    if wrong:
        raise ValueError(f"expected Slack workspace ids like T0123ABCD, separated by commas; no ids: {_shown(wrong)}")
    return value


def entra_id(value: str) -> str:
    """An id of Entra, lower case.

    Raises:
        ValueError: it is none; says what is expected.
    """
    if not is_guid(value.strip()):
        raise ValueError(
            "expected an id of 32 hexadecimal digits like 6f2c1d9e-0b7a-4c55-9d1e-3a8f0c2b7d64 (in the Entra admin "
            "center: the app registration's Overview)"
        )
    return value.strip().lower()


def _out_of_link(value: str) -> str:
    return unquote(_LINK.sub(r"\1", value.strip()))


def _shown(wrong: list[str]) -> str:
    return ", ".join(harmless(each) for each in wrong)


def _lower_guids(id: str) -> str:
    return ":".join(part.lower() if is_guid(part) else part for part in id.split(":"))


def _lower_tenant(id: str) -> str:
    """Entra writes a tenant in lower case; upper and lower case of a channel's id differ."""
    place, rest = placed(id)
    return f"{_lower_guids(place)}:{rest}" if place else id
