"""What staffing is for: the targets of a scenario, or being as good as another column is with today's people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.measures import measure_named
from sim.scenario.target_settings import Target


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


def goal_of_match(measure: str, today: Mapping[str, np.ndarray]) -> Goal:
    """To be as good, on average, as another column in its samples of today."""
    known = measure_named(measure)
    assert known is not None
    return Goal(measure, known.direction == "more", today[measure])
