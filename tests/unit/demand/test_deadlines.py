import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.demand.compiled_tape import place_deadlines
from sim.demand.customers import horizon_open_minutes, open_minutes_before
from sim.foundation.calendar import deadline_of, open_minutes_until
from sim.foundation.grid import STEPS_PER_MINUTE, to_grid

HOURS = ("mon-fri 08:00-18:00", "always", "mon-sun 22:00-06:00", "sat 09:00-12:00, wed 13:30-13:31", "sun 20:00-04:00")
OPEN_BEFORE = open_minutes_before(HOURS)
CHANNELS = range(len(HOURS))


def deadline(arrival, channel, horizon):
    return float(deadline_of(to_grid(arrival), to_grid(horizon), channel, OPEN_BEFORE))


def deadlines(arrival, channel, horizon):
    found = np.empty(arrival.size)
    place_deadlines(arrival, channel, horizon, OPEN_BEFORE, found)
    return found


@given(st.floats(0, 50_000), st.sampled_from(CHANNELS), st.floats(1e-6, 20_000))
def test_exactly_h_open_minutes_lie_before_the_deadline_and_fewer_a_step_earlier(arrival, channel, horizon):
    found = deadline(arrival, channel, horizon)
    wanted = open_minutes_until(to_grid(arrival), channel, OPEN_BEFORE) + to_grid(horizon)
    if to_grid(horizon) > 0.0:
        assert open_minutes_until(found, channel, OPEN_BEFORE) == wanted
        assert open_minutes_until(found - 1 / STEPS_PER_MINUTE, channel, OPEN_BEFORE) < wanted


@given(st.integers(0, 30_000), st.sampled_from(CHANNELS), st.integers(1, 10_000))
def test_whole_minutes_give_the_same_exactness(arrival, channel, horizon):
    found = deadline(float(arrival), channel, float(horizon))
    wanted = open_minutes_until(float(arrival), channel, OPEN_BEFORE) + horizon
    assert open_minutes_until(found, channel, OPEN_BEFORE) == wanted
    assert open_minutes_until(found - 1 / STEPS_PER_MINUTE, channel, OPEN_BEFORE) < wanted


def test_a_deadline_at_closing_time_does_not_wait_for_the_next_opening():
    monday_noon, friday_six = 720.0, 4 * 1440 + 1080.0
    assert deadline(monday_noon, 0, 360) == 1080.0
    assert deadline(0.0, 0, 3000) == friday_six
    assert deadline(friday_six, 0, 600) == 10080 + 1080.0
    assert deadline(0.0, 1, 10080) == 10080.0


def test_many_deadlines_at_once_are_those_of_each():
    rng = np.random.default_rng(1)
    arrival = np.floor(rng.uniform(0, 40_000, 500) * STEPS_PER_MINUTE) / STEPS_PER_MINUTE
    channel = rng.integers(0, len(HOURS), 500)
    horizon = np.array([600.0, 60.0, 480.0, 181.0, 0.5])
    found = deadlines(arrival, channel, horizon)
    assert found.tolist() == [deadline(a, c, horizon[c]) for a, c in zip(arrival, channel, strict=True)]


def test_h_is_one_open_day_for_live_channels_five_for_others_or_what_is_set(helpers):
    channels = {
        "voice": {"cases_per_week": 1, "live": True},
        "mail": {"cases_per_week": 1},
        "chat": {"cases_per_week": 1, "live": True, "open": "mon 00:00-24:00, tue 00:00-12:00"},
        "post": {"cases_per_week": 1, "horizon_open_minutes": 77.0},
    }
    scenario = helpers.scenario(helpers.two_channels(channels=channels))
    open_before = open_minutes_before(tuple(c.open or scenario.open for c in scenario.demand.channels.values()))
    assert horizon_open_minutes(scenario, open_before).tolist() == [600.0, 3000.0, 1080.0, 77.0]


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_deadline_lies_after_the_arrival(channel):
    arrivals = np.arange(0.0, 10_080.0, 13.0)
    found = deadlines(arrivals, np.full(arrivals.size, channel), np.full(len(HOURS), 0.25))
    assert (found > arrivals).all()
