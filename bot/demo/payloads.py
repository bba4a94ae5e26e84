"""The bodies Slack sends to an app, field by field (docs.slack.dev/reference/interaction-payloads and /events)."""

import secrets
from typing import Any

from bot.demo.events import Json
from bot.demo.ids import IDS, Channel, Person
from bot.demo.workspace import Message


def slash_command(person: Person, channel: Channel, command: str, text: str, trigger: str, answer_url: str) -> Json:
    """`/partner tier Acme`, typed in a channel."""
    return {
        "token": "unused",
        "team_id": person.team,
        "team_domain": "vendor-demo",
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": person.id,
        "user_name": person.handle,
        "command": command,
        "text": text,
        "api_app_id": IDS.app,
        "is_enterprise_install": "false",
        "response_url": answer_url,
        "trigger_id": trigger,
    }


def _common(kind: str, person: Person) -> Json:
    return {
        "type": kind,
        "token": "unused",
        "team": {"id": IDS.team, "domain": "vendor-demo"},
        "user": {"id": person.id, "username": person.handle, "name": person.handle, "team_id": person.team},
        "api_app_id": IDS.app,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def shortcut(person: Person, callback_id: str, trigger: str, action_ts: str) -> Json:
    """A global shortcut, chosen from the menu."""
    return _common("shortcut", person) | {"callback_id": callback_id, "trigger_id": trigger, "action_ts": action_ts}


def message_action(person: Person, channel: Channel, message: Message, action: Json, trigger: str, url: str) -> Json:
    """A button or menu used in a message."""
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.only_for is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    payload = _common("block_actions", person) | {
        "container": container,
        "channel": {"id": channel.id, "name": channel.name},
        "trigger_id": trigger,
        "response_url": url,
        "state": {"values": {}},
        "actions": [action],
    }
    return payload if message.only_for else payload | {"message": message.as_slack()}


def view_action(person: Person, view: Json, values: Json, action: Json, trigger: str) -> Json:
    """A button or menu used in a dialog or on the Home tab."""
    return _common("block_actions", person) | {
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": trigger,
        "view": view | {"state": {"values": values}},
        "actions": [action],
    }


def submission(person: Person, view: Json, values: Json, trigger: str) -> Json:
    """A dialog that was sent off."""
    return _common("view_submission", person) | {
        "trigger_id": trigger,
        "view": view | {"state": {"values": values}},
        "response_urls": [],
    }


def closing(person: Person, view: Json, *, cleared: bool) -> Json:
    """A dialog that was closed without sending it (`notify_on_close`)."""
    return _common("view_closed", person) | {"view": view, "is_cleared": cleared}


def suggestion(person: Person, container: Json, block_id: str, action_id: str, typed: str) -> Json:
    """What was typed into a search field so far; `container` holds `view`, or `channel` and `message`."""
    # Two searches within one second must differ, or the second looks like a replay of the first.
    field: Json = {"block_id": block_id, "action_id": action_id, "value": typed, "action_ts": secrets.token_hex(8)}
    return _common("block_suggestion", person) | container | field


def event(kind: Json, epoch: int, *, shared: bool = False) -> Json:
    """An event callback around `kind`."""
    return {
        "token": "unused",
        "team_id": IDS.team,
        "api_app_id": IDS.app,
        "event": kind,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(6).upper()}",
        "event_time": epoch,
        "authorizations": [
            {"enterprise_id": None, "team_id": IDS.team, "user_id": IDS.bot_user, "is_bot": True}
            | {"is_enterprise_install": False}
        ],
        "is_ext_shared_channel": shared,
    }


def said(message: Message, kind: str, channel_type: str) -> Json:
    """The event for a message that a person wrote: `message` in a direct line, `app_mention` in a channel."""
    body: dict[str, Any] = message.as_slack() | {"type": kind, "channel": message.channel, "event_ts": message.ts}
    return body | {"channel_type": channel_type, "client_msg_id": secrets.token_hex(16)}


def tab_opened(person: Person, channel: Channel, tab: str, view: Json | None, event_ts: str) -> Json:
    """The event for a look at a tab of the app: `home`, with the view that it shows, or `messages`."""
    body: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": channel.id,
        "team": person.team,
        "tab": tab,
        "event_ts": event_ts,
    }
    return body | ({"view": view} if view else {})
