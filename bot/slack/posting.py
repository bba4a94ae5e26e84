"""The few calls that show something to the person who has just done something: views, response URLs, files."""

from typing import Any, Final
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.problems import log
from bot.render.escape import escape, shorten
from bot.render.spans import Block
from bot.slack import outgoing
from bot.slack.errors import NETWORK, judge
from handlers.documents import Audience, Download, Form, Prompts, Reply
from handlers.errors import UserError

UNFETCHED: Final = {"unfurl_links": False, "unfurl_media": False}
"""Words that somebody typed may hold an address: Slack fetches none of them for us."""
MOST_PROMPTS: Final = 4
MOST_NAME: Final = 150


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

    def suggest(self, channel: str, prompts: Prompts) -> None:
        """Offer questions to start with in the Messages tab.

        An app with the agent view gives no thread: with one, Slack ignores the call without a word.
        """
        shown = [{"title": each.title, "message": each.message} for each in prompts.items[:MOST_PROMPTS]]
        self._client.assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=shown)

    def status(self, channel: str, thread: str, words: str) -> None:
        """Say below a message what is being done about it; no words take it away, and so does the answer."""
        self._client.assistant_threads_setStatus(channel_id=channel, thread_ts=thread, status=words)

    def send_file(self, user: str, file: Download) -> None:
        """Upload a file into the direct messages of `user`, where nobody else sees it.

        Raises:
            UserError: Slack did not take it; the sentence says why.
        """
        name = shorten(file.name.replace("/", "-"), MOST_NAME)
        try:
            channel = self._client.conversations_open(users=user)["channel"]["id"]
            comment = escape(file.words) or None
            self._client.files_upload_v2(
                channel=channel, filename=name, title=name, content=file.content, initial_comment=comment
            )
        except NETWORK as error:
            reason = judge(error).reason
            log.warning("A file could not be sent: %s", reason)
            raise UserError(f"I could not send you {name}. {reason}") from None

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
        body: dict[str, Any] = outgoing.message(reply) | {"response_type": response_type(reply)} | UNFETCHED
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
    return outgoing.message(reply) | {"response_type": response_type(reply)} | UNFETCHED


def view_update(document: Reply | Form) -> Block:
    """The answer to a submitted form that shows another page in its place."""
    view = outgoing.form(document) if isinstance(document, Form) else outgoing.receipt(document)
    return {"response_action": "update", "view": view}
