"""Where a winner is no finding: it depends on how long cases are followed (H), or on how felt empathy is defined.

H is a choice of whoever measures: resolution time is also measured with live customers followed for an hour, two,
four, or the whole H. Felt empathy has several definitions, and its anchor (the level of the first column) is a choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from sim.comparison.statistics import Difference, PairOfColumns, paired_difference, pairs_of
from sim.comparison.words import BY_ANCHOR, BY_DEFINITION, BY_H, NOT_SETTLED
from sim.measures import measure_named, with_worth_having

RESOLUTION, FELT = "resolution_minutes", "felt_empathy"
DEFINITIONS = ("logit", "servqual", "effort", "outcome")
PairedDifferences = Mapping[PairOfColumns, dict[str, Difference]]


@dataclass(frozen=True)
class HorizonSamples:
    """minutes: H of live channels in open minutes, ascending, the scenario's own last; empty where none is tried.

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
    def winner(self) -> str | None:
        """The column that is better, at 95% by itself; None where neither is."""
        return self.difference.winner_alone


def by_horizon(
    horizons: HorizonSamples, columns: tuple[str, ...], worth_having: Mapping[str, float]
) -> dict[PairOfColumns, tuple[AtHorizon, ...]]:
    """Differences of every pair compared, under every H."""
    known = measure_named(RESOLUTION)
    assert known is not None
    measure = with_worth_having(known, worth_having)
    pairs, samples = pairs_of(columns), horizons.samples
    return {
        (first, second): tuple(
            AtHorizon(
                minutes,
                paired_difference((first, second), samples[first][place], samples[second][place], measure, len(pairs)),
            )
            for place, minutes in enumerate(horizons.minutes)
        )
        for first, second in pairs
    }


def depends_on_h(answers: tuple[AtHorizon, ...]) -> bool:
    """Whether two settled answers name different winners."""
    return len({answer.winner for answer in answers} - {None}) > 1


def winners_by_definition(row: Mapping[str, Difference]) -> dict[str, str]:
    """The better column by each definition of felt empathy that has one."""
    named = {name: row[f"{FELT}_{name}"].winner_alone for name in DEFINITIONS if f"{FELT}_{name}" in row}
    return {name: winner for name, winner in named.items() if winner}


def definitions_disagree(row: Mapping[str, Difference]) -> bool:
    """Whether two definitions name different winners."""
    return len(set(winners_by_definition(row).values())) > 1


def sign_turns(pair: PairOfColumns, by_anchor: Mapping[str, np.ndarray]) -> bool:
    """Whether the difference in felt empathy has another sign at another level of the anchor."""
    signs = np.sign(np.mean(by_anchor[pair[1]] - by_anchor[pair[0]], axis=1))
    return np.unique(signs).size > 1


def with_doubts(
    paired: PairedDifferences,
    at_horizons: Mapping[PairOfColumns, tuple[AtHorizon, ...]],
    by_anchor: Mapping[str, np.ndarray],
) -> dict[PairOfColumns, dict[str, Difference]]:
    """The same differences, with resolution time and felt empathy not settled where they are in doubt.

    by_anchor: felt empathy at other levels, empty where it was not measured.
    """
    return {pair: row | _doubtful(pair, row, at_horizons[pair], by_anchor) for pair, row in paired.items()}


def _doubtful(
    pair: PairOfColumns,
    row: Mapping[str, Difference],
    answers: tuple[AtHorizon, ...],
    by_anchor: Mapping[str, np.ndarray],
) -> dict[str, Difference]:
    doubts = {}
    if depends_on_h(answers):
        doubts[RESOLUTION] = BY_H
    if definitions_disagree(row):
        doubts[FELT] = BY_DEFINITION
    elif by_anchor and row[FELT].winner_alone and sign_turns(pair, by_anchor):
        doubts[FELT] = BY_ANCHOR
    return {
        name: replace(row[name], word=NOT_SETTLED, reason=reason, alone=NOT_SETTLED) for name, reason in doubts.items()
    }
