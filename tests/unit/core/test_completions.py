"""Who is done next: against a plain look over all times, at sizes of one group and many, ties abounding."""

from types import SimpleNamespace

import numba
import numpy as np
import pytest

from sim.core import completions
from sim.core.completions import GROUP, NEVER, TICKS, groups_of, least_of_group, least_of_others, place_in_group
from sim.core.world import RUN


@numba.njit
def _looked_at(numbers, start, place):
    least = least_of_group(numbers, start)
    return least, place_in_group(numbers, start, least), least_of_others(numbers, start, place)


def test_a_group_at_a_look():
    rng = np.random.default_rng(1)
    for _ in range(200):
        numbers = rng.integers(0, 40, size=3 * GROUP)
        start, place = GROUP * int(rng.integers(0, 3)), int(rng.integers(0, GROUP))
        group = numbers[start : start + GROUP]
        least, where, others = _looked_at(numbers, start, place)
        assert (least, where) == (group.min(), group.argmin())
        assert others == np.delete(group, place).min()
    assert _looked_at(np.full(GROUP, NEVER), 0, 63) == (NEVER, 0, NEVER)


@pytest.mark.parametrize("count", [1, 5, 64, 65, 1000, 5000])
def test_the_next_is_the_least_time_then_the_lowest_person(count):
    rng = np.random.default_rng(count)
    w = SimpleNamespace(
        run=np.zeros(1, dtype=RUN).view(np.recarray),
        done_at=np.full(GROUP * groups_of(count), NEVER),
        first_done=np.full(groups_of(count), NEVER),
    )
    w.run[0].next_done = NEVER
    until: dict[int, float] = {}
    plain = SimpleNamespace(occupied=completions.occupied_until.py_func, done=_plain_next(completions))
    for _ in range(400):
        free = [p for p in rng.integers(0, count, size=3).tolist() if p not in until]
        if free and (not until or rng.random() < 0.6):
            until[free[0]] = float(rng.integers(1, 30)) / 4.0
            plain.occupied(w, free[0], until[free[0]])
        elif until:
            expected = min(until, key=lambda person: (until[person], person))
            assert w.run[0].next_done == until[expected] * TICKS
            assert plain.done(w) == expected
            del until[expected]
    assert w.run[0].next_done == (min(until.values()) * TICKS if until else NEVER)


def _plain_next(module):
    """`next_done` as plain Python, its looks at a group done by NumPy."""

    def least(numbers, start):
        return int(numbers[start : start + GROUP].min())

    def others(numbers, start, place):
        return int(np.delete(numbers[start : start + GROUP], place).min())

    def where(numbers, start, wanted):
        return int(np.argmax(numbers[start : start + GROUP] == wanted))

    names = {**vars(module), "least_of_group": least, "least_of_others": others, "place_in_group": where}
    function = module.next_done.py_func
    return type(function)(function.__code__, names)
