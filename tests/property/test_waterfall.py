"""The waterfall of every case adds up to its resolution time to the last bit, and no part of it is a remainder.

Random scenarios with many returns, on the core. Each part is computed anew from the segments of the case, which are
laid end to end: where nobody waits and nobody serves, the customer is between two contacts, or lost.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import compress

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.core import run_core
from sim.demand.customers import horizon_open_minutes
from sim.foundation.calendar import closed_minutes, deadline_of
from sim.foundation.kinds import SegmentKind
from sim.measures import WATERFALL
from sim.measures.cases import cases_of_cohort
from sim.measures.horizons import swept_horizons
from sim.measures.table import add_up
from sim.records.tables import STEP_PARTS
from sim.scenario import build_scenario, load_scenario
from tests.equivalence.agreement import inputs_of
from tests.equivalence.random_scenarios import on_whole_minutes, scenarios, wait_outside
from tests.property.runs import work_together

QUIET = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}
WAITS = {
    SegmentKind.QUEUE: "queue_minutes",
    SegmentKind.PICKUP: "pickup_minutes",
    SegmentKind.BOT: "bot_minutes",
    SegmentKind.OUTSIDE: "outside_minutes",
}
SHARES = st.sampled_from([0.0, 0.3, 0.9])
COMING_BACK = st.fixed_dictionaries(
    {
        "redial_share": SHARES,
        "redial_minutes": st.sampled_from([0.0, 5.0, 300.0]),
        "return_share": SHARES,
        "return_minutes": st.sampled_from([0.0, 20.0, 3000.0]),
        "return_work_share": st.sampled_from([0.5, 1.0]),
        "most_contacts": st.integers(1, 6),
    }
)


def described(description: dict, back: dict, automation: float, together: bool) -> dict:
    """A random scenario whose customers come back often, and meet a bot; or have their needs served side by side."""
    if together:
        work_together(description, "anywhere")
    wait_outside(description, 60.0)
    demand = {**description["demand"], "coming_back": back}
    column = description["formations"]["random_column"]
    column = {**column, "policy": {**column["policy"], "automation": automation}}
    return {**description, "demand": demand, "formations": {"random_column": column}}


def run_of(scenario, column: str, replications: int, whole_minutes: bool = False):
    """Inputs and records with segments."""
    inputs = inputs_of(scenario, [column], replications)
    if whole_minutes:
        inputs = replace(inputs, tape=on_whole_minutes(inputs.tape))
    given_to_core = (inputs.tape, inputs.customers, inputs.people, inputs.roster, inputs.formations[0])
    return inputs, run_core(*given_to_core, segments=True, threads=1)


def from_segments(contacts: np.ndarray, segments: np.ndarray, open_before: np.ndarray) -> dict[str, float]:
    """The waterfall of one case out of its segments; only arrivals of contacts are taken from its rows."""
    deadline, channel = contacts["deadline_at"][0], contacts["channel"][0]
    parts = dict.fromkeys(WATERFALL, 0.0)
    at = contacts["arrived_at"][0]
    last_arrival = contacts["arrived_at"][-1]
    for segment in segments:
        start, end = min(segment["start"], deadline), min(segment["end"], deadline)
        # Nothing went on since the segment before: the customer was away.
        parts["between_minutes"] += start - at
        if segment["kind"] in WAITS:
            waits = segment["kind"] in (SegmentKind.QUEUE, SegmentKind.PICKUP)
            closed = closed_minutes(start, end, channel, open_before) if waits else 0.0
            parts["closed_minutes"] += closed
            parts[WAITS[segment["kind"]]] += end - start - closed
        else:
            # Not cut at the end of the step: somebody quick has less skill minutes than none, and is done before.
            cut = np.minimum(np.cumsum([segment[part] for part in STEP_PARTS]), deadline - start)
            for part, minutes in zip(STEP_PARTS, np.diff(cut, prepend=0.0), strict=True):
                parts[part] += minutes
        at = end
    # After the last segment: away until the last contact begins, then lost, unless the case is solved or comes again.
    until = min(last_arrival, deadline) if last_arrival > at else at
    parts["between_minutes"] += until - at
    outcome, back = contacts["outcome"][-1], contacts["comes_back"][-1]
    if back in (1, 2):
        parts["between_minutes"] += deadline - until
    elif outcome in (2, 3, 5) or back == 3:
        parts["lost_minutes"] += deadline - until
    return parts


def check(scenario, column: str, replications: int, whole_minutes: bool = False, most: int = 10**9) -> None:
    inputs, records = run_of(scenario, column, replications, whole_minutes)
    customers = inputs.customers
    cases = cases_of_cohort(records, customers)
    parts = {name: cases[name] for name in WATERFALL}
    total = np.zeros(cases.size)
    for minutes in parts.values():
        total += minutes
    assert np.array_equal(total, cases["resolution_minutes"]), "the parts do not add up"
    assert all((parts[name] >= 0.0).all() for name in WATERFALL if name != "skill_minutes")

    kinds = np.isin(records.segments["kind"], [*WAITS, SegmentKind.STEP]) & (records.segments["case"] >= 0)
    segments = records.segments[kinds]
    order = np.lexsort((segments["step"], segments["end"], segments["start"], segments["contact"], segments["case"],
                        segments["replication"]))  # fmt: skip
    segments = segments[order]
    address = segments["replication"].astype(np.int64) << 32 | segments["case"]
    contacts = np.split(records.contacts, np.flatnonzero(records.contacts["contact"] == 0)[1:])
    arrived = [rows["arrived_at"][0] for rows in contacts]
    inside = [customers.cohort_start <= minutes < customers.cohort_end for minutes in arrived]
    for place, rows in enumerate(list(compress(contacts, inside))[:most]):
        here = np.int64(rows["replication"][0]) << 32 | np.int64(rows["case"][0])
        first, last = np.searchsorted(address, [here, here + 1])
        again = from_segments(rows, segments[first:last], customers.open_before)
        found = {name: minutes[place] for name, minutes in parts.items()}
        assert found == again, f"case {rows['case'][0]} of replication {rows['replication'][0]}"

    check_horizons(scenario, customers, records, cases)


def check_horizons(scenario, customers, records, cases) -> None:
    own = horizon_open_minutes(scenario, customers.open_before)
    first = [(float(at), own[c], c) for at, c in zip(cases.arrived, cases.channel, strict=True)]
    if [deadline_of(*one, customers.open_before) for one in first] != cases.deadline.tolist():
        return  # the tape was put on whole minutes
    if swept := swept_horizons(customers, own):
        found = add_up(records, customers, horizons=np.array([each for _, each in swept])).by_horizon
        for replication, minutes in enumerate(found):
            here = cases.replication == replication
            for (_, horizon), summed in zip(swept, minutes, strict=True):
                solved_at = np.where(cases["solved"] == 1.0, cases.arrived + cases["resolution_minutes"], np.inf)
                cut = [deadline_of(at, horizon[c], c, customers.open_before) for at, _, c in first]
                assert summed == np.sum((np.minimum(solved_at, cut) - cases.arrived)[here])


@settings(max_examples=40, **QUIET)
@given(scenarios(), COMING_BACK, st.sampled_from([0.0, 0.5]), st.booleans(), st.booleans())
def test_every_case_of_a_few_random_scenarios(description, back, automation, whole_minutes, together):
    scenario = build_scenario(described(description, back, automation, together))
    check(scenario, "random_column", replications=2, whole_minutes=whole_minutes)


@pytest.mark.slow
@settings(max_examples=300, **QUIET)
@given(scenarios(), COMING_BACK, st.sampled_from([0.0, 0.5, 1.0]), st.booleans(), st.booleans())
def test_every_case_of_three_hundred_random_scenarios(description, back, automation, whole_minutes, together):
    scenario = build_scenario(described(description, back, automation, together))
    check(scenario, "random_column", replications=2, whole_minutes=whole_minutes)


@pytest.mark.parametrize("column", ["silos", "pods"])
def test_every_case_of_a_week_of_support_desk(column):
    scenario = load_scenario("support_desk", ["time.measured_weeks=1", "policy.automation=0.2"])
    check(scenario, column, replications=1, most=3000)
