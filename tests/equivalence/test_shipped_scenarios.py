"""The two engines write equal records for every scenario shipped: made smaller here, whole where time allows."""

from __future__ import annotations

import pytest

from sim.scenario import load_scenario, shipped_scenarios
from sim.scenario.scenario_settings import Scenario
from tests.equivalence.agreement import assert_engines_agree, inputs_of

COLUMNS = ["silos", "silos_plus", "pods"]
ONE_WEEK = {"time.warm_up_weeks": 0, "time.measured_weeks": 1}
SMALLER_DESK = {
    "demand.channels.voice.cases_per_week": 750,
    "demand.channels.mail.cases_per_week": 470,
    "people.groups.sales.count": 2,
    "people.groups.marketing.count": 2,
    "people.groups.service.count": 3,
    "people.groups.operations.count": 2,
    "formations.pods.teams": 2,
}
SMALLER_INCIDENTS = {
    "people.groups.service_desk.count": 2,
    "people.groups.group_20.count": 1,
    "people.groups.group_39.count": 1,
    "people.groups.group_25.count": 1,
    "people.groups.group_24.count": 1,
    "people.groups.other.count": 3,
    "formations.pods.teams": 2,
}
MOST_SERVERS = 2  # of a theory scenario made smaller at the same load


def made_smaller(name: str) -> Scenario:
    """One week of a shipped scenario, with fewer people and customers."""
    if name == "it_incidents":
        return load_scenario(name, {**ONE_WEEK, **SMALLER_INCIDENTS})
    if name == "support_desk":
        return load_scenario(name, {**ONE_WEEK, **SMALLER_DESK})
    whole = load_scenario(name)
    count = whole.people.groups[0].count
    servers = min(count, MOST_SERVERS)
    fewer = {
        "people.groups.task.count": servers,
        "demand.channels.line.cases_per_week": whole.demand.channels["line"].cases_per_week * servers / count,
        "demand.channels.line.horizon_open_minutes": 2000,
        "formations.pods.teams": min(whole.formations["pods"].teams, servers),
    }
    return load_scenario(name, {**ONE_WEEK, **fewer})


@pytest.mark.parametrize("name", shipped_scenarios())
def test_engines_agree_on_a_small_one(name):
    scenario = made_smaller(name)
    assert_engines_agree(inputs_of(scenario, COLUMNS, replications=1))


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in shipped_scenarios() if "/" not in name])
def test_engines_agree_on_the_whole(name):
    found = assert_engines_agree(inputs_of(load_scenario(name), COLUMNS, replications=1))
    assert all(records.segments.size > records.contacts.size for records in found)
