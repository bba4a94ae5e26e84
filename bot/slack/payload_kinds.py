"""What kind of payload came in, and from which workspace: a few fixed words, for the log and for what is measured."""

import re
from collections.abc import Mapping
from typing import Any, Final

COMMAND: Final = "command"
EVENT: Final = "event"
OTHER: Final = "other"
REFUSED: Final = "refused"
"""What the guard turned away."""
INTERACTIONS: Final = (
    *("block_actions", "block_suggestion", "message_action", "shortcut", "view_closed", "view_submission"),
)
KINDS: Final = (COMMAND, EVENT, *INTERACTIONS, OTHER, REFUSED)
_WORKSPACE: Final = re.compile(r"[TE][A-Z0-9]{1,30}")


def kind_of(payload: Mapping[str, Any]) -> str:
    """One of `KINDS`, whatever the payload says of itself."""
    if "command" in payload:
        return COMMAND
    named = payload.get("type")
    if named == "event_callback":
        return EVENT
    return str(named) if named in INTERACTIONS else OTHER


def workspace_of(payload: Mapping[str, Any]) -> str:
    """The id of the workspace that a payload names; empty when it names none."""
    team = payload.get("team")
    found = payload.get("team_id") or (team.get("id") if isinstance(team, dict) else None)
    return found if isinstance(found, str) and _WORKSPACE.fullmatch(found) else ""
