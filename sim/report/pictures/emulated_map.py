"""Where the winner changes on an emulated map: areas over two settings, or a line with its interval over one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.comparison.words import NOT_SETTLED, WORDS
from sim.report.numbers import unit_in
from sim.report.pictures.style import INK, PAPER, Picture, colour_of, headed, new_figure, picture_style
from sim.report.pictures.winner_map import BESIDE, CLOSE, HATCH, LITTLE, MapLabels

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

MOST_TICKS = 6
OPEN = "#eeece8"  # not settled
LEVELS = 7  # lines of equal difference


def emulated_map(table: pd.DataFrame, keys: Sequence[str], fixed: Mapping[str, str], judged: MapLabels) -> Picture:
    """Areas by who is better, with lines of equal difference.

    table: a row per combination of the one or two `keys`, the last varying fastest, with `difference`, `low`, `high`,
    `smallest` and `word`. fixed: values of all other settings.
    """
    per, unit = unit_in(judged.unit, *np.abs(table["difference"]).to_numpy())
    meaning = [judged.meaning(WORDS[code]) for code in table["word"].cat.codes]
    title = judged.finding(meaning, of="emulated combinations")
    with picture_style():
        made, ax = new_figure(7.4, 4.8)
        if len(keys) == 1:
            _line(ax, table, keys[0], judged, per, unit)
        else:
            _areas(ax, table, (keys[0], keys[1]), meaning, judged, per)
            made.legend(
                handles=_legend(meaning, judged), loc="outside lower left", ncols=2, fontsize=8,
                title=f"Lines: {judged.difference(unit)}", title_fontsize=8, alignment="left",
            )  # fmt: skip
        if fixed:
            ax.set_title(", ".join(f"{key} = {value}" for key, value in fixed.items()), fontsize=8, loc="left")
        headed(made, title)
    counts = ", ".join(f"{judged.name(one)} in {meaning.count(one)}" for one in dict.fromkeys(meaning))
    where = f"{judged.measure} over {' and '.join(keys)}"
    alt = f"Who is better in {where}, of {len(meaning)} emulated combinations: {counts}."
    return Picture("map", title, alt, made)


def _areas(
    ax: Axes, table: pd.DataFrame, keys: tuple[str, str], meaning: Sequence[str], judged: MapLabels, per: float
) -> None:
    from matplotlib.colors import ListedColormap

    of_keys = [list(dict.fromkeys(table[key])) for key in keys]
    x, y = (_places(values) for values in of_keys)
    order = (judged.first, judged.second, LITTLE, NOT_SETTLED)
    shape = (len(x), len(y))
    colours = ListedColormap([_colour(one, judged) for one in order])
    codes = np.array([order.index(one) for one in meaning]).reshape(shape).T
    ax.pcolormesh(x, y, codes, cmap=colours, vmin=-0.5, vmax=len(order) - 0.5, shading="nearest", rasterized=True)
    first = (codes == 0).astype(float)
    if first.any() and min(shape) > 1:
        hatched = ax.contourf(x, y, first, levels=[0.5, 1.5], colors="none", hatches=[HATCH])
        hatched.set_edgecolor(PAPER)
    values = table["difference"].to_numpy().reshape(shape).T / per
    if min(shape) > 1 and np.ptp(values) > 0.0:
        ax.clabel(ax.contour(x, y, values, levels=LEVELS, colors=INK, linewidths=0.6), fontsize=7, fmt="%+.3g")
    ax.set(xlabel=keys[0], ylabel=keys[1])
    for axis, places, values_of in ((ax.xaxis, x, of_keys[0]), (ax.yaxis, y, of_keys[1])):
        if isinstance(values_of[0], str):
            axis.set_ticks(places, values_of)


def _line(ax: Axes, table: pd.DataFrame, key: str, judged: MapLabels, per: float, unit: str) -> None:
    x = _places(list(table[key]))
    ax.axhline(0.0, color=INK, linewidth=0.8)
    ax.fill_between(x, -table["smallest"] / per, table["smallest"] / per, color=CLOSE, alpha=0.6, linewidth=0)
    colour = colour_of(judged.second, (judged.first, judged.second))
    ax.fill_between(x, table["low"] / per, table["high"] / per, color=colour, alpha=0.3, linewidth=0)
    ax.plot(x, table["difference"] / per, color=INK, linewidth=1.2)
    ax.set(xlabel=key, ylabel=fill(judged.difference(unit), BESIDE))


def _places(values: Sequence[float | str]) -> np.ndarray:
    """Numbers lie where they are, everything else side by side."""
    return np.arange(len(values)) if isinstance(values[0], str) else np.asarray(values, dtype=float)


def _colour(one: str, judged: MapLabels) -> str:
    return {LITTLE: CLOSE, NOT_SETTLED: OPEN}.get(one) or colour_of(one, (judged.first, judged.second))


def _legend(meaning: Sequence[str], judged: MapLabels) -> list[Any]:
    from matplotlib.patches import Patch

    return [
        Patch(
            facecolor=_colour(one, judged), edgecolor=PAPER, hatch=HATCH if one == judged.first else "",
            label=one if one in (LITTLE, NOT_SETTLED) else f"{judged.name(one)} better",
        )
        for one in (judged.second, judged.first, LITTLE, NOT_SETTLED) if one in meaning
    ]  # fmt: skip
