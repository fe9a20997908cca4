"""How cases of a log go on where more than the last step matters, when they come, and how regularly."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np

LONGEST = 6  # steps that are looked back at, the last one and the beginning of the case included
# How much likelier what was seen must become before a step more is remembered, in logarithms: half of what chance
# makes of one share in 200 (chi-squared); entries at most, the best of them.
LEAST_GAIN, MOST_ENTRIES = 4.0, 200
FEWEST_BETWEEN, FEWEST_A_DAY = 100, 5  # times between cases that tell; cases of a day
AS_GOOD_AS_RANDOM, MOST_CLUSTERED = 0.1, 3.0
AROUND = 15.0  # minutes before and after a time for which it stands

Way = tuple[str, ...]
START, END = "^", "$"


@dataclass(frozen=True)
class After:
    """What follows a step after certain others: as `then_after` of a need."""

    before: Way
    from_start: bool
    then: Mapping[str, float]


def what_came_before(
    paths: Sequence[Sequence[str]], then: Mapping[str, Mapping[str, float]]
) -> dict[str, tuple[After, ...]]:
    """Step -> what follows it where the steps before matter (context algorithm, Buehlmann and Wyner 1999).

    paths: labels of each case, never twice the same in a row. then: what follows each step on the whole; nothing else
    follows in an entry.
    """
    followed: dict[Way, Counter[str]] = defaultdict(Counter)
    for path in paths:
        way = (START, *path, END)
        for at in range(1, len(way) - 1):
            for first in range(max(at - LONGEST + 1, 0), at + 1):
                followed[way[first : at + 1]][way[at + 1]] += 1
    kept: dict[Way, float] = {way: 0.0 for way in followed if len(way) == 1}
    for way in sorted((way for way in followed if len(way) > 1), key=lambda way: (len(way), way)):
        shorter = next(way[first:] for first in range(1, len(way)) if way[first:] in kept)
        if (gain := _gain(followed[way], followed[shorter])) > LEAST_GAIN:
            kept[way] = gain
    best = sorted((way for way in kept if len(way) > 1), key=lambda way: -kept[way])[:MOST_ENTRIES]
    found: dict[str, list[After]] = defaultdict(list)
    for way in sorted(best, key=lambda way: (way[-1], len(way), way)):
        total, step = followed[way].total(), way[-1]
        shares = {g: n / total for g, n in followed[way].most_common() if g in then.get(step, {})}
        found[step].append(After(tuple(one for one in way[:-1] if one != START), way[0] == START, shares))
    return {step: tuple(entries) for step, entries in found.items()}


def _gain(mine: Counter[str], others: Counter[str]) -> float:
    """Log likelihood gained on what followed by shares of one's own."""
    n, m = mine.total(), others.total()
    return sum(count * log(count / n / (others[g] / m)) for g, count in mine.items())


def hours_within(minutes: np.ndarray, opening: tuple[int, int]) -> np.ndarray:
    """24 weights of the hours in which cases begin, all within the open day, as somebody has begun to work on them.

    Each minute counts for the time around it: else one on the hour would come half an hour late on the mean, and one
    in the moment of closing on the next morning.
    """
    around = (minutes[:, None] + (-AROUND, AROUND)).clip(opening[0], opening[1] - 1) // 60
    return np.bincount(around.astype(int).ravel(), minlength=24) / 2.0


def spacing_of(opened: np.ndarray, hours: Sequence[float]) -> float:
    """How regularly cases come, as `arrivals_cv`; 1 where the log has too few to tell, or as good as that.

    opened: float64[n], minutes. hours: 24 weights. Times between cases of one day, as shares of what is expected in it,
    are compared with those of as many that come at random. Clusters count only as far as days differ, too.
    """
    shares = np.concatenate([[0.0], np.cumsum(hours)]) / sum(hours)
    place = np.interp(opened % 1440.0 / 60.0, np.arange(25), shares)
    seen = expected = 0.0
    count = 0
    for day in np.unique(opened // 1440.0):
        mine = np.sort(place[opened // 1440.0 == day])
        if mine.size >= FEWEST_A_DAY:
            seen += float(np.sum((np.diff(mine) * (mine.size + 1) - 1.0) ** 2))
            expected += (mine.size - 1) * mine.size / (mine.size + 2)
            count += mine.size - 1
    if count < FEWEST_BETWEEN:
        return 1.0
    found = min(sqrt(seen / expected), MOST_CLUSTERED)
    if found > 1.0:
        found = min(found, max(sqrt(_dispersion(opened)), 1.0))
    return 1.0 if abs(found - 1.0) < AS_GOOD_AS_RANDOM else round(found, 2)


def _dispersion(opened: np.ndarray) -> float:
    """Variance over mean of cases a day, each beside the mean of its weekday."""
    days, counts = np.unique(opened // 1440.0, return_counts=True)
    of_weekday = [counts[days % 7 == weekday] for weekday in range(7)]
    several = [mine for mine in of_weekday if mine.size > 1]
    degrees = sum(mine.size - 1 for mine in several)
    return (
        sum(float(mine.var(ddof=1) / mine.mean()) * (mine.size - 1) for mine in several) / degrees if degrees else 1.0
    )
