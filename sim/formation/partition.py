"""Who belongs to which team: the same people, another formation.

Every function returns a label per person, nearly always as int64[P]; labels carry no meaning. Teams are numbered
afterwards by their lowest person, so neither names nor the order in a file can matter.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np

from sim.demand.draws import Kind, uniform
from sim.formation.arrays import People
from sim.formation.people import EVERYWHERE


def by_function(people: People) -> np.ndarray:
    """One team per function."""
    return people.function.copy()


def pool(people: People) -> np.ndarray:
    """Everybody in one team."""
    return np.zeros(people.count, dtype=np.int64)


def cross_functional(people: People, teams: int, shifts_together: bool = True) -> np.ndarray:
    """Pods with every function spread evenly; sizes differ by at most 1.

    Function by function, the pods that are smallest so far take the remainder. Seats are filled in order of shift: pod
    by pod, so that a pod's people work at the same time, or spread, so that every pod has people of every shift.
    """
    label = np.empty(people.count, dtype=np.int64)
    size = np.zeros(teams, dtype=np.int64)
    starts = _first_shift(people)
    of_shift = {start: np.zeros(teams, dtype=np.int64) for start in set(starts.tolist())}
    for function in np.unique(people.function):
        members = np.flatnonzero(people.function == function)
        members = members[np.lexsort((members, starts[members]))]
        quota = np.full(teams, members.size // teams)
        quota[np.argsort(size, kind="stable")[: members.size % teams]] += 1
        if shifts_together:
            label[members] = np.repeat(np.arange(teams), quota)
        else:
            label[members] = _spread(starts[members], quota, of_shift)
        size += quota
    return label


def dealt_share(people: People, share: float) -> np.ndarray:
    """A share of each function's people, spread evenly over shifts. Returns int64[k], ascending numbers."""
    starts = _first_shift(people)
    chosen = []
    for function in np.unique(people.function):
        members = np.flatnonzero(people.function == function)
        members = members[np.lexsort((members, starts[members]))]
        up_to = np.floor(np.arange(members.size + 1) * share + 0.5 + 1e-9)
        chosen.append(members[np.diff(up_to) > 0])
    return np.sort(np.concatenate(chosen)) if chosen else np.zeros(0, dtype=np.int64)


def _spread(starts: np.ndarray, quota: np.ndarray, of_shift: dict[float, np.ndarray]) -> np.ndarray:
    """A pod for each of a function's people, sorted by shift: each shift is dealt evenly as far as quotas allow.

    starts: float64[n], ascending. quota: int64[T], seats in each pod, n together. of_shift: start -> int64[T], people
    of that shift in each pod so far, of all functions; it is kept up.
    """
    label = np.empty(starts.size, dtype=np.int64)
    left, numbers = quota.copy(), np.arange(quota.size)
    here = np.zeros(quota.size, dtype=np.int64)  # of this function and shift
    for i, start in enumerate(starts.tolist()):
        if i and start != starts[i - 1]:
            here[:] = 0
        order = np.lexsort((numbers, -left, of_shift[start], here, left == 0))
        label[i] = pod = order[0]
        left[pod] -= 1
        here[pod] += 1
        of_shift[start][pod] += 1
    return label


def explicit(people: People, team_of_seat: Mapping[str, str]) -> list[str]:
    """The teams of the scenario's own making. team_of_seat: for everybody. Returns names, one per person."""
    return [team_of_seat[seat] for seat in people.seat]


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
