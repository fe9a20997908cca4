"""The team with the least work per person: against a look at every team, at sizes of one group and many."""

from types import FunctionType, SimpleNamespace

import numpy as np
import pytest

from sim.core import loads
from sim.core.completions import GROUP
from sim.core.world import QUEUE, RUN
from sim.rules.matching import work_per_person

FUNCTIONS, LANGUAGES = 2, 2


def _plain():
    """The parts of loads as plain Python, looks at a group done by NumPy."""
    names = dict(vars(loads))
    for name, one in vars(loads).items():
        if hasattr(one, "py_func"):
            names[name] = FunctionType(one.py_func.__code__, names)
    names["least_of_group"] = lambda numbers, start: numbers[start : start + GROUP].min()
    names["place_in_group"] = lambda numbers, start, wanted: int(np.argmax(numbers[start : start + GROUP] == wanted))
    return names


def _least(queues, team_of, of_function, here):
    best, best_load = -1, np.inf
    for queue in here:
        if queues[queue].on_shift > 0:
            waiting = sum(queues[one].queued for one in of_function[team_of[queue]])
            load = work_per_person(waiting, queues[queue].busy, queues[queue].on_shift)
            if load < best_load:
                best, best_load = team_of[queue], load
    return best


@pytest.mark.slow
@pytest.mark.parametrize("rooms", [loads.FEW + 1, 64, 65, 5000])
def test_the_least_is_that_of_a_look_at_each(rooms):
    rng = np.random.default_rng(rooms)
    classes = FUNCTIONS * LANGUAGES
    tables = loads.load_tables(rooms, classes)
    w = SimpleNamespace(
        run=np.zeros(1, dtype=RUN).view(np.recarray),
        queue=np.zeros((rooms + 1) * classes, dtype=QUEUE).view(np.recarray),
        **tables,
    )
    w.run[0].classes, w.run[0].languages = classes, LANGUAGES
    plain, teams = _plain(), np.arange(rooms)
    assert plain["least_loaded"](w, 0) == -1
    for turn in range(25):
        for _ in range(1 if turn else min(rooms, 300)):
            team, function, language = (int(rng.integers(n)) for n in (rooms, FUNCTIONS, LANGUAGES))
            queue = team * classes + function * LANGUAGES + language
            w.queue[queue].on_shift = rng.integers(0, 4)
            w.queue[queue].busy = rng.integers(0, w.queue[queue].on_shift + 1)
            plain["note_load"](w, queue)
            w.queue[queue].queued = rng.integers(0, 3)
            plain["note_loads"](w, team, function)
        for work_class in range(classes):
            here = teams * classes + work_class
            first = here - work_class + work_class // LANGUAGES * LANGUAGES
            of_function = [range(one, one + LANGUAGES) for one in first]
            team_of = {int(queue): int(team) for team, queue in zip(teams, here, strict=True)}
            assert plain["least_loaded"](w, work_class) == _least(w.queue, team_of, of_function, here)


def test_few_teams_have_no_tables():
    assert loads.load_tables(loads.FEW, 4)["load"].size == 0
