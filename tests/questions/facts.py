"""The facts of answers beside those of the oracle; NOTES.md says what is not compared, and why."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from handlers.answer import Answer
from tests.questions.oracle.facts import Oracle
from tests.questions.oracle.rules import Unanswerable

COMPARED = frozenset(
    """
    tier gap requirements benefits benefit revenue people registrations registration pipeline steps portfolio whatif
    manager meetings
    """.split()
)
NEEDS_TIER = frozenset({"requirements", "benefits"})
CREDENTIALS = ("technical", "sales")


class FactCheck:
    """Compares the facts of one portfolio; `programs` are the programs by the short name that answers use."""

    def __init__(self, oracle: Oracle, programs: Mapping[str, str]) -> None:
        self._oracle = oracle
        self._programs = programs

    def compared(self, answer: Answer) -> bool:
        """Whether the answer has facts that the oracle can work out, too."""
        if answer.status != "answered" or answer.kind not in COMPARED:
            return False
        return answer.kind != "benefit" or bool({"partner", "tier"} & set(answer.reading))

    def difference(self, answer: Answer, as_of: date, user: str | None) -> str:
        """Which facts are not the oracle's; empty when all are."""
        got = plain(answer.facts)
        for reading in self._readings(answer, got):
            wanted = self._wanted(answer.kind, reading, as_of, user)
            if wanted is not None and (unlike := _unlike(wanted, got)):
                return unlike
        return ""

    def _wanted(self, kind: str, reading: dict[str, Any], as_of: date, user: str | None) -> dict[str, Any] | None:
        """The oracle's facts, those alone that are compared; None for a tier that the partner's program has not."""
        program = self._oracle.rules.programs.get(reading.get("program", ""))
        if kind == "gap" and program and not program.tiers:
            return {"recorded_tier": None, "target_tier": None, "missing": []}
        try:
            wanted: dict[str, Any] = plain(self._oracle.facts(kind, reading, as_of, user))
        except Unanswerable as reason:
            raise AssertionError(f"{kind} {reading}: {reason}") from reason
        return {key: wanted[key] for key in CREDENTIALS} if kind == "people" else wanted

    def _readings(self, answer: Answer, facts: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """The reading with the program that the answer is about; one a program where it is about all of a partner's."""
        reading: dict[str, Any] = plain(answer.reading)
        about = next((id for short, id in self._programs.items() if _ends(answer.about, short)), None)
        if about is not None:
            reading["program"] = about
        if answer.kind in NEEDS_TIER and "partner" not in reading and facts["tier"] is not None:
            reading["tier"] = facts["tier"]
        every = self._oracle.programs_of(str(reading.get("partner"))) if answer.kind == "manager" else []
        if len(every) > 1 and "program" not in reading:
            yield from ({**reading, "program": program} for program in every)
        else:
            yield reading


def plain(value: object) -> Any:
    """As JSON: no enumerations, no tuples."""
    return json.loads(json.dumps(value))


def _ends(about: str, short: str) -> bool:
    return about == short or about.endswith(f" in {short}")


def _unlike(wanted: Mapping[str, Any], got: Mapping[str, Any]) -> str:
    unlike = {key: (value, got.get(key)) for key, value in wanted.items() if _set(value) != _set(got.get(key))}
    return ", ".join(f"{key} {found} in place of {value}" for key, (value, found) in unlike.items())


def _set(value: Any) -> Any:
    """Lists whose order says nothing compare as sets."""
    if isinstance(value, dict):
        return {key: _set(each) for key, each in value.items()}
    return sorted((_set(each) for each in value), key=str) if isinstance(value, list) else value
