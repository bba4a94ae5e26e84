"""Where an answer by message goes, and whom its words are for."""

from dataclasses import dataclass, replace

from handlers.documents import Note, Reply, text
from handlers.questions import Turn
from handlers.request import Request
from store.outbox import ANYONE, STAFF, people_of

ALONE = "Others than our staff read along where you asked, so the answer comes to you alone."


@dataclass(frozen=True, slots=True)
class Letter:
    """A reply with its target (`channel:…`, `user:…`), thread and audience; `turn` is what it answered, if it is kept.

    `instead` is the target in case the first one is open to others when the letter is posted.
    """

    reply: Reply
    target: str
    thread: str | None
    audience: str = STAFF
    instead: str | None = None
    turn: Turn | None = None


def refusal(sentence: str, target: str, thread: str | None) -> Letter:
    """Why somebody is not answered, said where they asked: it tells nothing of what was asked."""
    return Letter(Reply(sentence), target, thread, ANYONE)


def to_partner(reply: Reply, partner: str, target: str, thread: str | None) -> Letter:
    """For the people of a partner, in the channel that is bound to it."""
    return Letter(reply, target, thread, people_of(partner))


def to_staff(request: Request, reply: Reply, turn: Turn, target: str, thread: str | None) -> Letter:
    """For staff: where they asked, or to them alone where others read along."""
    asker = f"user:{request.actor.user}"
    if request.conversation.place.open_to_others:
        return Letter(replace(reply, parts=(*reply.parts, Note(text(ALONE)))), asker, None)
    return Letter(reply, target, thread, instead=asker, turn=turn)
