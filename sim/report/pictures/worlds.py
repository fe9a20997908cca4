"""In how many plausible worlds who is better, a bar per pair and primary measure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.comparison.statistics import NOT_SETTLED, SAME
from sim.measures import PRIMARY, measure_named
from sim.report.pictures.style import INK, PAPER, Picture, colour_of, look, new_figure, short
from sim.report.sensitivity import worlds_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.exploring.sensitivity import Sensitivity
    from sim.exploring.worlds import Pair, Worlds

HATCH_OF = ("", "--", "xxx", "///")
ANSWERS = ("better", "equivalent", "not settled", "worse")
GREY = "#b0b0b0"
NARROW = 0.035  # of all worlds: a number does not fit into less


def worlds_picture(sensitivity: Sensitivity, columns: tuple[str, ...], name: str = "worlds") -> Picture:
    """columns: all columns of the comparison, for their colours."""
    worlds = sensitivity.worlds
    bars = [(pair, measure) for measure in PRIMARY for pair in sensitivity.weights]
    with look():
        figure, axes = new_figure(7.6, 0.95 + 0.34 * len(bars))
        for row, (pair, measure) in enumerate(bars):
            _bar(axes, row, counts(worlds, pair, measure), pair, columns)
        axes.set_ylim(len(bars) - 0.5, -0.5)
        axes.set_yticks(range(len(bars)), [f"{_said(m)}: {short(p[1], 18)} against {short(p[0], 18)}" for p, m in bars])
        axes.set_xlim(0, max(1, worlds.count))
        axes.set_xlabel(f"worlds, of {worlds.count}: better, equivalent, not settled, worse")
        axes.tick_params(axis="y", length=0)
        _legend(axes)
    title = f"Who is better in {worlds.count} plausible worlds"
    return Picture(name, title, f"Resolution time. {worlds_words(sensitivity)}", figure, _rows(worlds, bars))


def counts(worlds: Worlds, pair: Pair, measure: str) -> dict[str, int]:
    """Worlds in which the second of a pair is better, equivalent, not settled, worse."""
    differences = worlds.differences[pair][measure]
    return dict(zip(ANSWERS, map(differences.count, (pair[1], SAME, NOT_SETTLED, pair[0])), strict=True))


def _bar(axes: Axes, row: int, found: dict[str, int], pair: Pair, columns: tuple[str, ...]) -> None:
    left = 0
    colours = (colour_of(pair[1], columns), GREY, PAPER, colour_of(pair[0], columns))
    for number, colour, hatch in zip(found.values(), colours, HATCH_OF, strict=True):
        if number:
            axes.barh(row, number, left=left, height=0.66, color=colour, hatch=hatch, edgecolor=INK, lw=0.6)
        if number > NARROW * sum(found.values()):
            box = {"facecolor": PAPER, "edgecolor": "none", "pad": 1.0}
            axes.text(left + number / 2, row, str(number), ha="center", va="center", size=7.5, bbox=box)
        left += number


def _legend(axes: Axes) -> None:
    from matplotlib.patches import Patch

    keys = [
        Patch(facecolor=GREY if word == "equivalent" else PAPER, edgecolor=INK, hatch=hatch, label=word)
        for word, hatch in zip(ANSWERS, HATCH_OF, strict=True)
    ]
    axes.figure.legend(handles=keys, loc="outside upper right", ncols=4)


def _said(name: str) -> str:
    measure = measure_named(name)
    return measure.said if measure else name


def _rows(worlds: Worlds, bars: list[tuple[Pair, str]]) -> list[dict[str, Any]]:
    """One row per pair and measure: in how many worlds what holds."""
    return [
        {"measure": _said(measure), "second": pair[1], "against": pair[0], **counts(worlds, pair, measure)}
        for pair, measure in bars
    ]
