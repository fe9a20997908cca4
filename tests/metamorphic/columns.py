"""Runs of one scenario, changed here and there, and what of their records must be alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from sim.core import run_core
from sim.demand.tape import Tape
from sim.records.tables import Records, first_difference
from sim.scenario import build_scenario
from tests.equivalence.agreement import Inputs, inputs_of

QUIET = {"deadline": None, "derandomize": True}


def with_policy(description: dict, column: str = "random_column", **dials) -> dict:
    """The same scenario with other dials in one column."""
    said = description["formations"][column]
    changed = {**said, "policy": {**said.get("policy", {}), **dials}}
    return {**description, "formations": {**description["formations"], column: changed}}


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
    for table in ("contacts", "people", "segments"):
        a, b = (without(getattr(records, table), but) for records in (left, right))
        difference = first_difference(a, b)
        assert difference is None, f"{table}: {difference}"
    assert left.stopped_at.tolist() == right.stopped_at.tolist()
    assert left.events.tolist() == right.events.tolist()


def without(rows: np.ndarray, columns: Sequence[str]) -> np.ndarray:
    """Rows with some columns blanked."""
    kept = rows.copy()
    for column in set(columns) & set(rows.dtype.names):
        kept[column] = 0
    return kept


def without_case(tape: Tape, row: int) -> Tape:
    """The same tape without one case. row: of the flat tape."""
    per_case = ("arrival", "deadline", "lineage", "account", "channel", "language", "needs", "need", "hidden", "work")
    per_case += ("ambiguity", "distress", "patience")
    kept = {name: np.delete(getattr(tape, name), row, axis=0) for name in per_case}
    return replace(tape, first_case=tape.first_case - (tape.first_case > row), **kept)


def diagnoses(inputs: Inputs, records: Records) -> dict[tuple, int]:
    """What each need seemed to be: (replication, lineage, position, attempt) -> apparent function.

    A fixed lead who goes on with the next need is left out: nothing is diagnosed there.
    """
    rows = records.segments[records.segments["case"] >= 0]
    queued = np.isin(rows["kind"], (0, 1)) | ((rows["kind"] == 2) & (rows["change"] != 1))
    rows = rows[queued]
    lineage = inputs.tape.lineage[inputs.tape.first_case[rows["replication"]] + rows["case"]]
    keys = zip(rows["replication"], lineage, rows["need_position"], rows["attempt"], strict=True)
    return {tuple(map(int, key)): int(apparent) for key, apparent in zip(keys, rows["apparent"], strict=True)}


def shared(left: dict, right: dict) -> set:
    """Keys of both; there must be many."""
    both = left.keys() & right.keys()
    assert len(both) > 0.5 * max(len(left), len(right))
    return both
