"""Why the app asks for each scope: the Web API methods it calls and the features it uses.

Source: the "Scopes" section of each method's page, docs.slack.dev/reference/methods. The manifest asks for exactly
these; a test compares the three.
"""

from collections.abc import Mapping
from typing import Final

METHODS: Final[Mapping[str, frozenset[str]]] = {
    "apps_connections_open": frozenset(),
    "assistant_threads_setStatus": frozenset({"chat:write"}),
    "assistant_threads_setSuggestedPrompts": frozenset({"assistant:write"}),
    "auth_revoke": frozenset(),
    "auth_test": frozenset(),
    "chat_delete": frozenset({"chat:write"}),
    "chat_postMessage": frozenset({"chat:write"}),
    "chat_update": frozenset({"chat:write"}),
    "conversations_history": frozenset({"channels:history", "groups:history", "im:history"}),
    "conversations_info": frozenset({"channels:read", "groups:read"}),
    "conversations_members": frozenset({"channels:read", "groups:read"}),
    "conversations_open": frozenset({"im:write"}),
    "conversations_replies": frozenset({"channels:history", "groups:history", "im:history"}),
    "files_upload_v2": frozenset({"files:write"}),
    "oauth_v2_access": frozenset(),
    "users_info": frozenset({"users:read", "users:read.email"}),
    "users_list": frozenset({"users:read"}),
    "users_lookupByEmail": frozenset({"users:read.email"}),
    "views_open": frozenset(),
    "views_publish": frozenset(),
    "views_push": frozenset(),
    "views_update": frozenset(),
}
"""The scopes that each method (by its name in slack_sdk) needs of a bot token."""

EVENTS: Final[Mapping[str, frozenset[str]]] = {
    "app_home_opened": frozenset(),
    "app_mention": frozenset({"app_mentions:read"}),
    "app_uninstalled": frozenset(),
    "channel_shared": frozenset({"channels:read", "groups:read"}),
    "channel_unshared": frozenset({"channels:read", "groups:read"}),
    "member_joined_channel": frozenset({"channels:read", "groups:read"}),
    "message.im": frozenset({"im:history"}),
    "tokens_revoked": frozenset(),
}
"""The scopes that each subscribed event needs."""

COMMANDS: Final = frozenset({"commands"})
"""Slash commands and shortcuts need this one."""


def needed() -> frozenset[str]:
    """Every scope the app needs, and no other."""
    return COMMANDS.union(*METHODS.values(), *EVENTS.values())
