"""What a comparison rests on, in one go: plausible worlds, the heaviest assumptions, and where they turn the answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sim.comparison.sampling import Progress
from sim.exploring.uncertainty.importance import Weight, rests_on
from sim.exploring.uncertainty.turning_points import Flip, flips
from sim.exploring.uncertainty.worlds import WORLDS, Pair, Worlds, plausible_worlds

if TYPE_CHECKING:
    from sim.comparison.comparison import Comparison

HEAVIEST = 3  # assumptions of each pair for which the turning point is searched
MEASURE = "resolution_minutes"


@dataclass(frozen=True)
class Outlook:
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


def outlook(
    comparison: Comparison,
    *,
    worlds: int = WORLDS,
    cluster: str | None = None,
    store: Path | None = None,
    progress: Progress | None = None,
) -> Outlook:
    """Worlds, weights and turning points of a comparison, on the same seed. Arguments as of `plausible_worlds`."""
    more = {"seed": comparison.seed, "cluster": cluster, "store": store}
    found = plausible_worlds(comparison.scenario, comparison.columns, worlds=worlds, progress=progress, **more)
    pairs = pairs_told(comparison.columns)
    weights = {pair: rests_on(found, pair, MEASURE) for pair in pairs}
    heaviest = {one.assumption: None for pair in pairs for one in [w for w in weights[pair] if w.certain][:HEAVIEST]}
    turning: tuple[Flip, ...] = ()
    if heaviest:
        turning = flips(comparison.scenario, comparison.columns, pairs, over=tuple(heaviest), measure=MEASURE, **more)
    return Outlook(found, weights, turning)
