"""Where the resolution time goes, part by part, each column beside the others."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from sim.measures import WATERFALL
from sim.report.names import name_of
from sim.report.numbers import listed, minutes_in_words, number, unit_for
from sim.report.pictures.headlines import largest_parts
from sim.report.pictures.style import FAINT, HATCHES, INK, Picture, colour_of, label_of, new_figure, picture_style
from sim.report.tables import WATERFALL_WORDS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.comparison.results import Comparison

WHOLE = "resolution_minutes"
ABREAST = 4
UNITS = {"min": "minutes", "h": "hours", "days": "days"}
SMALLEST = 0.0005  # of the longest resolution time: what is smaller everywhere is not drawn, but in the table


def waterfall(comparison: Comparison, name: str = "waterfall") -> Picture:
    """Floating bars from the first part to the whole, on one scale for all columns."""
    columns = comparison.columns
    means = {column: {part: _mean(comparison, column, part) for part in (*WATERFALL, WHOLE)} for column in columns}
    whole = max(means[column][WHOLE] for column in columns)
    parts = [p for p in WATERFALL if any(abs(means[c][p]) > SMALLEST * whole for c in columns)]
    per, unit = unit_for(whole)
    across = min(ABREAST, len(columns))
    down = math.ceil(len(columns) / ABREAST)
    with picture_style():
        figure, panels = new_figure(
            1.5 + 1.95 * across, down * (0.7 + 0.24 * (len(parts) + 1)), down, across, sharex=True, sharey=True,
            squeeze=False,
        )  # fmt: skip
        for place, axes in enumerate(panels.flat):
            if place < len(columns):
                _panel(axes, place, columns, means[columns[place]], parts, per)
            else:
                axes.set_visible(False)
        panels.flat[0].set_xlim(0.0, 1.22 * whole / per or 1.0)
        figure.supxlabel(f"{UNITS[unit]} per case, from first contact until truly solved", size=8.5)
    return Picture(name, largest_parts(means, parts, WATERFALL_WORDS), _alt(means, parts), figure, _rows(means))


def _mean(comparison: Comparison, column: str, part: str) -> float:
    mean = comparison.intervals[column][part].mean
    return mean if math.isfinite(mean) else 0.0


def _panel(
    axes: Axes, place: int, columns: Sequence[str], means: Mapping[str, float], parts: Sequence[str], per: float
) -> None:
    values = [means[part] / per for part in parts]
    # What is not drawn is less than a hair; the last bar is the measure itself and not a sum of bars.
    starts = [0.0, *accumulate(values)][:-1]
    colour, hatch = colour_of(columns[place], columns), HATCHES[place % len(HATCHES)]
    bar_style: dict[str, Any] = {"color": colour, "edgecolor": INK, "lw": 0.5, "hatch": hatch, "height": 0.66}
    for row, (start, value) in enumerate(zip(starts, values, strict=True)):
        axes.barh(row, value, left=start, **bar_style)
        _number(axes, max(start, start + value), row, value, size=7.5)
        if row + 1 < len(values):
            axes.plot([start + value] * 2, [row - 0.33, row + 1.33], color=FAINT, lw=0.6)
    axes.barh(len(parts), means[WHOLE] / per, **bar_style)
    _number(axes, means[WHOLE] / per, len(parts), means[WHOLE] / per, size=8.5, weight="bold")
    axes.set_ylim(len(parts) + 0.6, -0.6)
    axes.set_yticks(range(len(parts) + 1), [*(WATERFALL_WORDS[part] for part in parts), "in all"])
    axes.tick_params(axis="y", length=0)
    axes.set_title(label_of(columns[place], folded=True))


def _number(axes: Axes, x: float, row: int, value: float, **style: Any) -> None:
    """A number to the right of a bar's end."""
    axes.annotate(number(value), (x, row), (3, 0), textcoords="offset points", va="center", **style)


def _alt(means: Mapping[str, Mapping[str, float]], parts: Sequence[str]) -> str:
    sentences = []
    for column, values in means.items():
        largest = sorted(parts, key=lambda part: -abs(values[part]))[:3]
        most = listed(
            [f"{WATERFALL_WORDS[part]} {minutes_in_words(values[part])}" for part in largest] or ["nobody came"]
        )
        whole = f"{name_of(column)}: {minutes_in_words(values[WHOLE])} in all"
        sentences.append(f"{whole}, of which {most} are the largest parts.")
    return " ".join(sentences)


def _rows(means: Mapping[str, Mapping[str, float]]) -> list[dict[str, Any]]:
    """One row per part, minutes per case by column; the last is the whole."""
    return [
        {"part": WATERFALL_WORDS[part], **{f"{column} (minutes)": values[part] for column, values in means.items()}}
        for part in (*WATERFALL, WHOLE)
    ]
