"""Replies that come as messages of their own: rows of the outbox, delivered like everything else."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.teams.transport import PLATFORM
from handlers.documents import Audience, Reply
from handlers.request import Place, Request, Role
from handlers.wire import dump
from store.engine import Store
from store.outbox import ANYONE, STAFF, NewMessage

KIND: Final = "reply"
ALONE: Final = "I answered you in our chat, because it is for you alone."


@dataclass(frozen=True, slots=True)
class Letters:
    """Writes replies to requests, once for each request; `written` wakes whoever delivers them."""

    store: Store
    written: Callable[[], None]

    def answer(self, request: Request, reply: Reply) -> bool:
        """Answer where the person asked, or in their own chat what is for them alone; whether it went to the chat."""
        alone = reply.audience is Audience.asker and request.conversation.place is not Place.direct
        self._post(request, reply, self._own(request) if alone else None)
        return alone

    def refuse(self, request: Request, sentence: str) -> None:
        """Say why there is no answer; nothing is said to somebody who got one.

        What our own people are told may name partners: where others read along it goes to their own chat.
        """
        self._post(request, Reply(sentence), None, STAFF if request.actor.role is Role.member else ANYONE)

    def point_to_chat(self, request: Request) -> None:
        """Say where the person asked that the answer is in their own chat."""
        self._post(request, Reply(ALONE), None, ANYONE, mark="said")

    def here(self, request: Request, reply: Reply) -> None:
        """Where the activity came from, for everybody who is there."""
        self._post(request, reply, None)

    @staticmethod
    def _own(request: Request) -> str:
        return f"user:{request.actor.user}"

    def _post(
        self, request: Request, reply: Reply, target: str | None, audience: str = STAFF, mark: str = "answered"
    ) -> None:
        where, thread = request.conversation.id, request.conversation.thread
        message = NewMessage(
            occurrence_key=f"{KIND}:{request.actor.workspace}|{request.key}/{mark}",
            kind=KIND,
            platform=PLATFORM,
            workspace=request.actor.workspace,
            target=target or f"channel:{where}",
            thread=None if target else thread,
            document=dump(reply),
            due_at=request.now,
            audience=audience,
            instead=None if target or audience == ANYONE else self._own(request),
        )
        with self.store.write() as work:
            work.outbox.put(message, request.now)
        self.written()
