"""The two engines write equal records where there are so many teams that the core keeps their loads side by side."""

from __future__ import annotations

import pytest

from benchmarks.organisations import organisation
from sim.agents import run_agents
from sim.core import run_core
from sim.core.completions import GROUP
from sim.formation.stages import Switch
from sim.scenario import build_scenario
from tests.equivalence.agreement import assert_engines_agree, assert_equal_records, inputs_of

PODS = GROUP + 6
POLICIES: list[dict[str, object]] = [
    {"borrowing": "none"},
    {"borrowing": "anywhere", "lend_order": "own_first"},
    {"team_choice": "named_account", "named_account_slack": 0.5},
]


def described(**policy: object) -> dict:
    """Some pods of two people for a week of a thousand cases."""
    found = organisation(1000, 2 * PODS, PODS)
    return found | {"formations": {"pods": {"teams": PODS, "policy": policy}}}


@pytest.mark.parametrize("policy", POLICIES)
def test_engines_agree_with_many_teams(policy):
    inputs = inputs_of(build_scenario(described(**policy)), ["pods"], replications=1)
    assert inputs.formations[0].first_line.size == PODS
    (records,) = assert_engines_agree(inputs)
    assert records.contacts["queue_minutes"].sum() > 0.0


def test_engines_agree_where_departments_become_many_pods_and_again_departments():
    whole = described()
    whole["time"] = {"warm_up_weeks": 1, "measured_weeks": 2, "slow_clock": True}
    inputs = inputs_of(build_scenario(whole), ["silos", "pods"], replications=1)
    silos, pods = inputs.formations
    arguments = (inputs.tape, inputs.customers, inputs.people, inputs.roster, silos)
    switches = [Switch(1, pods, None), Switch(2, silos, None)]
    agents = run_agents(*arguments, switches=switches, segments=True)
    core = run_core(*arguments, switches=switches, segments=True, threads=1)
    assert_equal_records(agents, core, "agents against core")
    assert core.taken.tolist() == [2]
