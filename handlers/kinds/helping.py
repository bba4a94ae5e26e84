"""What can be asked at all, and questions that are not about partners."""

from collections.abc import Sequence

from handlers.answer import Answer, Status
from handlers.asked import Asked
from handlers.asking_back import out_of_scope
from handlers.helping import COMMANDS, help_reply, small_talk
from handlers.kinds.skill import Skill
from handlers.question import Kind, Question


def help_answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """The commands, and examples in plain words."""
    facts = {"commands": list(COMMANDS)}
    if question.small_talk:
        reply = small_talk(question.small_talk, asked.task.request.actor.name, asked.view.example)
    else:
        reply = help_reply(asked.view.example)
    return (Answer(Status.answered, Kind.help, reply, question.reading(), facts),)


def out_of_scope_answer(asked: Asked, question: Question) -> Sequence[Answer]:
    """Says what this is for, and offers questions that work."""
    return (out_of_scope(asked),)


HELP = Skill(
    kind=Kind.help,
    answer=help_answer,
    sure=(
        "wat|what can u|you",
        "how to use|ask|work|start",
        "how does|do|can one|i|we|people talk|speak|chat|work|ask|use",
        "able to answer|do|tell|help",
        "explain what|how you|this",
        "what are|is you|this|bot|tool|thing able|capable|for|good",
        "what do|can i|we|people ask|do|type|say|use|try",
        "talk to you",
        "what do you know",
        "what information|topics|subjects do|can|are",
        "help",
        "what can|could|do you do|answer|tell|help|know|offer",
        "what can|could|should|may i ask|do|say|type|use",
        "what else can|could you|i do|ask",
        "how does|do you|this|it|bot|thing|tierline|i work|works|use",
        "how can|do|to i use|work|ask|start|talk",
        "commands|usage|manual|instructions|faq|menu|tutorial",
        "what are you|commands|options|features",
        "who are you",
        "what kind|sort|type|kinds|types questions|things|stuff",
        "what questions|things can|do|are|could",
        "show what i|you can",
        "example|examples|sample questions",
        "give examples|example",
        "get|getting started",
        "what is this|tierline",
        "your capabilities|abilities|features|skills|functions|commands",
        "explain yourself|how",
        "need help|hand|assistance",
    ),
    likely=("how use|work",),
    hints=tuple(
        """
        able app assistant available bot capabilities capable command everything example features first functions
        hand lost new options slash start started stuck supported things tierline time tool understand use work
        works
        """.split()
    ),
    examples=(
        "help",
        "what can you do?",
    ),
)
OUT_OF_SCOPE = Skill(
    kind=Kind.out_of_scope,
    answer=out_of_scope_answer,
)
