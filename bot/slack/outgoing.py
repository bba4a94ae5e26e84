"""Documents as payloads that have passed the check: what Slack would refuse is never sent.

A payload that breaks a limit is a mistake of ours. It is logged with a reference id and replaced by a short text that
says so, because a person who asked must never be left without an answer.
"""

from collections.abc import Callable

from bot.problems import log, reference
from bot.render import blockkit
from bot.render.spans import Block
from bot.slack.limits import PayloadError, check_message, check_options, check_view
from handlers.documents import Form, Options, Reply
from handlers.wire import load


def message(reply: Reply) -> Block:
    """`text` and `blocks` of a message."""
    return _checked(blockkit.message(reply), check_message, blockkit.message)


def stored(document: str) -> Block:
    """`text` and `blocks` of a reply that waited in the outbox.

    Raises:
        ValueError: the stored text is no reply (any more).
    """
    return message(load(document))


def form(document: Form) -> Block:
    """A modal to fill in."""
    return _checked(blockkit.view(document), check_view, blockkit.receipt)


def receipt(reply: Reply) -> Block:
    """A modal to read."""
    return _checked(blockkit.receipt(reply), check_view, blockkit.receipt)


def home(reply: Reply) -> Block:
    """The App Home tab."""
    return _checked(blockkit.home(reply), check_view, blockkit.home)


def options(found: Options) -> Block:
    """The answer to a search field; an offending list is left empty."""
    return _checked(blockkit.options(found), check_options, lambda _: {"options": []})


def _checked(payload: Block, check: Callable[[Block], None], instead: Callable[[Reply], Block]) -> Block:
    try:
        check(payload)
    except PayloadError as error:
        number = reference()
        log.error("Payload refused before sending, reference %s: %s", number, error, extra={"told": number})
        return instead(Reply(f"This answer is ready, but it cannot be shown in Slack. Reference {number}."))
    return payload
