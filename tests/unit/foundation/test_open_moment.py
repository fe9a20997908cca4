"""Delays counted in open minutes."""

import numpy as np
import pytest

from sim.demand.customers import open_minutes_before
from sim.foundation.calendar import open_minutes_until, open_moment_after

DAY, WEEK = 1440.0, 10080.0


@pytest.fixture(scope="module")
def open_before():
    return open_minutes_before(("mon-fri 08:00-18:00", "always", "mon 09:00-09:30"))


@pytest.mark.parametrize(
    ("minutes", "delay", "channel", "moment"),
    [
        (9 * 60.0, 30.0, 0, 9 * 60.0 + 30.0),
        (17 * 60.0, 90.0, 0, DAY + 8.5 * 60.0),  # half an hour of it on the next day
        (17 * 60.0, 60.0, 0, DAY + 8 * 60.0),  # closing time is the next opening
        (20 * 60.0, 0.0, 0, DAY + 8 * 60.0),
        (20 * 60.0, 15.25, 0, DAY + 8 * 60.0 + 15.25),
        (4 * DAY + 17.5 * 60.0, 45.0, 0, WEEK + 8 * 60.0 + 15.0),  # over a weekend
        (100.5, 3 * WEEK, 1, 100.5 + 3 * WEEK),
        (9 * 60.0 + 10.0, 50.0, 2, 2 * WEEK + 9 * 60.0),  # 20 today, 30 next Monday, and it closes
    ],
)
def test_delay_runs_while_the_channel_is_open(open_before, minutes, delay, channel, moment):
    assert open_moment_after(minutes, delay, channel, open_before) == moment


def test_open_minutes_between_are_the_delay_to_the_last_bit(open_before):
    rng = np.random.default_rng(1)
    for start, delay in zip(
        rng.integers(0, 3 * 10080 << 20, 300) / 2**20, rng.integers(0, 4000 << 20, 300) / 2**20, strict=True
    ):
        for channel in range(3):
            moment = open_moment_after(start, delay, channel, open_before)
            passed = open_minutes_until(moment, channel, open_before) - open_minutes_until(start, channel, open_before)
            assert passed == delay
            assert moment >= start


def test_a_channel_that_never_opens_does_not_wait():
    assert open_moment_after(7.0, 5.0, 0, np.zeros((1, 10081))) == 7.0
