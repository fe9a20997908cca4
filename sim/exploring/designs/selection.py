"""Which of a few designs is best, with a promise: the procedure of Kim & Nelson (2001), on common random numbers.

Designs run replication by replication on the same customers. One is dropped as soon as another is better than it by
more than chance can have brought, given how their difference varies. With values that are normal, the design that is
left is within the indifference zone of the best with the probability asked for, whatever the correlation between them.

For k designs, n first replications, confidence 1 - a and indifference zone d (c = 1):

    eta = ((2 a / (k - 1)) ** (-2 / (n - 1)) - 1) / 2,    h^2 = 2 eta (n - 1)

and after r replications design i is dropped if some l has mean_i - mean_l > max(0, d / (2 r) (h^2 S_il^2 / d^2 - r)),
where less is better and S_il^2 is the variance of their differences in the first n.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

CONFIDENCE = 0.95
FIRST = 10  # replications from which variances are estimated; they must not be looked at before
AT_ONCE = 5  # further replications of every design left, which are judged one by one

# Further replications of some designs: (numbers of the designs, first replication, how many) -> float64[designs, n].
Draw = Callable[[Sequence[int], int, int], np.ndarray]


@dataclass(frozen=True)
class Selected:
    """What came out. Designs by number.

    best: the one selected; of several left, the one with the least mean. left: all that could not be told apart with
    the replications allowed: one where the promise holds. replications: that each design met. means: over them.
    dropped_by: design -> the one that it was dropped for.
    """

    best: int
    left: tuple[int, ...]
    replications: tuple[int, ...]
    means: tuple[float, ...]
    dropped_by: dict[int, int]
    zone: float

    @property
    def settled(self) -> bool:
        """Whether one alone was left, so that the promise holds."""
        return len(self.left) == 1

    @property
    def ranked(self) -> tuple[int, ...]:
        """The best, then by how long they stayed, then by their means."""
        others = [number for number in range(len(self.means)) if number != self.best]
        return (
            self.best,
            *sorted(others, key=lambda one: (one not in self.left, -self.replications[one], self.means[one])),
        )


def select_least(
    draw: Draw, designs: int, zone: float, *, confidence: float = CONFIDENCE, first: int = FIRST, most: int
) -> Selected:
    """Find the design with the least mean.

    draw: runs designs on common random numbers. zone: above 0, smallest difference that matters, in the measure's
    unit. most: replications that a design may meet. Raises ValueError for a zone that is none.
    """
    if not zone > 0.0:
        raise ValueError(f"indifference zone: {zone}; it must be above 0")
    values = draw(range(designs), 0, first)
    if designs == 1:
        return Selected(0, (0,), (first,), (float(values.mean()),), {}, zone)
    eta = ((2.0 * (1.0 - confidence) / (designs - 1)) ** (-2.0 / (first - 1)) - 1.0) / 2.0
    spread = np.array([np.var(values - one, axis=1, ddof=1) for one in values])  # S_il^2
    reach = 2.0 * eta * (first - 1) * spread / zone  # h^2 S^2 / d
    state = _State(list(range(designs)), values.sum(axis=1), [first] * designs, {})
    state.drop(first, reach, zone)
    done = first
    while len(state.left) > 1 and done < most:
        count = min(AT_ONCE, most - done)
        here = list(state.left)
        more = draw(here, done, count)
        for step in range(count):
            state.add(here, more[:, step])
            state.drop(done + step + 1, reach, zone)
            if len(state.left) == 1:
                break
        done += count
    means = state.sums / np.array(state.met)
    best = min(state.left, key=lambda one: means[one])
    return Selected(best, tuple(sorted(state.left)), tuple(state.met), tuple(map(float, means)), state.dropped_by, zone)


@dataclass
class _State:
    """Designs that are left, sums of what all met, and who was dropped for whom."""

    left: list[int]
    sums: np.ndarray
    met: list[int]
    dropped_by: dict[int, int]

    def add(self, here: Sequence[int], values: np.ndarray) -> None:
        """One more replication of those that are left. here: the designs of the values."""
        for one, value in zip(here, values, strict=True):
            if one in self.left:
                self.sums[one] += value
                self.met[one] += 1

    def drop(self, met: int, reach: np.ndarray, zone: float) -> None:
        """Drop whoever another one beats after so many replications; all are judged by who was there before."""
        before = np.array(self.left)
        gap = (self.sums[before, None] - self.sums[None, before]) / met
        bound = np.maximum(0.0, (reach[np.ix_(before, before)] - zone * met) / (2.0 * met))
        beaten = gap > bound  # never by itself: its gap is 0
        for place in np.flatnonzero(beaten.any(axis=1)):
            self.left.remove(int(before[place]))
            self.dropped_by[int(before[place])] = int(before[np.argmax(beaten[place])])
