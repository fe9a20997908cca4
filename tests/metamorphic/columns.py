"""Runs of one scenario, changed here and there, and what of their records must be alike."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import fields, replace

import numpy as np

from sim.core import run_core
from sim.demand.tape import Tape
from sim.records.tables import Records, first_difference
from sim.scenario import build_scenario
from tests.equivalence.agreement import Inputs, inputs_of

QUIET = {"deadline": None, "derandomize": True}
OF_THE_BLOCK = ("first_replication", "replication_key", "first_case")  # of the tape; its other columns are per case


def with_policy(description: dict, column: str = "random_column", **dials) -> dict:
    """The same scenario with other dials in one column."""
    return with_settings(description, dials, column)


def with_settings(description: dict, settings: dict, column: str = "random_column") -> dict:
    """The same scenario with other settings.

    settings: value by "dial" of the column's policy, or by "block.setting": coming_back, technology, fatigue, demand,
    and channels, which is all of them.
    """
    found = deepcopy(description)
    for path, value in settings.items():
        for said in said_of(found, path, column):
            said[path.rpartition(".")[2]] = value
    return found


def without_setting(description: dict, path: str, column: str = "random_column") -> dict:
    """The same scenario without a setting, by the same path."""
    found = deepcopy(description)
    for said in said_of(found, path, column):
        del said[path.rpartition(".")[2]]
    return found


def said_of(description: dict, path: str, column: str) -> list[dict]:
    """The blocks of a scenario in which a setting is said."""
    demand = description["demand"]
    blocks = {
        "": [description["formations"][column].setdefault("policy", {})],
        "coming_back": [demand.setdefault("coming_back", {})],
        "technology": [demand.setdefault("technology", {})],
        "fatigue": [description["people"].setdefault("fatigue", {})],
        "channels": list(demand["channels"].values()),
        "demand": [demand],
        "loyalty": [description.setdefault("over_time", {}).setdefault("loyalty", {})],
        "time": [description["time"]],
    }
    return blocks[path.rpartition(".")[0]]


def in_other_teams(description: dict, said: dict | None, column: str = "random_column") -> dict:
    """The same policy in a column whose teams are made otherwise, without units. said: None leaves them."""
    if said is None:
        return description
    policy = description["formations"][column].get("policy", {})
    if policy.get("borrowing") == "near":
        policy = {**policy, "borrowing": "anywhere"}
    return {**description, "formations": {**description["formations"], column: {**said, "policy": policy}}}


def inputs_for(description: dict, columns: Sequence[str] = ("random_column",), replications: int = 2) -> Inputs:
    """The contract's arrays."""
    return inputs_of(build_scenario(description), list(columns), replications)


def run(inputs: Inputs, column: int = 0) -> Records:
    """Records of a column, with segments."""
    formation = inputs.formations[column]
    return run_core(inputs.tape, inputs.customers, inputs.people, inputs.roster, formation, segments=True)


def records_for(description: dict) -> Records:
    """Records of the random column."""
    return run(inputs_for(description))


def assert_alike(left: Records, right: Records, but: Sequence[str] = ()) -> None:
    """All rows are equal, some columns left out."""
    found = difference(left, right, but)
    assert found is None, found
    assert left.stopped_at.tolist() == right.stopped_at.tolist()
    assert left.events.tolist() == right.events.tolist()


def difference(left: Records, right: Records, but: Sequence[str] = ()) -> str | None:
    """Table, row and columns in which two runs first differ, some columns left out; None if all rows are equal."""
    for table in ("contacts", "people", "segments", "accounts"):
        found = first_difference(*(without(getattr(records, table), but) for records in (left, right)))
        if found is not None:
            return f"{table}: {found}"
    return None


def without(rows: np.ndarray, columns: Sequence[str]) -> np.ndarray:
    """Rows with some columns blanked."""
    kept = rows.copy()
    for column in set(columns) & set(rows.dtype.names):
        kept[column] = 0
    return kept


def per_case(tape: Tape) -> dict[str, np.ndarray]:
    """Columns of a tape that have one row per case."""
    names = (field.name for field in fields(tape))
    return {name: getattr(tape, name) for name in names if name not in OF_THE_BLOCK}


def without_case(tape: Tape, row: int) -> Tape:
    """The same tape without one case. row: of the flat tape."""
    kept = {name: np.delete(values, row, axis=0) for name, values in per_case(tape).items()}
    return replace(tape, first_case=tape.first_case - (tape.first_case > row), **kept)


def alone(inputs: Inputs, most: int) -> Inputs:
    """Each of the first cases of the cohort as the only customer of a world of its own, with its draws as ever."""
    tape, customers = inputs.tape, inputs.customers
    inside = (tape.arrival >= customers.cohort_start) & (tape.arrival < customers.cohort_end)
    rows = np.flatnonzero(inside)[:most]
    kept = {name: values[rows] for name, values in per_case(tape).items()}
    replication = np.searchsorted(tape.first_case, rows, side="right") - 1
    first_case = np.arange(rows.size + 1)
    return replace(
        inputs, tape=replace(tape, replication_key=tape.replication_key[replication], first_case=first_case, **kept)
    )
