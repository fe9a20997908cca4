"""What stays the same over all replications and columns of a comparison, built once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sim.demand.tape import Customers, Tape
    from sim.formation.arrays import Formation, People, Roster
    from sim.scenario.scenario_settings import Scenario

# Departments as today, the same with better habits, and pods: what a scenario compares unless it is asked otherwise.
TODAY, HABITS, PODS = DEFAULT_COLUMNS = ("silos", "silos_plus", "pods")


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
    from sim.formation import completeness

    found = {}
    for column, formation in prepared.formations.items():
        shares = completeness(prepared.people, prepared.roster, formation, prepared.customers)
        home = formation.home_team[0]
        sizes = np.bincount(home[home >= 0], minlength=shares.size)
        rows = zip(formation.team_names[0], sizes, shares, strict=True)
        found[column] = tuple(Team(name, int(size), float(share)) for name, size, share in rows)
    return found


def prepare(scenario: Scenario, columns: Iterable[str]) -> Prepared:
    """Build people once and arrange them for every column. columns: names in `scenario.formations`."""
    from sim.demand.customers import build_customers
    from sim.formation import build_formation, build_people, build_roster

    customers = build_customers(scenario)
    people = build_people(scenario)
    formations = {column: build_formation(scenario, column, people, customers) for column in columns}
    return Prepared(scenario, customers, people, build_roster(people, customers.end), formations)


def hashes_of_customers(tape: Tape) -> list[str]:
    """A hash of the customers of each replication of a block, whatever the size of the block."""
    from sim.demand.tape import tape_hash

    return [tape_hash(one_replication(tape, replication)) for replication in range(tape.replications)]


def chained(so_far: str, one: str) -> str:
    """Hash of the customers of all replications up to this one. so_far: "" for the first."""
    return hashlib.sha256(f"{so_far}{one}".encode()).hexdigest()


def one_replication(tape: Tape, replication: int) -> Tape:
    """The tape of one replication of a block, counted from the start of the block."""
    rows = tape.cases_of(replication)
    single = {
        "first_replication": tape.first_replication + replication,
        "replication_key": tape.replication_key[replication : replication + 1],
        "first_case": np.array([0, rows.stop - rows.start], dtype=tape.first_case.dtype),
    }
    rest = {field.name: getattr(tape, field.name)[rows] for field in fields(tape) if field.name not in single}
    return type(tape)(**single, **rest)
