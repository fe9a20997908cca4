"""What a comparison rests on: plausible worlds, the assumptions that weigh most, and where they turn the answer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.comparison.corners import FORMATION, FORMATION_TODAY
from sim.comparison.sampling import Progress
from sim.exploring.turning_points import Flip, flips
from sim.exploring.worlds import QUESTION, Pair, Worlds, plausible_worlds
from sim.scenario.built_in_columns import HABITS, PODS, PODS_TODAY, TODAY
from sim.scenario.ledger import Assumption, ledger

if TYPE_CHECKING:
    from sim.comparison.results import MeasuredColumns

HEAVIEST = 3  # assumptions of each pair that are named
TURNED = 1  # of each pair for which the turning point is searched, beside the price of a crossing
PRICE = "link_minutes"


@dataclass(frozen=True)
class Sensitivity:
    """rests: by pair, what it rests on. flips: of the price of a crossing and of the heaviest of each pair."""

    worlds: Worlds
    rests: dict[Pair, Rests]
    flips: tuple[Flip, ...]

    @property
    def of_price(self) -> tuple[Flip, ...]:
        """What the price of a crossing does, by pair; of all cases, then by channel."""
        return tuple(flip for flip in self.flips if is_price(flip.assumption))


def is_price(one: Assumption) -> bool:
    """Whether an assumption is the minutes that a crossing costs."""
    return one.name.endswith(f".{PRICE}")


def pairs_told(columns: tuple[str, ...]) -> tuple[Pair, ...]:
    """Pairs that a verdict is told of: habits and pods (or the last column) against the first, pods with today's habits
    where they are compared, and last the formation alone.
    """
    first, last = columns[0], PODS if PODS in columns[1:] else columns[-1]
    if last != PODS or HABITS not in columns or first == HABITS:
        return ((first, last),)
    today = (FORMATION_TODAY,) if first == TODAY and PODS_TODAY in columns else ()
    return ((first, HABITS), *today, (first, PODS), FORMATION)


def sensitivity_of(
    comparison: MeasuredColumns,
    *,
    worlds: int | None = None,
    cluster: str | None = None,
    store: Path | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """Worlds, weights and turning points of a comparison, on the same seed. Arguments as of `plausible_worlds`."""
    scenario, columns, seed = comparison.scenario, comparison.columns, comparison.seed
    pairs = pairs_told(columns)
    drawn = plausible_worlds(
        scenario, columns, seed=seed, pairs=pairs, worlds=worlds, cluster=cluster, store=store, progress=progress
    )
    rests = {pair: rests_on(drawn, pair, QUESTION) for pair in pairs}
    prices = [one for one in ledger(scenario, columns) if is_price(one)]
    heaviest = [one.assumption for pair in pairs for one in rests[pair].certain[:TURNED]]
    over = tuple(dict.fromkeys([*prices, *heaviest]))
    channels = [f"{QUESTION}@{name}" for name in scenario.demand.channels]
    turning = flips(
        scenario, columns, pairs, seed=seed, over=over, cluster=cluster, store=store,
        measures=(QUESTION, *channels) if len(channels) > 1 else (QUESTION,),
    )  # fmt: skip
    return Sensitivity(drawn, rests, turning)


LEAST_FREEDOM = 30  # worlds more than assumptions
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


@dataclass(frozen=True)
class Rests:
    """Weights of all assumptions, the heaviest first; none where there are too few worlds to tell.

    r2: share of the variance of the difference's ranks that all of them explain together, in [0, 1], allowing for how
    many they are (adjusted); nan where there are too few worlds.
    """

    weights: tuple[Weight, ...] = ()
    r2: float = math.nan

    @property
    def certain(self) -> tuple[Weight, ...]:
        """Those told apart from chance."""
        return tuple(one for one in self.weights if one.certain)


def rests_on(worlds: Worlds, pair: Pair, measure: str = QUESTION) -> Rests:
    """What a difference rests on, over all worlds.

    Standardised rank regression: ranks of the difference on ranks of every assumption. An assumption is certain where
    its coefficient would be as large by chance with a probability of 5% over all assumptions at once (Bonferroni).
    """
    from scipy.stats import rankdata, t

    difference = worlds.differences[pair][measure].difference
    known = ~np.isnan(difference)
    places = [k for k in range(len(worlds.assumptions)) if np.ptp(worlds.values[known, k]) > 0] if known.any() else []
    n, k = int(np.count_nonzero(known)), len(places)
    if n < k + LEAST_FREEDOM or np.ptp(difference[known]) == 0:
        return Rests()
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
    heaviest_first = sorted(weights, key=lambda one: (-one.share, one.assumption.name))
    return Rests(tuple(heaviest_first), max(0.0, 1.0 - noise * (n - 1) / n))


def _standard(values: np.ndarray) -> np.ndarray:
    return (values - values.mean()) / values.std()
