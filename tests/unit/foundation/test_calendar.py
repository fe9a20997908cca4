import numpy as np
import pytest

from sim.demand.customers import open_flags, open_minutes_before
from sim.foundation.calendar import MINUTES_PER_WEEK, closed_minutes, is_open, open_minutes_until
from sim.foundation.grid import to_grid

HOURS = ("mon-fri 08:00-18:00", "always", "mon-sun 22:00-06:00", "sat 09:00-12:00, wed 13:30-13:31", "sun 20:00-04:00")
OPEN_BEFORE = open_minutes_before(HOURS)


@pytest.mark.parametrize("channel", range(len(HOURS)))
def test_open_minutes_against_counting_minute_by_minute(channel):
    flags = np.tile(open_flags(HOURS[channel]), 3)
    for minute in range(0, 3 * MINUTES_PER_WEEK - 1, 37):
        until = open_minutes_until(float(minute), channel, OPEN_BEFORE)
        assert until == flags[:minute].sum()
        assert is_open(float(minute), channel, OPEN_BEFORE) == flags[minute]
        part = to_grid(0.37)
        assert open_minutes_until(minute + part, channel, OPEN_BEFORE) == until + flags[minute] * part


def test_a_span_over_sunday_midnight_runs_into_monday():
    flags = open_flags("sun 22:00-06:00")
    assert flags[:360].all()
    assert flags[-120:].all()
    assert flags.sum() == 480


def test_closed_minutes_are_what_is_not_open():
    friday_evening = 4 * 1440 + 18 * 60.0
    monday_morning = MINUTES_PER_WEEK + 8 * 60.0
    assert closed_minutes(friday_evening - 5, monday_morning + 7, 0, OPEN_BEFORE) == monday_morning - friday_evening
    assert closed_minutes(100.25, 20000.5, 1, OPEN_BEFORE) == 0.0
    assert not is_open(friday_evening, 0, OPEN_BEFORE)
    assert is_open(monday_morning, 0, OPEN_BEFORE)
