"""The HTTP door for Slack: one address for commands, interactivity, searches and events, behind the guard."""

import asyncio
import json
import logging
from collections.abc import Callable, Sequence
from typing import Any, Final

from slack_bolt import App
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from starlette.types import Receive, Scope, Send

from bot.bodies import Refused, read_in_time
from bot.door import BODY_WITHIN, WORKERS, Door
from bot.references import in_workspace
from bot.slack.guard import Guard
from bot.slack.payload_kinds import REFUSED, kind_of, workspace_of

PATH: Final = "/slack/events"
REPEAT: Final = "x-slack-retry-num"
"""The header with which Slack marks an event that it sends again."""

log = logging.getLogger("tierline.slack")


class SlackDoor(Door):
    """An ASGI endpoint: reads at most the guard's limit, within `patience` seconds and only under headers that Slack
    could have sent; verifies, and lets Bolt answer on a bounded pool of threads.

    Bolt's own adapters run a synchronous app on the event loop, where one slow answer stops all others.
    """

    def __init__(
        self,
        app: App,
        guard: Guard,
        *,
        workers: int = WORKERS,
        patience: float = BODY_WITHIN,
        first_time: Callable[[str], bool] = lambda signature: True,
        answered: Callable[[str, float], object] = lambda kind, seconds: None,
    ) -> None:
        """`first_time` tells whether no other process has taken a signature; the guard knows those of this one.

        `answered` hears of each answer: the kind of the payload (`bot.slack.payload_kinds`) and the seconds it took.
        """
        super().__init__("slack-in", workers, answered)
        self._app = app
        self._first_time = first_time
        self._guard = guard
        self._patience = patience

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> str:
        """Answer, and say what kind of payload it was."""
        of = REFUSED
        try:
            if scope["method"] != "POST":
                raise Refused(405, "method_not_allowed")
            self._guard.expect(scope["headers"])
            body = await read_in_time(scope, receive, self._guard.limit, self._patience)
            payload, signature = self._guard.admit(scope["headers"], body)
            of = kind_of(payload)
            in_workspace(workspace_of(payload))
            repeat = dict(scope["headers"]).get(REPEAT.encode(), b"").decode("latin-1")
            loop = asyncio.get_running_loop()
            answer = await loop.run_in_executor(self._pool, self._take, payload, repeat, signature)
            status, kind, words = answer.status, answer.headers["content-type"][0], answer.body
            more = []
        except Refused as refused:
            log.info("Refused a request: %s", refused.word)
            status, kind, words = refused.status, "application/json", json.dumps({"error": refused.word})
            more = [(b"connection", b"close")]  # what is left of the body is not waited for
        content = words.encode()
        headers = [(b"content-type", kind.encode()), (b"content-length", b"%d" % len(content)), *more]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content})
        return of

    def _take(self, payload: dict[str, Any], repeat: str, signature: str) -> BoltResponse:
        if not self._first_time(signature):
            raise Refused(409, "repeated")
        return self._ask(payload, repeat)

    def _ask(self, payload: dict[str, Any], repeat: str) -> BoltResponse:
        """Bolt's answer to a verified payload.

        The payload is handed over parsed, which Bolt calls its socket mode, and with no header of the request but the
        one that marks a repeat: Bolt obeys `x-slack-bolt-*` headers that nobody but a function host should send.
        """
        headers: dict[str, str | Sequence[str]] = {REPEAT: repeat} if repeat else {}
        try:
            return self._app.dispatch(BoltRequest(mode="socket_mode", body=payload, headers=headers))
        except Exception as error:  # the edge: nobody above knows Bolt's mistakes
            # Listeners' mistakes are caught inside Bolt; what gets here is Bolt itself tripping over a signed payload
            # of a shape that Slack never sends.
            log.error("Bolt could not read a payload", exc_info=error)
            raise Refused(400, "malformed") from None
