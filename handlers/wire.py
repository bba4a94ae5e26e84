"""Replies to and from JSON, for messages that wait in the outbox."""

from functools import cache

from pydantic import TypeAdapter

from handlers.documents import Reply


@cache
def _adapter() -> TypeAdapter[Reply]:
    return TypeAdapter(Reply)


def dump(reply: Reply) -> str:
    """Write a reply as one line of JSON."""
    return _adapter().dump_json(reply).decode()


def load(stored: str) -> Reply:
    """Read back what `dump` wrote.

    Raises:
        pydantic.ValidationError: the text is not a reply, for instance after a change of the document types.
    """
    return _adapter().validate_json(stored)
