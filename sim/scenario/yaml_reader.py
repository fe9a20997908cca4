"""YAML 1.2 text to a tree that remembers lines. Nothing but plain values comes out of it.

Values are built from ruamel.yaml's node graph here, and not by a constructor, because then a tag
can never run code, every key keeps its line, and the cost of aliases is counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sim.scenario.origins import Node, Origin
from sim.scenario.problems import Problem, ScenarioError, shown

MOST_VALUES = 20_000
MOST_NODES = 2 * MOST_VALUES + 1  # a name and a value each
DEEPEST = 20
_CORE = "tag:yaml.org,2002:"
_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # as the reader counts lines


def parse_yaml(text: str, path: str, override: str | None = None) -> Node:
    """Read one document.

    path: shown in origins and errors. override: text of a `--set`, which then is the origin of
    everything instead of lines. Raises ScenarioError with everything that is wrong.
    """
    reader = _Reader(path, _LINE_BREAK.split(text), override)
    graph = _composed(text, reader)
    if graph is None:
        raise ScenarioError([Problem(path, None, "(empty)", "There is nothing in it.")])
    tree = reader.built(graph, reader.origin(graph), 0)
    if reader.problems:
        raise ScenarioError(reader.problems)
    return tree


def _composed(text: str, reader: _Reader) -> Any:
    """The node graph. The import is here because it costs time that `--help` should not pay."""
    from ruamel.yaml import YAML
    from ruamel.yaml.composer import Composer
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    class Bounded(Composer):
        """Stops where there is more than a file may hold: reading on would take seconds, and tell nothing."""

        nodes = 0

        def compose_node(self, parent: Any, index: Any) -> Any:
            self.nodes += 1
            if self.nodes > MOST_NODES:
                raise ScenarioError([reader.too_much(self.parser.peek_event())])
            return super().compose_node(parent, index)

    if directive := re.search(r"^%.*$", text, re.MULTILINE):
        line = text.count("\n", 0, directive.start()) + 1
        raise ScenarioError([reader.problem(line, "Directives are not allowed; files are read as YAML 1.2.")])
    try:
        yaml = YAML(typ="safe", pure=True)
        yaml.Composer = Bounded
        return yaml.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        words = " ".join(part for part in (error.context, error.problem) if part)
        raise ScenarioError([reader.problem(mark.line + 1, f"This is not YAML: {words}.")]) from None
    except (YAMLError, RecursionError) as error:
        words = "nested too deeply" if isinstance(error, RecursionError) else "it holds a character that YAML forbids"
        raise ScenarioError([Problem(reader.path, None, "(whole file)", f"This is not YAML: {words}.")]) from None


@dataclass
class _Reader:
    """Builds the tree of one text, collecting problems on the way."""

    path: str
    lines: list[str]
    override: str | None
    problems: list[Problem] = field(default_factory=list)
    values: int = 0

    def problem(self, line: int, message: str) -> Problem:
        if self.override is not None:
            return Problem(self.path, None, self.override, message)
        return Problem(self.path, line, self.text_of(line), message)

    def text_of(self, line: int) -> str:
        return self.lines[line - 1].strip() if line <= len(self.lines) else ""

    def origin(self, graph: Any) -> Origin:
        line = graph.start_mark.line + 1
        if self.override is not None:
            return Origin(self.path, None, self.override)
        return Origin(self.path, line, self.text_of(line))

    def complain(self, graph: Any, message: str) -> None:
        self.problems.append(self.problem(graph.start_mark.line + 1, message))

    def too_much(self, graph: Any, limit: str = f"{MOST_VALUES} values") -> Problem:
        message = f"Too much: more than {limit} once aliases (*name) are written out."
        return self.problem(graph.start_mark.line + 1, message)

    def built(self, graph: Any, origin: Origin, depth: int) -> Node:
        """The tree below one node of the graph; aliases are copied out and counted."""
        self.values += 1
        if self.values > MOST_VALUES or depth > DEEPEST:
            limit = f"{DEEPEST} levels" if depth > DEEPEST else f"{MOST_VALUES} values"
            raise ScenarioError([*self.problems, self.too_much(graph, limit)])
        kind = graph.tag.removeprefix(_CORE) if graph.tag else "str"
        if kind == "map":
            return Node(self.mapping(graph, depth), origin)
        if kind == "seq":
            return Node([self.built(item, self.origin(item), depth + 1) for item in graph.value], origin)
        return Node(self.scalar(kind, graph), origin)

    def mapping(self, graph: Any, depth: int) -> dict[str, Node]:
        entries: dict[str, Node] = {}
        for key, value in graph.value:
            if key.tag.removeprefix(_CORE) == "merge":
                self.complain(key, "Merge keys (<<) are not part of YAML 1.2; use extends: for a parent scenario.")
            elif not isinstance(key.value, str) or key.tag.removeprefix(_CORE) not in _SCALARS:
                self.complain(key, "A setting's name must be plain text.")
            elif key.value in entries:
                first = entries[key.value].origin.line
                self.complain(key, f'"{key.value}" is given twice' + (f" (first in line {first})." if first else "."))
            else:
                entries[key.value] = self.built(value, self.origin(key), depth + 1)
        return entries

    def scalar(self, kind: str, graph: Any) -> Any:
        if kind not in _SCALARS:
            self.complain(graph, f"The tag {_tag_seen(graph.tag)} is not allowed; scenarios hold plain values only.")
            return None
        try:
            return _SCALARS[kind](graph.value)
        except (ValueError, TypeError):
            self.complain(graph, f"{shown(graph.value)!r} is no {kind}.")
            return None


def _tag_seen(tag: str) -> str:
    return f"!!{tag.removeprefix(_CORE)}" if tag.startswith(_CORE) else tag


def _integer(text: str) -> int:
    digits = text.replace("_", "")
    base = {"0x": 16, "0o": 8, "0b": 2}.get(digits.lstrip("+-")[:2].lower(), 10)
    return int(digits, base)


def _real(text: str) -> float:
    return float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan"))


# Dates stay text: the settings say how they are read.
_SCALARS: dict[str, Callable[[str], Any]] = {
    "str": str,
    "int": _integer,
    "float": _real,
    "bool": lambda text: text.lower() == "true",
    "null": lambda text: None,
    "timestamp": str,
}
