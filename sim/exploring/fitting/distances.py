"""How far two sets of visits are apart, by the definitions of log-distance-measures 2.2 (Apache-2.0).

That package needs an older pandas than podsim and no Python after 3.12, so its definitions stand here; a test holds
figures that it computed. All but n-grams and handovers are 1-Wasserstein distances of whole hours.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

DAY, HOUR = 1440.0, 60.0
OTHER_DAY = 23.0  # hours of distance of a weekday on which only one of two has events
N = 3  # of n-grams
# Name -> what it is, with its unit.
NAMES = {
    "n_gram": "order of steps (3-grams), 0 to 1",
    "absolute_events": "when steps happen, hours",
    "circadian": "hour of the day by weekday, hours",
    "relative_events": "since the case began, hours",
    "cycle_time": "from first to last, hours",
    "arrivals": "when cases come, hours",
    "handovers": "who hands over to whom, 0 to 1",
}


@dataclass(frozen=True)
class Path:
    """A case: labels, starts and ends of its visits in order, minutes since some Monday 00:00."""

    labels: tuple[str, ...]
    starts: tuple[float, ...]
    ends: tuple[float, ...]

    @property
    def opened(self) -> float:
        """When it began."""
        return min(self.starts)

    @property
    def cycle(self) -> float:
        """Minutes from the first start to the last end."""
        return max(self.ends) - self.opened


def distances(real: Sequence[Path], other: Sequence[Path]) -> dict[str, float]:
    """Every distance by name; both must hold a case."""
    first = min(min(path.opened for path in real), min(path.opened for path in other)) // HOUR * HOUR
    return {
        "n_gram": n_gram_distance(real, other),
        "absolute_events": wasserstein(_hours(_moments(real), first), _hours(_moments(other), first)),
        "circadian": circadian_distance(_moments(real), _moments(other)),
        "relative_events": wasserstein(_since_start(real), _since_start(other)),
        "cycle_time": _cycle_distance(real, other),
        "arrivals": wasserstein(_hours(_arrivals(real), first), _hours(_arrivals(other), first)),
        "handovers": handover_distance(real, other),
    }


def wasserstein(a: np.ndarray, b: np.ndarray) -> float:
    """Mean difference of the sorted values, each as often as its share: 1-Wasserstein."""
    from scipy.stats import wasserstein_distance

    return float(wasserstein_distance(a, b))


def _moments(paths: Sequence[Path]) -> np.ndarray:
    return np.array([at for path in paths for at in (*path.starts, *path.ends)])


def _arrivals(paths: Sequence[Path]) -> np.ndarray:
    return np.array([path.opened for path in paths])


def _hours(minutes: np.ndarray, first: float) -> np.ndarray:
    return np.floor((minutes - first) / HOUR)


def _since_start(paths: Sequence[Path]) -> np.ndarray:
    return np.array([(at - path.opened) // HOUR for path in paths for at in (*path.starts, *path.ends)])


def _cycle_distance(real: Sequence[Path], other: Sequence[Path]) -> float:
    a, b = np.array([path.cycle for path in real]), np.array([path.cycle for path in other])
    least = min(a.min(), b.min())
    return wasserstein(np.floor((a - least) / HOUR), np.floor((b - least) / HOUR))


def circadian_distance(real: np.ndarray, other: np.ndarray) -> float:
    """Mean over weekdays of the distance between the hours of the day at which something happened."""
    found = []
    for weekday in range(7):
        a, b = (hours[days == weekday] for days, hours in (_weekday_and_hour(m) for m in (real, other)))
        found.append(wasserstein(a, b) if a.size and b.size else 0.0 if a.size == b.size else OTHER_DAY)
    return float(np.mean(found))


def _weekday_and_hour(minutes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return minutes // DAY % 7, minutes % DAY // HOUR


def n_gram_distance(real: Sequence[Path], other: Sequence[Path]) -> float:
    """Differences of how often three steps follow each other, over all; beginnings and ends count."""
    return _share_that_differs(*(_n_grams(paths) for paths in (real, other)))


def _n_grams(paths: Sequence[Path]) -> Counter[tuple[str, ...]]:
    found: Counter[tuple[str, ...]] = Counter()
    for path in paths:
        steps = ["", ""] + [path.labels[at] for at in np.lexsort((path.ends, path.starts))] + ["", ""]
        found.update(zip(steps, steps[1:], steps[2:], strict=False))
    return found


def handover_distance(real: Sequence[Path], other: Sequence[Path]) -> float:
    """The same of handovers from one group to another, each as a share of the cases."""
    a, b = (_handovers(paths) for paths in (real, other))
    return _share_that_differs(a, b)


def _handovers(paths: Sequence[Path]) -> dict[tuple[str, str], float]:
    found = Counter(pair for path in paths for pair in pairwise(path.labels) if pair[0] != pair[1])
    return {pair: count / len(paths) for pair, count in found.items()}


def _share_that_differs(a, b) -> float:  # type: ignore[no-untyped-def]
    total = sum(a.values()) + sum(b.values())
    return float(sum(abs(a.get(key, 0) - b.get(key, 0)) for key in a.keys() | b.keys()) / total) if total else 0.0


def by_handoffs(paths: Sequence[Path], most: int = 3) -> list[tuple[int, float]]:
    """Cases and median hours from first to last, by number of changes of group; the last for `most` and more."""
    counts = np.array([sum(a != b for a, b in pairwise(path.labels)) for path in paths])
    hours = np.array([path.cycle / HOUR for path in paths])
    rows = [counts == n if n < most else counts >= n for n in range(most + 1)]
    return [(int(row.sum()), float(np.median(hours[row])) if row.any() else float("nan")) for row in rows]
