"""Put numbers into a scenario file in place: what is not changed stays as it is, to the byte.

A round trip through a YAML library keeps comments, but sets spaces and long lines anew. So the library says where
things stand, the text is changed there only, and then read again: it must mean the file with the numbers laid over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sim.foundation.files import written_aside
from sim.scenario.changes import laid_over
from sim.scenario.files import read_text, shown_path
from sim.scenario.origins import place_in, plain
from sim.scenario.problems import Problem, ScenarioError
from sim.scenario.yaml_reader import parse_yaml

Number = int | float
_BOM = "\ufeff"


def rewrite(path: Path, values: Mapping[str, Number], check: Callable[[Path], object] | None = None) -> None:
    """Write settings into a file: aside first, then renamed into its place.

    values: dotted key -> number. check: is given the file written aside, and raises where it is not right. Raises
    ScenarioError where the file cannot be changed, OSError where it cannot be written.
    """
    real = path.resolve()
    text = read_text(path)  # which says what is wrong with it
    whole = real.read_bytes().decode("utf-8")
    changed = rewritten(text, shown_path(path), values)
    # In the same folder: a parent and data files are looked for beside it.
    with written_aside(real) as aside:
        aside.write_bytes(((_BOM if whole.startswith(_BOM) else "") + changed).encode("utf-8"))
        if check:
            check(aside)


def rewritten(text: str, path: str, values: Mapping[str, Number]) -> str:
    """The text with settings put in. path: what errors call it. Raises ScenarioError where that cannot be done."""
    before = parse_yaml(text, path)
    wanted = plain(laid_over(before, values, path))
    changed = text
    for key, value in values.items():
        changed = _with(changed, key.split("."), _written(value))
    try:
        found = plain(parse_yaml(changed, path))
    except ScenarioError:
        found = None
    if found != wanted:
        said = ", ".join(f"{key}: {_written(value)}" for key, value in values.items())
        words = "The file is written so that this cannot be put in without disturbing the rest; put it in by hand."
        raise ScenarioError([Problem(path, None, said, words)])
    return changed


def _written(value: Number) -> str:
    return repr(value)


def _with(text: str, keys: list[str], value: str) -> str:
    """The text with one number at its key."""
    from ruamel.yaml import YAML

    node, depth, name = YAML(typ="safe", pure=True).compose(text), 0, None
    while depth < len(keys) and (below := _child(node, keys[depth])) is not None:
        (name, node), depth = below, depth + 1
    rest = keys[depth:]
    start, end = node.start_mark.index, node.end_mark.index
    if start == end and name is not None:  # an empty value stands where the next thing begins
        start = end = text.index(":", name.end_mark.index) + 1
    if not rest:
        return text[:start] + value + text[end:]
    if not isinstance(node.value, list):  # said, and empty
        return f"{text[:start]}{'' if text[start - 1 : start].isspace() else ' '}{_nested(rest, value)}{text[end:]}"
    entry = f"{rest[0]}: {_nested(rest[1:], value)}"
    return _in_flow(text, node, entry) if node.flow_style else _in_block(text, node, entry)


def _child(node: Any, key: str) -> Any:
    """(its name, the node) at a key of a mapping, or at a number of a list; None where there is none."""
    if node.id == "sequence":
        return None if (at := place_in(key, len(node.value))) is None else (None, node.value[at])
    if node.id != "mapping":
        return None
    return next((entry for entry in node.value if entry[0].value == key), None)


def _nested(keys: list[str], value: str) -> str:
    """ "{a: {b: 1}}" for the keys a and b; the value alone without keys."""
    return value if not keys else f"{{{keys[0]}: {_nested(keys[1:], value)}}}"


def _in_flow(text: str, node: Any, entry: str) -> str:
    """{a: 1} with another entry, after the last one."""
    if not node.value:
        place = node.start_mark.index + 1
        return text[:place] + entry + text[place:]
    place = node.value[-1][1].end_mark.index
    return f"{text[:place]}, {entry}{text[place:]}"


def _in_block(text: str, node: Any, entry: str) -> str:
    """A block with another line: after its last one, or before its first where that has an end of its own."""
    newline = "\r\n" if "\r\n" in text else "\n"
    first, indent = node.value[0][0].start_mark.index, " " * node.value[0][0].start_mark.column
    last = _last_leaf(node)
    if last is None:
        return f"{text[:first]}{entry}{newline}{indent}{text[first:]}"
    end = text.find("\n", last.end_mark.index)
    end = len(text) if end < 0 else end - (text[end - 1] == "\r")
    return f"{text[:end]}{newline}{indent}{entry}{text[end:]}"


def _last_leaf(node: Any) -> Any:
    """The last scalar or flow collection below a block; None where that is text of many lines or an empty value."""
    while node.id != "scalar" and not node.flow_style:
        if not node.value:
            return None
        node = node.value[-1][1] if node.id == "mapping" else node.value[-1]
    if node.id == "scalar" and (node.style in ("|", ">") or node.start_mark.index == node.end_mark.index):
        return None
    return node
