"""What is being done just now, by a reference of five characters: each request, tick and delivered message has its own.

A person who meets an error is told the same reference that every line of the log has. It travels in a context variable;
`bot.crew.Crew` carries it to the threads that go on with the work.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final

# No 0, 1, I, L, O, U: a reference is read aloud and typed.
_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 5


@dataclass(frozen=True, slots=True)
class Doing:
    """One request, tick or delivery; `workspace` is empty where none is concerned or known yet."""

    reference: str = ""
    workspace: str = ""


_NOTHING: Final = Doing()
_NOW: Final[ContextVar[Doing]] = ContextVar("doing", default=_NOTHING)


def new_reference() -> str:
    """Five characters, such as `7F3K2`; drawn at once, because every request has one."""
    number, count = secrets.randbelow(len(_ALPHABET) ** LENGTH), len(_ALPHABET)
    return "".join(_ALPHABET[number // count**place % count] for place in range(LENGTH))


def doing() -> Doing:
    """What this thread or task does; an empty one between two things."""
    return _NOW.get()


@contextmanager
def begun(workspace: str = "") -> Iterator[str]:
    """Do something under a new reference, which is given."""
    reference = new_reference()
    before = _NOW.set(Doing(reference, workspace))
    try:
        yield reference
    finally:
        _NOW.reset(before)


def in_workspace(workspace: str) -> None:
    """It turned out which workspace is concerned."""
    _NOW.set(Doing(_NOW.get().reference, workspace))
