"""Runs both engines on the same inputs and says where they first differ."""

from __future__ import annotations

from dataclasses import dataclass

from sim.agents import run_agents
from sim.core import run_core
from sim.demand.build import build_tape
from sim.demand.customers import build_customers
from sim.demand.tape import Customers, Tape
from sim.formation import Formation, People, Roster, build_formation, build_people, build_roster
from sim.records.tables import Records, first_difference
from sim.scenario.scenario_settings import Scenario


@dataclass(frozen=True)
class Inputs:
    """Everything that an engine reads, for several columns."""

    tape: Tape
    customers: Customers
    people: People
    roster: Roster
    formations: tuple[Formation, ...]


def inputs_of(scenario: Scenario, columns: list[str], replications: int) -> Inputs:
    """The contract's arrays for a scenario."""
    customers = build_customers(scenario)
    people = build_people(scenario)
    return Inputs(
        tape=build_tape(scenario, customers, seed=scenario.seed, first_replication=0, replications=replications),
        customers=customers,
        people=people,
        roster=build_roster(people, customers.end),
        formations=tuple(build_formation(scenario, column, people) for column in columns),
    )


def assert_engines_agree(inputs: Inputs, segments: bool = True) -> list[Records]:
    """Both engines write equal rows, times included. Returns the core's records per column."""
    found = []
    for formation in inputs.formations:
        arguments = (inputs.tape, inputs.customers, inputs.people, inputs.roster, formation)
        agents = run_agents(*arguments, segments=segments)
        core = run_core(*arguments, segments=segments, threads=1)
        assert_equal_records(agents, core, f"{formation.name}: agents against core")
        found.append(core)
    return found


def assert_equal_records(left: Records, right: Records, what: str) -> None:
    """All tables are equal; the message names the first record and column that differ."""
    for table in ("contacts", "people", "weeks", "segments", "accounts"):
        a, b = getattr(left, table), getattr(right, table)
        if a is not None and b is not None:
            difference = first_difference(a, b)
            assert difference is None, f"{what}, {table}: {difference}"
    assert left.stopped_at.tolist() == right.stopped_at.tolist(), f"{what}: stopped at"
    assert left.events.tolist() == right.events.tolist(), f"{what}: events"
