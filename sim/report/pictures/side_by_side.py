"""What-ifs side by side: what each brings to customers and people, beside what it costs in a year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.comparison.corners import RESOLUTION
from sim.comparison.words import BETTER, NOT_SETTLED, WORSE
from sim.report.names import labelled
from sim.report.numbers import change_alone, listed, unit_in
from sim.report.pictures.headlines import what_ifs
from sim.report.pictures.style import FAINT, INK, NARROW, PALETTE, Picture, above, new_figure, picture_style, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.comparison.intervals import Interval
    from sim.comparison.side_by_side import Alternative, SideBySide

OF_WORD = {BETTER: (PALETTE[2], "o"), WORSE: (PALETTE[5], "X"), NOT_SETTLED: ("none", "o")}
THOUSAND = 1000.0
LONGEST = 44  # letters of a row's name


@dataclass(frozen=True)
class _Panel:
    """title: with the unit. of: what a row has there, as an interval and its word. per: what one unit is."""

    title: str
    of: Callable[[Alternative], tuple[Interval, str]]
    per: float


def side_by_side_picture(found: SideBySide, label: Callable[[Alternative], str], name: str = "side_by_side") -> Picture:
    """A row for each what-if that is paired, a panel for each of time, empathy, load and cost; first row: 0.

    label: a row as it is called.
    """
    rows = [row for row in found.ranked if row.paired]
    per, unit = unit_in("minutes", *(row.differences[RESOLUTION].interval.mean for row in rows))
    currency = found.first.scenario.money.currency
    panels = (
        _Panel(f"Time until solved, {unit}", lambda row: _of(row, RESOLUTION), per),
        _Panel(f"{labelled('felt_empathy', 'Felt empathy')}, of 100", lambda row: _of(row, "felt_empathy"), 0.01),
        _Panel(f"{labelled('load_p90', 'Busiest tenth')}, min/hour", lambda row: _of(row, "load_p90"), 1 / 60),
        _Panel(f"Cost, 1000 {currency} a year", _money, THOUSAND),
    )
    with picture_style():
        figure, axes = new_figure(NARROW, 1.5 + 0.42 * max(2, len(rows)), 1, len(panels), sharey=True)
        for axis, panel in zip(axes, panels, strict=True):
            _draw(axis, panel, rows)
            axis.set_title(panel.title.replace(", ", ",\n"), size=7.5)
            axis.locator_params(axis="x", nbins=3)
            axis.tick_params(axis="x", labelsize=7)
        axes[0].set_yticks([])
        for line, row in enumerate(rows):
            above(axes[0], line - 0.14, short(label(row), LONGEST))
        axes[0].set_ylim(len(rows) - 0.5, -0.75)
        beside = short(label(found.base), LONGEST)
        figure.supxlabel(f"difference from {beside},\nwith 95% interval; filled: certain and worth having", size=7.5)
    title = what_ifs(label(found.base), rows, label)
    alt = " ".join(_sentence(label(row), row) for row in rows) or "No what-if met the same customers as the first."
    return Picture(name, title, alt, figure)


def _of(row: Alternative, name: str) -> tuple[Interval, str]:
    one = row.differences[name]
    return one.interval, one.word


def _money(row: Alternative) -> tuple[Interval, str]:
    assert row.more_cost is not None
    if row.more_cost.low <= 0.0 <= row.more_cost.high:
        return row.more_cost, NOT_SETTLED
    return row.more_cost, WORSE if row.more_cost.mean > 0.0 else BETTER


def _draw(axis: Axes, panel: _Panel, rows: list[Alternative]) -> None:
    axis.axvline(0.0, color=INK, lw=0.8)
    axis.tick_params(axis="y", length=0)
    for place, row in enumerate(rows):
        interval, word = panel.of(row)
        fill, marker = OF_WORD.get(word, (FAINT, "o"))
        axis.plot([interval.low / panel.per, interval.high / panel.per], [place, place], color=INK, lw=1.3)
        axis.plot([interval.mean / panel.per], [place], marker=marker, ms=6.5, mec=INK, mew=0.8, mfc=fill, ls="none")
    axis.margins(x=0.12)


def _sentence(called: str, row: Alternative) -> str:
    parts = [
        f"{said} {one.word} ({change_alone(name, one.interval)})"
        for name, said in ((RESOLUTION, "time"), ("felt_empathy", "felt empathy"), ("load_p90", "load"))
        for one in [row.differences[name]]
    ]
    return f"{called}: {listed(parts)}."
