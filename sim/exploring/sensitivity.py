"""What a comparison rests on: plausible worlds, the assumptions that weigh most, and where they turn the answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.comparison.sampling import Progress
from sim.exploring.turning_points import Flip, flips
from sim.exploring.worlds import WORLDS, Pair, Worlds, plausible_worlds
from sim.scenario.ledger import Assumption

if TYPE_CHECKING:
    from sim.comparison.results import MeasuredColumns

HEAVIEST = 3  # assumptions of each pair for which the turning point is searched
MEASURE = "resolution_minutes"


@dataclass(frozen=True)
class Sensitivity:
    """weights: by pair, the heaviest first. flips: of the heaviest of either pair."""

    worlds: Worlds
    weights: dict[Pair, tuple[Weight, ...]]
    flips: tuple[Flip, ...]


def pairs_told(columns: tuple[str, ...]) -> tuple[Pair, ...]:
    """Pairs that a verdict is told of: pods (or the last column) against the first, and the formation alone."""
    last = "pods" if "pods" in columns[1:] else columns[-1]
    pairs = [(columns[0], last)]
    if last == "pods" and "silos_plus" in columns and columns[0] != "silos_plus":
        pairs.append(("silos_plus", "pods"))
    return tuple(pairs)


def sensitivity_of(
    comparison: MeasuredColumns,
    *,
    worlds: int = WORLDS,
    cluster: str | None = None,
    store: Path | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """Worlds, weights and turning points of a comparison, on the same seed. Arguments as of `plausible_worlds`."""
    scenario, columns, seed = comparison.scenario, comparison.columns, comparison.seed
    drawn = plausible_worlds(
        scenario, columns, seed=seed, worlds=worlds, cluster=cluster, store=store, progress=progress
    )
    pairs = pairs_told(columns)
    weights = {pair: rests_on(drawn, pair, MEASURE) for pair in pairs}
    heaviest = {one.assumption: None for pair in pairs for one in [w for w in weights[pair] if w.certain][:HEAVIEST]}
    turning: tuple[Flip, ...] = ()
    if heaviest:
        turning = flips(
            scenario, columns, pairs, seed=seed, over=tuple(heaviest), measure=MEASURE, cluster=cluster, store=store
        )
    return Sensitivity(drawn, weights, turning)


FALSE_ALARMS = 0.05  # chance that an assumption without effect is named, over all of them


@dataclass(frozen=True)
class Weight:
    """How much a difference depends on one assumption.

    slope: standardised coefficient of the ranks, in about [-1, 1]: above 0 the difference (second minus first) grows
    with the assumption. share: of the variance of the difference's ranks, in [0, 1]. certain: told apart from chance.
    """

    assumption: Assumption
    slope: float
    share: float
    certain: bool


def rests_on(worlds: Worlds, pair: Pair, measure: str = "resolution_minutes") -> tuple[Weight, ...]:
    """Weights of all assumptions, the heaviest first; empty where there are too few worlds to tell.

    Standardised rank regression: ranks of the difference on ranks of every assumption. An assumption is certain where
    its coefficient would be as large by chance with a probability of 5% over all assumptions at once (Bonferroni).
    """
    from scipy.stats import rankdata, t

    difference = worlds.differences[pair][measure].difference
    known = ~np.isnan(difference)
    places = [k for k in range(len(worlds.assumptions)) if np.ptp(worlds.values[known, k]) > 0] if known.any() else []
    n, k = int(np.count_nonzero(known)), len(places)
    if n < 2 * k + 10 or np.ptp(difference[known]) == 0:
        return ()
    x = np.column_stack([_standard(rankdata(worlds.values[known, place])) for place in places])
    y = _standard(rankdata(difference[known]))
    slopes, *_ = np.linalg.lstsq(x, y, rcond=None)
    freedom = n - k - 1
    noise = float(np.sum((y - x @ slopes) ** 2)) / freedom
    errors = np.sqrt(noise * np.diag(np.linalg.inv(x.T @ x)))
    bar = float(t.ppf(1.0 - FALSE_ALARMS / (2 * k), freedom))
    weights = [
        Weight(worlds.assumptions[place], float(slope), float(slope * slope), bool(abs(slope) > bar * error))
        for place, slope, error in zip(places, slopes, errors, strict=True)
    ]
    return tuple(sorted(weights, key=lambda one: (-one.share, one.assumption.name)))


def _standard(values: np.ndarray) -> np.ndarray:
    return (values - values.mean()) / values.std()
