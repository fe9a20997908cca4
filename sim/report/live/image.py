"""Everything that a replication of each column reads, as arrays by name: what Python derives and a page only patches.

Shared by all columns are the arguments of the functions that draw customers (`draw_work/6`: the argument number 6 of
`draw_work`). `silos/who` is an array of the World of a column at its start, or what its cases are measured by.

An image is made in three parts, and each is handed only what it may read, so that what does not go together is known
from the parts that a setting reaches (`sim.report.live.together`): customers see no people and no policies; people and
teams see of demand the names alone; and the tables of a World see of the policy the dials of READ_AT_START. Whatever
reads more fails at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.core.scratch import Scratch
from sim.core.tables import block_tables, column_tables, replication_tables
from sim.core.world import ARRAYS, GROWING, TAPE_COLUMNS
from sim.demand import compiled_tape
from sim.demand.build import build_tape
from sim.demand.customers import build_customers
from sim.demand.tape import Customers, Tape
from sim.formation.arrays import POLICY, SLOW
from sim.formation.build import build_formation
from sim.formation.people import build_people, build_roster
from sim.formation.prepared import prepare
from sim.measures.cases import Given
from sim.measures.empathy import empathy_terms
from sim.scenario.scenario_settings import Scenario

Image = dict[str, np.ndarray]
# Of each function, the places of the arguments that are not drawn but given.
GIVEN = {
    "place_arrivals": (0, 1, 2, 3, 4, 5, 6, 7),
    "walk_needs": (5, 6),
    "draw_hidden": (4,),
    "draw_work": (6, 7, 8, 9),
    "draw_accounts": (3, 4),
    "draw_languages": (3,),
    "draw_ambiguity": (4, 5),
    "draw_distress": (4,),
    "draw_patience": (4, 5),
    "place_deadlines": (2, 3),
}
# Tables of a World that are not given: drawn, filled, or longer than anybody knows.
MADE = {*TAPE_COLUMNS, *GROWING, "wing", "contacts"}
MEASURED = ("asked", "way", "open_before", "coefficients")
# Dials of the policy that tables of a World are made of; all others are only copied into the row that the loop reads.
READ_AT_START = (
    *("walls", "borrowing", "historical"),
    *(name for block in SLOW for name in block.model_fields if name in (POLICY.names or ())),
)
UNSEEN_BY_CUSTOMERS: dict[str, Any] = {"people": None, "policy": None, "formations": {}}


@dataclass(frozen=True)
class Drawn:
    """What drawing customers is given, and a tape of as many replications with whatever was in memory."""

    given: Image
    tape: Tape


def image_of(
    scenario: Scenario, columns: Sequence[str], seed: int, replications: int, drawn: Drawn | None = None
) -> tuple[Image, Drawn]:
    """The image of a scenario whose customers are drawn from a profile. Raises DataError.

    drawn: of a scenario with the same customers, where there is one.
    """
    demand = scenario.demand.model_copy(update={"coming_back": None, "technology": None})
    alone = scenario.model_copy(update=UNSEEN_BY_CUSTOMERS | {"demand": demand})
    customers = build_customers(alone)
    drawn = drawn or _drawn(alone, customers, seed, replications)
    tape, image = drawn.tape, dict(drawn.given)
    measured = Given.of(customers, tape, empathy_terms(scenario))
    teams = scenario.model_copy(update={"demand": _names_of_demand(scenario)})
    people = build_people(teams)
    roster, scratch = build_roster(people, customers.end), Scratch()
    for name in columns:
        formation = build_formation(teams, name, people)
        seen = replace(formation, policy=np.array(formation.policy[list(READ_AT_START)]))
        fixed = column_tables(people, customers, roster, seen)
        block = block_tables(tape, people.count, customers.weeks, None)
        tables = replication_tables(tape, 0, fixed, block, scratch)
        tables["run"]["unfinished"] = 0  # whoever draws the customers counts them
        tables["policy"] = formation.policy.reshape(1)
        image |= {f"{name}/{one}": _plain(tables[one]) for one in ARRAYS if one not in MADE}
        image |= {f"{name}/{one}": _plain(getattr(measured, one)) for one in MEASURED}
    return image, drawn


def _names_of_demand(scenario: Scenario) -> SimpleNamespace:
    """What people and teams may read of demand: names, and the two blocks of it that are copied into the policy."""
    demand = scenario.demand
    return SimpleNamespace(
        channels=dict.fromkeys(demand.channels),
        needs=dict.fromkeys(demand.needs),
        languages=dict.fromkeys(demand.languages),
        coming_back=demand.coming_back,
        technology=demand.technology,
    )


def _drawn(scenario: Scenario, customers: Customers, seed: int, replications: int) -> Drawn:
    with _handed_over() as given:
        tape = build_tape(scenario, customers, seed=seed, first_replication=0, replications=replications)
    given["first_need"] = np.full(tape.need.shape[1], -1, dtype=np.int8)  # a row of needs before any is drawn
    given["end"] = np.array([customers.end])
    return Drawn(given, tape)


def _plain(array: np.ndarray) -> np.ndarray:
    """The array in one piece, what lies between the fields of its rows set to 0."""
    if array.dtype.names is None:
        return np.ascontiguousarray(array)
    found = np.zeros(array.shape, dtype=array.dtype)
    for name in array.dtype.names:
        found[name] = array[name]
    return found


def written(scenario: Scenario, column: str, seed: int) -> set[str]:
    """The tables of a World that a replication writes into, or that are its own."""
    prepared = prepare(scenario, [column])
    tape = _drawn(scenario, prepared.customers, seed, 1).tape
    fixed = column_tables(prepared.people, prepared.customers, prepared.roster, prepared.formations[column])
    block = block_tables(tape, prepared.people.count, prepared.customers.weeks, None)
    tables = replication_tables(tape, 0, fixed, block, Scratch())
    return {name for name in ARRAYS if name not in MADE and tables[name] is not fixed.get(name)}


@contextmanager
def _handed_over() -> Iterator[Image]:
    """While this is open, nothing is drawn: what the functions that draw are given is noted instead.

    They are looked up in their module at each call. Only for a process that does nothing else meanwhile.
    """
    noted: Image = {}
    kept = {name: getattr(compiled_tape, name) for name in GIVEN}

    def noting(name: str) -> Any:
        def note(*arguments: Any) -> None:
            for place in GIVEN[name]:
                noted[f"{name}/{place}"] = _as_array(arguments[place])

        return note

    try:
        for name in GIVEN:
            setattr(compiled_tape, name, noting(name))
        yield noted
    finally:
        for name, function in kept.items():
            setattr(compiled_tape, name, function)


def _as_array(argument: Any) -> np.ndarray:
    """A number as eight bytes, in an array of one."""
    if isinstance(argument, np.ndarray):
        return np.ascontiguousarray(argument)
    return np.array([argument], dtype=np.float64 if isinstance(argument, float) else np.int64)
