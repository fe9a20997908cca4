"""What stays the same over all replications and columns of a comparison, built once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.demand.customers import build_customers
from sim.demand.replay import replay_window
from sim.demand.tape import Customers
from sim.formation.arrays import Formation, People, Roster
from sim.formation.build import build_formation
from sim.formation.completeness import completeness
from sim.formation.people import build_people, build_roster
from sim.scenario.problems import DataError, Problem
from sim.scenario.scenario_settings import Scenario


@dataclass(frozen=True)
class Prepared:
    """Customers, people and columns of a scenario.

    formations: by column, in the order in which they are compared; the first is what others are compared with.
    """

    scenario: Scenario
    customers: Customers
    people: People
    roster: Roster
    formations: Mapping[str, Formation]

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, in order."""
        return tuple(self.formations)


def prepare(scenario: Scenario, columns: Iterable[str]) -> Prepared:
    """Build people, customers and columns, each once. columns: names in `scenario.formations`.

    Raises DataError with everything that cannot be built, of all files of the scenario at once.
    """
    problems: list[Problem] = []
    people = _built(problems, build_people, scenario)
    formations = {} if people is None else {
        column: _built(problems, build_formation, scenario, column, people) for column in columns
    }  # fmt: skip
    customers = _built(problems, build_customers, scenario)
    if scenario.demand.replay is not None:
        _built(problems, replay_window, scenario)
    if problems:
        raise DataError(dict.fromkeys(problems))  # columns with the same teams say the same
    return Prepared(scenario, customers, people, build_roster(people, customers.end), formations)


def _built(problems: list[Problem], build: Callable[..., Any], *arguments: Any) -> Any:
    """What a builder makes; None where it cannot, and then its problems join the others."""
    try:
        return build(*arguments)
    except DataError as error:
        problems += error.problems
        return None


@dataclass(frozen=True)
class Team:
    """One team of a column. people: how many. complete: share of open time with every function present, in [0, 1].

    By the shifts that are planned; absences are not taken off.
    """

    name: str
    people: int
    complete: float


def teams_by_column(prepared: Prepared) -> dict[str, tuple[Team, ...]]:
    """The teams of every column, in order."""
    found = {}
    for column, formation in prepared.formations.items():
        shares = completeness(prepared.people, prepared.roster, formation, prepared.customers)
        home = formation.home_team
        sizes = np.bincount(home[home >= 0], minlength=shares.size)
        rows = zip(formation.team_names, sizes, shares, strict=True)
        found[column] = tuple(Team(name, int(size), float(share)) for name, size, share in rows)
    return found
