"""All programs that are known: the shipped definitions, and those of a folder of one's own."""

from collections.abc import Iterable
from pathlib import Path

from programs.errors import UnknownProgram
from programs.loading import DefinitionError, Problem, load_definition
from programs.schema import Program

SHIPPED = Path(__file__).with_name("definitions")


class Catalog:
    """Programs by id, in a fixed order: publisher, newest year first, id."""

    def __init__(self, programs: Iterable[Program]) -> None:
        ordered = sorted(programs, key=lambda each: (each.publisher, -(each.year or 0), each.id))
        self._programs = {program.id: program for program in ordered}

    @classmethod
    def load(cls, extra: Path | None = None) -> "Catalog":
        """Read the shipped definitions, and the `*.yml` files of `extra`; an id of `extra` replaces a shipped one.

        Raises:
            DefinitionError: with the problems of all files.
        """
        loaded, problems = _read(SHIPPED)
        if extra is not None:
            own, wrong = _read_own(extra)
            loaded, problems = loaded | own, problems + wrong
        if problems:
            raise DefinitionError(problems)
        return cls(loaded.values())

    def get(self, program_id: str) -> Program:
        """The program of this id.

        Raises:
            UnknownProgram: there is none; the error names the nearest.
        """
        if program_id not in self._programs:
            raise UnknownProgram(program_id, tuple(self._programs))
        return self._programs[program_id]

    def find(self, program_id: str) -> Program | None:
        """The program of this id; None where no definition has it."""
        return self._programs.get(program_id)

    def programs(self) -> tuple[Program, ...]:
        """Every program, in the catalog's order."""
        return tuple(self._programs.values())


def _read_own(folder: Path) -> tuple[dict[str, Program], list[Problem]]:
    if not folder.is_dir():
        return {}, [Problem(str(folder), 1, "", "this is not a folder; name one that holds *.yml program definitions")]
    return _read(folder)


def _read(folder: Path) -> tuple[dict[str, Program], list[Problem]]:
    """The programs of a folder by id, and everything that is wrong in its files."""
    loaded: dict[str, Program] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            program = load_definition(path)
        except DefinitionError as error:
            problems += error.problems
            continue
        if program.id in loaded:
            problems.append(Problem(str(path), 1, "id", f"another file of this folder has the id {program.id!r} too"))
        loaded[program.id] = program
    return loaded, problems
