"""What is usual today: measured where it is not said, by function, and the same for the same seed."""

from __future__ import annotations

import numpy as np
import pytest

from sim.comparison.usual import _at_rest, with_usual
from sim.formation.people import build_people
from sim.rules.staff import effort_after_a_week
from sim.scenario import ScenarioError, build_scenario
from tests.findings.burnout import NO_LOOP as CALM
from tests.findings.burnout import USUAL, desk

LOAD = 0.95  # where some are overworked


@pytest.fixture(scope="module")
def measured():
    """What is usual for the people of a desk of mail alone."""
    return with_usual(build_scenario(desk(LOAD, usual={})), "one", replications=2)


def test_nothing_is_measured_without_the_clock_or_where_all_is_said():
    said = build_scenario(desk(LOAD))
    assert with_usual(said, "one") is said
    off = build_scenario(desk(LOAD, usual={}) | {"time": {"measured_weeks": 4}})
    assert with_usual(off, "one") is off


def test_what_is_measured_is_that_of_the_desk(measured):
    """So much of the time left beside 30% of absence is worked, by whoever is there, on the one need that there is."""
    usual = measured.over_time.usual["service"]
    assert usual.practice_shares.keys() == {"service"}
    worked, empty = LOAD * 0.7, 0.094  # of seats: in the long run, of which two runs may have none, or twice as many
    assert worked * 0.97 < usual.practice_shares["service"] < worked / (1 - 2 * empty) * 1.03
    assert 0.0 < usual.past_line < 0.15
    assert 0.0 < usual.overwork < usual.for_effort < 1.0


def test_today_has_in_it_what_load_and_strain_do(measured):
    """More are overworked than without it; nothing is measured where nothing acts by it."""
    calm = with_usual(build_scenario(desk(LOAD, usual={}, **CALM)), "one", replications=2)
    assert calm.over_time.usual == {}
    hardly = with_usual(build_scenario(desk(LOAD, usual={}, **CALM | {"overwork_slow": 1e-9})), "one", replications=2)
    assert measured.over_time.usual["service"].overwork > hardly.over_time.usual["service"].overwork > 0.0


def test_what_is_said_stays_and_the_rest_is_measured_beside_it():
    said = desk(LOAD, usual={"service": {"strain": 0.321}}, absence_per_strain=0)
    found = with_usual(build_scenario(said), "one", replications=2)
    usual = found.over_time.usual["service"]
    assert usual.strain == 0.321
    assert 0.0 < usual.overwork < usual.for_effort
    assert usual.practice_shares.keys() == {"service"}


def test_people_have_what_is_usual_in_their_function():
    people = build_people(build_scenario(desk(LOAD)))
    assert (people.usual["usual_strain"] == USUAL["strain"]).all()
    assert (people.usual_practice == 20.0).all()  # half of forty hours


def test_effort_at_rest_neither_falls_nor_recovers_in_the_mean():
    overworked = np.random.default_rng(1).beta(0.3, 2.0, 500).tolist()
    rest = _at_rest(overworked, 19.0, 260.0)
    moves = [effort_after_a_week(1.0, one - rest, 0.2, 19.0, 260.0) - 1.0 for one in overworked]
    assert sum(moves) == pytest.approx(0.0, abs=1e-4)
    assert rest > np.mean(overworked)
    assert _at_rest([], 19.0, 260.0) == 0.0


@pytest.mark.parametrize(
    ("usual", "said"),
    [
        ({"sevrice": {}}, "service"),
        ({"service": {"practice_shares": {"sales": 0.1}}}, "sales"),
        ({"service": {"practice_shares": {"service": 1.5}}}, "from 0 to 1"),
        ({"service": {"strain": 2}}, "strain"),
    ],
)
def test_what_cannot_be_usual_is_refused(usual, said):
    with pytest.raises(ScenarioError, match=said):
        build_scenario(desk(LOAD, usual=usual))
