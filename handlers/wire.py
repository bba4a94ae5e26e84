"""Replies and forms to and from JSON: messages that wait in the outbox, forms that are being filled in."""

from functools import cache

from pydantic import TypeAdapter

from handlers.documents import Form, Reply


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


@cache
def _forms() -> TypeAdapter[Form]:
    return TypeAdapter(Form)


def dump_form(form: Form) -> str:
    """Write a form as one line of JSON, for a surface that does not keep it while it is filled in."""
    return _forms().dump_json(form).decode()


def load_form(stored: str) -> Form:
    """Read back what `dump_form` wrote.

    Raises:
        pydantic.ValidationError: the text is not a form, for instance after a change of the document types.
    """
    return _forms().validate_json(stored)
