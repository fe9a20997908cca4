"""Needs apart from load: the load of every function stays where it is put, worked out anew by the visit equations."""

import numpy as np
import pytest

from sim.exploring.load import BY_VOLUME, BY_WORK, ways_of, with_values_at_load
from sim.measures.offered import expected_load
from sim.scenario import load_scenario
from sim.scenario.ledger import LOAD, NEEDS, ledger

COLUMNS = ("silos", "silos_plus", "pods")


@pytest.fixture(scope="module")
def desk():
    return load_scenario("support_desk")


def named(scenario, *names):
    known = {one.name: one for one in ledger(scenario, COLUMNS)}
    return [known[name] for name in names]


def offered_by_hand(scenario):
    """Minutes offered a week by function: first (I - P)^-1 with matrices, cut at the longest walk, returns included."""
    demand, names = scenario.demand, list(scenario.demand.needs)
    first = np.array([demand.needs[name].first_share for name in names])
    work = np.array([demand.needs[name].work_minutes for name in names])
    follows = np.array([[demand.needs[a].then.get(b, 0.0) for b in names] for a in names])
    back = demand.coming_back
    again = back.return_work_share * sum(back.return_share**k for k in range(1, back.most_contacts))
    minutes = np.zeros(len(names))
    for channel in demand.channels.values():
        p = channel.continuation_factor * follows
        assert p.sum(axis=1).max() <= 1.0
        steps = [first @ np.linalg.matrix_power(p, k) for k in range(demand.max_needs)]
        ends = 1.0 - p.sum(axis=1)
        last = sum(step * ends for step in steps[:-1]) + steps[-1]
        minutes += channel.cases_per_week * demand.volume_factor * (sum(steps) + again * last) * work
    return minutes


@pytest.mark.parametrize("way", [BY_VOLUME, BY_WORK])
@pytest.mark.parametrize(("needs", "load"), [(0.5, 1.0), (1.5, 1.0), (1.0, 0.85), (1.4, 1.1)])
def test_each_function_has_the_work_it_was_to_have(desk, way, needs, load):
    held = with_values_at_load(desk, dict(zip(named(desk, NEEDS, LOAD), (needs, load), strict=True)), way)
    assert held.demand.channels["mail"].continuation_factor == pytest.approx(1.656 * needs)
    np.testing.assert_allclose(offered_by_hand(held), load * offered_by_hand(desk), rtol=1e-9)


def test_one_way_leaves_the_work_per_need_and_the_other_the_customers(desk):
    more = {named(desk, NEEDS)[0]: 1.4}
    by_volume, by_work = (with_values_at_load(desk, more, way).demand for way in (BY_VOLUME, BY_WORK))
    assert by_volume.volume_factor < 1.0 == by_work.volume_factor
    for name, need in desk.demand.needs.items():
        assert by_volume.needs[name].work_minutes == need.work_minutes > by_work.needs[name].work_minutes
        assert by_work.needs[name].first_share == need.first_share
    assert sum(need.first_share for need in by_volume.needs.values()) == pytest.approx(1.0)


@pytest.mark.parametrize("way", [BY_VOLUME, BY_WORK])
def test_nothing_varied_is_the_scenario(desk, way):
    held = with_values_at_load(desk, {}, way)
    assert held.demand.needs == {
        name: need.model_copy(update={"first_share": pytest.approx(need.first_share, rel=1e-12)})
        for name, need in desk.demand.needs.items()
    }
    assert held.demand.volume_factor == pytest.approx(1.0, rel=1e-12)


@pytest.mark.parametrize("way", [BY_VOLUME, BY_WORK])
def test_people_who_are_away_and_customers_who_return_are_made_up_for(desk, way):
    names = ("people.away_share", "demand.coming_back.return_share")
    held = with_values_at_load(desk, dict(zip(named(desk, *names), (0.2, 0.3), strict=True)), way)
    assert expected_load(held, "silos") == pytest.approx(expected_load(desk, "silos"), rel=1e-9)


def test_where_no_first_need_can_bring_it_work_per_need_makes_up_for_the_rest():
    """Legal's work comes from fraud alone: with more needs it would have to begin less often than never."""
    large = load_scenario("services_3000")
    held = with_values_at_load(large, {named(large, NEEDS)[0]: 1.5}, BY_VOLUME)
    assert held.demand.needs["legal"].first_share == 0.0
    assert held.demand.needs["legal"].work_minutes < 45
    assert expected_load(held, "silos") == pytest.approx(expected_load(large, "silos"), rel=1e-9)


@pytest.mark.parametrize("name", ["telecom", "city_services", "bank", "b2b_software", "it_incidents"])
def test_every_organisation_can_be_held(name):
    """Bursts, bots and logs included."""
    scenario = load_scenario(name)
    load, *needs = [one for one in ledger(scenario, COLUMNS) if one.name in (LOAD, NEEDS)][::-1]
    values = {load: 0.9, **dict.fromkeys(needs, 1.2)}
    for way in ways_of(scenario):
        today = expected_load(scenario, "silos")
        held = expected_load(with_values_at_load(scenario, values, way), "silos")
        assert held == pytest.approx({name: 0.9 * one for name, one in today.items()}, rel=1e-9)


def test_a_log_brings_its_own_customers():
    assert ways_of(load_scenario("it_incidents")) == (BY_WORK,)
