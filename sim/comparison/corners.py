"""What a formation does at the same habits, what habits do in the same formation, and how each depends on the other.

No share of a gain is computed: where one of two effects is small or negative a share says nothing, and where habits
help departments and pods unequally there is no one share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.comparison.intervals import Interval, Spread, known, known_mean
from sim.comparison.statistics import Difference, PairOfColumns, paired_difference, pairs_of, word_of_mean
from sim.comparison.words import BETTER, WORSE
from sim.measures import AT, Measure, measure_named, with_worth_having
from sim.scenario.built_in_columns import DEFAULT_COLUMNS, HABITS, PODS, PODS_TODAY, TODAY

RESOLUTION, GAVE_UP, FIRST_ANSWER = "resolution_minutes", "abandoned_share", "first_response_minutes"
JUDGED = (RESOLUTION, GAVE_UP)  # measures by which channels agree or disagree
Samples = Mapping[str, Mapping[str, np.ndarray]]
# Channel -> measure -> difference.
ByChannel = Mapping[str, Mapping[str, Difference]]

FORMATION_TODAY: PairOfColumns = (TODAY, PODS_TODAY)
FORMATION: PairOfColumns = (HABITS, PODS)
HABITS_IN_DEPARTMENTS: PairOfColumns = (TODAY, HABITS)
HABITS_IN_PODS: PairOfColumns = (PODS_TODAY, PODS)
WHOLE_WAY: PairOfColumns = (TODAY, PODS)


def has_corners(columns: Sequence[str]) -> bool:
    """Whether the four corners are compared, today's departments first."""
    return set(DEFAULT_COLUMNS) <= set(columns) and columns[0] == TODAY


def differences_by_channel(
    samples: Samples, columns: tuple[str, ...], live: Mapping[str, bool], worth_having: Mapping[str, float]
) -> dict[PairOfColumns, dict[str, dict[str, Difference]]]:
    """Pair -> channel -> measure -> difference: resolution time, first answer, and of live channels who gave up.

    live: of each channel. Words hold over all pairs and channels at once. Empty where channels were not measured.
    """
    pairs = pairs_of(columns)
    tests = len(pairs) * len(live)

    def differences(pair: PairOfColumns, channel: str) -> dict[str, Difference]:
        names = (RESOLUTION, FIRST_ANSWER, *([GAVE_UP] if live[channel] else []))
        first, second = (samples[column] for column in pair)
        return {
            name: paired_difference(
                pair, first[f"{name}{AT}{channel}"], second[f"{name}{AT}{channel}"], _measure(name, worth_having), tests
            )
            for name in names
            if f"{name}{AT}{channel}" in first
        }

    found = {pair: {channel: differences(pair, channel) for channel in live} for pair in pairs}
    return {pair: {channel: row for channel, row in rows.items() if row} for pair, rows in found.items()}


def opposite(by_channel: ByChannel) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """(channels where the second column is better, channels where it is worse); None where they do not disagree.

    They disagree where something is better in one channel, and something worse in another one: then no mean over
    channels says what happens to customers.
    """
    better, worse = (
        tuple(channel for channel, row in by_channel.items() if word in [row[one].word for one in JUDGED if one in row])
        for word in (BETTER, WORSE)
    )
    return (better, worse) if any(one != other for one in better for other in worse) else None


@dataclass(frozen=True)
class Interaction:
    """What habits do in pods, less what they do in departments: also what pods do at better habits, less today.

    word, reason: as of a difference, of pods. smallest: smallest difference worth having, of today's departments.
    """

    measure: str
    interval: Interval
    word: str
    reason: str
    smallest: float


def interaction(samples: Samples, measure: str, worth_having: Mapping[str, float]) -> Interaction:
    """The interaction of habits and formation in one measure, with its 95% interval. samples: of the four corners."""
    today, pods_today, habits, pods = (samples[column][measure] for column in DEFAULT_COLUMNS)
    spread = Spread.of(known((pods - pods_today) - (habits - today)))
    judged = _measure(measure, worth_having)
    smallest = judged.smallest_difference(known_mean(today))
    word, reason = word_of_mean(spread, smallest, judged.direction)
    return Interaction(measure, spread.interval(), word, reason, smallest)


def _measure(name: str, worth_having: Mapping[str, float]) -> Measure:
    measure = measure_named(name.partition(AT)[0])
    assert measure is not None
    return with_worth_having(measure, worth_having)
