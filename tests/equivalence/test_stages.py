"""Roads of random stages: both engines write equal records, and no case is lost on the way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings

from sim.agents import run_agents
from sim.core import run_core
from sim.formation.stages import Switch
from sim.foundation.kinds import SegmentKind
from tests.equivalence.agreement import assert_equal_records
from tests.equivalence.random_roads import roads

OPTIONS = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}


@pytest.mark.slow
@settings(max_examples=60, **OPTIONS)
@given(roads())
def test_engines_agree_on_roads(road):
    inputs, formation, switches = road
    given = (inputs.tape, inputs.customers, inputs.people, inputs.roster, formation)
    for one in inputs.formations:
        assume(inputs.people.trained_in(one).able.any(axis=0).all())
    agents = run_agents(*given, switches=switches, segments=True)
    core = run_core(*given, switches=switches, segments=True, threads=1)
    assert_equal_records(agents, core, "agents against core")
    for name in ("taken", "back_in"):
        assert getattr(agents, name).tolist() == getattr(core, name).tolist()
    assert_nothing_lost(core, inputs)


def assert_nothing_lost(records, inputs):
    """Every case has its rows, and whoever waits has a person, an end, or a stretch of waiting up to the stop."""
    first = records.contacts[records.contacts["contact"] == 0]
    assert first.size == inputs.tape.arrival.size
    whole = np.isfinite(records.contacts["ended_at"])
    parts = [name for name in records.contacts.dtype.names if name.endswith("_minutes")]
    contacts = records.contacts[whole]
    total = sum(contacts[name] for name in parts)
    until = np.minimum(contacts["ended_at"], contacts["deadline_at"])
    assert np.allclose(total, np.maximum(until - contacts["arrived_at"], 0.0), atol=1e-6)
    waits = np.isin(records.segments["kind"], (SegmentKind.QUEUE, SegmentKind.PICKUP, SegmentKind.STEP))
    rows = records.segments[waits]
    same = (rows["replication"][1:] == rows["replication"][:-1]) & (rows["case"][1:] == rows["case"][:-1])
    assert (rows["start"][1:] >= rows["start"][:-1])[same].all()


@pytest.mark.slow
@settings(max_examples=20, **OPTIONS)
@given(roads())
def test_a_road_to_itself_changes_nothing(road):
    inputs, formation, _ = road
    given = (inputs.tape, inputs.customers, inputs.people, inputs.roster, formation)
    copied = replace(formation, name="another name", home_team=formation.home_team.copy())
    without = run_core(*given, segments=True, threads=1)
    along = run_core(*given, switches=[Switch(1, copied), Switch(2, formation)], segments=True, threads=1)
    assert_equal_records(without, along, "without stages against along them")
    assert (along.taken >= 1).all() or (along.stopped_at < 2 * 10080.0).any()
