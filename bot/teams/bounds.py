"""Teams' limits as numbers.

Sources: learn.microsoft.com, "Format your bot messages" (size of a message, counted as UTF-16), "Cards reference" (six
buttons, version 1.5), "Universal Actions"; adaptivecards.io, schema of version 1.5. Where the pages and what people saw
disagree, the smaller number.
"""

import json
from typing import Any, Final

MESSAGE_UNITS: Final = 40_000
"""UTF-16 code units of the JSON of one whole message. The documented 100 KB are 50,000; the rest is Teams' own."""
CARD_UNITS: Final = 38_000
"""What a card may take of it; the rest is for the summary, the addresses and the envelope."""
ACTIONS: Final = 6
"""Buttons in one set; Teams shows no more."""
IDENTIFIER: Final = 255
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
INPUT_TEXT: Final = 3_000
"""The most characters of an input: as many as Slack takes, so that no surface accepts what another refuses."""
LABEL: Final = 2_000
PLACEHOLDER: Final = 150
CHOICE_TEXT: Final = 150
RESULTS: Final = 100
"""The most choices in an answer to a search field."""
NESTING: Final = 12
"""How deep elements may stand inside each other: our deepest is a button in a card that a button opens."""
SUMMARY: Final = 250
QUESTION: Final = {"title": 200, "text": 1_000, "confirm": BUTTON_TEXT}
"""The question before a step that cannot be taken back: ours, so that a small card stays small."""
VERSION: Final = "1.5"


def units(value: Any) -> int:
    """UTF-16 code units of `value` as the JSON that is sent: no spaces, letters as they are.

    A lone half of a surrogate pair counts as the one unit that it is.
    """
    words = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return len(words) + sum(letter > "\uffff" for letter in words) if not words.isascii() else len(words)
