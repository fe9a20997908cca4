"""Each rule against values worked out by hand; the arithmetic stands beside them."""

from __future__ import annotations

import math

import pytest

from sim.foundation.kinds import Borrowing
from sim.rules.context import context_after_handoff, context_after_triage, retelling_minutes
from sim.rules.diagnosis import chance_of_unseen_need, misroute_probability
from sim.rules.hands import kept_share, kept_with_owner, kind_of_change, pickup_minutes
from sim.rules.lanes import first_line_serves, lane_of
from sim.rules.matching import (
    busy_share,
    can_serve,
    led_without_rest,
    match_score,
    order_key,
    secondary_pays,
    within_reach,
    work_per_person,
)
from sim.rules.service import (
    after_call_minutes,
    minutes_at_speed,
    minutes_with_coordination,
    minutes_within,
    occupied_minutes,
    overlap_minutes,
    speed_in_queue,
)

STEP = 2.0**-20


def test_context_after_handoff():
    assert context_after_handoff(1.0, 0.75) == 0.75
    assert context_after_handoff(0.75, 0.5) == 0.375  # twice handed on, half of it lost the second time
    assert context_after_handoff(0.0, 0.75) == 0.0


def test_speed_in_queue():
    assert speed_in_queue(0.8, True, 1.25) == 1.0
    assert speed_in_queue(0.8, False, 1.25) == 0.8


def test_context_after_triage():
    assert context_after_triage(0.0, 0.2) == 0.2
    assert context_after_triage(0.5, 0.2) == 0.5  # who knew more loses nothing
    assert context_after_triage(0.2, 0.2) == 0.2


def test_retelling_minutes():
    assert retelling_minutes(0.0, 0.0, 0.15) == 0.0  # nothing was told yet
    assert retelling_minutes(8.0, 1.0, 0.15) == 0.0  # everything is known
    assert retelling_minutes(8.0, 0.25, 0.5) == 3.0  # 0.5 * 8 * 0.75
    assert retelling_minutes(16.0, 0.25, 0.5) == 6.0  # twice as much done, twice as much to tell


def test_chance_of_unseen_need():
    assert chance_of_unseen_need(0.5, 0.5) == pytest.approx(1.0 / 3.0)  # of 4 needs 2 are followed, 1 of them unseen
    assert chance_of_unseen_need(0.25, 1.0) == 0.25  # nothing is ever seen: nothing is learnt
    assert chance_of_unseen_need(1.0, 0.125) == 1.0  # one always follows, so it is there
    assert chance_of_unseen_need(0.0, 0.5) == chance_of_unseen_need(1.0, 0.0) == 0.0


def test_misroute_probability():
    assert misroute_probability(0, 0.3, 0.3, 0.25, 1.0, 0.5) == 0.25  # mean ambiguity, first attempt
    assert misroute_probability(0, 0.75, 0.25, 0.25, 2.0, 0.5) == 0.5  # 0.25 * (1 + 2 * 0.5)
    assert misroute_probability(1, 0.75, 0.25, 0.25, 2.0, 0.5) == 0.25  # a second attempt: half of it
    assert misroute_probability(2, 0.75, 0.25, 0.25, 2.0, 0.5) == 0.125
    assert misroute_probability(3, 1.0, 0.0, 0.95, 10.0, 1.0) == 0.0  # the fourth is certain
    assert misroute_probability(0, 1.0, 0.0, 0.5, 10.0, 0.5) == 1.0  # 0.5 * 11, clipped
    assert misroute_probability(0, 0.0, 1.0, 0.5, 2.0, 0.5) == 0.0  # 0.5 * (1 - 2), clipped


@pytest.mark.parametrize(
    ("last_person", "person", "last_team", "team", "kind"),
    [(-1, 4, -1, 2, 0), (4, 4, 2, 2, 1), (3, 4, 2, 2, 2), (3, 4, 1, 2, 3)],
)
def test_kind_of_change(last_person, person, last_team, team, kind):
    assert kind_of_change(last_person, person, last_team, team) == kind


@pytest.mark.parametrize(
    ("change", "warm", "kept"),
    [(0, False, 1.0), (1, False, 1.0), (2, False, 0.5), (3, False, 0.25), (2, True, 0.75), (3, True, 0.75)],
)
def test_kept_share(change, warm, kept):
    assert kept_share(change, warm, 1, 0.75, 0.5, 0.25) == kept


@pytest.mark.parametrize(("distance", "kept"), [(0, 1.0), (1, 0.5), (2, 0.25), (3, 0.125)])
def test_kept_share_falls_with_distance(distance, kept):
    assert kept_share(3, False, distance, 0.75, 0.625, 0.5) == kept
    assert kept_share(3, True, distance, 0.75, 0.625, 0.5) == 0.75  # an attached wing was there
    assert kept_share(2, False, distance, 0.75, 0.625, 0.5) == 0.625  # inside a team there is none
    assert kept_share(1, False, distance, 0.75, 0.625, 0.5) == 1.0


def test_kept_with_owner():
    assert kept_with_owner(0.25, True, 0.875) == 0.875
    assert kept_with_owner(0.25, False, 0.875) == 0.25  # off shift, or nobody's case
    assert kept_with_owner(1.0, True, 0.875) == 1.0  # an owner takes nothing away


def test_lane_of():
    assert lane_of(1, 0.5, 2, 1.0) == 1
    assert lane_of(2, 0.5, 2, 1.0) == 2  # enough needs in sight
    assert lane_of(1, 1.0, 2, 1.0) == 2  # or opaque enough
    assert lane_of(1, 0.75, 3, 0.5) == 2
    assert lane_of(2, 0.25, 3, 0.5) == 1
    assert lane_of(1, 0.0, 1, 1.0) == 2  # every case has one


def test_first_line_serves():
    assert first_line_serves(1.0, 0.25, 0.5)
    assert first_line_serves(0.5, 0.5, 0.5)  # up to it, and with any skill
    assert not first_line_serves(1.0, 0.625, 0.5)
    assert not first_line_serves(0.0, 0.25, 0.5)


def test_pickup_minutes():
    assert pickup_minutes(3, 3, 5.0, 36.0) == 5.0
    assert pickup_minutes(3, 1, 5.0, 36.0) == 36.0


def test_who_can_serve():
    assert [can_serve(skill) for skill in (0.0, 2.0**-20, 0.6, 1.0)] == [False, True, True, True]


def test_who_is_within_reach():
    assert [within_reach(Borrowing.NONE, distance) for distance in (1, 2)] == [False, False]
    assert [within_reach(Borrowing.ANYWHERE, distance) for distance in (1, 3)] == [True, True]
    assert [within_reach(Borrowing.NEAR, distance) for distance in (1, 2, 3)] == [True, False, False]


def test_match_score():
    assert match_score(1.0, 0.5, False, False, False, 1.0, 0.0, 0.125, 0.25, 0.5) == 1.0
    assert match_score(0.5, 0.0, True, False, False, 2.0, 1.0, 0.125, 0.25, 0.5) == 1.125  # 2 * 0.5 + 0.125
    assert match_score(0.5, 0.0, False, True, False, 2.0, 1.0, 0.125, 0.25, 0.5) == 1.25  # 2 * 0.5 + 0.25
    assert match_score(1.0, 0.5, False, False, False, 1.0, 0.25, 0.0, 0.0, 0.0) == 0.875  # 1 - 0.25 * 0.5
    assert match_score(1.0, 0.5, True, True, True, 1.0, 0.25, 0.5, 0.125, 1.0) == 0.5  # 0.875 + 0.5 + 0.125 - 1
    assert skill_score(STEP / 4) == 0.0  # a quarter of a step rounds down
    assert skill_score(STEP / 2) == STEP  # halves upwards
    assert skill_score(0.1 + 0.2) == skill_score(0.3)  # last bits do not decide


def skill_score(skill: float) -> float:
    return match_score(skill, 0.0, False, False, False, 1.0, 0.0, 0.0, 0.0, 0.0)


def test_led_without_rest():
    assert led_without_rest(40.0, 9.5, 10.0) == 40.0
    assert led_without_rest(40.0, 10.0, 10.0) == 0.0
    assert led_without_rest(40.0, 0.0, 0.0) == 0.0  # any pause is a rest


def test_order_key():
    assert order_key(0, 30.0, 10.0, 0.5) == 30.0
    assert order_key(1, 30.0, 10.0, 0.5) == 10.0
    assert order_key(2, 30.0, 10.0, 0.5) == -0.5
    assert order_key(2, 0.0, 0.0, 0.75) < order_key(2, 0.0, 0.0, 0.5)  # the more distressed comes first


def test_busy_share():
    assert busy_share(3.0, 12.0) == 0.25
    assert busy_share(0.0, 0.0) == 0.0  # no shift has begun


def test_secondary_pays():
    assert secondary_pays(0.5, 0, 0, 6.0)  # nobody else
    assert secondary_pays(0.8, 3, 0, 6.0)  # a wait of 6 / 3 = 2 against 6 * 0.25 = 1.5 minutes longer
    assert not secondary_pays(0.8, 5, 0, 6.0)  # 6 / 5 = 1.2 against 1.5
    assert secondary_pays(0.8, 5, 1, 6.0)  # one more ahead: 12 / 5 = 2.4
    assert not secondary_pays(0.5, 1, 0, 6.0)  # 6 against 6: equal is not worth it


def test_work_per_person():
    assert work_per_person(0, 0, 4) == 0.0
    assert work_per_person(3, 2, 4) == 1.25


def test_minutes_at_speed():
    assert minutes_at_speed(6.0, 1.0) == 6.0
    assert minutes_at_speed(6.0, 0.5) == 12.0
    assert minutes_at_speed(6.0, 0.75) == 8.0


def test_after_call_minutes():
    assert after_call_minutes(0.3, 2.0, True) == 2.0
    assert after_call_minutes(0.75, 2.0, False) == pytest.approx(2.0 * math.log(4.0), abs=1e-6)
    assert after_call_minutes(0.3, 2.0, False) * 2.0**20 % 1.0 == 0.0  # on the time grid


def test_minutes_with_coordination():
    assert minutes_with_coordination(8.0, 0.25, 0) == 8.0
    assert minutes_with_coordination(8.0, 0.25, 2) == 12.0  # 8 * 1.5


def test_occupied_minutes():
    assert occupied_minutes(8.0, 0.25, 0.0) == 2.0
    assert occupied_minutes(8.0, 0.25, 1.5) == 3.5


def test_minutes_within():
    assert minutes_within(5.0, 8.0) == 5.0
    assert minutes_within(5.0, 3.0) == 3.0
    assert minutes_within(5.0, -1.0) == 0.0
    assert minutes_within(5.0, 5.0) == 5.0


def test_overlap_minutes():
    assert overlap_minutes(2.0, 6.0, 4.0, 10.0) == 2.0
    assert overlap_minutes(2.0, 12.0, 4.0, 10.0) == 6.0
    assert overlap_minutes(5.0, 6.0, 4.0, 10.0) == 1.0
    assert overlap_minutes(2.0, 4.0, 4.0, 10.0) == 0.0  # they only touch
