"""The verdict under another H: resolution time with live customers followed for an hour, two, four, or the whole H.

H is a choice of whoever measures. Where the winner in resolution time depends on it, there is no winner.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from sim.comparison.statistics import NOT_SETTLED, Difference, paired_difference, pairs_of
from sim.measures import measure_named

SWEPT = "resolution_minutes"
PairOfColumns = tuple[str, str]


@dataclass(frozen=True)
class Sweep:
    """minutes: H of live channels in open minutes, ascending, the scenario's own last; empty where none is swept.

    samples: column -> resolution_minutes under each, float64[len(minutes), R].
    """

    minutes: tuple[float, ...] = ()
    samples: Mapping[str, np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True)
class AtHorizon:
    """A difference in resolution time under one H of the live channels, in open minutes."""

    minutes: float
    difference: Difference

    @property
    def said(self) -> str:
        """H as a reader writes it."""
        return f"{self.minutes:.10g}"

    @property
    def winner(self) -> str | None:
        """The better column; None where the columns are the same or it is not settled."""
        found = self.difference
        return found.better if found.better in (found.first, found.second) else None


def by_horizon(sweep: Sweep, columns: tuple[str, ...]) -> dict[PairOfColumns, tuple[AtHorizon, ...]]:
    """Differences of every pair compared, under every H."""
    measure = measure_named(SWEPT)
    assert measure is not None
    pairs = pairs_of(columns)
    return {
        (first, second): tuple(
            AtHorizon(
                minutes,
                paired_difference(
                    (first, second), sweep.samples[first][place], sweep.samples[second][place], measure, len(pairs)
                ),
            )
            for place, minutes in enumerate(sweep.minutes)
        )
        for first, second in pairs
    }


def depends_on_h(answers: tuple[AtHorizon, ...]) -> bool:
    """Whether two settled answers name different winners."""
    return len({answer.winner for answer in answers} - {None}) > 1


def with_horizons(
    paired: dict[PairOfColumns, dict[str, Difference]], answers: Mapping[PairOfColumns, tuple[AtHorizon, ...]]
) -> dict[PairOfColumns, dict[str, Difference]]:
    """The same differences, with resolution time not settled where its winner depends on H."""
    return {
        pair: row | {SWEPT: replace(row[SWEPT], better=NOT_SETTLED, jointly=NOT_SETTLED)}
        if depends_on_h(answers[pair])
        else row
        for pair, row in paired.items()
    }
