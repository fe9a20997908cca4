"""Who can do which work: a function in a language, or answer at the front door in a language."""

from __future__ import annotations

import numpy as np

from sim.foundation.kinds import Borrowing
from tests.property import by_hand
from tests.property.runs import Run
from tests.property.story import FRONT_DOOR


def able(run: Run, function: int, language: int) -> np.ndarray:
    """Whether each person can do it. bool[P]."""
    people = run.inputs.people
    at_the_door = run.formation.first_line[run.home]
    return people.speaks[:, language] & (at_the_door if function == FRONT_DOOR else people.skill[:, function] > 0.0)


def at_home(run: Run, function: int, language: int) -> np.ndarray:
    """Whether each person counts as capacity for it: those of the function or, where nobody is, all who are able."""
    can = able(run, function, language)
    home = can & (run.inputs.people.function == function)
    return home if home.any() else can


def within_reach(run: Run, team: int) -> np.ndarray:
    """Whether each person may take work of a team, their own or by borrowing. bool[P]."""
    distance = run.formation.distance[team, run.home] if run.policy["walls"] else np.zeros_like(run.home)
    reach = {Borrowing.NONE: 0, Borrowing.NEAR: 1, Borrowing.ANYWHERE: np.inf}
    return distance <= reach[Borrowing(int(run.policy["borrowing"]))]


def may_take(run: Run, person: int, function: int, language: int, capacity: int, at: float) -> bool:
    """Whether somebody free may take the head of a queue. capacity: at home in it and on shift in its room."""
    if not able(run, function, language)[person]:
        return False
    if at_home(run, function, language)[person] or run.policy["assignment"]:
        return True
    skill = run.skill(person, function, at)
    return by_hand.second_skill_pays(skill, capacity, float(run.inputs.customers.mean_work[function]))
