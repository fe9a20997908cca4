"""Rows of weeks follow from segments, shifts and draws: what people did, know and feel, who leaves and who comes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings

from sim.records.tables import first_difference
from sim.scenario import build_scenario
from tests.equivalence.agreement import inputs_of
from tests.equivalence.random_roads import roads
from tests.equivalence.slow_clocks import slow_scenarios
from tests.property.rebuilding_weeks import weeks_from_segments
from tests.property.runs import on_random_runs, records_of, split
from tests.property.tiring import SERVED
from tests.single_source.desk import DESK

QUIET = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}


@pytest.mark.slow
@on_random_runs(40)
def test_week_rows(run):
    if run.weeks.size:
        assert first_difference(weeks_from_segments(run), run.weeks) is None


@on_random_runs(15, slow_scenarios())
def test_week_rows_of_runs_over_some_weeks(run):
    """People leave, seats are empty, somebody is trained and new."""
    assert first_difference(weeks_from_segments(run), run.weeks) is None


@pytest.mark.slow
@settings(max_examples=25, **QUIET)
@given(roads())
def test_week_rows_on_roads(engine, road):
    """Stages begin on Mondays: teams are others, and so are skills, and how well people know each other."""
    inputs, formation, switches = road
    assume(all(inputs.people.trained_in(one).able.any(axis=0).all() for one in inputs.formations))
    inputs = replace(inputs, formations=(formation,))
    switches = [replace(one, gate=None) for one in switches]  # a gate reads rows; here all stages are taken
    for run in split(inputs, records_of(engine, inputs, switches), switches):
        assert first_difference(weeks_from_segments(run), run.weeks) is None


def test_what_runs_over_as_the_run_stops_counts_up_to_then(engine):
    """Also where the weeks that are measured are over: in the row of the week in which it stops.

    By name, as rests for colleagues, in which fatigue is settled too, leave no segment to tell it from.
    """
    shifts = {"early": "mon 08:00-08:20", "all": "mon 08:00-08:40", "late": "mon 08:00-09:00"}
    open_late = {"horizon_open_minutes": 240}
    demand = DESK["demand"]
    channels = {name: channel | open_late for name, channel in demand["channels"].items()}
    changes = {"time": DESK["time"] | {"measured_weeks": 1}, "seed": 23, "demand": demand | {"channels": channels}}
    scenario = build_scenario(DESK | changes | {"people": DESK["people"] | {"shifts": shifts, "leavers": "by_name"}})
    inputs = inputs_of(scenario, ["tiered"], replications=1)
    (run,) = split(inputs, records_of(engine, inputs))
    late = [row for row in run.of_kind(*SERVED) if row["end"] >= run.stopped_at > inputs.customers.cohort_end]
    assert late
    assert run.weeks["overrun_minutes"][inputs.people.count :].sum() > 0.0
    assert first_difference(weeks_from_segments(run), run.weeks) is None
