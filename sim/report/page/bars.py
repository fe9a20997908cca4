"""The one chart of the first sheet: hours until solved in every corner, by channel where channels differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.comparison.corners import RESOLUTION, has_corners
from sim.comparison.intervals import known_mean, mean_interval, word_confidence
from sim.measures import AT
from sim.report.corner_rows import corner_rows, ranked
from sim.report.names import in_text, name_of
from sim.report.numbers import listed, unit_in
from sim.report.page.blocks import Fragment
from sim.report.pictures.style import colour_of
from sim.scenario.built_in_columns import DEFAULT_COLUMNS

if TYPE_CHECKING:
    from sim.comparison.results import Comparison

MOST_OTHERS = 2  # columns beside the four corners


def bars(comparison: Comparison) -> Fragment | None:
    """The chart as a part of the page; None where the four corners are not compared."""
    if not has_corners(comparison.columns):
        return None
    first, *others = corner_rows(comparison)
    rows = [row for row in others if row.measure == RESOLUTION] or [first]
    groups = []
    columns = _columns(comparison)
    for row in rows:
        means = [known_mean(_sample(comparison, column, row.channel)) for column in columns]
        largest = max((mean for mean in means if mean == mean), default=0.0) or 1.0
        per, _ = unit_in("minutes", *means[: len(DEFAULT_COLUMNS)])
        digits = 0 if max(means[: len(DEFAULT_COLUMNS)]) >= 20 * per else 1
        more = [f"{mean / per:,.{digits}f}" for mean in means[len(DEFAULT_COLUMNS) :]]
        groups.append(
            {
                "name": f"{first.label}, {row.label.strip()}" if row.channel else first.label,
                "bars": [
                    {
                        "colour": colour_of(column, comparison.columns),
                        "name": name_of(column),
                        "value": level,
                        "share": _width(mean / largest),
                    }
                    for column, level, mean in zip(columns, (*row.levels, *more), means, strict=True)
                ],
            }
        )
    return Fragment("bars.html", groups)


def _columns(comparison: Comparison) -> tuple[str, ...]:
    """The four corners, and of further columns those that solve problems soonest."""
    others = [column for column in ranked(comparison) if column not in DEFAULT_COLUMNS]
    return *DEFAULT_COLUMNS, *others[:MOST_OTHERS]


def _width(share: float) -> str:
    return f"{100 * share:.1f}" if share == share else "0"


def soonest(comparison: Comparison) -> str:
    """What the chart shows, as its title: in which column problems are solved soonest, by channel where they differ.

    Two are named where which of them is the first is not sure.
    """
    channels = [row.channel for row in corner_rows(comparison) if row.measure == RESOLUTION and row.channel] or [""]
    parts: dict[str, str] = {}
    for channel in channels:
        samples = {column: _sample(comparison, column, channel) for column in _columns(comparison)}
        known = {column: known_mean(sample) for column, sample in samples.items()}
        best, second, *_ = sorted(known, key=lambda column: (known[column] != known[column], known[column]))
        sure = mean_interval(gain := samples[second] - samples[best], word_confidence(len(gain))).low > 0.0
        where = in_text(best) if sure else f"{in_text(best)} or {in_text(second)}"
        parts[channel] = where
    if len(set(parts.values())) == 1:
        return f"Solved soonest: in {parts.popitem()[1]}"
    return f"Solved soonest: {listed([f'{channel} in {where}' for channel, where in parts.items()])}"


def _sample(comparison: Comparison, column: str, channel: str) -> np.ndarray:
    return comparison.samples[column][f"{RESOLUTION}{AT}{channel}" if channel else RESOLUTION]
