"""Random roads: a random scenario that goes on as two others, with and without gates."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace

import numpy as np
from hypothesis import assume
from hypothesis import strategies as st

from sim.demand.tape import Tape
from sim.formation.stages import Gate, Switch
from sim.foundation.kinds import Outcome
from sim.scenario import build_scenario
from sim.scenario.problems import DataError, ScenarioError
from tests.equivalence.agreement import inputs_of
from tests.equivalence.random_scenarios import on_whole_minutes, scenarios
from tests.equivalence.slow_clocks import STAFF

WEEK = 10080.0
LONGEST = 2  # weeks measured, so that there are Mondays with customers on both sides


def resolved_often(contacts: np.ndarray, weeks: np.ndarray, now: float) -> bool:
    """A gate that reads both tables, and holds about as often as not."""
    solved = np.count_nonzero(contacts["outcome"] == Outcome.RESOLVED)
    return bool((solved + int(weeks["leading_minutes"].sum()) + int(now)) % 3)


def busy_on_mondays(description: dict) -> dict:
    """The same scenario, open day and night."""
    found = deepcopy(description)
    found["open"] = "always"
    for channel in found["demand"]["channels"].values():
        channel["open"] = None
    for group in found["people"]["groups"]:
        group["shifts"] = ["all", *(shift for shift in group["shifts"] if shift == "night")]
    return found


def around_mondays(tape: Tape) -> Tape:
    """The same cases from two hours before the Monday that follows until one hour after it, in the same order."""
    week = np.floor(tape.arrival / WEEK)
    arrival = np.floor(((week + 1) * WEEK - 120.0 + 180.0 * (tape.arrival / WEEK - week)) * 64.0) / 64.0
    return replace(tape, arrival=arrival, deadline=tape.deadline + (arrival - tape.arrival))


@st.composite
def roads(draw):
    """(inputs, formation, switches) of a random scenario that goes on as two others."""
    described = [draw(scenarios()) for _ in range(3)]
    first = described[0]
    time = {**first["time"], "measured_weeks": LONGEST, "slow_clock": True}
    first = first | {"time": time}
    if draw(st.booleans()):
        first = first | {"over_time": first["over_time"] | {"staff": draw(STAFF)}}
    of_mondays = draw(st.sampled_from([True, True, False]))
    first = busy_on_mondays(first) if of_mondays else first
    columns = {"random_column": first["formations"]["random_column"]}
    for number, one in enumerate(described[1:]):
        columns[f"later_{number}"] = one["formations"]["random_column"]
    try:
        scenario = build_scenario(first | {"formations": {**first["formations"], **columns}})
        inputs = inputs_of(scenario, list(columns), replications=2)
    except (ScenarioError, DataError):
        assume(False)
    if of_mondays:
        inputs = replace(inputs, tape=around_mondays(inputs.tape))
    if draw(st.booleans()):
        inputs = replace(inputs, tape=on_whole_minutes(inputs.tape))
    weeks = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3, unique=True).map(sorted))
    gates = st.sampled_from([None, None, Gate(resolved_often), Gate(resolved_often, back=True)])
    dials = inputs.formations[0].policy.copy()
    dials["wings"], dials["kept_across_share"], dials["queue_order"] = 1, 0.5, 1
    others = [*inputs.formations, replace(inputs.formations[0], policy=dials)]
    hours = st.lists(st.sampled_from([0.0, 0.0, 0.7, 8.0, 30.0]), min_size=1, max_size=4)
    chosen = [
        Switch(
            week,
            draw(st.sampled_from(others)),
            draw(gates),
            draw(st.none() | hours.map(lambda some: np.resize(some, inputs.people.count))),
            draw(st.sampled_from([0.0, 0.02, 1.0])),
        )
        for week in weeks
    ]
    return inputs, inputs.formations[0], chosen
