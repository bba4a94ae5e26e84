"""Whether a message is about partners at all."""

from handlers.understanding.everyday import FILLER, ORDINARY, TIME, TURNS
from handlers.understanding.linking import Linked, World

TOPICS = frozenset(
    """
    partner partners tier tiers deal deals registration registrations registered revenue pipeline benefit benefits agreement
    agreements addendum qbr review reviews meeting meetings certified certification certifications credential credentials
    certs program programs mdf requirement requirements opportunity opportunities opps manager managers account accounts gold
    silver bronze threshold thresholds portfolio qualify promotion enrollment enrolled addenda mdf revenues customer customers
    registr closed earr lifecycle onboarding
    """.split()
)
"""The trade's own nouns: where one stands, a message is about partners, however unclear."""
MEANINGFUL = frozenset({"partner", "registration", "no_registration", "tier", "program", "agreement", "meeting", "manager"})


def beside_the_point(linked: Linked, world: World) -> bool:
    """True for a message in ordinary language without a word of the trade; False also for mere gibberish."""
    items = linked.items
    if any(not TOPICS.isdisjoint(item.words) or not MEANINGFUL.isdisjoint(item.slots) for item in items):
        return False
    common = FILLER | ORDINARY | TIME | TURNS
    return any(item.word in common or item.word in world.vocabulary for item in items)
