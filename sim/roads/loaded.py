"""A road with its file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.roads.settings import Road
from sim.scenario.files import shown_path
from sim.scenario.origins import Loc, Node, problem_at
from sim.scenario.problems import Problem


@dataclass(frozen=True)
class LoadedRoad:
    """A road with its file. tree: where each of its values was said."""

    road: Road
    path: Path
    tree: Node
    text: str

    def problem(self, loc: Loc, message: str) -> Problem:
        """What is wrong with the setting at `loc`."""
        return problem_at(self.tree, shown_path(self.path), loc, message)
