"""The few calls that show something to the person who has just done something: views and response URLs."""

from typing import Any
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.render.spans import Block
from bot.slack import outgoing
from handlers.documents import Audience, Form, Reply


class NotTaken(SlackClientError):
    """A response URL is not Slack's, or Slack did not take the answer."""


class Poster:
    """Opens and updates views and answers response URLs, all at the address of `client`."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._hooks = _hooks(client.base_url)

    def open(self, trigger: str, view: Block) -> None:
        """Open a modal; `trigger` is good for three seconds and one use."""
        self._client.views_open(trigger_id=trigger, view=view)

    def push(self, trigger: str, view: Block) -> None:
        """Open a modal on top of an open one."""
        self._client.views_push(trigger_id=trigger, view=view)

    def update(self, view_id: str, hash: str, view: Block) -> None:
        """Rewrite an open modal unless it has changed since `hash`."""
        self._client.views_update(view_id=view_id, hash=hash, view=view)

    def publish(self, user: str, reply: Reply) -> None:
        """Rewrite the App Home tab of `user`."""
        self._client.views_publish(user_id=user, view=outgoing.home(reply))

    def say(self, channel: str, thread: str | None, reply: Reply) -> None:
        """Post to a conversation at once: only for telling that the durable way is closed."""
        self._client.chat_postMessage(
            channel=channel, thread_ts=thread, unfurl_links=False, unfurl_media=False, **outgoing.message(reply)
        )

    def respond(self, url: str, reply: Reply, thread: str | None = None) -> None:
        """Answer a response URL; a reply that `replaces` rewrites the message whose button was pressed.

        Raises:
            NotTaken: the address is not Slack's, or Slack did not take the answer.
        """
        if not url.startswith(self._hooks):
            raise NotTaken("a response URL of another host")
        body: dict[str, Any] = outgoing.message(reply) | {"response_type": response_type(reply)}
        body["replace_original"] = reply.replaces
        if thread and not reply.replaces:
            body["thread_ts"] = thread
        answer = WebhookClient(url, timeout=10, ssl=self._client.ssl, proxy=self._client.proxy).send_dict(body)
        if answer.status_code != 200:
            raise NotTaken(f"status {answer.status_code}")


def _hooks(base_url: str) -> tuple[str, ...]:
    """Where response URLs may lead: the hooks host beside Slack's API, or the API's own origin (tests, demo)."""
    base = urlsplit(base_url)
    return f"https://hooks.{base.hostname}/", f"{base.scheme}://{base.netloc}/"


def response_type(reply: Reply) -> str:
    """Who sees an answer to a command or a button."""
    return "in_channel" if reply.audience is Audience.conversation else "ephemeral"


def command_answer(reply: Reply) -> Block:
    """A reply as the body of a slash command's acknowledgement."""
    return outgoing.message(reply) | {"response_type": response_type(reply)}


def view_update(document: Reply | Form) -> Block:
    """The answer to a submitted form that shows another page in its place."""
    view = outgoing.form(document) if isinstance(document, Form) else outgoing.receipt(document)
    return {"response_action": "update", "view": view}
