"""Everything that a replication of each column reads, as arrays by name: what Python derives and a page only patches.

Shared by all columns are the arguments of the functions that draw customers (`draw_work/6`: the argument number 6 of
`draw_work`). `silos/who` is an array of the World of a column at its start, or what its cases are measured by.

An image is made in three parts, and each is handed only what it may read, so that what does not go together is known
from the parts that a setting reaches (`sim.report.live.together`): customers see no people and no policies; people see
of demand the names alone, and no policies; and the tables of a World see of the policy the dials of READ_AT_START.
Whatever reads more fails at once. So a part that is handed the same settings is the same, and is made once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from sim.formation.arrays import POLICY, SLOW, Formation, People, Roster
from sim.formation.build import build_formation
from sim.formation.people import build_people, build_roster
from sim.formation.prepared import prepare
from sim.measures.cases import Given
from sim.measures.empathy import empathy_terms
from sim.scenario.columns import ancestry
from sim.scenario.demand_settings import Demand
from sim.scenario.scenario_settings import Scenario

Image = dict[str, np.ndarray]
# Of each function, the places of the arguments that are not drawn but given.
GIVEN = {
    "place_arrivals": (0, 1, 2, 3, 4, 5, 6, 7, 8),
    "walk_needs": (5, 6, 7, 8),
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
UNSEEN: dict[str, Any] = {"policy": None, "formations": {}, "empathy": None}  # by customers, and by people


@dataclass(frozen=True)
class Parts:
    """What an image was made of: the settings that each part was handed, and what was made of them.

    customers, given, tape: of `alone`: what drawing them is given, and a tape of as many replications with whatever was
    in memory. people, roster: of `crew`. columns: by name (settings, arrays of its Worlds).
    """

    alone: Scenario
    customers: Customers
    given: Image
    tape: Tape
    crew: Scenario
    people: People
    roster: Roster
    columns: Mapping[str, tuple[Scenario, Image]]


def image_of(
    scenario: Scenario, columns: Sequence[str], seed: int, replications: int, like: Parts | None = None
) -> tuple[Image, Parts]:
    """The image of a scenario whose customers are drawn from a profile, and its parts. Raises DataError.

    like: of another image of the same columns, seed and replications; what has the same settings is taken from there.
    """
    demand = scenario.demand.model_copy(update={"coming_back": None, "technology": None})
    alone = scenario.model_copy(update=UNSEEN | {"people": None, "demand": demand})
    if like and alone == like.alone:
        customers, given, tape = like.customers, like.given, like.tape
    else:
        customers = build_customers(alone)
        given, tape = _drawn(alone, customers, seed, replications)
    names = _names_of_demand(scenario)
    crew = scenario.model_copy(update=UNSEEN | {"demand": names})
    people = like.people if like and crew == like.crew else build_people(crew)
    same = like is not None and people is like.people and customers is like.customers
    roster = like.roster if like and same else build_roster(people, customers.end)
    teams = scenario.model_copy(update={"empathy": None, "demand": _with_copies(names, scenario.demand)})
    found: dict[str, tuple[Scenario, Image]] = {}
    for name in columns:
        seen = teams.model_copy(update={"formations": {one: teams.formations[one] for one in _read_by(teams, name)}})
        if like and same and seen == like.columns[name][0]:
            found[name] = like.columns[name]
        else:
            formation = build_formation(seen, name, people)
            found[name] = seen, _of_column(formation, people, customers, roster, tape)
    image, measured = dict(given), Given.of(customers, tape, empathy_terms(scenario))
    for name, (_, arrays) in found.items():
        image |= arrays | {f"{name}/{one}": _plain(getattr(measured, one)) for one in MEASURED}
    return image, Parts(alone, customers, given, tape, crew, people, roster, found)


def _read_by(scenario: Scenario, column: str) -> list[str]:
    """The columns whose settings a column takes over, itself among them."""
    return [*ancestry(scenario, column), *ancestry(scenario, column, "partition_from")]


def _of_column(formation: Formation, people: People, customers: Customers, roster: Roster, tape: Tape) -> Image:
    """The arrays of a World of one column, by `column/array`."""
    seen = replace(formation, policy=np.array(formation.policy[list(READ_AT_START)]))
    fixed = column_tables(people, customers, roster, seen)
    block = block_tables(tape, people.count, customers.weeks, None)
    tables = replication_tables(tape, 0, fixed, block, Scratch())
    tables["run"]["unfinished"] = 0  # whoever draws the customers counts them
    tables["policy"] = formation.policy.reshape(1)
    return {f"{formation.name}/{one}": _plain(tables[one]) for one in ARRAYS if one not in MADE}


def _names_of_demand(scenario: Scenario) -> SimpleNamespace:
    """What people may read of demand."""
    demand = scenario.demand
    return SimpleNamespace(
        channels=dict.fromkeys(demand.channels),
        needs=dict.fromkeys(demand.needs),
        languages=dict.fromkeys(demand.languages),
    )


def _with_copies(names: SimpleNamespace, demand: Demand) -> SimpleNamespace:
    """What teams may read of demand: names, and the two blocks of it that are copied into the policy."""
    return SimpleNamespace(**vars(names), coming_back=demand.coming_back, technology=demand.technology)


def _drawn(scenario: Scenario, customers: Customers, seed: int, replications: int) -> tuple[Image, Tape]:
    with _handed_over() as given:
        tape = build_tape(scenario, customers, seed=seed, first_replication=0, replications=replications)
    given["first_need"] = np.full(tape.need.shape[1], -1, dtype=np.int8)  # a row of needs before any is drawn
    given["end"] = np.array([customers.end])
    return given, tape


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
    _, tape = _drawn(scenario, prepared.customers, seed, 1)
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
