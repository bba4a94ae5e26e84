"""What is left of a message when our own mention is taken out: everything else."""

import time
from typing import Any

import pytest

from bot.teams.mentions import spoken

BOT = {"id": "28:bot", "name": "Tent"}


def mention(text: str, id: str = "28:bot") -> dict[str, Any]:
    return {"type": "mention", "text": text, "mentioned": {"id": id, "name": "whoever"}}


@pytest.mark.parametrize(
    ("text", "entities", "left"),
    [
        ("<at>Tent</at> show Tent deals", [mention("<at>Tent</at>")], "show Tent deals"),
        ('<at id="0">Tent</at> tier Acme', [mention('<at id="0">Tent</at>')], "tier Acme"),
        ("tier <at>Pam Okafor</at>", [mention("<at>Pam Okafor</at>", "29:pam")], "tier Pam Okafor"),
        ("<at>Tent</at>&nbsp;Smith &amp; Sons", [mention("<at>Tent</at>")], "Smith & Sons"),
        ("/partner tier Acme", [], "tier Acme"),
        ("/Partner", [], ""),
        ("partner tier", [], "partner tier"),
        ("hello", [{"no": "type"}, "x", None], "hello"),
        ("hello", "no list", "hello"),
    ],
)
def test_only_our_own_mention_goes(text: str, entities: Any, left: str) -> None:
    assert spoken({"text": text, "recipient": BOT, "entities": entities}) == left


def test_a_message_full_of_beginnings_of_mentions_is_read_at_once() -> None:
    """A pattern that looks for the end of each would hold up everybody else for minutes."""
    began = time.process_time()
    assert spoken({"text": "<at>" * 50_000}) == ""
    assert time.process_time() - began < 2


def test_a_message_without_words_or_recipient_says_nothing() -> None:
    assert spoken({}) == ""
    assert spoken({"text": None, "entities": [mention("<at>Tent</at>", "")]}) == ""
