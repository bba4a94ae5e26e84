"""The words that programs define. The store checks cells against them without knowing any program."""

from collections.abc import Mapping, Set
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Ids by program for tiers, benefits and steps; credential and agreement ids of all programs together.

    The keys of `tiers` are the known programs; a program without tiers has an empty set.
    """

    tiers: Mapping[str, Set[str]]
    benefits: Mapping[str, Set[str]]
    steps: Mapping[str, Set[str]]
    credentials: Set[str]
    agreements: Set[str]

    @property
    def programs(self) -> Set[str]:
        """The ids of every program."""
        return self.tiers.keys()

    def words(self, kind: str, program: str | None) -> Set[str]:
        """The ids of a kind (`tier`, `benefit`, `step`: of one program; `program`, `credential`, `agreement`)."""
        if kind in ("tier", "benefit", "step"):
            by_program = {"tier": self.tiers, "benefit": self.benefits, "step": self.steps}[kind]
            return by_program.get(program or "", frozenset())
        return {"program": self.programs, "credential": self.credentials, "agreement": self.agreements}[kind]
