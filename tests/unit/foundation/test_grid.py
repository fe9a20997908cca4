import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.foundation.grid import STEPS_PER_MINUTE, grid_array, to_grid

MINUTES = st.floats(0, 1e7)


@given(MINUTES)
def test_rounding_goes_to_the_nearest_step_and_only_once(minutes):
    rounded = to_grid(minutes)
    assert abs(rounded - minutes) <= 0.5 / STEPS_PER_MINUTE
    assert to_grid(rounded) == rounded
    assert grid_array(np.array([minutes]))[0] == rounded


@given(st.lists(MINUTES.map(to_grid), min_size=3, max_size=3))
def test_sums_and_differences_of_grid_times_are_exact(times):
    a, b, c = times
    assert (a + b) + c == a + (b + c)
    assert (a + b) - b == a


def test_halves_go_up_and_infinities_stay():
    assert to_grid(0.5 / STEPS_PER_MINUTE) == 1 / STEPS_PER_MINUTE
    assert grid_array(np.array([np.inf]))[0] == np.inf
