"""YAML read with care: every value stays the text that was typed, and every value knows its line.

The schema says what a text means, so YAML's own guesses (`no` is false, `1:30` is 90) cannot bite. Aliases may only
stand for single values, and depth and size are bounded, so no file can blow up what it is read into.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

MOST_BYTES = 1_000_000
DEEPEST = 20
FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser where PyYAML was built with it

Data = str | None | list["Data"] | dict[str, "Data"]


class YamlProblem(Exception):
    """The text is not YAML that can be read: `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(reason)
        self.line = line
        self.reason = reason


@dataclass(slots=True)
class Node:
    """A value with the line its key or itself starts on, and its parts by key or index."""

    line: int
    data: Data
    parts: dict[str | int, "Node"] = field(default_factory=dict)


def read(text: str) -> tuple[Node, list[YamlProblem]]:
    """Read one YAML document; the list has what is wrong but does not keep the rest from being read (repeated keys).

    Raises:
        YamlProblem: nothing can be made of the text.
    """
    try:
        builder = _Builder(yaml.parse(text, Loader=FAST))
        return builder.document(), builder.repeated
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise YamlProblem(line, f"this is not valid YAML: {error.problem or error.context}") from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise YamlProblem(line, "there is a control character that YAML does not allow") from error


class _Builder:
    """Builds nodes from the parser's events, which come one by one and never expand an alias."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        self._anchors: dict[str, Node] = {}
        self.repeated: list[YamlProblem] = []

    def document(self) -> Node:
        root: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                raise YamlProblem(_line(event), "there is a second document after `---`; a file holds one program")
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, 0)
        if root is None:
            raise YamlProblem(1, "the file is empty")
        return root

    def _node(self, event: yaml.NodeEvent, depth: int) -> Node:
        line = _line(event)
        if depth > DEEPEST:
            raise YamlProblem(line, f"this is nested deeper than {DEEPEST} levels")
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchors:
                raise YamlProblem(line, f"*{event.anchor} stands for nothing: &{event.anchor} was not set before it")
            return Node(line, self._anchors[event.anchor].data)
        if not isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            raise YamlProblem(line, "this is not a value, a list or a mapping")
        if event.tag is not None:
            raise YamlProblem(line, f"tags such as {event.tag} are not read; write the plain value")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, line)
        if event.anchor is not None:
            raise YamlProblem(line, f"&{event.anchor} marks a list or mapping; only single values may be repeated")
        return self._sequence(line, depth) if isinstance(event, yaml.SequenceStartEvent) else self._mapping(line, depth)

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> Node:
        empty = event.implicit[0] and event.value in ("", "~", "null")
        node = Node(line, None if empty else event.value)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _sequence(self, line: int, depth: int) -> Node:
        data: list[Data] = []
        parts: dict[str | int, Node] = {}
        for event in self._until(yaml.SequenceEndEvent):
            node = self._node(event, depth + 1)
            parts[len(data)] = node
            data.append(node.data)
        return Node(line, data, parts)

    def _mapping(self, line: int, depth: int) -> Node:
        data: dict[str, Data] = {}
        parts: dict[str | int, Node] = {}
        for event in self._until(yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._until(yaml.MappingEndEvent)), depth + 1)
            if not isinstance(key.data, str):
                raise YamlProblem(key.line, "a key must be a single word")
            if key.data in data:
                first = parts[key.data].line
                self.repeated.append(
                    YamlProblem(key.line, f"the key {key.data!r} stands here a second time (first on line {first})")
                )
                continue
            data[key.data] = value.data
            parts[key.data] = Node(key.line, value.data, value.parts)
        return Node(line, data, parts)

    def _until(self, end: type[yaml.Event]) -> Iterator[yaml.NodeEvent]:
        for event in self._events:
            if isinstance(event, end):
                return
            if isinstance(event, yaml.NodeEvent):
                yield event


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1
