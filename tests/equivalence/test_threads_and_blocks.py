"""Any number of threads, any block size: the same bytes."""

from __future__ import annotations

from dataclasses import replace
from queue import SimpleQueue

import numpy as np
import pytest

from sim.agents import run_agents
from sim.core import run_core
from sim.core.scratch import Scratch
from sim.core.world import GROWING
from sim.demand.build import build_tape
from sim.records.tables import sorted_segments
from sim.scenario import build_scenario
from tests.equivalence.agreement import assert_equal_records, inputs_of

REPLICATIONS = 5
DESK = {
    "name": "desk",
    "time": {"warm_up_weeks": 0, "measured_weeks": 1},
    "demand": {
        "channels": {
            "voice": {"cases_per_week": 200, "live": True, "patience_minutes": 9},
            "mail": {"cases_per_week": 90},
        },
        "coming_back": {"redial_share": 0.6, "return_share": 0.3},
        "needs": {
            "sales": {"first_share": 0.5, "then": {"tech": 0.4}},
            "tech": {"first_share": 0.5, "then": {"sales": 0.2}},
        },
    },
    "people": {"groups": [{"function": "sales", "count": 3}, {"function": "tech", "count": 3}]},
    "formations": {"pods": {"teams": 2, "policy": {"link_minutes": 1.0, "pickup_across_minutes": {"mail": 20}}}},
}


@pytest.fixture(scope="module")
def scenario():
    return build_scenario(DESK)


@pytest.fixture(scope="module")
def inputs(scenario):
    return inputs_of(scenario, ["pods"], REPLICATIONS)


def run(engine, inputs, **options):
    """Records with segments."""
    return engine(
        inputs.tape, inputs.customers, inputs.people, inputs.roster, inputs.formations[0], segments=True, **options
    )


@pytest.fixture(scope="module")
def in_one_thread(inputs):
    return run(run_core, inputs, threads=1)


@pytest.mark.parametrize("threads", [2, 3, 8, None])
def test_threads(inputs, in_one_thread, threads):
    found = run(run_core, inputs, threads=threads)
    assert_equal_records(in_one_thread, found, f"1 thread against {threads}")
    for table in ("contacts", "people", "segments", "stopped_at", "events"):
        assert getattr(found, table).tobytes() == getattr(in_one_thread, table).tobytes(), table


def test_tables_that_grow_on_the_way(inputs, in_one_thread, monkeypatch):
    """Whoever starts with one row of each ends with the same as whoever never had to grow."""
    grown = []
    enlarge = Scratch.enlarge
    monkeypatch.setattr(Scratch, "enlarge", lambda self, name: (grown.append(name), enlarge(self, name))[1])
    monkeypatch.setattr("sim.core.tables.FIRST_ROWS", 1)
    monkeypatch.setattr("sim.core.scratch._IDLE", SimpleQueue())
    found = run(run_core, inputs, threads=1)
    assert set(grown) == set(GROWING)
    for table in ("contacts", "people", "segments", "stopped_at", "events"):
        assert getattr(found, table).tobytes() == getattr(in_one_thread, table).tobytes(), table


@pytest.mark.slow
@pytest.mark.parametrize("engine", [run_core, run_agents])
@pytest.mark.parametrize("size", [1, 2, 5])
def test_blocks(scenario, inputs, in_one_thread, engine, size):
    parts = []
    for first in range(0, REPLICATIONS, size):
        block = min(size, REPLICATIONS - first)
        tape = build_tape(scenario, inputs.customers, seed=scenario.seed, first_replication=first, replications=block)
        parts.append(run(engine, replace(inputs, tape=tape)))
    for table in ("contacts", "people", "segments", "stopped_at", "events"):
        joined = np.concatenate([getattr(part, table) for part in parts])
        assert joined.tobytes() == getattr(in_one_thread, table).tobytes(), table


def test_segments_are_in_their_one_order(in_one_thread):
    rows = in_one_thread.segments
    assert sorted_segments(rows[np.random.default_rng(1).permutation(rows.size)]).tobytes() == rows.tobytes()


def test_a_run_leaves_its_inputs_as_they_were(inputs):
    """What is handed to an engine is read only."""
    before = [array.tobytes() for array in arrays_of(inputs)]
    for engine in (run_core, run_agents):
        run(engine, inputs)
    assert [array.tobytes() for array in arrays_of(inputs)] == before


def arrays_of(inputs):
    """All arrays of the contract."""
    parts = (inputs.tape, inputs.customers, inputs.people, inputs.roster, *inputs.formations)
    return [value for part in parts for value in vars(part).values() if isinstance(value, np.ndarray)]
