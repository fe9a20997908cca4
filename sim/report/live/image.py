"""Everything that a replication of each column reads, as arrays by name: what Python derives and a page only patches.

Shared by all columns are the arguments of the functions that draw customers (`draw_work/6`: the argument number 6 of
`draw_work`). `silos/who` is an array of the World of a column at its start, or what its cases are measured by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.core.scratch import Scratch
from sim.core.tables import block_tables, column_tables, replication_tables
from sim.core.world import ARRAYS, GROWING, TAPE_COLUMNS
from sim.demand import compiled_tape
from sim.demand.build import build_tape
from sim.demand.tape import Customers, Tape
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
    prepared = prepare(scenario, columns)
    drawn = drawn or _drawn(scenario, prepared.customers, seed, replications)
    tape, image = drawn.tape, dict(drawn.given)
    measured = Given.of(prepared.customers, tape, empathy_terms(scenario))
    scratch = Scratch()
    for name, formation in prepared.formations.items():
        fixed = column_tables(prepared.people, prepared.customers, prepared.roster, formation)
        block = block_tables(tape, prepared.people.count, prepared.customers.weeks, None)
        tables = replication_tables(tape, 0, fixed, block, scratch)
        tables["run"]["unfinished"] = 0  # whoever draws the customers counts them
        image |= {f"{name}/{one}": _plain(tables[one]) for one in ARRAYS if one not in MADE}
        image |= {f"{name}/{one}": _plain(getattr(measured, one)) for one in MEASURED}
    return image, drawn


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
