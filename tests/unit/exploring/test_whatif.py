"""Sliders: only at stops that are scenarios, so that none is refused after the comparison has run."""

import pytest

from sim.exploring.whatif import VOLUME, sliders_of
from sim.scenario import changed, load_scenario, shipped_scenarios
from tests.unit.comparison.made import tiny

COLUMNS = ("silos", "silos_plus", "pods")


@pytest.mark.parametrize("name", shipped_scenarios())
def test_every_stop_is_a_scenario(name):
    scenario = load_scenario(name)
    for slider in sliders_of(scenario, COLUMNS):
        for stop in slider.changes:
            changed(scenario, stop)
        assert slider.changes[slider.today] == {}


def test_customers_are_not_more_than_the_most_that_is_allowed():
    (volume, *_) = sliders_of(changed(tiny(), {"demand.volume_factor": 100.0}), COLUMNS)
    assert (volume.name, volume.values, volume.today) == (VOLUME, (90.0, 100.0), 1)


def test_no_wrong_assignments_where_nobody_could_serve_them():
    """A function without people and without customers is allowed, as long as nobody is sent there by mistake."""
    needs = {"idle": {"first_share": 0.0, "work_minutes": 5.0}}
    scenario = changed(tiny(), {"policy.misroute_share": 0.0, "demand.needs": needs})
    assert "policy.misroute_share" not in [slider.name for slider in sliders_of(scenario, COLUMNS)]
