"""Share of open time in which a team has every function."""

import numpy as np
import pytest

from sim.demand.customers import build_customers
from sim.formation import build_roster, completeness

MEMBERS = {"a": ["sales 1", "service 1", "billing 1"], "b": {"sales": 5, "service": 3, "billing": 1}}


def shares(forming, scenario, column="pods"):
    customers = build_customers(scenario)
    people, formation = forming.formed(scenario, column)
    return completeness(people, build_roster(people, customers.end), formation, customers)


def test_by_hand(forming):
    """Of ten open hours, a team of early people has eight, one with both shifts of everything but billing eight."""
    scenario = forming.small(formations__pods={"partition": "explicit", "members": MEMBERS})
    assert shares(forming, scenario) == pytest.approx([0.8, 0.8], abs=1e-12)
    assert shares(forming, scenario, "silos").tolist() == [0.0, 0.0, 0.0]
    pool = forming.small(formations__one={"partition": "pool"})
    assert shares(forming, pool, "one").tolist() == [1.0]


def test_functions_that_meet_for_part_of_the_day(forming):
    members = {"a": ["sales 1", "service 2", "billing 1"], "b": {"sales": 5, "service": 3, "billing": 1}}
    scenario = forming.small(formations__pods={"partition": "explicit", "members": members})
    assert shares(forming, scenario) == pytest.approx([0.6, 0.8], abs=1e-12)  # ten to four


def test_time_is_open_where_any_channel_is(forming):
    scenario = forming.small(formations__one={"partition": "pool"}, demand__channels__mail__open="mon-fri 08:00-20:00")
    assert shares(forming, scenario, "one") == pytest.approx([10 / 12], abs=1e-12)


def test_shifts_over_midnight_and_over_the_week(forming):
    scenario = forming.small(
        open="always",
        people__shifts={"night": "mon-sun 20:00-08:00", "late": "mon-fri 10:00-18:00"},
        formations__one={"partition": "pool"},
        people__groups=[{"function": f, "count": 1, "shifts": ["night"]} for f in ("sales", "service", "billing")],
    )
    assert shares(forming, scenario, "one") == pytest.approx([0.5], abs=1e-12)


def test_absences_are_not_taken_off(forming):
    waves = [{"start": "week 2", "days": 7, "away_share": 1.0}]
    scenario = forming.small(formations__one={"partition": "pool"}, people__away_waves=waves)
    assert shares(forming, scenario, "one") == pytest.approx([1.0], abs=1e-12)


def test_it_is_one_number_per_team(forming):
    found = shares(forming, forming.small(formations__pods__teams=3))
    assert found.shape == (3,)
    assert np.all((found >= 0) & (found <= 1))
