"""Felt empathy by component: how each column does, and what each component adds to the difference."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

from sim.measures.case_values import COMPONENTS
from sim.report.names import in_text
from sim.report.numbers import listed, number, signed
from sim.report.pictures.style import (
    FAINT,
    HATCHES,
    INK,
    Picture,
    abreast,
    colour_of,
    label_of,
    marker_of,
    new_figure,
    picture_style,
)
from sim.rules.empathy import with_component

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.comparison.results import Comparison

WORDS = {
    "heard": "heard: little told twice",
    "timely": "timely: little waiting",
    "fitted": "fitted: able people",
    "cared_for": "cared for: warm people",
    "known": "known: met before",
    "human": "human: a person",
    "solved": "solved",
    "in_one_contact": "solved at once",
}


def felt_empathy(comparison: Comparison, name: str = "felt_empathy") -> Picture:
    """Left: the mean of every component by column. Right: what it adds to the first column's, in log-odds."""
    columns, parts = comparison.columns, list(COMPONENTS)
    levels = {c: {p: comparison.intervals[c][f"felt_{p}"].mean for p in parts} for c in columns}
    levels = {c: {p: 2.0**v if p == "timely" else v for p, v in row.items()} for c, row in levels.items()}
    added = {c: {p: _added(comparison, c, p) for p in parts} for c in columns[1:]}
    with picture_style():
        ncols = abreast([label_of(column, folded=True) for column in columns], 7.6)
        high = 0.55 + 0.35 * -(-len(columns) // ncols) + 0.36 * len(parts)
        figure, (left, right) = new_figure(7.6, high, 1, 2, sharey=True)
        _levels(left, levels, parts)
        _additions(right, added, parts, columns)
        handles, labels = left.get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper left", ncols=ncols, handletextpad=0.2)
        left.set_ylim(len(parts) - 0.5, -0.5)
        left.set_yticks(range(len(parts)), [WORDS[part] for part in parts])
        for axes in (left, right):
            axes.tick_params(axis="y", length=0)
    return Picture(name, _title(added), _alt(comparison, added), figure, _rows(comparison, added))


def _title(added: Mapping[str, Mapping[str, float]]) -> str:
    """Which component makes most of the difference in the last column."""
    if not added:
        return "Felt empathy by component"
    column, parts = list(added.items())[-1]
    most = max(parts, key=lambda part: abs(parts[part]))
    word = "adds" if parts[most] >= 0.0 else "takes"
    return f"What {word} most to felt empathy in {in_text(column)}: {WORDS[most]}"


def _added(comparison: Comparison, column: str, part: str) -> float:
    """Coefficient times the difference of means from the first column. Log-odds."""
    first = comparison.columns[0]
    levels = [comparison.intervals[one][f"felt_{part}"].mean for one in (first, column)]
    value = with_component(0.0, getattr(comparison.scenario.empathy, part), levels[1] - levels[0])
    return value if math.isfinite(value) else 0.0


def _levels(axes: Axes, levels: Mapping[str, Mapping[str, float]], parts: Sequence[str]) -> None:
    columns = list(levels)
    for row, part in enumerate(parts):
        known = [levels[c][part] for c in columns if math.isfinite(levels[c][part])]
        if known:
            axes.plot([min(known), max(known)], [row, row], color=FAINT, lw=1.2, zorder=1)
    for place, column in enumerate(columns):
        rows = [row + 0.16 * (place - (len(columns) - 1) / 2) for row in range(len(parts))]
        axes.plot(
            [levels[column][part] for part in parts], rows, ls="none", marker=marker_of(column, columns), ms=6,
            mfc=colour_of(column, columns), mec=INK, mew=0.6, label=label_of(column, folded=True),
        )  # fmt: skip
    axes.set_xlim(0.0, 1.04)
    axes.set_xlabel("mean over customers, 0 to 1")


def _additions(
    axes: Axes, added: Mapping[str, Mapping[str, float]], parts: Sequence[str], columns: Sequence[str]
) -> None:
    axes.axvline(0.0, color=INK, lw=0.8)
    height = 0.8 / max(1, len(added))
    for place, (column, values) in enumerate(added.items()):
        rows = [row + height * (place - (len(added) - 1) / 2) for row in range(len(parts))]
        axes.barh(
            rows, [values[part] for part in parts], height=height, color=colour_of(column, columns), edgecolor=INK,
            lw=0.5, hatch=HATCHES[list(columns).index(column) % len(HATCHES)],
        )  # fmt: skip
    axes.set_xlabel(fill(f"added to {in_text(columns[0])}, log-odds", 40))


def _alt(comparison: Comparison, added: Mapping[str, Mapping[str, float]]) -> str:
    felt = listed([f"{in_text(c)} {number(comparison.intervals[c]['felt_empathy'].mean)}" for c in comparison.columns])
    sentences = [f"Felt empathy, a proxy: {felt}."]
    for column, values in added.items():
        largest = sorted(values, key=lambda part: -abs(values[part]))[:3]
        most = listed([f"{WORDS[part].split(':')[0]} ({signed(values[part])} log-odds)" for part in largest])
        sentences.append(f"Against {in_text(comparison.columns[0])}, {in_text(column)} change most by {most}.")
    return " ".join(sentences)


def _rows(comparison: Comparison, added: Mapping[str, Mapping[str, float]]) -> list[dict[str, Any]]:
    """One row per component: coefficient, level by column, what it adds by column."""
    return [
        {
            "component": WORDS[part].split(":")[0],
            "coefficient": getattr(comparison.scenario.empathy, part),
            **{column: comparison.intervals[column][f"felt_{part}"].mean for column in comparison.columns},
            **{f"{column} adds (log-odds)": values[part] for column, values in added.items()},
        }
        for part in COMPONENTS
    ]
