"""Reading a program definition from a file, with everything that is wrong in it said at once, by file and line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from programs.checks import check
from programs.errors import nearest, printable
from programs.schema import Program
from programs.yamltext import MOST_BYTES, Node, YamlProblem, read

Loc = Sequence[str | int]

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: `where` is the dotted path inside the file, empty for the file as a whole."""

    file: str
    line: int
    where: str
    reason: str

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return printable(f"{self.file}:{self.line}: {place}{self.reason}")


class DefinitionError(Exception):
    """A definition cannot be used. `problems` has all that is wrong, by file and line; the words have the first 200."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda each: (each.file, each.line, each.where)))
        count = len(self.problems)
        head = "1 problem" if count == 1 else f"{count:,} problems"
        shown = [str(each) for each in self.problems[:MOST_SHOWN]]
        more = [f"… and {count - MOST_SHOWN:,} more problems"] if count > MOST_SHOWN else []
        super().__init__("\n".join([f"{head} in the program definition:", *shown, *more]))


def load_definition(path: Path) -> Program:
    """Read and check one definition file (YAML, UTF-8, at most a million bytes).

    Raises:
        DefinitionError: the file cannot be read or something in it is wrong.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise DefinitionError([Problem(str(path), 1, "", f"cannot read it: {error.strerror}")]) from error
    if len(content) > MOST_BYTES:
        raise DefinitionError([Problem(str(path), 1, "", f"the file is larger than {MOST_BYTES:,} bytes")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DefinitionError([Problem(str(path), line, "", "the text is not UTF-8; save it as UTF-8")]) from error
    return parse_definition(text, str(path))


def parse_definition(text: str, file: str) -> Program:
    """Read and check a definition's text; `file` is the name that problems are reported under.

    Raises:
        DefinitionError: something in it is wrong.
    """
    try:
        root, repeated = read(text)
    except YamlProblem as error:
        raise DefinitionError([Problem(file, error.line, "", error.reason)]) from error
    problems = [Problem(file, each.line, "", each.reason) for each in repeated]
    if not isinstance(root.data, dict):
        raise DefinitionError([*problems, Problem(file, root.line, "", "a definition is a mapping of keys to values")])
    program: Program | None = None
    try:
        program = Program.model_validate(root.data)
    except ValidationError as error:
        problems += [_shape_problem(file, root, each) for each in error.errors(include_url=False)]
    problems += [_problem(file, root, loc, reason) for loc, reason in check(root.data)]
    if problems or program is None:
        raise DefinitionError(problems)
    return program


def _problem(file: str, root: Node, loc: Loc, reason: str) -> Problem:
    """Place a problem: parts of `loc` that are not in the file (names of union members) are passed over."""
    node, path = root, list[str]()
    for position, part in enumerate(loc):
        if part in node.parts:
            node = node.parts[part]
            path.append(str(part))
        elif position == len(loc) - 1:
            path.append(str(part))
    return Problem(file, node.line, ".".join(path), reason)


def _shape_problem(file: str, root: Node, error: ErrorDetails) -> Problem:
    loc = error["loc"]
    if loc and loc[-1] == "[key]":
        return _problem(file, root, loc[:-1], f"{loc[-2]!r} is not an id: lower-case words joined by _ or -")
    return _problem(file, root, loc, _reason(error))


def _reason(error: ErrorDetails) -> str:
    if error["type"] == "missing":
        return "this key is required and missing"
    if error["type"] == "extra_forbidden":
        name = str(error["loc"][-1])
        return f"unknown key {name!r}{nearest(name, _keys_at(error['loc'][:-1]))}"
    if error["type"].startswith("union_tag"):
        expected = error.get("ctx", {}).get("expected_tags", "'revenue', 'opportunities', 'people', 'agreement'")
        return f"the kind must be one of {expected}"
    if error["type"] == "string_pattern_mismatch":
        return f"{_shown(error['input'])} does not look right: {error['msg'].lower()}"
    return f"{error['msg'].lower()}, but read {_shown(error['input'])}"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _keys_at(loc: Loc) -> tuple[str, ...]:
    """The keys that the schema knows at a place; union members are all followed."""
    models: set[type[BaseModel]] = {Program}
    for part in loc:
        fields = [model.model_fields[str(part)] for model in models if str(part) in model.model_fields]
        if fields:
            models = {found for field in fields for found in _models_in(field.annotation)}
    return tuple(sorted({key for model in models for key in model.model_fields}))


def _models_in(annotation: Any) -> set[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return {annotation}
    return {found for argument in get_args(annotation) for found in _models_in(argument)}
