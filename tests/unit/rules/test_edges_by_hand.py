"""Rules at the edges of their ranges, where a line that is a little wrong shows; found by `make mutants`."""

from __future__ import annotations

import math

import pytest

from sim.foundation.kinds import Change
from sim.rules.diagnosis import misroute_probability
from sim.rules.empathy import cared_for, felt_empathy, fitted, heard, known
from sim.rules.familiarity import familiarity_after_week, familiarity_at_start, mean_familiarity_today
from sim.rules.fatigue import fatigue_after_rest, fatigue_after_serving, strain_resting, strain_serving
from sim.rules.hands import kind_of_change
from sim.rules.learning import experience_at_start, mean_speed_today, speed_with_experience
from sim.rules.loyalty import chance_of_leaving, remembered_share
from sim.rules.matching import match_score_at_most
from sim.rules.outside import outside_minutes
from sim.rules.returns import delay_minutes, return_probability
from sim.rules.service import minutes_within
from sim.rules.staff import (
    absence_beside_empty_seats,
    absence_with_strain,
    lasting,
    leaving_probability,
    load_of_pressure,
    minutes_in_a_burst,
    minutes_with_effort,
    normal_quantile,
    overwork,
    pace_drawn,
    past_line,
    warmth_drawn,
    weeks_at_start,
    weeks_left_at_start,
    whole_weeks,
)

STEP = 2.0**-20


def test_probabilities_between_their_bounds_are_left_alone():
    assert misroute_probability(0, 1.5, 0.0, 0.5, 1.0, 0.5) == 1.0  # 1.25, clipped
    assert return_probability(0.5, 1.0, 0.0, 1.0, 0, 0.25, 0.5, 0.0, 0.0, 0.0) == 0.5  # told a minute: 0.25 + 0.25
    assert return_probability(1.0, 0.0, 0.0, 1.0, 0, -0.25, 0.0, 0.0, 0.0, 0.0) == 0.0
    assert return_probability(1.0, 0.0, 0.0, 1.0, 0, 0.75, 0.0, 0.0, 0.0, 0.0) == 0.75
    assert return_probability(1.0, 0.0, 0.0, 1.0, 0, 1.5, 0.0, 0.0, 0.0, 0.0) == 1.0
    assert absence_with_strain(0.5, 2.0, 1.0, 1.0) == 1.0  # 0.5 * 3, clipped
    assert absence_with_strain(0.75, 0.5, 1.0, 1.0) == 1.0  # 1.125, clipped
    assert warmth_drawn(0.9, 0.9, 0.5) == 1.0  # 0.9 + 0.64, clipped
    assert leaving_probability(52.5, 0.0, 0.0, 0.0, 0.0, False, 0.0) == 1.0
    assert leaving_probability(51.0, 0.0, 0.0, 0.0, 0.0, False, 0.0) == 51.0 / 52.0


def test_what_customers_felt_of_one_step_and_of_two():
    assert heard(0.5, 2, False) == 0.5  # one step after the first
    assert fitted(0.5, 1, False) == 0.5
    assert fitted(0.5, 2, False) == 0.25
    assert cared_for(0.75, 0.0, 1, 0.5, False, 0.0) == 0.75
    assert cared_for(0.5, 0.5, 2, 0.5, False, 0.0) == 0.21875  # 0.25 * (1 - 0.5 * 0.25)
    assert known(0, 0.5, 2) == 0.5
    assert felt_empathy(0.0, 0.0) == 0.5
    assert felt_empathy(0.25, 0.25) == pytest.approx(1.0 / (1.0 + math.exp(-0.5)), rel=1e-15)


def test_time_constants_of_less_than_a_week():
    assert familiarity_after_week(0.0, 0.5) == pytest.approx(1.0 - math.exp(-2.0), abs=STEP)
    assert familiarity_at_start(1, 0.5) == pytest.approx(1.0 - math.exp(-2.0), abs=STEP)
    assert experience_at_start(1, 0.5, 1.0, 0.5) == pytest.approx(1.0 - 0.5 * 0.25, abs=STEP)
    assert remembered_share(10080.0, 0.5) == pytest.approx(0.25)  # two half lives
    assert weeks_at_start(0.5, 0.52, 1000) == math.floor(math.log(0.5) / math.log(0.99))


def test_everybody_leaves_within_a_week():
    assert mean_familiarity_today(52.0, 4.0) == 0.0  # new every week
    assert mean_familiarity_today(78.0, 4.0) == 0.0  # no more than all
    assert mean_familiarity_today(0.0, 0.5) == mean_familiarity_today(0.0, 0.0) == 1.0
    kept = math.exp(-1.0 / 0.5)
    assert mean_familiarity_today(26.0, 0.5) == pytest.approx(1.0 - 0.5 / (1.0 - 0.5 * kept), abs=STEP)


def test_half_lives_of_less_than_a_minute_and_a_little_fatigue():
    assert fatigue_after_serving(0.0, 1.0, 0.5) == 0.75  # two half lives
    assert fatigue_after_rest(1.0, 1.0, 0.5) == 0.25
    assert fatigue_after_rest(0.5, 0.0, 10.0) == 0.5


def test_minutes_past_the_strain_line():
    """From 0.2 to 0.6 with a half life of ten minutes takes 10; the line at 0.5 is crossed at 10 log2(0.8 / 0.5)."""
    crossed = 10.0 * math.log2(1.6)
    assert strain_serving(0.2, 0.6, 10.0, 10.0, 0.5) == pytest.approx(10.0 - crossed, abs=STEP)
    assert strain_serving(0.2, 0.5, crossed, 10.0, 0.5) == 0.0  # just to the line
    assert strain_serving(0.2, 0.5 + STEP, 1.0, 10.0, 0.5) == 0.0  # not crossed yet by the minutes
    assert strain_serving(0.0, 0.75, 1.0, 0.5, 0.5) == 0.5  # half a minute, of a half life of half a minute
    assert strain_serving(0.2, 0.4, 5.0, 10.0, 0.5) == 0.0
    assert strain_resting(0.75, 0.0, 5.0, 0.0, 0.5) == 0.0  # at once
    assert strain_resting(0.4, 0.2, 5.0, 10.0, 0.5) == 0.0
    assert strain_resting(1.0, 0.25, 1.0, 0.5, 0.5) == 0.5
    assert strain_resting(0.5 + STEP, 0.5 - STEP, 0.0, 10.0, 0.5) == 0.0


def test_the_first_person_has_the_number_0():
    assert kind_of_change(0, 0, 1, 1) == Change.SAME_PERSON
    assert kind_of_change(0, 1, 0, 0) == Change.LEAD_CHANGE


def test_speed_at_and_above_par():
    assert speed_with_experience(0.5, 1.5) == 1.0  # nobody unlearns
    assert speed_with_experience(1.5, 0.5) == 1.0  # nobody is faster than at par


def test_mean_speed_today_of_who_stays():
    """Half of them leave a week; two weeks are counted one by one, all others are as after two."""
    newcomer, ratio = 0.25, 0.5
    speeds = [speed_with_experience(experience_at_start(week, 1.0, 1.0, newcomer), ratio) for week in range(3)]
    wanted = 0.5 * speeds[0] + 0.25 * speeds[1] + 0.25 * speeds[2]
    assert mean_speed_today(26.0, 1.0, 1.0, newcomer, ratio, 2) == pytest.approx(wanted, abs=STEP)


def test_chance_of_leaving_in_a_moment():
    assert chance_of_leaving(0.0, 1.0, 0.0, 1.0) == 0.0
    assert chance_of_leaving(0.5, 1.0, 0.0, 1.0) == pytest.approx(0.5 / 525600.0, rel=1e-5)


def test_the_most_a_score_can_be_is_one_that_somebody_can_have():
    """Where all that is added is worth nothing or less: not tired, not known, nothing heard, not led for long."""
    assert match_score_at_most(0.5, False, 1.0, 0.25, 0.5, 0.5, 0.25) == 0.5
    assert match_score_at_most(0.5, True, 1.0, 0.25, 0.5, 0.25, 0.25) == 1.25  # 0.5 + 0.5 + 0.25
    assert match_score_at_most(0.5, True, 1.0, -0.25, 0.5, 0.25, -0.25) == 1.75  # and tiredness is liked


def test_outside_minutes():
    """Of half of the needs; a draw of share / e waits for the scale, whatever the shape."""
    assert outside_minutes(0.75, 0.5, 60.0, 0.5) == 0.0
    assert outside_minutes(0.5, 0.5, 60.0, 0.5) == 0.0
    assert outside_minutes(0.5 / math.e, 0.5, 60.0, 0.5) == pytest.approx(60.0, abs=1e-4)
    assert outside_minutes(0.5 * math.exp(-2.0), 0.5, 60.0, 0.5) == pytest.approx(240.0, abs=1e-3)  # 2^2 scales
    assert outside_minutes(0.5 * math.exp(-0.5), 0.5, 60.0, 0.5) == pytest.approx(15.0, abs=1e-3)  # 0.5^2
    assert outside_minutes(0.5 * math.exp(-4.0), 0.5, 60.0, 2.0) == pytest.approx(120.0, abs=1e-3)  # 4^(1 / 2)
    assert outside_minutes(1e-9, 1.0, 60.0, 0.2) == pytest.approx(60.0 * math.log(1e9) ** 5, rel=1e-9)
    assert outside_minutes(1e-9, 1.0, 1e4, 0.2) == 1e9  # beyond any run
    assert outside_minutes(1e-300, 1.0, 1e-12, 0.01) == pytest.approx(1e-12 * math.exp(40.0), abs=STEP)  # no overflow


def test_delays_grow_with_their_mean():
    assert delay_minutes(0.5, 20.0, is_constant=False) == pytest.approx(20.0 * math.log(2.0), abs=STEP)
    assert delay_minutes(0.5, 20.0, is_constant=True) == 20.0


def test_a_limit_of_less_than_a_minute():
    assert minutes_within(3.0, 0.5) == 0.5
    assert minutes_within(0.25, 0.5) == 0.25


def test_load_of_a_pressure_that_nobody_has():
    assert load_of_pressure(21.0) == load_of_pressure(20.5) == pytest.approx(math.exp(20.0), abs=STEP)
    assert load_of_pressure(19.5) == pytest.approx(math.exp(19.5), abs=STEP)


def test_bursts_change_times_by_a_factor_of_e_at_most():
    assert minutes_in_a_burst(8.0, 0.5, 1.0, 1.0) == pytest.approx(8.0 * math.exp(0.5), abs=1e-4)
    assert minutes_in_a_burst(8.0, 3.0, 1.0, 1.0) == pytest.approx(8.0 * math.e, abs=1e-4)
    assert minutes_in_a_burst(8.0, 1.5, 1.0, 1.0) == pytest.approx(8.0 * math.e, abs=1e-4)
    assert minutes_in_a_burst(8.0, -1.5, 1.0, 1.0) == pytest.approx(8.0 / math.e, abs=1e-4)
    assert minutes_in_a_burst(8.0, -3.0, 1.0, 1.0) == pytest.approx(8.0 / math.e, abs=1e-4)
    assert minutes_in_a_burst(8.0, 0.5, 0.0, 1.0) == 8.0  # nothing is usual
    assert minutes_in_a_burst(8.0, 0.5, 0.5, 1.0) == pytest.approx(8.0 * math.e, abs=1e-4)  # 0.5 + 0.69, cut


def test_effort_lost_shortens_work_and_full_effort_does_not():
    assert minutes_with_effort(8.0, 1.0, 0.3) == 8.0
    assert minutes_with_effort(8.0, 2.0, 0.5) == 12.0  # by the formula alone


def test_quantiles_of_no_draw_and_in_the_tails():
    assert normal_quantile(0.0) == normal_quantile(1.0) == normal_quantile(-0.5) == normal_quantile(1.5) == 0.0
    assert normal_quantile(0.5) == 0.0
    for draw in (0.01, 0.02, 0.03, 0.3):
        assert normal_quantile(draw) == -normal_quantile(1.0 - draw) < 0.0
    assert normal_quantile(0.02425 - 1e-9) == pytest.approx(normal_quantile(0.02425), abs=1e-4)


def test_paces_that_nobody_has_are_cut():
    far = 1.0 - 1e-15
    for sigma in (6.7, 8.0):  # powers of 30.8 and 31.5
        assert sigma * normal_quantile(far) - sigma * sigma / 2.0 > 30.5
        assert pace_drawn(far, sigma) == pytest.approx(math.exp(30.0), rel=1e-9)
    assert pace_drawn(0.5, math.sqrt(21.0)) == pytest.approx(math.exp(-10.0), abs=STEP)  # -10.5, cut
    assert pace_drawn(0.5, 6.0) == pytest.approx(math.exp(-10.0), abs=STEP)  # -18, cut
    assert pace_drawn(0.5, 4.0) == pytest.approx(math.exp(-8.0), abs=STEP)


def test_just_at_an_edge():
    assert lasting(0.0, 0.8, 4.0) == 0.2  # a week of rest is remembered as one
    assert past_line(0.0, 0.8) == overwork(0.0, 0.8) == 0.0  # nothing to do, which is not an empty seat
    assert whole_weeks(2.5, 0.5) == 2
    assert weeks_left_at_start(0.5, 0.5, 4) == 0
    assert absence_beside_empty_seats(0.1, 0.0) == 0.1  # to the last bit
    assert outside_minutes(1e-300, 1.0, 1e-12, math.log(-math.log(1e-300)) / 40.5) == pytest.approx(
        1e-12 * math.exp(40.0), abs=STEP
    )
    assert outside_minutes(math.exp(-1.0), 1.0, 1e9 + 0.5, 1.0) == 1e9
    for total in (step / 16 for step in range(16)):
        assert felt_empathy(total, 0.0) == 1.0 / (1.0 + math.exp(-total))
