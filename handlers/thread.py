"""What a thread remembers: the questions of its last message, as JSON beside the question that is kept."""

from functools import cache

from pydantic import TypeAdapter, ValidationError

from handlers.question import Question


@cache
def _adapter() -> TypeAdapter[tuple[Question, ...]]:
    return TypeAdapter(tuple[Question, ...])


def remember(questions: tuple[Question, ...]) -> str:
    """The questions as one line of JSON."""
    return _adapter().dump_json(questions, exclude_defaults=True).decode()


def recall(stored: str) -> tuple[Question, ...]:
    """Read back what `remember` wrote; nothing where it was written by another version."""
    try:
        return _adapter().validate_json(stored)
    except ValidationError:
        return ()
