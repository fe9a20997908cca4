"""Practice, experience, skill, familiarity and the dip against values worked out by hand."""

from __future__ import annotations

import math

import pytest

from sim.rules.familiarity import (
    dip_left,
    familiarity_after_week,
    familiarity_at_start,
    familiarity_in_new_team,
    mean_familiarity_today,
    more_where_new,
    speed_in_dip,
)
from sim.rules.learning import (
    experience_after_week,
    experience_at_start,
    hours_of_practice,
    mean_speed_today,
    practice_beside_usual,
    skill_with_experience,
    speed_with_experience,
)
from sim.scenario.over_time import Learning

STEP = 2.0**-20
DEFAULT = Learning()


def test_hours_of_practice():
    assert hours_of_practice(600.0, 0.0, 0.5, 3, 3.0, 0.4) == 10.0
    assert hours_of_practice(600.0, 120.0, 0.5, 9, 3.0, 0.4) == 11.0  # two hours of listening count as one
    assert hours_of_practice(600.0, 0.0, 0.5, 0, 4.0, 0.25) == 7.5  # nobody to learn from
    assert hours_of_practice(600.0, 0.0, 0.5, 1, 4.0, 0.5) == 6.25  # 10 * (1 - 0.5 * 0.75)
    assert hours_of_practice(600.0, 0.0, 0.5, 0, 4.0, 0.0) == 10.0


def test_experience_after_week():
    half = 1.0  # week in which half is lost
    assert experience_after_week(0.8, 0.0, half, 0.25, 0.1) == pytest.approx(0.4, abs=STEP)
    assert experience_after_week(0.8, 0.25, half, 0.25, 0.1) == pytest.approx(0.9, abs=STEP)  # half-way to par
    assert experience_after_week(1.0, 0.25, half, 0.25, 0.1) == 1.0  # just kept
    assert experience_after_week(1.0, 2.5, half, 0.25, 0.1) == 1.0  # no more than par
    assert experience_after_week(0.15, 0.0, half, 0.25, 0.1) == 0.1  # a newcomer knows as much
    assert experience_after_week(0.3, 9.0, 0.0, 0.25, 0.1) == 0.3  # nothing is learned or forgotten


def test_practice_beside_the_usual():
    assert practice_beside_usual(15.0, 20.0) == 0.75
    assert practice_beside_usual(0.0, 0.0) == practice_beside_usual(3.0, 0.0) == 1.0  # none is usual: nothing to lose


def test_speed_and_skill_with_experience():
    assert speed_with_experience(1.0, 0.85) == 1.0  # exactly, at par
    assert speed_with_experience(0.5, 0.85) == pytest.approx(0.85, abs=STEP)
    assert speed_with_experience(0.25, 0.75) == pytest.approx(0.75**2, abs=STEP)
    assert speed_with_experience(0.2, 1.0) == 1.0  # nobody learns
    assert skill_with_experience(0.926, 1.0, 1.0) == 0.926
    assert skill_with_experience(0.75, 0.5, 0.75) == 0.5
    assert skill_with_experience(0.0, 0.2, 0.85) == 0.0  # who cannot, cannot


@pytest.mark.parametrize("experience", [0.1, 0.3, 0.45])
def test_twice_the_experience_leaves_the_progress_ratio_of_the_time(experience):
    once, twice = (speed_with_experience(times * experience, 0.85) for times in (1.0, 2.0))
    assert once / twice == pytest.approx(0.85, abs=1e-5)


@pytest.mark.parametrize("weeks", [0, 1, 7, 24, 60])
def test_who_has_been_here_for_some_weeks_has_learned_week_by_week(weeks):
    experience, familiarity = 0.1, 0.0
    for _ in range(weeks):
        experience = experience_after_week(experience, 1.0, 52.0, 0.3, 0.1)
        familiarity = familiarity_after_week(familiarity, 13.0)
    assert experience_at_start(weeks, 52.0, 0.3, 0.1) == pytest.approx(experience, abs=2 * (weeks + 1) * STEP)
    assert familiarity_at_start(weeks, 13.0) == pytest.approx(familiarity, abs=2 * (weeks + 1) * STEP)


def test_at_once_and_never():
    assert familiarity_at_start(0, 0.0) == 0.0
    assert familiarity_at_start(1, 0.0) == 1.0
    assert experience_at_start(9, 0.0, 0.3, 0.1) == 0.1


def test_means_today_are_those_over_tenures_of_the_long_run():
    """Half leave each week: 0, 1, 2... weeks with the chances 1/2, 1/4, 1/8..."""
    speeds = [speed_with_experience(experience_at_start(week, 2.0, 0.3, 0.1), 0.85) for week in range(40)]
    known = [familiarity_at_start(week, 3.0) for week in range(40)]
    chances = [0.5 ** (week + 1) for week in range(40)]
    of_speed, of_known = (sum(p * one for p, one in zip(chances, values, strict=True)) for values in (speeds, known))
    assert mean_speed_today(26.0, 2.0, 0.3, 0.1, 0.85, 520) == pytest.approx(of_speed, abs=2 * STEP)
    assert mean_familiarity_today(26.0, 3.0) == pytest.approx(of_known, abs=2 * STEP)
    assert mean_familiarity_today(26.0, 0.0) == 0.5  # whoever came this week knows nobody yet
    assert mean_familiarity_today(0.0, 13.0) == mean_speed_today(0.0, 52.0, 0.3, 0.1, 0.85, 520) == 1.0
    assert mean_speed_today(5.0, 52.0, 0.3, 0.1, 1.0, 520) == 1.0  # exactly, where experience is nothing
    assert mean_speed_today(99.0, 52.0, 0.3, 0.5, 0.85, 520) == pytest.approx(0.85, abs=STEP)  # newcomers alone


def weeks_to_par(share: float, peers: int = 3) -> int:
    """Weeks in which a newcomer with so much practice, as a share of the usual, comes to par, by default settings."""
    experience, weeks = DEFAULT.learning_newcomer_experience, 0
    while experience < 1.0 and weeks < 1000:
        practice = hours_of_practice(
            60.0 * share, 0.0, 0.0, peers, DEFAULT.learning_peers_enough, DEFAULT.learning_from_peers
        )
        experience = experience_after_week(
            experience,
            practice_beside_usual(practice, 1.0),
            DEFAULT.learning_half_life_weeks,
            DEFAULT.learning_keeps_share,
            DEFAULT.learning_newcomer_experience,
        )
        weeks += 1
    return weeks


@pytest.mark.parametrize("share", [0.6, 1.0, 1.4])
def test_the_time_to_par_has_a_closed_form(share):
    """half life * log2((k - start) / (k - 1)), k = practice over what keeps par."""
    k = share / DEFAULT.learning_keeps_share
    start = DEFAULT.learning_newcomer_experience
    closed = DEFAULT.learning_half_life_weeks * math.log2((k - start) / (k - 1.0))
    assert weeks_to_par(share) == math.ceil(closed)


def test_usual_practice_brings_newcomers_to_par_in_six_months():
    """Evidence row 46: 6 months, 3 to 9."""
    assert 13 <= weeks_to_par(1.4) < weeks_to_par(0.75) <= 39
    assert [weeks_to_par(1.0, peers) for peers in (3, 1, 0)] == [25, 33, 39]  # as docs/background/model.md says
    assert weeks_to_par(DEFAULT.learning_keeps_share) == 1000  # never, but ever nearer


def test_familiarity_after_week():
    assert familiarity_after_week(1.0, 13.0) == 1.0  # exactly, at par
    assert familiarity_after_week(0.0, 2.0) == pytest.approx(1.0 - math.exp(-0.5), abs=STEP)
    assert familiarity_after_week(0.5, 2.0) == pytest.approx(1.0 - 0.5 * math.exp(-0.5), abs=STEP)
    assert familiarity_after_week(0.5, 0.0) == 1.0  # at once


def test_familiarity_in_new_team():
    assert familiarity_in_new_team(1.0, 1.0, 0.5) == 1.0  # the same team
    assert familiarity_in_new_team(1.0, 0.25, 0.0) == 0.25
    assert familiarity_in_new_team(0.5, 0.25, 0.0) == 0.125
    assert familiarity_in_new_team(1.0, 0.0, 0.25) == 0.25  # what former partners taught
    assert familiarity_in_new_team(1.0, 0.5, -0.5) == 0.25
    assert familiarity_in_new_team(1.0, 0.0, -0.5) == 0.0


def test_more_where_new():
    assert more_where_new(0.3, 0.9, 0.9, 0.7) == 0.3  # exactly, at today's mean
    assert more_where_new(2.0, 0.0, 1.0, 0.5) == 3.0
    assert more_where_new(2.0, 0.5, 1.0, 0.5) == 2.5
    assert more_where_new(2.5, 1.0, 0.5, 0.5) == 2.0  # who is better known than the mean
    assert more_where_new(2.0, 0.0, 0.5, 0.0) == 2.0


def test_half_as_much_again_of_familiarity_does_as_in_row_57():
    """From two thirds to par: defects -19%, budget deviation -30%."""
    assert 1.0 / more_where_new(1.0, 2.0 / 3.0, 1.0, 0.7) - 1.0 == pytest.approx(-0.19, abs=0.005)
    assert 1.0 / more_where_new(1.0, 2.0 / 3.0, 1.0, 1.3) - 1.0 == pytest.approx(-0.30, abs=0.005)


def test_the_dip():
    assert dip_left(0.16, 1.0, 0, 8.0) == 0.16
    assert dip_left(0.16, 0.5, 2, 8.0) == 0.06  # 0.16 * 0.5 * 0.75
    assert dip_left(0.16, 1.0, 8, 8.0) == 0.0
    assert dip_left(0.16, 1.0, 0, 0.0) == 0.0
    assert speed_in_dip(0.8, 0.25) == pytest.approx(0.6)
    assert speed_in_dip(0.926, 0.0) == 0.926  # exactly
