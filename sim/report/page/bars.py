"""The one chart of the first sheet: hours until solved in every corner, by channel where channels differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.comparison.corners import RESOLUTION, has_corners
from sim.comparison.intervals import known_mean, mean_interval, word_confidence
from sim.measures import AT
from sim.report.corner_rows import corner_rows
from sim.report.names import in_text, name_of
from sim.report.numbers import listed
from sim.report.page.blocks import Fragment
from sim.report.pictures.style import OF_COLUMN
from sim.scenario.built_in_columns import DEFAULT_COLUMNS

if TYPE_CHECKING:
    from sim.comparison.results import Comparison


def bars(comparison: Comparison) -> Fragment | None:
    """The chart as a part of the page; None where the four corners are not compared."""
    if not has_corners(comparison.columns):
        return None
    first, *others = corner_rows(comparison)
    rows = [row for row in others if row.measure == RESOLUTION] or [first]
    groups = []
    for row in rows:
        means = [known_mean(_sample(comparison, column, row.channel)) for column in DEFAULT_COLUMNS]
        largest = max((mean for mean in means if mean == mean), default=0.0) or 1.0
        groups.append(
            {
                "name": f"{first.label}, {row.label.strip()}" if row.channel else first.label,
                "bars": [
                    {
                        "colour": OF_COLUMN[column],
                        "name": name_of(column),
                        "value": level,
                        "share": _width(mean / largest),
                    }
                    for column, level, mean in zip(DEFAULT_COLUMNS, row.levels, means, strict=True)
                ],
            }
        )
    return Fragment("bars.html", groups)


def _width(share: float) -> str:
    return f"{100 * share:.1f}" if share == share else "0"


def soonest(comparison: Comparison) -> str:
    """What the chart shows, as its title: in which corner problems are solved soonest, by channel where they differ.

    Two are named where which of them is the first is not sure.
    """
    channels = [row.channel for row in corner_rows(comparison) if row.measure == RESOLUTION and row.channel] or [""]
    parts = []
    for channel in channels:
        samples = {column: _sample(comparison, column, channel) for column in DEFAULT_COLUMNS}
        known = {column: known_mean(sample) for column, sample in samples.items()}
        best, second, *_ = sorted(known, key=lambda column: (known[column] != known[column], known[column]))
        sure = mean_interval(gain := samples[second] - samples[best], word_confidence(len(gain))).low > 0.0
        where = in_text(best) if sure else f"{in_text(best)} or {in_text(second)}"
        parts.append(f"{channel} in {where}" if channel else f"in {where}")
    return f"Solved soonest: {listed(parts)}"


def _sample(comparison: Comparison, column: str, channel: str) -> np.ndarray:
    return comparison.samples[column][f"{RESOLUTION}{AT}{channel}" if channel else RESOLUTION]
