"""The fewest people at which goals are met: a bracket from today on, halved, then looked at one by one for an interval.

Margins are one per replication and goal, 0 or more where a goal is met; a number of people is enough where the mean
margin of every goal is. More people are taken to help: what is enough stays enough. All numbers of people meet the
same customers, so a replication says by itself where it would cross the line, and resampling replications says how
sure the answer is.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.comparison.intervals import CONFIDENCE, t_quantile
from sim.measures import AT, measure_named
from sim.scenario.figure_settings import Target

FIRST_STRIDE = 0.04  # of today's people: the first step away from today; each further one is twice as long
LEAST, MOST = 0.5, 2.0  # how far from today is looked, as a multiple of today's people
RESAMPLES = 2000
TAIL = 0.025
SURE = 0.005  # of resamples on the other side: so far out nothing is left for the interval
GRAIN = 100  # people are looked at in steps of today's number over this


@dataclass
class Search:
    """One question: how many people does a column need?

    today, least, most: people. step: people between two numbers looked at. seen: margins float64[goals, R] by people;
    None where the columns cannot be made of so few.
    """

    today: int
    least: int
    most: int
    step: int = 1
    seed: int = 0
    seen: dict[int, np.ndarray | None] = field(default_factory=dict)

    @classmethod
    def around(cls, today: int, fewest: int, seed: int) -> Search:
        """A search from today's people on. fewest: below which nobody can work."""
        step = max(1, round(today / GRAIN))
        below = min((today - 1) // step, int((today - LEAST * today) // step), max(0, today - fewest) // step)
        above = int((MOST * today - today) // step)
        return cls(today, today - below * step, today + above * step, step, seed)

    def wanted(self) -> list[int]:
        """Numbers of people to look at next; none where the answer is known."""
        if self.today not in self.seen:
            return [self.today]
        low, high = self._bracket()
        if high is None:
            return [self._further(max(self.seen), upward=True)] if low != self.most else []
        if low is None:
            return [self._further(min(self.seen), upward=False)] if high != self.least else self._window(high)
        if high - low > self.step:
            return [low + (high - low) // (2 * self.step) * self.step]
        return self._window(high)

    @property
    def people(self) -> int | None:
        """The fewest that are enough of all looked at; None where the most are not."""
        return self._bracket()[1]

    def _bracket(self) -> tuple[int | None, int | None]:
        """(most that are not enough, below) and (fewest that are enough, and all more of them); None: none seen."""
        high = None
        for people in sorted(self.seen, reverse=True):
            if not self.enough(people):
                return people, high
            high = people
        return None, high

    def enough(self, people: int) -> bool:
        """Whether so many people meet every goal on average."""
        margins = self.seen[people]
        return margins is not None and bool(np.all(_means(margins) >= 0.0))

    def _further(self, edge: int, upward: bool) -> int:
        gone = abs(edge - self.today)
        stride = max(self.step, round(FIRST_STRIDE * self.today / self.step) * self.step)
        target = stride if gone == 0 else 2 * gone
        return min(self.most, self.today + target) if upward else max(self.least, self.today - target)

    def _window(self, high: int) -> list[int]:
        """Neighbours of the answer, until resampling leaves no doubt on either side."""
        below, above = high, high
        while below > self.least and below in self.seen and self._share_enough(below) > SURE:
            below -= self.step
        while above < self.most and above in self.seen and self._share_enough(above) < 1.0 - SURE:
            above += self.step
        return sorted({people for people in (below, above) if people not in self.seen})

    def _share_enough(self, people: int) -> float:
        """Share of resamples in which so many people are enough."""
        return float(np.mean(self._met(people)))

    def _met(self, people: int) -> np.ndarray:
        """bool[RESAMPLES]: whether so many are enough, by resample: the same replications for all numbers."""
        margins = self.seen[people]
        if margins is None:
            return np.zeros(RESAMPLES, dtype=np.bool_)
        rows = _rows(self.seed, margins.shape[1])
        means = _means(margins)[:, None]
        with np.errstate(invalid="ignore"):  # what is unknown is -inf in either, and not reached
            drawn = means + _widening(margins.shape[1]) * (_means(margins[:, rows]) - means)
        return np.all(drawn >= 0.0, axis=0)

    def crossings(self) -> np.ndarray:
        """int64[RESAMPLES]: the fewest people that are enough, by resample; most + step where none is."""
        tried = sorted(self._inside(), reverse=True)
        fewest = np.full(RESAMPLES, self.most + self.step)
        still = np.ones(RESAMPLES, dtype=np.bool_)
        for people in tried:
            still &= self._met(people)
            fewest[still] = people
        return fewest

    def _inside(self) -> list[int]:
        """Numbers looked at that lie next to each other around the answer; further ones would leave gaps."""
        people = self.people
        if people is None:
            return [max(self.seen)]
        inside = [people]
        for step in (-self.step, self.step):
            here = people + step
            while here in self.seen:
                inside.append(here)
                here += step
        return inside

    def interval(self) -> tuple[int, int] | None:
        """95% interval of the fewest people; None where the most are not enough."""
        if self.people is None:
            return None
        low, high = np.quantile(self.crossings(), [TAIL, 1.0 - TAIL], method="inverted_cdf")
        return int(low), int(high)


def _widening(replications: int) -> float:
    """What resampled means must deviate more for their quantiles to be those of Student's t, as intervals elsewhere."""
    freedom = replications - 1
    return math.sqrt(replications / freedom) * t_quantile(freedom, CONFIDENCE) / t_quantile(10**9, CONFIDENCE)


def _means(margins: np.ndarray) -> np.ndarray:
    """Means over the last axis of what is known (not nan); -inf where nothing is: what is unknown is not reached."""
    known = ~np.isnan(margins)
    count = known.sum(axis=-1)
    total = np.where(known, margins, 0.0).sum(axis=-1)
    return np.where(count > 0, total / np.maximum(count, 1), -np.inf)


def _rows(seed: int, replications: int) -> np.ndarray:
    """Replications of every resample, int64[RESAMPLES, R], the same for every question with this seed."""
    return np.random.default_rng(seed).integers(0, replications, (RESAMPLES, replications))


@dataclass(frozen=True)
class Goal:
    """One line to reach. key: of the measure in samples. upward: whether more is wanted.

    line: a value, or one per replication where it is what another column does in it, float64[R].
    """

    key: str
    upward: bool
    line: float | np.ndarray

    def margin(self, sample: Mapping[str, np.ndarray]) -> np.ndarray:
        """0 or more where it is met, float64[R]."""
        values = sample[self.key]
        return values - self.line if self.upward else self.line - values


@dataclass(frozen=True)
class Question:
    """What is asked of a column. match: the column whose today it is to equal; None: the scenario's targets."""

    column: str
    match: str | None = None


def questions_of(columns: Sequence[str], targets: Sequence[Target], match: str | None) -> Iterator[Question]:
    """Every column for the targets, if there are any; then every other column to equal `match`, and it the first."""
    if targets:
        yield from (Question(column) for column in columns)
    if match is not None:
        yield from (Question(column, match) for column in columns if column != match)
        if columns[0] != match:
            yield Question(match, columns[0])


def goals_of_targets(targets: Sequence[Target]) -> tuple[Goal, ...]:
    """The scenario's targets."""
    return tuple(Goal(target.name, target.upward, target.line) for target in targets)


def goals_of_match(keys: Sequence[str], today: Mapping[str, np.ndarray]) -> tuple[Goal, ...]:
    """To be as good, on average, as another column in its samples of today. keys: measures, or "measure@channel"."""
    return tuple(Goal(key, _more_is_better(key), today[key]) for key in keys)


def _more_is_better(key: str) -> bool:
    known = measure_named(key.partition(AT)[0])
    assert known is not None
    return known.direction == "more"
