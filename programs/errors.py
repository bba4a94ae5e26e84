"""Errors of the rules. Each says what was asked for and what there is; none carries a traceback's detail."""

from collections.abc import Sequence
from difflib import get_close_matches


def nearest(name: str, names: Sequence[str]) -> str:
    """A hint that ends a sentence: ` (did you mean …?)`, or nothing when no name is near."""
    found = get_close_matches(name, names, n=1, cutoff=0.6)
    return f" (did you mean {found[0]}?)" if found else ""


def printable(words: str) -> str:
    """The words with what could steer a terminal (controls, direction marks) as visible escapes like `\\x1b`."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in words)


class RulesError(Exception):
    """What is asked of the rules is not in them; `sentence` says what and what there is."""

    sentence: str

    def __str__(self) -> str:
        return self.sentence


class UnknownName(RulesError, KeyError):
    """Something a program does not have. `known` lists what there is."""

    def __init__(self, kind: str, name: str, program: str, known: tuple[str, ...]) -> None:
        super().__init__(name)
        self.name = name
        self.known = known
        self.sentence = (
            f"{program} has no {kind} {name!r}{nearest(name, known)}. It has: {', '.join(known) or 'none at all'}."
        )


class UnknownTier(UnknownName):
    """The program has no such tier."""

    def __init__(self, tier: str, program: str, known: tuple[str, ...]) -> None:
        super().__init__("tier", tier, program, known)


class UnknownProgram(RulesError, KeyError):
    """The catalog has no such program. `known` lists the ids it has."""

    def __init__(self, program: str, known: tuple[str, ...]) -> None:
        super().__init__(program)
        self.name = program
        self.known = known
        self.sentence = f"There is no program {program!r}{nearest(program, known)}. Known: {', '.join(known)}."


class NoTiers(RulesError, ValueError):
    """The program has no tiers, so nothing can be measured or missing."""

    def __init__(self, program: str) -> None:
        self.sentence = f"{program} has no tiers, so there is no tier to reach."
        super().__init__(self.sentence)
