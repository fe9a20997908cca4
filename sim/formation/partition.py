"""Who belongs to which team: the same people, another formation.

Partitions return a label per person, int64[P], that carries no meaning. Teams are numbered afterwards by their lowest
person, so neither names nor the order in a file can matter.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TypeVar

import numpy as np

from sim.formation.arrays import People
from sim.formation.people import EVERYWHERE
from sim.foundation.draws import Kind, uniform
from sim.scenario.team_plan import dealt

Label = TypeVar("Label", bound=Hashable)


def cross_functional(people: People, teams: int, shifts_together: bool = True) -> np.ndarray:
    """Pods with every function spread evenly; sizes differ by at most 1.

    Function by function, the pods that are smallest so far take the remainder. Seats are filled in order of shift: pod
    by pod, so that a pod's people work at the same time, or spread, so that every pod has people of every shift. Among
    people of one function and shift, those who speak what few others do come first, each to the pod that has fewest
    of them.
    """
    label = np.empty(people.count, dtype=np.int64)
    size = np.zeros(teams, dtype=np.int64)
    starts, speech = _first_shift(people), _speech(people)
    of_shift = {start: np.zeros(teams, dtype=np.int64) for start in set(starts.tolist())}
    of_speech = np.zeros((int(speech.max(initial=0)) + 1, teams), dtype=np.int64)
    for function in np.unique(people.function):
        members = np.flatnonzero(people.function == function)
        members = members[np.lexsort((members, speech[members], starts[members]))]
        quota = np.full(teams, members.size // teams)
        quota[np.argsort(size, kind="stable")[: members.size % teams]] += 1
        if not shifts_together:
            label[members] = _spread(starts[members], speech[members], quota, of_shift, of_speech)
        elif len(of_speech) == 1:
            label[members] = np.repeat(np.arange(teams), quota)
        else:
            label[members] = _mixed(starts[members], speech[members], quota, of_speech)
        size += quota
    return label


def dealt_share(people: People, share: float) -> np.ndarray:
    """A share of each function's people, spread evenly over shifts; how many, `dealt` says.

    People in order of shift are dealt one by one, as soon as the share of those so far comes to another half.
    Returns int64[k], ascending numbers.
    """
    starts = _first_shift(people)
    chosen = []
    for function in np.unique(people.function):
        members = np.flatnonzero(people.function == function)
        members = members[np.lexsort((members, starts[members]))]
        so_far = [dealt(number, share) for number in range(members.size + 1)]
        chosen.append(members[np.diff(so_far) > 0])
    return np.sort(np.concatenate(chosen)) if chosen else np.zeros(0, dtype=np.int64)


def _mixed(starts: np.ndarray, speech: np.ndarray, quota: np.ndarray, of_speech: np.ndarray) -> np.ndarray:
    """A pod for each of a function's people, sorted by shift: pod by pod, and within a shift languages are dealt.

    starts, quota: as in `_spread`. speech: int64[n]. of_speech: int64[kinds, T], people in each pod so far by what
    they speak, of all functions; it is kept up.
    """
    label = np.repeat(np.arange(quota.size), quota)
    numbers = np.arange(quota.size)
    for start in np.unique(starts):
        run = np.flatnonzero(starts == start)
        left = np.bincount(label[run], minlength=quota.size)
        for i in run:
            label[i] = pod = np.lexsort((numbers, of_speech[speech[i]], left == 0))[0]
            left[pod] -= 1
            of_speech[speech[i]][pod] += 1
    return label


def _spread(
    starts: np.ndarray,
    speech: np.ndarray,
    quota: np.ndarray,
    of_shift: dict[float, np.ndarray],
    of_speech: np.ndarray,
) -> np.ndarray:
    """A pod for each of a function's people, sorted by shift: each shift is dealt evenly as far as quotas allow.

    starts: float64[n], ascending. quota: int64[T], seats in each pod, n together. of_shift: start -> int64[T], people
    of that shift in each pod so far, of all functions; it is kept up. speech, of_speech: as in `_mixed`.
    """
    label = np.empty(starts.size, dtype=np.int64)
    left, numbers = quota.copy(), np.arange(quota.size)
    here = np.zeros(quota.size, dtype=np.int64)  # of this function and shift
    several = len(of_speech) > 1
    for i, start in enumerate(starts.tolist()):
        if i and start != starts[i - 1]:
            here[:] = 0
        alike = of_speech[speech[i]]
        order = np.lexsort((numbers, -left, alike * several, of_shift[start], here, left == 0))
        label[i] = pod = order[0]
        left[pod] -= 1
        here[pod] += 1
        of_shift[start][pod] += 1
        alike[pod] += 1
    return label


def _speech(people: People) -> np.ndarray:
    """What each person speaks, as a number: 0 for the set of languages that fewest speak. Returns int64[P]."""
    _, found, heads = np.unique(people.speaks, axis=0, return_inverse=True, return_counts=True)
    rank = np.empty(heads.size, dtype=np.int64)
    rank[np.argsort(heads, kind="stable")] = np.arange(heads.size)
    return rank[found.ravel()]


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


def number_teams(labels: Sequence[Label]) -> tuple[np.ndarray, list[Label]]:
    """Team numbers in order of each team's lowest person. Returns (int64[P], labels by number)."""
    number: dict[Label, int] = {}
    home = [number.setdefault(label, len(number)) for label in labels]
    return np.array(home, dtype=np.int64), list(number)
