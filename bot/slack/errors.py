"""What a failed call of Slack's Web API means: refused for good, refused for now, or nobody knows."""

import re
import socket
from http.client import HTTPException
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.delivery.transport import Refused, Unclear

PATIENCE = 30.0
TOKEN_PATIENCE = 300.0
NETWORK = (OSError, HTTPException, SlackClientError)
"""Everything that a call through `slack_sdk.WebClient` raises when it fails on the way."""

_CODE = re.compile(r"[a-z][a-z0-9_]*")
_UNCLEAR = {"internal_error", "fatal_error", "request_timeout", "service_unavailable", "team_added_to_org"}
_LIMITED = {"ratelimited", "rate_limited", "message_limit_exceeded"}
_TOKEN = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "no_permission"}
_SENTENCES = {
    "channel_not_found": "Slack knows no such channel, or it is private: invite the app there.",
    "not_in_channel": "The app is not in that channel: invite it there with /invite.",
    "is_archived": "The channel is archived: choose another one in the settings.",
    "missing_scope": "The app lacks a permission ({needed}): add the scope and install the app again.",
    "messages_tab_disabled": "The app's Messages tab is switched off: turn it on under App Home.",
    "user_disabled": "That person's Slack account is deactivated.",
    "cannot_dm_bot": "The address belongs to a bot, which reads no messages.",
    "users_not_found": "No Slack user of this workspace has that e-mail address.",
    "file_uploads_disabled": "The workspace takes no files: ask a Slack admin.",
    "file_uploads_except_images_disabled": "The workspace takes no files but pictures: ask a Slack admin.",
    "file_type_not_allowed": "The workspace takes no files of this kind: ask a Slack admin.",
    "file_upload_size_restricted": "The file is larger than the workspace allows: ask for fewer rows.",
    "restricted_action": "The workspace does not let the app write in that channel: ask a Slack admin.",
}


def judge(error: Exception) -> Refused | Unclear:
    """Class one of the `NETWORK` errors.

    Only an answer that says "no" in Slack's own words is a refusal: a timeout, a dropped connection, a server error or
    an unreadable body leaves open what happened.
    """
    if isinstance(error, SlackApiError):
        return _answered(error)
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, ConnectionRefusedError | socket.gaierror):
        return Refused("Slack cannot be reached from here.", PATIENCE)
    return Unclear(f"The connection to Slack broke off ({type(reason).__name__}).")


def _answered(error: SlackApiError) -> Refused | Unclear:
    response = error.response
    code = str(response.get("error") or "")
    if response.status_code == 429 or code in _LIMITED:
        return Refused("Slack asks to slow down.", _retry_after(response.headers), limit=True)
    if response.status_code != 200 or code in _UNCLEAR or not _CODE.fullmatch(code):
        return Unclear(f"Slack's answer leaves open what happened (status {response.status_code}).")
    if code in _TOKEN:
        return Refused(f"Slack does not accept the app's token ({code}): check SLACK_BOT_TOKEN.", TOKEN_PATIENCE)
    sentence = _SENTENCES.get(code, "Slack refused it.").format(needed=response.get("needed") or "unnamed")
    return Refused(f"{sentence} ({code})")


def _retry_after(headers: object) -> float:
    value = headers.get("Retry-After") if isinstance(headers, dict) else None
    return max(1.0, float(value)) if isinstance(value, str) and value.isdigit() else PATIENCE
