"""Delivers outbox messages to Slack, recognizably, so that an unclear attempt can be looked up."""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from slack_sdk import WebClient

from bot.delivery.transport import LATE, Outcome, Refused, Sent, Unclear, always
from bot.slack.errors import NETWORK, judge
from bot.slack.people import Addresses
from store.outbox import NewMessage

logger = logging.getLogger(__name__)

CALL_SECONDS = 10
EVENT_TYPE = "tierline_delivery"
PAGE = 100
PAGES = 20


def delivery_client(token: str, base_url: str) -> WebClient:
    """A Web API client that tries once: the library's own retry of a dropped connection would post twice."""
    return WebClient(token=token, base_url=base_url, timeout=CALL_SECONDS, retry_handlers=[])


def mark(occurrence_key: str) -> str:
    """What a message carries to be recognized by: a hash, because any app of the workspace can read it."""
    return sha256(occurrence_key.encode()).hexdigest()[:32]


class SlackTransport:
    """Posts to, looks in and rewrites Slack conversations.

    `render` turns a stored document into the `text` and `blocks` of a message and raises ValueError when the platform
    would not take it.
    """

    platform = "slack"
    blind = False

    def __init__(
        self,
        client: WebClient,
        render: Callable[[str], Mapping[str, Any]],
        addresses: Addresses,
        fits: Callable[[NewMessage, str], Refused | None] = lambda message, channel: None,
    ) -> None:
        """`fits` says why a message is not for the readers of a channel, looked at just before it is posted."""
        if client.retry_handlers:
            raise ValueError("a delivery client must not retry by itself: pass retry_handlers=[]")
        self._client = client
        self._render = render
        self._addresses = addresses
        self._fits = fits

    def post(self, message: NewMessage, in_time: Callable[[], bool] = always) -> Outcome:
        """Post once, marked with the occurrence; people and readers are looked up first, which may take its time."""
        try:
            payload = self._render(message.document)
        except ValueError as error:
            return _not_shown(error)
        try:
            channel, thread = self._addresses.conversation(message.target), message.thread
            refused = self._fits(message, channel)
            if refused is not None:
                if message.instead is None or refused.retry_after is not None:
                    return refused
                channel, thread = self._addresses.conversation(message.instead), None
        except ValueError as error:
            return Refused(str(error))
        except NETWORK as error:
            return _before(error, message.target)
        if not in_time():
            return LATE
        metadata = {"event_type": EVENT_TYPE, "event_payload": {"occurrence": mark(message.occurrence_key)}}
        try:
            answer = self._client.chat_postMessage(
                channel=channel,
                thread_ts=thread,
                metadata=metadata,
                unfurl_links=False,
                unfurl_media=False,
                **payload,
            )
        except NETWORK as error:
            return judge(error)
        return Sent(str(answer["channel"]), str(answer["ts"]))

    def find(self, message: NewMessage, since: datetime) -> Outcome | None:
        """Look through what was said after `since`, the newest first, wherever the message may have gone."""
        places = [(message.target, message.thread), *([(message.instead, None)] if message.instead else [])]
        for target, thread in places:
            found = self._find(mark(message.occurrence_key), target, thread, since)
            if found is not None:
                return found
        return None

    def _find(self, wanted: str, target: str, thread: str | None, since: datetime) -> Outcome | None:
        try:
            channel = self._addresses.conversation(target)
            for seen, said in enumerate(self._said(channel, thread, since)):
                if said.get("metadata", {}).get("event_payload", {}).get("occurrence") == wanted:
                    return Sent(channel, str(said["ts"]))
                if seen + 1 == PAGE * PAGES:
                    return Refused("too much was said in the conversation since the first attempt to look through it.")
        except ValueError as error:
            return Refused(str(error))
        except NETWORK as error:
            return judge(error)
        return None

    def update(self, message: NewMessage, channel: str, id: str) -> Outcome:
        """Rewrite one message; a deleted one needs no rewriting."""
        refused = self._fits(message, channel)
        if refused is not None:
            return refused
        try:
            payload = self._render(message.document)
        except ValueError as error:
            return _not_shown(error)
        try:
            self._client.chat_update(channel=channel, ts=id, **payload)
        except NETWORK as error:
            judged = judge(error)
            gone = isinstance(judged, Refused) and "(message_not_found)" in judged.reason
            return Sent(channel, id) if gone else judged
        return Sent(channel, id)

    def withdraw(self, message: NewMessage, channel: str, id: str) -> None:
        """Delete our own second copy."""
        try:
            self._client.chat_delete(channel=channel, ts=id)
        except NETWORK as error:
            logger.warning("a second copy stays in %s: %s", channel, judge(error).reason)

    def _said(self, channel: str, thread: str | None, since: datetime) -> Iterator[dict[str, Any]]:
        window: dict[str, Any] = {"oldest": f"{since.timestamp():.6f}", "limit": PAGE, "include_all_metadata": True}
        cursor = ""
        while True:
            page = {**window, "channel": channel, "cursor": cursor or None}
            answer = (
                self._client.conversations_replies(ts=thread, **page)
                if thread
                else self._client.conversations_history(**page)
            )
            yield from answer["messages"]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return


def _not_shown(error: ValueError) -> Refused:
    """The reason is read by people whom the message is not for: it says nothing of what stands in it."""
    return Refused(f"The message cannot be shown in Slack ({type(error).__name__}).")


def _before(error: Exception, target: str) -> Refused:
    """Finding the conversation failed, so nothing was sent."""
    judged = judge(error)
    if isinstance(judged, Unclear):
        return Refused(judged.reason, CALL_SECONDS)
    return judged if judged.retry_after is not None else Refused(f"{target.partition(':')[2]}: {judged.reason}")
