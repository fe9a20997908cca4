"""Queues: whoever is first is the least of all who wait, whoever came or left in between."""

from types import FunctionType, SimpleNamespace

import numpy as np
import pytest

from sim.core import queues
from sim.core.world import CASE, QUEUE

PLACES = 100


def _plain():
    """The parts of a queue as plain Python."""
    names = dict(vars(queues))
    for name, one in vars(queues).items():
        if hasattr(one, "py_func"):
            names[name] = FunctionType(one.py_func.__code__, names)
    return names


def _first(cases, waiting):
    return min(waiting, key=lambda case: (cases[case].rank, cases[case].order, cases[case].number), default=-1)


@pytest.mark.parametrize(("leaving", "orders"), [(0.3, 1), (0.45, 4), (0.48, 1000)])
def test_the_first_is_the_least_of_all(leaving, orders):
    rng = np.random.default_rng(orders)
    cases = np.zeros(PLACES, dtype=CASE).view(np.recarray)
    cases.number = rng.permutation(PLACES)
    cases.rank = rng.integers(0, 2, size=PLACES)
    cases.order = rng.integers(0, orders, size=PLACES)
    w = SimpleNamespace(case=cases, queue=np.zeros(1, dtype=QUEUE).view(np.recarray))
    w.queue[0].head = -1
    plain, waiting, most = _plain(), set(), 0
    for _ in range(800):
        outside = sorted(set(range(PLACES)) - waiting)
        if waiting and (rng.random() < leaving or not outside):
            case = _first(cases, waiting) if rng.random() < 0.5 else int(rng.choice(sorted(waiting)))
            plain["take_out"](w, 0, case)
            waiting.remove(case)
        else:
            case = int(rng.choice(outside))
            plain["put_in"](w, 0, case)
            waiting.add(case)
        most = max(most, len(waiting))
        assert w.queue[0].head == _first(cases, waiting)
    assert most > 10
