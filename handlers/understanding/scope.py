"""Whether a message is about partners at all."""

from handlers.understanding.everyday import FILLER, ORDINARY, TIME, TURNS
from handlers.understanding.linking import Linked, World
from handlers.understanding.topics import TOPICS

MEANINGFUL = frozenset(
    {"partner", "registration", "no_registration", "tier", "program", "agreement", "meeting", "manager"}
)


def beside_the_point(linked: Linked, world: World) -> bool:
    """True for a message in ordinary language without a word of the trade; False also for mere gibberish."""
    items = linked.items
    if any(not TOPICS.isdisjoint(item.words) or not MEANINGFUL.isdisjoint(item.slots) for item in items):
        return False
    common = FILLER | ORDINARY | TIME | TURNS
    return any(item.word in common or item.word in world.vocabulary for item in items)
