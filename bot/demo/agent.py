"""The agent view of the Messages tab: questions to start with, and what the app says it is doing.

Names, arguments and limits follow docs.slack.dev/reference/methods, assistant.threads.*.
"""

from threading import Lock
from typing import Any

from bot.demo.events import Feed, Json
from bot.demo.ids import IDS
from bot.demo.workspace import SlackRefusal, Workspace

MOST_PROMPTS = 4
MOST_LOADING = 10


class Agent:
    """What the app has set for each direct line; a status lasts until the app writes into its thread."""

    def __init__(self, workspace: Workspace, feed: Feed) -> None:
        self._workspace = workspace
        self._feed = feed
        self._prompts: dict[str, list[Json]] = {}
        self._statuses: dict[tuple[str, str], Json] = {}
        self._lock = Lock()

    def suggest(self, args: Json) -> Json:
        """`assistant.threads.setSuggestedPrompts`.

        Slack takes a thread from an app with the agent view and then silently does nothing; here it is refused.
        """
        reader, channel = self._direct(args)
        if args.get("thread_ts"):
            raise SlackRefusal("invalid_arguments", "thread_ts: an app with the agent view must not name a thread")
        prompts = args.get("prompts")
        if not isinstance(prompts, list) or not 1 <= len(prompts) <= MOST_PROMPTS:
            raise SlackRefusal("invalid_arguments", f"prompts: a list of 1 to {MOST_PROMPTS} is expected")
        shown = [_prompt(each, place) for place, each in enumerate(prompts)]
        with self._lock:
            self._prompts[channel] = shown
        self._feed.publish("prompts", {"channel": channel, "prompts": shown}, reader)
        return {}

    def status(self, args: Json) -> Json:
        """`assistant.threads.setStatus`; an empty status takes it away."""
        reader, channel = self._direct(args)
        words, loading = args.get("status"), args.get("loading_messages") or []
        if not isinstance(words, str):
            raise SlackRefusal("invalid_arguments", "missing required field: status")
        if not isinstance(loading, list) or len(loading) > MOST_LOADING:
            raise SlackRefusal("invalid_arguments", f"loading_messages: a list of at most {MOST_LOADING} is expected")
        thread = self._workspace.message(channel, str(args.get("thread_ts") or "")).ts
        told = {"channel": channel, "thread_ts": thread, "status": words, "after": self._said(channel, thread)}
        with self._lock:
            self._statuses[channel, thread] = told
        self._feed.publish("status", told, reader)
        return {}

    def state(self, user: str) -> Json:
        """What a newly opened page of `user` shows."""
        mine = self._workspace.channel(user).id
        with self._lock:
            found = [each for (channel, _), each in self._statuses.items() if channel == mine and each["status"]]
            prompts = self._prompts.get(mine, [])
        open_ones = [each for each in found if self._said(mine, each["thread_ts"]) == each["after"]]
        return {"prompts": prompts, "statuses": open_ones}

    def _direct(self, args: Json) -> tuple[str, str]:
        """Whose direct line is meant, and its id."""
        channel = self._workspace.channel(str(args.get("channel_id") or ""))
        if channel.direct_with is None:
            raise SlackRefusal("channel_not_found")
        return channel.direct_with, channel.id

    def _said(self, channel: str, thread: str) -> int:
        """How often the app has answered in a thread."""
        said = self._workspace.history(channel, thread)
        return sum(each.user == IDS.bot_user and each.ts != thread for each in said)


def _prompt(given: Any, place: int) -> Json:
    """One prompt with a title and a message, both with words."""
    for key in ("title", "message"):
        value = given.get(key) if isinstance(given, dict) else None
        if not isinstance(value, str) or not value.strip():
            raise SlackRefusal("invalid_arguments", f"prompts/{place}/{key}: a text is expected")
    return {"title": given["title"], "message": given["message"]}
