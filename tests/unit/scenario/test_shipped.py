"""The shipped scenarios: each loads, reloads to the same, and holds what it promises."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sim.scenario import build_scenario, load_scenario, resolved, scenario_hash, shipped_scenarios
from sim.scenario.files import find_scenario


@pytest.mark.parametrize("name", shipped_scenarios())
def test_a_resolved_scenario_loads_again_to_the_same(name):
    scenario = load_scenario(name)
    written = json.loads(json.dumps(resolved(scenario)))
    if scenario.demand.replay:
        written["demand"]["replay"]["file"] = str(find_scenario(name).parent / scenario.demand.replay.file)
        again = build_scenario(written)
        written["demand"]["replay"]["file"] = scenario.demand.replay.file
        assert resolved(again)["policy"] == written["policy"]
    else:
        assert scenario_hash(build_scenario(written)) == scenario_hash(scenario)


def test_the_hash_is_of_the_meaning(desk):
    plain = scenario_hash(desk.load())
    assert len(plain) == 64
    assert scenario_hash(desk.load("name: small\n", "# a comment\nname: small\nseed: 1\n")) == plain
    assert scenario_hash(desk.load(overrides=["demand.needs.sales.first_share=0.40"])) == plain
    assert scenario_hash(desk.load(overrides=["seed=2"])) != plain


def test_every_scenario_says_what_it_is():
    for name in shipped_scenarios():
        scenario = load_scenario(name)
        assert scenario.title, name
        assert scenario.name == name.rpartition("/")[2]


@pytest.mark.parametrize("name", ["support_desk", "it_incidents"])
def test_lines_fit_a_page(name):
    lines = Path(find_scenario(name)).read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 57
    assert max(len(line) for line in lines) <= 120


def test_support_desk_is_what_it_says():
    scenario = load_scenario("support_desk")
    needs, groups = scenario.demand.needs, scenario.people.groups
    assert list(needs) == ["sales", "marketing", "service", "operations"]
    assert sum(group.count for group in groups) == 48
    assert scenario.formations["pods"].teams == 6
    assert scenario.policy.pickup_inside_minutes == scenario.policy.pickup_across_minutes == {"voice": 0, "mail": 36}
    several = sum(need.first_share * sum(need.then.values()) for need in needs.values())
    assert several == pytest.approx(0.30, abs=0.005)  # evidence row 19
    voice = scenario.demand.channels["voice"]
    mean_work = sum(need.first_share * need.work_minutes for need in needs.values())
    assert voice.patience_minutes == pytest.approx(2 * mean_work, rel=0.1)  # evidence row 4


def offered_load(scenario):
    """Work per minute of presence by function: no retelling, triage or changeover, nobody leaves."""
    needs = scenario.demand.needs
    visits = {name: 0.0 for name in needs}
    for channel in scenario.demand.channels.values():
        arriving = {name: channel.cases_per_week * need.first_share for name, need in needs.items()}
        for _ in range(scenario.demand.max_needs):
            visits = {name: visits[name] + arriving[name] for name in needs}
            on = channel.continuation_factor
            arriving = {name: sum(on * arriving[a] * needs[a].then.get(name, 0) for a in needs) for name in needs}
    present = 40 * 60 * (1 - scenario.people.away_share)
    minutes = {group.function: group.count * present for group in scenario.people.groups}
    return {name: visits[name] * needs[name].work_minutes / minutes[name] for name in needs}


def test_no_function_of_the_support_desk_is_overloaded():
    loads = offered_load(load_scenario("support_desk"))
    assert all(0.5 < load < 0.95 for load in loads.values()), loads


@pytest.mark.parametrize(("name", "servers"), [("mm1", 1), ("mm5", 5), ("mm10", 10), ("mm20", 20)])
def test_queues_of_theory_have_load_four_fifths(name, servers):
    scenario = load_scenario(f"theory/{name}")
    (line,) = scenario.demand.channels.values()
    (group,) = scenario.people.groups
    assert group.count == servers
    assert line.cases_per_week * 6 / 10080 / servers == pytest.approx(0.8)


def test_importing_the_floor_is_light():
    first = "import sim.scenario"
    then = "from sim.scenario import load_scenario; load_scenario('support_desk')"
    for code, heavy in [
        (first, {"pydantic", "ruamel.yaml", "numpy"}),
        (then, {"numpy", "pandas", "scipy", "mesa", "numba", "matplotlib", "networkx"}),
    ]:
        command = f"import sys; {code}; assert not {heavy} & set(sys.modules)"
        subprocess.run([sys.executable, "-c", command], check=True)
