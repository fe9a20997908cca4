"""Scenario files to validated scenarios: parents, overrides, and where every value was said."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sim.scenario.changes import Overrides, laid_over
from sim.scenario.files import find_parent, find_scenario, known_scenarios, read_text, shown_path
from sim.scenario.origins import Node, Origin, deepest, merged, origins, problem_of, tree_of
from sim.scenario.problems import ScenarioError, did_you_mean
from sim.scenario.scenario_settings import DATA_FILES, Scenario
from sim.scenario.validation import validated
from sim.scenario.yaml_reader import parse_yaml

EXTENDS = "extends"
LONGEST_CHAIN = 8


@dataclass(frozen=True)
class Loaded:
    """A scenario with its history.

    source_path: the file read. provenance: dotted key -> where it was said; what is not in it has its
    default. files: every file read, the scenario's own first, then its parents.
    """

    scenario: Scenario
    source_path: Path
    provenance: Mapping[str, Origin] = field(default_factory=dict)
    files: tuple[Path, ...] = ()


def load_scenario(name_or_path: str | os.PathLike[str], overrides: Overrides = ()) -> Scenario:
    """A validated scenario from a shipped or local name, or a file.

    name_or_path: "support_desk" or "my/desk.yaml". overrides: "key=value" texts, or a mapping of dotted
    keys to values. Raises ScenarioError with everything that is wrong.
    """
    return read_scenario(name_or_path, overrides).scenario


def read_scenario(name_or_path: str | os.PathLike[str], overrides: Overrides = ()) -> Loaded:
    """As `load_scenario`, with the file and where each value was said."""
    path = find_scenario(os.fspath(name_or_path))
    files = [path]
    tree = laid_over(_family(path, files), overrides, shown_path(path))
    scenario = validated(tree, shown_path(path), _data_folders(tree, path.parent))
    return Loaded(scenario, path, dict(origins(tree)), tuple(files))


def build_scenario(values: Mapping[str, Any], overrides: Overrides = (), name: str = "scenario") -> Scenario:
    """A validated scenario from plain Python values, as they would stand in a file.

    values: may hold `extends`, the name or path of a parent. name: what error texts call the scenario.
    Raises ScenarioError with everything that is wrong.
    """
    said = tree_of({key: value for key, value in values.items() if key != EXTENDS}, name)
    if EXTENDS in values:
        parent = find_scenario(str(values[EXTENDS]))
        said = merged(_family(parent, [parent]), said)
    tree = laid_over(said, overrides, name)
    return validated(tree, name, _data_folders(tree, Path()))


def _family(path: Path, files: list[Path]) -> Node:
    """A file laid over its parents. files: the chain so far, this file last; it grows."""
    tree = parse_yaml(read_text(path), shown_path(path))
    if not tree.is_block:
        raise _problem(tree, "A scenario is a block of settings, written as name: value.")
    said = tree.value.get(EXTENDS)
    if said is None:
        return tree
    parent = _parent(said, path)
    if parent.resolve() in [file.resolve() for file in files]:
        chain = " -> ".join(shown_path(file) for file in [*files, parent])
        raise _problem(said, f"A scenario cannot extend itself: {chain}.")
    if len(files) >= LONGEST_CHAIN:
        raise _problem(said, f"Too many parents: {LONGEST_CHAIN} files, this one included, are the most.")
    files.append(parent)
    own = Node({key: child for key, child in tree.value.items() if key != EXTENDS}, tree.origin)
    return merged(_family(parent, files), own)


def _parent(said: Node, child: Path) -> Path:
    if not isinstance(said.value, str) or not said.value:
        raise _problem(said, "extends must be the name or the path of one scenario, for example support_desk.")
    if path := find_parent(said.value, child):
        return path
    raise _problem(said, f"There is no scenario to extend of this name. {did_you_mean(said.value, known_scenarios())}")


def _problem(node: Node, message: str) -> ScenarioError:
    return ScenarioError([problem_of(node, message)])


def _data_folders(tree: Node, own: Path) -> dict[str, Path]:
    """By setting that names a data file: the folder of the file in which it stands, which may be a parent's."""
    folders = {}
    for setting in DATA_FILES:
        keys = tuple(setting.split("."))
        said, depth = deepest(tree, keys)
        from_file = depth == len(keys) and said.origin.line is not None
        folders[setting] = (Path(said.origin.path).parent if from_file else own).resolve()
    return folders
