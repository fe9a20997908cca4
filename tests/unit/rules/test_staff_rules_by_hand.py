"""Leaving, absence, overwork and effort against values worked out by hand."""

from __future__ import annotations

import math
from statistics import NormalDist, fmean, pstdev

import pytest

from sim.rules.staff import (
    absence_beside_empty_seats,
    absence_with_strain,
    beside_usual,
    effort_after_a_week,
    empty_at_par,
    is_newcomer,
    lasting,
    leaving_probability,
    load_of_pressure,
    minutes_in_a_burst,
    minutes_overworked,
    minutes_with_effort,
    normal_quantile,
    overwork,
    pace_drawn,
    past_line,
    pressure_of,
    return_with_effort_lost,
    training_begins,
    training_of_shift,
    warmth_drawn,
    weeks_at_start,
    weeks_left_at_start,
    whole_weeks,
)

STEP = 2.0**-20


def test_lasting_load_moves_to_that_of_the_week():
    assert lasting(-1.0, 0.75, 4.0) == 0.75  # the first week counts in full
    assert lasting(0.5, 0.75, 4.0) == 0.5625
    assert lasting(0.5, 0.75, 1.0) == 0.75  # no memory


def test_what_is_felt_beside_the_usual():
    assert beside_usual(0.375, 0.125) == 0.25
    assert beside_usual(0.0, 0.125) == -0.125  # less than usual counts as well
    assert beside_usual(0.125, 0.125) == beside_usual(-1.0, 0.125) == 0.0  # nothing felt yet


def test_occupancy_past_a_line():
    assert past_line(0.875, 0.75) == 0.125
    assert past_line(0.75, 0.75) == past_line(0.5, 0.75) == 0.0
    assert past_line(-1.0, 0.75) == past_line(-1.0, 0.0) == -1.0  # none felt yet, and no occupancy at a line of 0


def test_leaving_probability():
    def weekly(per_year, occupancy=0.0, per_occupancy=0.0, strain=0.0, per_strain=0.0, newcomer=False, kept=0.0):
        return leaving_probability(per_year, occupancy, per_occupancy, strain, per_strain, newcomer, kept)

    assert weekly(0.52) == 0.01
    assert weekly(0.3, 0.1, 0.5) == pytest.approx(0.35 / 52)  # half a point a point
    assert weekly(0.3, -0.1, 0.5) == pytest.approx(0.25 / 52)  # and fewer where there is less than usual
    assert weekly(0.3, strain=0.25, per_strain=0.4) == pytest.approx(0.4 / 52)
    assert weekly(0.3, strain=-0.25, per_strain=2.0) == 0.0
    assert weekly(0.52, newcomer=True, kept=0.5) == 0.005
    assert weekly(0.52, newcomer=False, kept=0.5) == 0.01
    assert weekly(99.0) == 1.0
    assert weekly(0.0) == 0.0


def test_whole_weeks_have_the_mean():
    assert whole_weeks(6.0, 0.0001) == whole_weeks(6.0, 0.9999) == 6
    assert (whole_weeks(4.25, 0.2499), whole_weeks(4.25, 0.2501)) == (5, 4)
    draws = [(place + 0.5) / 1000 for place in range(1000)]
    assert sum(whole_weeks(4.2, draw) for draw in draws) / 1000 == pytest.approx(4.2)


def test_empty_seats_at_par():
    assert empty_at_par(0.0, 10.0) == 0.0
    assert empty_at_par(5.2, 10.0) == 0.5  # leaves after ten weeks, and ten until somebody serves again
    assert absence_beside_empty_seats(0.3, 0.0) == pytest.approx(0.3)
    assert absence_beside_empty_seats(0.5, 0.375) == pytest.approx(0.2)
    assert absence_beside_empty_seats(0.1, 0.5) == 0.0
    left = [weeks_left_at_start((place + 0.5) / 1000, 0.25, 5) for place in range(1000)]
    assert [left.count(weeks) for weeks in range(6)] == [750, 50, 50, 50, 50, 50]
    assert weeks_left_at_start(0.1, 0.0, 5) == weeks_left_at_start(0.1, 0.5, 0) == 0


def test_newcomers_are_so_for_a_time():
    assert is_newcomer(25, 26.0)
    assert not is_newcomer(26, 26.0)
    assert not is_newcomer(0, 0.0)


def test_weeks_at_start_are_those_of_the_long_run():
    """n weeks or more with the chance (1 - q)^n: 1/2, 1/4, 1/8 where half of the people leave each week."""
    draws = [(place + 0.5) / 1024 for place in range(1024)]
    weeks = [weeks_at_start(draw, 26.0, 520) for draw in draws]
    assert [weeks.count(number) for number in range(4)] == [512, 256, 128, 64]
    assert weeks_at_start(1e-9, 0.3, 520) == weeks_at_start(0.5, 0.0, 520) == 520
    assert weeks_at_start(0.5, 52.0, 520) == 0


def test_absence_with_strain():
    assert absence_with_strain(0.3, 0.0, 1.0, 9.0) == 0.3
    assert absence_with_strain(0.25, 0.5, 1.0, 2.0) == 0.5
    assert absence_with_strain(0.25, 0.5, 0.5, 2.0) == 0.375  # leave and training are no more than before
    assert absence_with_strain(0.25, -0.5, 0.5, 2.0) == 0.125
    assert absence_with_strain(0.5, 1.0, 1.0, 9.0) == 1.0
    assert absence_with_strain(0.5, -1.0, 1.0, 9.0) == 0.0


def test_overwork_rises_from_its_line_to_full_occupancy():
    assert overwork(-1.0, 0.875) == -1.0  # none felt yet
    assert overwork(0.5, 0.875) == overwork(0.875, 0.875) == 0.0
    assert overwork(0.9375, 0.875) == 0.5
    assert overwork(1.0, 0.875) == overwork(1.5, 0.875) == 1.0


def test_pressure_is_the_logarithm_of_the_load():
    assert pressure_of(3, 1, 4) == 0.0
    assert pressure_of(4, 4, 4) == pytest.approx(math.log(2), abs=STEP)
    assert pressure_of(1, 0, 4) == pytest.approx(-math.log(4), abs=STEP)
    assert pressure_of(0, 0, 4) == pressure_of(0, 3, 0) == 0.0


def test_minutes_in_a_burst():
    assert minutes_in_a_burst(10.0, 0.0, 1.0, -0.15) == 10.0  # what one is used to
    assert minutes_in_a_burst(10.0, 9.0, 1.0, 0.0) == minutes_in_a_burst(10.0, 9.0, -1.0, -0.15) == 10.0
    assert minutes_in_a_burst(10.0, math.log(2), 1.0, -0.15) == pytest.approx(10 * 2**-0.15, abs=1e-5)  # 9.01
    assert minutes_in_a_burst(10.0, 0.0, 2.0, -0.15) == pytest.approx(10 * 2**0.15, abs=1e-5)
    assert minutes_in_a_burst(10.0, 9.0, 1.0, -2.0) == pytest.approx(10 / math.e, abs=1e-5)  # no further


def test_load_of_pressure_takes_the_logarithm_back():
    assert load_of_pressure(0.0) == 1.0
    assert load_of_pressure(pressure_of(3, 4, 4)) == pytest.approx(1.75, abs=1e-5)


def test_normal_quantile():
    assert normal_quantile(0.5) == 0.0
    for draw in (1e-9, 0.001, 0.02, 0.03, 0.3, 0.6, 0.975, 0.99, 1 - 1e-9):
        assert normal_quantile(draw) == pytest.approx(NormalDist().inv_cdf(draw), abs=2e-6)


def test_paces_and_warmth_of_newcomers_are_spread_as_those_of_others():
    draws = [(place + 0.5) / 4000 for place in range(4000)]
    sigma = math.sqrt(math.log(1 + 0.3**2))
    paces = [pace_drawn(draw, sigma) for draw in draws]
    assert fmean(paces) == pytest.approx(1.0, abs=0.002)
    assert pstdev(paces) == pytest.approx(0.3, abs=0.005)
    warmth = [warmth_drawn(draw, 0.6, 0.1) for draw in draws]
    assert (fmean(warmth), pstdev(warmth)) == pytest.approx((0.6, 0.1), abs=0.001)
    assert pace_drawn(0.9, 0.0) == 1.0
    assert warmth_drawn(0.9, 0.6, 0.0) == 0.6
    assert (warmth_drawn(0.001, 0.6, 0.5), warmth_drawn(0.999, 0.6, 0.5)) == (0.0, 1.0)


def test_minutes_overworked():
    assert minutes_overworked(10.0, 0.0, 0.0, 0.2) == 10.0
    assert minutes_overworked(10.0, 0.5, 0.0, 0.2) == 11.0
    assert minutes_overworked(11.0, 0.0, 0.5, 0.2) == pytest.approx(10.0)  # less than usual
    assert minutes_overworked(11.0, 0.5, 0.5, 0.2) == minutes_overworked(11.0, -1.0, 0.5, 0.2) == 11.0  # exactly


def test_effort_falls_fast_and_recovers_slowly():
    assert effort_after_a_week(1.0, 0.0, 0.5, 4.0, 16.0) == 1.0
    assert effort_after_a_week(1.0, -0.5, 0.5, 4.0, 16.0) == 1.015625  # a sixteenth of the way to 1.25
    assert effort_after_a_week(1.0, 1.0, 0.5, 4.0, 16.0) == 0.875  # a quarter of the way to 0.5
    assert effort_after_a_week(0.5, 0.0, 0.5, 4.0, 16.0) == 0.53125  # a sixteenth of the way to 1
    effort = 1.0
    for _ in range(19):
        effort = effort_after_a_week(effort, 1.0, 0.2, 19.0, 260.0)
    assert 1.0 - effort == pytest.approx(0.2 * (1 - (18 / 19) ** 19))


def test_who_cuts_corners_is_quicker_by_the_time_that_is_cut():
    assert minutes_with_effort(10.0, 1.0, 1.0) == 10.0
    assert minutes_with_effort(10.0, 0.75, 1.0) == 7.5
    assert minutes_with_effort(10.0, 0.75, 0.5) == 8.75
    assert minutes_with_effort(10.0, 1.25, 1.0) == 12.5  # more care than today
    assert minutes_with_effort(10.0, 0.75, 0.0) == 10.0


def test_returns_with_effort_lost():
    assert return_with_effort_lost(0.2, 1.0, 0.5) == 0.2
    assert return_with_effort_lost(0.25, 0.5, 0.5) == 0.5
    assert return_with_effort_lost(0.5, 1.5, 0.5) == 0.25
    assert return_with_effort_lost(0.9, 0.0, 0.5) == 1.0
    assert return_with_effort_lost(0.1, 1.5, 0.5) == 0.0


def test_when_training_for_a_stage_begins_and_what_it_takes_of_a_shift():
    assert training_begins(10080.0, 0.5, 20160.0) == 20160.0
    assert training_begins(10080.0, 0.9, 0.0) == 10080.0
    assert training_of_shift(600.0, 500.0, 499.0, 480.0) == 0.0
    assert training_of_shift(600.0, 500.0, 500.0, 480.0) == 480.0
    assert training_of_shift(120.0, 500.0, 501.0, 480.0) == 120.0
    assert training_of_shift(0.0, 0.0, 501.0, 480.0) == 0.0
