"""The two engines write equal records for every scenario shipped: made smaller here, whole where time allows."""

from __future__ import annotations

import pytest

from sim.scenario import load_scenario, shipped_scenarios
from sim.scenario.scenario_settings import Scenario
from tests.equivalence.agreement import assert_engines_agree, inputs_of

COLUMNS = ["silos", "silos_plus", "pods"]
SMALLER_BY = {
    "support_desk": 5,
    "it_incidents": 6,
    "telecom": 8,
    "bank": 6,
    "b2b_software": 4,
    "city_services": 3,
    "services_3000": 60,
    "emergency_department": 3,
    "energy_supplier": 5,
    "software_swarm": 4,
}
MOST_SERVERS = 2  # of a theory scenario made smaller at the same load


def made_smaller(name: str) -> Scenario:
    """One week of a shipped scenario, with fewer people and customers, and without what happens in other weeks."""
    whole = load_scenario(name)
    one_week = {"time.warm_up_weeks": 0, "time.measured_weeks": 1, "demand.bursts": [], "people.away_waves": []}
    if "/" in name:
        return load_scenario(name, one_week | fewer_servers(whole))
    by = SMALLER_BY[name]
    fewer = {f"demand.channels.{c}.cases_per_week": k.cases_per_week / by for c, k in whole.demand.channels.items()}
    fewer |= {f"people.groups.{i}.count": max(1, round(g.count / by)) for i, g in enumerate(whole.people.groups)}
    fewer |= {f"formations.{n}.teams": max(2, round(f.teams / by)) for n, f in whole.formations.items() if f.teams}
    fewer |= {f"formations.{n}.team_size": 5 for n, f in whole.formations.items() if f.team_size}
    return load_scenario(name, one_week | fewer)


QUICK = {"support_desk", "it_incidents", "theory/mm1"}  # the others are left out of make check, and run by make test
CHECKED = [pytest.param(one, marks=[] if one in QUICK else [pytest.mark.slow]) for one in shipped_scenarios()]


def fewer_servers(whole: Scenario) -> dict:
    """Settings of a theory scenario with at most MOST_SERVERS servers, or a fifth of its people, at the same load."""
    if "task" not in whole.demand.needs:
        return fifth_of(whole)
    count = whole.people.groups[0].count
    servers = min(count, MOST_SERVERS)
    return {
        "people.groups.task.count": servers,
        "demand.channels.line.cases_per_week": whole.demand.channels["line"].cases_per_week * servers / count,
        "demand.channels.line.horizon_open_minutes": 2000,
        "formations.pods.teams": min(whole.formations["pods"].teams, servers),
    }


def fifth_of(whole: Scenario) -> dict:
    """Settings of a theory scenario with several groups: a fifth of people and customers."""
    fewer = {f"people.groups.{i}.count": group.count // 5 for i, group in enumerate(whole.people.groups)}
    channels = whole.demand.channels.items()
    cases = {f"demand.channels.{name}.cases_per_week": channel.cases_per_week / 5 for name, channel in channels}
    return fewer | cases


@pytest.mark.parametrize("name", CHECKED)
def test_engines_agree_on_a_small_one(name):
    scenario = made_smaller(name)
    assert_engines_agree(inputs_of(scenario, list(scenario.formations), replications=1))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["support_desk", "it_incidents", "city_services"])
def test_engines_agree_on_the_whole(name):
    found = assert_engines_agree(inputs_of(load_scenario(name), COLUMNS, replications=1))
    assert all(records.segments.size > records.contacts.size for records in found)
