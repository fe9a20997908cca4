"""The rows of the screen and of the page: levels in every corner, and what habits and the formation bring.

Each row has one unit. A difference comes from unrounded values, and has one digit more where the levels as shown would
not add up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.comparison.corners import FORMATION, GAVE_UP, HABITS_IN_DEPARTMENTS, RESOLUTION, has_corners
from sim.comparison.intervals import known_mean
from sim.comparison.words import EQUIVALENT, SHORT
from sim.measures import AT
from sim.report.names import labelled, measure_words, relabelled
from sim.report.numbers import signed_to, unit_in
from sim.scenario.built_in_columns import DEFAULT_COLUMNS

if TYPE_CHECKING:
    from sim.comparison.results import Comparison
    from sim.comparison.statistics import Difference, PairOfColumns

SOLVED = {"min": "Minutes until solved", "h": "Hours until solved", "days": "Days until solved"}
MOST_COLUMNS, MOST_PAIRS = 4, 2
PROXY = "*"  # at what is a proxy


@dataclass(frozen=True)
class Effect:
    """A difference as shown: its amount in the unit of the row, and its word for the second column."""

    amount: str
    word: str
    reason: str

    @property
    def short(self) -> str:
        """The word in one or two words."""
        return SHORT.get(self.word, self.word)


@dataclass(frozen=True)
class CornerRow:
    """measure: its name. label: with the unit. channel: "" for all. levels: as shown, by column. effects: by pair."""

    measure: str
    label: str
    channel: str
    levels: tuple[str, ...]
    effects: tuple[Effect, ...]

    @property
    def name(self) -> str:
        """The label without its unit."""
        return labelled(self.measure, self.label.strip(f" {PROXY}").split(",")[0].lower())


def solved_label(unit: str) -> str:
    """What the row of resolution time is called. unit: min, h or days."""
    return f"{measure_words(RESOLUTION)}, {unit}" if relabelled(RESOLUTION) else SOLVED.get(unit, unit)


def beside_a_number(label: str) -> str:
    """The same behind a number: "hours until solved", "h Zeit bis zur Lösung"."""
    name, _, unit = label.rpartition(", ")
    return f"{unit} {name}" if relabelled(RESOLUTION) else label.lower()


def columns_shown(comparison: Comparison) -> tuple[str, ...]:
    """The four corners, where they are compared; else the first column and those that solve problems soonest."""
    if has_corners(comparison.columns):
        return DEFAULT_COLUMNS
    first, *others = comparison.columns
    soonest = [column for column in ranked(comparison) if column != first][: MOST_COLUMNS - 1]
    return first, *(column for column in others if column in soonest)


def ranked(comparison: Comparison) -> list[str]:
    """The columns, those that solve problems soonest first; what is not known comes last."""
    mean = {column: comparison.intervals[column][RESOLUTION].mean for column in comparison.columns}
    return sorted(comparison.columns, key=lambda column: (mean[column] != mean[column], mean[column]))


def pairs_shown(comparison: Comparison) -> tuple[PairOfColumns, ...]:
    """What habits bring to departments and what pods add to that; else the last pairs of the columns shown."""
    if has_corners(comparison.columns):
        return HABITS_IN_DEPARTMENTS, FORMATION
    shown = columns_shown(comparison)
    return tuple(pair for pair in comparison.paired if set(pair) <= set(shown))[-MOST_PAIRS:]


def corner_rows(comparison: Comparison) -> Iterator[CornerRow]:
    """Resolution time, by channel where channels differ, felt empathy, who gave up, and load."""
    yield _solved(comparison, "", "")
    unit = _unit(comparison, "")
    for channel in _channels_unlike(comparison):
        own = _unit(comparison, channel)
        yield _solved(comparison, channel, f"   {channel}" + ("" if own == unit else f", {own}"))
    yield _row(comparison, "felt_empathy", "", f"{labelled('felt_empathy', 'Felt empathy')}, of 100 {PROXY}", 0.01)
    for channel, settings in comparison.scenario.demand.channels.items():
        if settings.live and f"{GAVE_UP}{AT}{channel}" in comparison.samples[comparison.columns[0]]:
            yield _row(comparison, GAVE_UP, channel, f"{labelled(GAVE_UP, 'Gave up')}, % ({channel})", 0.01)
    yield _row(comparison, "load_p90", "", f"{labelled('load_p90', 'Busiest tenth')}, min/hour", 1 / 60)


def _channels_unlike(comparison: Comparison) -> list[str]:
    """All channels, where one of them has another word than the whole in something shown."""
    channels = list(comparison.scenario.demand.channels)
    for pair in pairs_shown(comparison):
        whole = _plain(comparison.paired[pair][RESOLUTION])
        if any(_plain(row[RESOLUTION]) != whole for row in comparison.by_channel[pair].values()):
            return channels
    return []


def _plain(difference: Difference) -> str:
    return "same" if difference.word in EQUIVALENT else difference.word


def _unit(comparison: Comparison, channel: str) -> str:
    return unit_in("minutes", *_means(comparison, RESOLUTION, channel))[1]


def _solved(comparison: Comparison, channel: str, label: str) -> CornerRow:
    per, unit = unit_in("minutes", *_means(comparison, RESOLUTION, channel))
    return _row(comparison, RESOLUTION, channel, label or solved_label(unit), per)


def _means(comparison: Comparison, measure: str, channel: str) -> list[float]:
    key = f"{measure}{AT}{channel}" if channel else measure
    samples = [comparison.samples[column] for column in columns_shown(comparison)]
    return [known_mean(sample[key]) if key in sample else float("nan") for sample in samples]


def _row(comparison: Comparison, measure: str, channel: str, label: str, per: float) -> CornerRow:
    columns = columns_shown(comparison)
    means = dict(zip(columns, (mean / per for mean in _means(comparison, measure, channel)), strict=True))
    digits = 0 if max(means.values()) >= 20 else 1
    effects = []
    for first, second in pairs_shown(comparison):
        row = comparison.by_channel[first, second].get(channel, {}) if channel else comparison.paired[first, second]
        one = row.get(measure)
        if one is None:
            effects.append(Effect("", "", ""))
            continue
        amount = one.interval.mean / per
        agrees = _rounded(means[second], digits) - _rounded(means[first], digits) == _rounded(amount, digits)
        effects.append(Effect(signed_to(amount, digits if agrees else digits + 1), one.word, one.reason))
    levels = tuple("unknown" if mean != mean else f"{mean:,.{digits}f}" for mean in means.values())
    return CornerRow(measure, label, channel, levels, tuple(effects))


def _rounded(value: float, digits: int) -> float:
    """A whole number of units of the last digit shown."""
    return round(float(f"{value:.{digits}f}") * 10**digits) if value == value else value
