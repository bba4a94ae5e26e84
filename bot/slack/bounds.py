"""Slack's limits as numbers.

Values are those of docs.slack.dev, reference/block-kit; where its pages, the SDK and observed failures disagree, the
smaller one.
"""

from typing import Any, Final

MESSAGE_TEXT: Final = 3_900
MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
BLOCKS_TEXT: Final = 11_000
SECTION_TEXT: Final = 3_000
FIELD_TEXT: Final = 2_000
SECTION_FIELDS: Final = 10
HEADER_TEXT: Final = 150
CONTEXT_ELEMENTS: Final = 10
ACTIONS_ELEMENTS: Final = 25
CONTEXT_ACTIONS_ELEMENTS: Final = 5
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
OPTION_TEXT: Final = 75
OPTIONS: Final = 100
PLACEHOLDER: Final = 150
LABEL: Final = 2_000
INPUT_TEXT: Final = 3_000
IDENTIFIER: Final = 255
TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20
TABLE_TEXT: Final = 10_000
VIEW_TITLE: Final = 24
VIEW_METADATA: Final = 3_000
CONFIRM: Final = {"title": 100, "text": 300, "confirm": 30, "deny": 30}


def text_size(value: Any) -> int:
    """Characters of text inside `value`: blocks or parts of them, as dicts, lists and tuples.

    It runs several times a message, hence the loop and the exact types.
    """
    size = 0
    waiting: list[Any] = [value]
    while waiting:
        item = waiting.pop()
        if type(item) is not dict:
            waiting.extend(item)
            continue
        for key, inner in item.items():
            kind = type(inner)
            if kind is str:
                if key == "text":
                    size += len(inner)
            elif kind is dict or kind is list or kind is tuple:
                waiting.append(inner)
    return size
