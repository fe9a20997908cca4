"""The organisation tree of a column, and how far apart two teams are in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from sim.scenario.problems import Problem, ScenarioError, did_you_mean

ROOT = ("",)


def site_units(site_names: tuple[str, ...], site: np.ndarray, names: tuple[str, ...]) -> dict[str, Any]:
    """Sites as units. site: int64[T], of each team. names: str[T]."""
    return {name: [names[team] for team in np.flatnonzero(site == number)] for number, name in enumerate(site_names)}


def distances_between(names: tuple[str, ...], units: Mapping[str, Any], loc: str, source: str) -> np.ndarray:
    """Levels up from each team to the first unit that has both; 0 to itself.

    names: of T teams. units: unit -> names of teams, or further units; teams in none hang at the top, as without
    units. loc, source: where units are set, for errors. Returns int64[T, T]. Raises ScenarioError.
    """
    paths = _paths(names, units, loc, source)
    depth = np.array([len(path) for path in paths], dtype=np.int64)
    deepest = int(depth.max(initial=1))
    known: dict[tuple[str, ...], int] = {}
    ancestor = np.full((len(names), deepest), -1, dtype=np.int64)
    for team, path in enumerate(paths):
        for level in range(len(path)):
            ancestor[team, level] = known.setdefault(path[: level + 1], len(known))
    shared = np.zeros((len(names), len(names)), dtype=np.int64)
    for level in range(deepest):
        column = ancestor[:, level]
        shared += (column[:, None] == column[None, :]) & (column[:, None] >= 0)
    distance = np.maximum(depth[:, None], depth[None, :]) - shared + 1
    np.fill_diagonal(distance, 0)
    return distance


def _paths(names: tuple[str, ...], units: Mapping[str, Any], loc: str, source: str) -> list[tuple[str, ...]]:
    """The units that each team is in, from the top."""
    import networkx as nx

    tree = nx.DiGraph()
    tree.add_node(ROOT)
    problems = []
    for below, unit in _edges(ROOT, units):
        if isinstance(below, tuple):
            tree.add_edge(unit, below)
        elif below not in names:
            problems.append(
                Problem(source, None, loc, f"No team is called {below!r}. {did_you_mean(str(below), names)}")
            )
        elif tree.has_node(below):
            problems.append(Problem(source, None, loc, f"The team {below} is in two units."))
        else:
            tree.add_edge(unit, below)
    if problems:
        raise ScenarioError(problems)
    tree.add_edges_from((ROOT, name) for name in names if not tree.has_node(name))
    paths = nx.single_source_shortest_path(tree, ROOT)
    return [tuple(unit[-1] for unit in paths[name][:-1]) for name in names]


def _edges(unit: tuple[str, ...], below: Any) -> Iterator[tuple[Any, tuple[str, ...]]]:
    """(unit or team, the unit it is in); units are tuples of names from the top, so that two may share a name."""
    if isinstance(below, Mapping):
        for name, inside in below.items():
            yield (*unit, str(name)), unit
            yield from _edges((*unit, str(name)), inside)
    else:
        for name in below:
            yield name, unit
