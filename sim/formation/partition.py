"""Who belongs to which team: the same people, another formation.

Every function returns int64[P], a label per person; labels carry no meaning. Teams are numbered
afterwards by their lowest person, so neither names nor the order in a file can matter.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from sim.demand.draws import Kind, uniform
from sim.formation.arrays import People
from sim.formation.people import EVERYWHERE


def by_function(people: People) -> np.ndarray:
    """One team per function."""
    return people.function.copy()


def cross_functional(people: People, teams: int) -> np.ndarray:
    """Pods with every function spread evenly, people of one shift together.

    Function by function, the pods that are smallest so far take the remainder; the seats are filled in
    order of shift, so that a pod's people work at the same time. Sizes differ by at most 1.
    """
    label = np.empty(people.count, dtype=np.int64)
    size = np.zeros(teams, dtype=np.int64)
    starts = _first_shift(people)
    for function in np.unique(people.function):
        members = np.flatnonzero(people.function == function)
        members = members[np.lexsort((members, starts[members]))]
        quota = np.full(teams, members.size // teams)
        quota[np.argsort(size, kind="stable")[: members.size % teams]] += 1
        label[members] = np.repeat(np.arange(teams), quota)
        size += quota
    return label


def at_random(people: People, teams: int) -> np.ndarray:
    """Teams of equal size (give or take one) drawn at random once, by address of the person."""
    draws = [uniform(EVERYWHERE, Kind.PARTITION, int(key), 0) for key in people.key]
    label = np.empty(people.count, dtype=np.int64)
    label[np.argsort(draws, kind="stable")] = np.arange(people.count) * teams // people.count
    return label


def _first_shift(people: People) -> np.ndarray:
    """Start of each person's first shift in the week, minutes; inf without shifts."""
    first = np.full(people.count, np.inf)
    np.minimum.at(first, people.shift_person, people.shift_start)
    return first


def number_teams(labels: Sequence[Hashable]) -> tuple[np.ndarray, list[Hashable]]:
    """Team numbers in order of each team's lowest person. Returns (int64[P], labels by number)."""
    number: dict[Hashable, int] = {}
    home = [number.setdefault(label, len(number)) for label in labels]
    return np.array(home, dtype=np.int64), list(number)
