"""The organisation tree of a column, and how far apart two teams are in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np


def site_units(names: Sequence[str], sites: Sequence[str]) -> dict[str, list[str]]:
    """Sites as units. names, sites: of each team."""
    units: dict[str, list[str]] = {}
    for name, site in zip(names, sites, strict=True):
        units.setdefault(site, []).append(name)
    return units


def distances(names: Sequence[str], units: Mapping[str, Any]) -> np.ndarray:
    """Levels up from a team to the first unit that has another one too, of the two the more; 0 to itself.

    names: of T teams. units: unit -> names of teams, or further units, without problems
    (`sim.scenario.checks.units`). Teams in none are at the top, as all are without units. Returns int64[T, T].
    """
    inside = dict(_placed(units, ()))
    paths = [inside.get(name, ()) for name in names]  # the units that a team is in, from the top
    depth = np.array([len(path) for path in paths], dtype=np.int64)
    shared = np.zeros((len(names), len(names)), dtype=np.int64)
    for level in range(int(depth.max(initial=0))):
        known: dict[tuple[str, ...], int] = {}
        unit = np.array([known.setdefault(p[: level + 1], len(known)) if len(p) > level else -1 for p in paths])
        shared += (unit[:, None] == unit[None, :]) & (unit[:, None] >= 0)
    levels = np.maximum(depth[:, None], depth[None, :]) - shared + 1
    np.fill_diagonal(levels, 0)
    return levels


def _placed(inside: Any, path: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """(team, the units it is in, from the top). Units are known by their path, as two may share a name."""
    if isinstance(inside, Mapping):
        for name, below in inside.items():
            yield from _placed(below, (*path, str(name)))
    else:
        yield from ((str(team), path) for team in inside)
