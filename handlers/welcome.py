"""What somebody reads who has just installed the app for themselves, or added it to a channel."""

from typing import Final

from handlers.asking_back import ASK
from handlers.digests.here import elsewhere, offer
from handlers.documents import Audience, Button, Buttons, Note, Paragraph, Reply, text
from handlers.prompts import prompts
from handlers.request import Place
from handlers.work import Task

WELCOME: Final = "welcome"
HELLO: Final = "I am Tierline. I know your partner program: ask me about a partner in plain words."
MOST: Final = 3
FOR_ANYBODY: Final = (
    Button("Which partners are at risk?", ASK, "which partners are at risk"),
    Button("Which are ready to advance?", ASK, "which partners are ready to advance"),
    Button("What can I ask?", ASK, "help"),
)
"""Questions that name no partner: others read along where they stand."""


def welcome(task: Task) -> Reply:
    """What the app can do, and questions to start with; in a channel nothing of the actor's own partners."""
    place = task.request.conversation.place
    can = Paragraph(
        text(
            "I tell tiers and what is missing, take deal registrations to the deal desk, and write before reviews, "
            "protected days and papers end."
        )
    )
    if place is not Place.direct:
        note = Note(
            text("Mention me to ask. Who may not see partner figures is told none, and “/partner help” lists all.")
        )
        return Reply(f"Hello. {HELLO}", (can, note, Buttons(FOR_ANYBODY)), Audience.conversation)
    own = tuple(Button(each.title, ASK, each.message) for each in prompts(task).items[-MOST:])
    more = (offer(),) if elsewhere(task) else ()
    return Reply(f"Hello {task.request.actor.name}. {HELLO}", (can, Buttons((*own, *more))))


def stranger(sentence: str) -> Reply:
    """The greeting for somebody who may ask nothing (yet): why, and whom to ask."""
    return Reply(f"Hello. I am Tierline, and I know a partner program. {sentence}")
