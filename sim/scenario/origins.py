"""Values that remember where they were said: what files, parents and overrides are merged as."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.scenario.problems import Problem

Loc = tuple[str | int, ...]


@dataclass(frozen=True)
class Origin:
    """Where a value was said. path: file. line: from 1, None for an override. text: what stands there."""

    path: str
    line: int | None
    text: str

    def __str__(self) -> str:
        """The place in words."""
        return self.text if self.line is None else f"{self.path} line {self.line}"


@dataclass(frozen=True)
class Node:
    """A value with its origin. value: a scalar, a dict of nodes, or a list of nodes."""

    value: Any
    origin: Origin

    @property
    def is_block(self) -> bool:
        """Whether this is a mapping."""
        return isinstance(self.value, dict)


def plain(node: Node) -> Any:
    """The value without origins; lists become tuples, as the settings hold them."""
    if isinstance(node.value, dict):
        return {key: plain(child) for key, child in node.value.items()}
    if isinstance(node.value, list):
        return tuple(plain(child) for child in node.value)
    return node.value


# Blocks of the user's own names, of which a scenario that extends another can drop one by saying nothing of it.
DROPS = (("demand", "channels"), ("demand", "needs"))
DROPS_BY_NAME = ("then", "pickup_inside_minutes", "pickup_across_minutes", "functions_about", "labels")


def merged(below: Node, above: Node, at: Loc = ()) -> Node:
    """`above` laid over `below`: mappings merge key by key, everything else replaces. at: where both stand.

    A channel or a need of which `above` says nothing (`mail:`) is dropped, and so is what is said of one elsewhere.
    """
    if not (below.is_block and above.is_block):
        return above
    drops = at in DROPS or (at and at[-1] in DROPS_BY_NAME)
    dropped = {key for key in below.value if drops and key in above.value and above.value[key].value is None}
    keys = dict.fromkeys(key for key in [*below.value, *above.value] if key not in dropped)
    return Node({key: _merged_entry(key, below.value, above.value, at) for key in keys}, above.origin)


def _merged_entry(key: str, below: dict[str, Node], above: dict[str, Node], at: Loc) -> Node:
    if key in below and key in above:
        return merged(below[key], above[key], (*at, key))
    return above.get(key) or below[key]


def deepest(root: Node, loc: Loc) -> tuple[Node, int]:
    """The node at `loc`, or its deepest ancestor that was said at all; and how deep it lies."""
    node = root
    for depth, part in enumerate(loc):
        child = _child(node, part)
        if child is None:
            return node, depth
        node = child
    return node, len(loc)


def problem_at(tree: Node, path: str, loc: Loc, message: str) -> Problem:
    """A problem of what stands at `loc`, or of the block in which it is missing. path: of the whole file."""
    node, depth = deepest(tree, loc)
    if depth == 0:
        return Problem(path, None, dotted(loc), message)
    return problem_of(node, message)


def problem_of(node: Node, message: str) -> Problem:
    """A problem of what a node says."""
    return Problem(node.origin.path, node.origin.line, node.origin.text, message)


def _child(node: Node, part: str | int) -> Node | None:
    if isinstance(node.value, dict):
        return node.value.get(str(part))
    if isinstance(node.value, list) and isinstance(part, int) and part < len(node.value):
        return node.value[part]
    return None


def origins(node: Node, prefix: str = "") -> Iterator[tuple[str, Origin]]:
    """(dotted key, origin) of every scalar and every empty block that was said."""
    entries = _entries(node)
    if not entries and prefix:
        yield prefix, node.origin
    for key, child in entries:
        yield from origins(child, f"{prefix}.{key}" if prefix else key)


def _entries(node: Node) -> list[tuple[str, Node]]:
    if isinstance(node.value, dict):
        return list(node.value.items())
    if isinstance(node.value, list):
        return [(str(i), child) for i, child in enumerate(node.value)]
    return []


def node_of(value: Any, origin: Origin) -> Node:
    """A tree of plain Python values, all with one origin."""
    if isinstance(value, Mapping):
        return Node({str(key): node_of(child, origin) for key, child in value.items()}, origin)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return Node([node_of(child, origin) for child in value], origin)
    return Node(value, origin)


def tree_of(values: Mapping[str, Any], path: str, block: str = "") -> Node:
    """A tree of plain Python values where each setting is its own origin, written "a.b: value"."""
    said = {str(key): (f"{block}.{key}" if block else str(key), value) for key, value in values.items()}
    return Node({key: _said(value, path, here) for key, (here, value) in said.items()}, Origin(path, None, block))


def _said(value: Any, path: str, here: str) -> Node:
    if isinstance(value, Mapping):
        return tree_of(value, path, here)
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return Node([_said(child, path, f"{here}.{i}") for i, child in enumerate(value)], Origin(path, None, here))
    return Node(value, Origin(path, None, f"{here}: {value}"))


def place_in(key: str, length: int) -> int | None:
    """The position in a list that a part of a key is, from 0; None where it is none of a list of this length."""
    digits = key.lstrip("0") or "0"
    return int(digits) if key.isdecimal() and len(digits) <= len(str(length)) and int(digits) < length else None


def dotted(loc: Loc) -> str:
    """A location as a user writes it."""
    return ".".join(str(part) for part in loc)
