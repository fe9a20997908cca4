"""What stays the same over all replications and columns of a comparison, built once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from sim.demand.customers import build_customers
from sim.demand.tape import Customers
from sim.formation.arrays import Formation, People, Roster
from sim.formation.build import build_formation
from sim.formation.completeness import completeness
from sim.formation.people import build_people, build_roster
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
    """Build people once and arrange them for every column. columns: names in `scenario.formations`."""
    customers = build_customers(scenario)
    people = build_people(scenario)
    formations = {column: build_formation(scenario, column, people, customers) for column in columns}
    return Prepared(scenario, customers, people, build_roster(people, customers.end), formations)


@dataclass(frozen=True)
class Team:
    """One team of a column. people: how many. complete: share of open time with every function present, in [0, 1].

    By the shifts that are planned, waves of absence taken off and the usual absence not.
    """

    name: str
    people: int
    complete: float


def teams_by_column(prepared: Prepared) -> dict[str, tuple[Team, ...]]:
    """The teams of every column, in order."""
    found = {}
    for column, formation in prepared.formations.items():
        shares = completeness(prepared.people, prepared.roster, formation, prepared.customers)
        home = formation.home_team[0]
        sizes = np.bincount(home[home >= 0], minlength=shares.size)
        rows = zip(formation.team_names[0], sizes, shares, strict=True)
        found[column] = tuple(Team(name, int(size), float(share)) for name, size, share in rows)
    return found
