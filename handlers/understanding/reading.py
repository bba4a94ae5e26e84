"""What a message asks: names are linked first, then each clause is weighed, then the clauses are put together.

Nothing is guessed: a kind needs a phrase that it declares, words that change the meaning and that no phrase explains
make a clause not understood, and several names that fit are asked back. A wrong answer costs more than ten questions.
"""

from dataclasses import dataclass

from handlers.question import Kind, Question
from handlers.understanding.dialogue import Dialogue
from handlers.understanding.draft import Draft
from handlers.understanding.drafts import Drafter
from handlers.understanding.linking import Linked, World, link
from handlers.understanding.scope import beside_the_point
from handlers.understanding.slots import Filler

LONGEST_MESSAGE = 2000
"""Characters that are read of a message; a question needs far fewer."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The questions of a message, never empty, and how they came about."""

    questions: tuple[Question, ...]
    linked: Linked
    drafts: tuple[Draft, ...]
    notes: tuple[str, ...]
    left_out: str = ""
    """Words of clauses that were passed over because nothing in them was understood, as they were written."""


def read(
    message: str, world: World, drafter: Drafter, user: str | None = None, before: tuple[Question, ...] = ()
) -> Reading:
    """Read a message as one or more questions, in the order they are asked.

    Args:
        message: the words as they were typed, at most `LONGEST_MESSAGE` characters of them.
        world: what can be named, and the day that relative dates are read against.
        drafter: the kinds of question that can be asked.
        user: the e-mail address of whoever asks; "my partners" are those of this manager.
        before: the questions of the message before in the same thread.
    """
    linked = link(message[:LONGEST_MESSAGE], world)
    if linked.items and linked.items[0].word in COMMANDING and "?" not in linked.sentence.text:
        return Reading((Question(Kind.not_understood, small_talk="command"),), linked, (), ("a command, no question",))
    drafts = drafter.drafts(linked, user, topic=any(each.partners for each in before))
    notes: list[str] = []
    if not linked.items or all(draft.blank for draft in drafts):
        return Reading((_small_talk(linked, message),), linked, tuple(drafts), ("nothing but greetings",))
    dialogue = Dialogue(Filler(linked.sentence, world.lexicon, user, world.as_of), before, notes)
    questions = dialogue.settle(drafts)
    unclear = all(each.kind is Kind.not_understood for each in questions)
    if unclear and beside_the_point(linked, world):
        questions = (Question(Kind.out_of_scope),)
    left_out = " … ".join(
        linked.sentence.written(each.items[0].start, each.items[-1].end) for each in dialogue.left_out
    )
    return Reading(questions, linked, tuple(drafts), tuple(notes), left_out)


WAVE = "\N{WAVING HAND SIGN}"


def _small_talk(linked: Linked, message: str) -> Question:
    """A greeting or thanks; nothing at all asks for help, and words that say nothing are not understood."""
    words = set(linked.sentence.folded)
    said = "thanks" if words & THANKS else "hello" if words & HELLO or WAVE in message else ""
    return Question(Kind.help if said or not message.strip() else Kind.not_understood, small_talk=said)


COMMANDING = frozenset("approve decline reject withdraw delete remove update upgrade promote unregister change".split())
"""Begin a message that wants something done: words change nothing here."""
HELLO = frozenset("hi hello hey hiya howdy morning afternoon evening".split())
THANKS = frozenset("thanks thank thx ty ta cheers".split())
