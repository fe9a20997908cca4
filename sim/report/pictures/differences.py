"""Paired differences of the headline measures: which are worth having, and for whom."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.comparison.corners import FORMATION, FORMATION_TODAY, HABITS_IN_DEPARTMENTS, has_corners
from sim.comparison.statistics import Difference
from sim.comparison.words import BETTER, NOT_SETTLED, WORSE
from sim.measures import Measure
from sim.report.names import against, measure_words, name_of, relabelled, upper
from sim.report.numbers import change_alone, listed
from sim.report.pictures.style import (
    FAINT,
    INK,
    NARROW,
    Picture,
    above,
    colour_of,
    marker_of,
    new_figure,
    picture_style,
    short,
)
from sim.report.tables import headline_measures

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.comparison.results import Comparison

MOST = 12.0  # times the smallest difference worth having; what is larger is cut there, and its number written
ABREAST = 3
IN_A_PANEL = 20  # letters above a panel
TITLES = {
    HABITS_IN_DEPARTMENTS: "Habits bring\n(departments)",
    FORMATION_TODAY: "Pods add\n(today's habits)",
    FORMATION: "Pods add\n(better habits)",
}
Pair = tuple[str, str]


def paired_differences(comparison: Comparison, name: str = "differences") -> Picture:
    """A panel per pair; every difference in multiples of the smallest one worth having, better to the right."""
    pairs, measures = pairs_drawn(comparison), shown(comparison)
    reach = _reach(comparison, measures)
    down = math.ceil(len(pairs) / ABREAST)
    across = min(ABREAST, len(pairs))
    with picture_style():
        figure, panels = new_figure(
            NARROW, down * (0.75 + 0.42 * len(measures)), down, across, sharex=True, sharey=True,
            squeeze=False,
        )  # fmt: skip
        for place, axes in enumerate(panels.flat):
            if place >= len(pairs):
                axes.set_visible(False)
                continue
            _panel(axes, comparison, pairs[place], measures, reach)
            if place % across == 0:
                for row, measure in enumerate(measures):
                    above(axes, row - 0.08, measure_words(measure.name))
        figure.supxlabel("times the smallest difference worth having:\nworse to the left, better to the right", size=8)
    told = []
    for pair in pairs[:ABREAST]:
        words = [comparison.paired[pair][measure.name].word for measure in measures]
        told.append(f"{in_line(pair)} {words.count(BETTER)} better, {words.count(WORSE)} worse")
    title = f"Of {len(measures)} measures: {'; '.join(told)}"
    alt = " ".join(_sentence(comparison, pair, measures) for pair in pairs)
    return Picture(name, title, alt, figure, rows_of(comparison))


def pairs_drawn(comparison: Comparison) -> list[Pair]:
    """All pairs; of the four corners what habits do to departments, and the formation at either habits."""
    return list(TITLES) if has_corners(comparison.columns) else list(comparison.paired)


def title_of(pair: Pair) -> str:
    """What is compared, in two lines: of two built-in columns what the screen calls it."""
    called = None if any(map(relabelled, pair)) else TITLES.get(pair)
    return called or f"{short(name_of(pair[1]), IN_A_PANEL)}\nagainst {short(name_of(pair[0]), IN_A_PANEL - 8)}"


def in_line(pair: Pair) -> str:
    """The same in one line, in full."""
    return upper(against(*pair)) if "against" in title_of(pair) else title_of(pair).replace("\n", " ")


def shown(comparison: Comparison) -> list[Measure]:
    """The headline measures, primary ones first; without those of which no pair knows a difference."""
    measures = sorted(headline_measures(), key=lambda measure: not measure.primary)
    return [m for m in measures if any(_known(row[m.name]) for row in comparison.paired.values())]


def _known(difference: Difference) -> bool:
    return math.isfinite(difference.interval.mean) and difference.smallest > 0


def _turned(difference: Difference, measure: Measure) -> tuple[float, float, float]:
    """mean, low, high in multiples of the smallest difference worth having, more is better."""
    sign = -1.0 if measure.direction == "less" else 1.0
    interval = difference.interval
    low, high = sorted(sign * end / difference.smallest for end in (interval.low, interval.high))
    return sign * interval.mean / difference.smallest, low, high


def _reach(comparison: Comparison, measures: Sequence[Measure]) -> float:
    """How far the axes go to both sides."""
    ends = [
        abs(end)
        for row in comparison.paired.values()
        for measure in measures
        if _known(row[measure.name])
        for end in _turned(row[measure.name], measure)
        if math.isfinite(end)
    ]
    return min(MOST, max(3.0, 1.08 * max(ends, default=3.0)))


def _panel(axes: Axes, comparison: Comparison, pair: Pair, measures: Sequence[Measure], reach: float) -> None:
    axes.axvspan(-1.0, 1.0, color=FAINT, alpha=0.2, lw=0)
    axes.axvline(0.0, color=INK, lw=0.8)
    primary = sum(measure.primary for measure in measures)
    if 0 < primary < len(measures):
        axes.axhline(primary - 0.45, color=FAINT, lw=0.6, ls=":")
    for row, measure in enumerate(measures):
        difference = comparison.paired[pair][measure.name]
        if _known(difference):
            _one(axes, row + 0.18, _turned(difference, measure), difference, comparison.columns, reach)
    axes.set_ylim(len(measures) - 0.5, -0.5)
    axes.set_yticks([])
    axes.set_xlim(-reach, reach)
    axes.set_title(title_of(pair), size=8.5)


def _one(
    axes: Axes,
    row: float,
    turned: tuple[float, float, float],
    difference: Difference,
    columns: tuple[str, ...],
    reach: float,
) -> None:
    mean, low, high = turned
    winner = difference.winner
    colour = colour_of(winner, columns) if winner else FAINT
    at = max(-reach, min(reach, mean))
    axes.plot([max(-reach, low), min(reach, high)], [row, row], color=INK, lw=1.4, solid_capstyle="butt")
    axes.plot(
        [at], [row], marker=marker_of(winner, columns) if winner else "o", ms=7, mec=INK, mew=0.8, ls="none",
        mfc=colour if difference.word != NOT_SETTLED else "none", clip_on=False,
    )  # fmt: skip
    if at != mean:
        axes.annotate(
            f"{mean:+.0f}", (at, row), (8 if at < 0 else -8, 4), textcoords="offset points", size=7,
            ha="left" if at < 0 else "right",
        )  # fmt: skip


def _sentence(comparison: Comparison, pair: Pair, measures: Sequence[Measure]) -> str:
    parts = [
        f"{measure_words(m.name)} {difference.word} ({change_alone(m.name, difference.interval)})"
        for m in measures
        for difference in [comparison.paired[pair][m.name]]
        if _known(difference)
    ]
    return f"{against(*pair)}: {listed(parts) if parts else 'nothing known'}."


def rows_of(comparison: Comparison) -> list[dict[str, Any]]:
    """One row per pair and measure shown: difference with interval in the measure's own unit, and what it means."""
    return [
        {
            "second": pair[1],
            "against": pair[0],
            "measure": measure_words(measure.name),
            "unit": measure.unit,
            "difference": row[measure.name].interval.mean,
            "low": row[measure.name].interval.low,
            "high": row[measure.name].interval.high,
            "worth having": row[measure.name].smallest,
            "second is": row[measure.name].word,
        }
        for pair, row in comparison.paired.items()
        for measure in shown(comparison)
    ]
