"""The words that show what a clause asks, and those that may stand in it without changing what it asks."""

import re

FILLER = frozenset(
    """
    a about am an and any are at be been by can check could current currently do does exactly find for from get give has
    have having how i in into is it its kindly know like look me much my now of off on one our out partner partners
    please present presently program right s see show so still t tell that thats the their them then there they this to
    today up us want we what whats where which who with you your what's where's that's it's i'd
    """.split()
)
GREETINGS = frozenset("hi hello hey thanks thank morning afternoon good".split())
HELP_WORDS = GREETINGS | frozenset("help commands start".split())
HELP_PHRASE = re.compile(r"^(what can (you|i) (do|ask)|how does this work)$")
REGISTER = re.compile(r"^(please )?(register|i want to register|let's register|log a deal)\b(?!ed)|\bnew deal\b")

TIER = frozenset("tier tiers level status rank standing badge stand".split())
MISSING = re.compile(
    r"(gaps?|miss(es|ing)?|lack(s|ing)?|short|shortfall|qualif\w*|reach\w*|advanc\w*|upgrad\w*|promot\w*|requir\w*)$"
)
# These ask for what is missing only beside a question word or a tier: "we need Globex" asks nothing.
NEEDING = frozenset(
    "need needs needed left remain remains remaining become becomes becoming away far close next more else".split()
)
QUESTION_WORDS = frozenset("what what's whats how much many which".split())

# What may stand before a name or a tier that nobody knows, so that it is named back instead of guessed.
BEFORE_NAME = TIER | frozenset("gap missing for of is does has about with are can in to".split())
BEFORE_TIER = frozenset("for to reach become gap".split())
# Words that change what is asked; none of them is a name.
TURNS = frozenset(
    "not no never if when unless without except or than last next year if before after since until ago".split()
)


def needs_no_explanation(word: str) -> bool:
    """Whether a word may stand in any clause."""
    return word in FILLER or word in GREETINGS


def asks_for_gap(words: list[str], tier_named: bool) -> bool:
    """Whether a clause without its names and tiers asks what is missing."""
    if any(MISSING.match(word) for word in words):
        return True
    needing = NEEDING.intersection(words)
    if needing == {"next"} and not TIER.isdisjoint(words):
        return False
    return bool(needing) and (tier_named or not QUESTION_WORDS.isdisjoint(words))


def explained_by_gap(word: str) -> bool:
    """Whether a word belongs to asking what is missing."""
    return word in NEEDING or bool(MISSING.match(word))
