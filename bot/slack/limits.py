"""A check of every message and view against Slack's limits before it is sent.

Slack answers an offending payload with `invalid_blocks` and no useful place; the check names the place as a JSON
pointer.
"""

from bot.slack.blockcheck import (
    HOME_SURFACE,
    MESSAGE_SURFACE,
    MODAL_SURFACE,
    Json,
    PayloadError,
    check_blocks,
    check_each_option,
    check_plain,
    check_string,
)
from bot.slack.bounds import (
    BLOCKS_TEXT,
    IDENTIFIER,
    MESSAGE_BLOCKS,
    MESSAGE_TEXT,
    VIEW_BLOCKS,
    VIEW_METADATA,
    VIEW_TITLE,
    text_size,
)

__all__ = ["PayloadError", "check_message", "check_options", "check_view"]


def check_message(payload: Json) -> None:
    """Check the body of a message or ephemeral reply (`text`, `blocks`).

    Raises:
        PayloadError: naming the first offending place.
    """
    check_string(payload.get("text"), "/text", MESSAGE_TEXT)
    blocks = payload.get("blocks", ())
    check_blocks(blocks, MESSAGE_BLOCKS, MESSAGE_SURFACE)
    if text_size(blocks) > BLOCKS_TEXT:
        raise PayloadError("/blocks", f"more than {BLOCKS_TEXT} characters of text in one message")


def check_view(view: Json) -> None:
    """Check a modal or a home view.

    Raises:
        PayloadError: naming the first offending place.
    """
    kind = view.get("type")
    if kind not in ("modal", "home"):
        raise PayloadError("/type", "neither modal nor home")
    blocks = view.get("blocks")
    if not blocks:
        raise PayloadError("/blocks", "a view needs at least one block")
    check_blocks(blocks, VIEW_BLOCKS, MODAL_SURFACE if kind == "modal" else HOME_SURFACE)
    for key, limit in (("callback_id", IDENTIFIER), ("private_metadata", VIEW_METADATA), ("external_id", IDENTIFIER)):
        if key in view:
            check_string(view[key], f"/{key}", limit, empty=key == "private_metadata")
    if kind == "home":
        return
    check_plain(view.get("title"), "/title", VIEW_TITLE)
    for key in ("submit", "close"):
        if key in view:
            check_plain(view[key], f"/{key}", VIEW_TITLE)
    if "submit" not in view and any(block["type"] == "input" for block in blocks):
        raise PayloadError("/submit", "a modal with inputs needs a submit button")


def check_options(payload: Json) -> None:
    """Check what a search field is answered with.

    Raises:
        PayloadError: naming the first offending place.
    """
    check_each_option(payload.get("options", ()), "/options")
