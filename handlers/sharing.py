"""Sharing an answer that only its asker sees: the question is asked again for everybody in the conversation."""

from dataclasses import replace
from datetime import date

from handlers.documents import Audience, Button, Buttons, Feedback, Note, Part, Reply, text
from handlers.errors import NotAllowed, NotFound
from handlers.request import Place, Request, sensible

SHARE = "ask.share"
LONGEST = 1_900
"""Characters of a question that a button can carry."""


def sharable(reply: Reply, request: Request, question: str) -> Reply:
    """The reply with a button that shares it, where there is a conversation of one's own to share it with."""
    if request.conversation.place is not Place.channel or len(question) > LONGEST:
        return reply
    button = Button("Share here", SHARE, f"{request.as_of.isoformat()}|{question}")
    last = reply.parts[-1] if reply.parts else None
    if isinstance(last, Buttons):
        return replace(reply, parts=(*reply.parts[:-1], Buttons((*last.items, button))))
    return replace(reply, parts=(*reply.parts, Buttons((button,))))


def asked_again(request: Request) -> Request:
    """The question behind a pressed share button, as of the day it was answered for.

    Raises:
        NotAllowed: people of another company are, or may be, in the conversation.
        NotFound: the button is from another version.
    """
    if request.conversation.place.open_to_others:
        raise NotAllowed(
            "People of another company, or guests, may read along here, so partner figures are not shared. "
            "If this is a private channel of your own, invite me first: I cannot see yet who is in it."
        )
    day, _, question = request.value.partition("|")
    try:
        as_of = date.fromisoformat(day)
    except ValueError:
        raise NotFound("This button is from an older answer. Ask again.") from None
    if not sensible(as_of):
        raise NotFound("This button is from an older answer. Ask again.")
    return replace(request, route="", value="", text=question, as_of=as_of, public=True)


def shared(reply: Reply, name: str) -> Reply:
    """The same answer for everybody, without buttons, saying who shared it."""
    kept: tuple[Part, ...] = tuple(part for part in reply.parts if not isinstance(part, Buttons | Feedback))
    return replace(reply, parts=(*kept, Note(text(f"Shared by {name}."))), audience=Audience.conversation)
