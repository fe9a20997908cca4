"""Roads week by week beside staying: the J-curve of each primary measure, one road a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.comparison.intervals import mean_interval
from sim.report.names import measure_words
from sim.report.numbers import signed
from sim.report.pictures.headlines import where_roads_end
from sim.report.pictures.style import (
    FAINT,
    INK,
    MARKERS,
    PALETTE,
    Picture,
    new_figure,
    picture_style,
    short,
)
from sim.report.road_rows import LEVELS, RESOLUTION, more_is_better
from sim.roads.results import smoothed
from sim.roads.versions import GUESSED, MODELLED

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.roads.results import Roads

SCALES = {RESOLUTION: (60.0, "hours"), "felt_empathy": (0.01, "points of 100"), "load_p90": (1 / 60, "min an hour")}
MARK_EVERY = 13
COLOURS = [PALETTE[1], PALETTE[2], PALETTE[0], PALETTE[5], PALETTE[3], PALETTE[7]]


def j_curves(roads: Roads, name: str = "j_curves") -> Picture:
    """A panel per primary measure; bands hold the mean in 95 of 100 cases, week by week, over replications."""
    with picture_style():
        figure, panels = new_figure(8.6, 7.4, len(LEVELS), 1, sharex=True)
        for axes, measure in zip(panels, LEVELS, strict=True):
            _panel(axes, roads, measure)
        panels[-1].set_xlabel("week; lines are means over four weeks, beside staying on the same customers")
        handles, labels = panels[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside upper center", ncols=min(4, len(labels)))
    return Picture(name, where_roads_end(roads), _alt(roads), figure, _table(roads))


def _panel(axes: Axes, roads: Roads, measure: str) -> None:
    per, unit = SCALES[measure]
    axes.axhline(0.0, color=INK, lw=0.8)
    for place, road in enumerate(roads.others):
        colour, marker = COLOURS[place % len(COLOURS)], MARKERS[place % len(MARKERS)]
        apart = each_smoothed(roads, road, measure) / per
        bands = [mean_interval(apart[:, week]) for week in range(apart.shape[1])]
        weeks = np.arange(len(bands))
        title = short(roads.plans[road].road.called)
        low, high = [one.low for one in bands], [one.high for one in bands]
        axes.fill_between(weeks, low, high, color=colour, alpha=0.15, lw=0)
        axes.plot(weeks, [one.mean for one in bands], color=colour, lw=1.6, marker=marker, ms=4.5, mec=INK, mew=0.4,
                  markevery=(place * 3, MARK_EVERY), label=title)  # fmt: skip
        guess = np.nanmean(each_smoothed(roads, road, measure, GUESSED), axis=0) / per
        axes.plot(weeks, guess, color=colour, lw=0.9, ls=(0, (3, 2)))
        for stage in roads.plans[road].stages:
            axes.axvline(stage.week, color=FAINT, lw=0.4, ls=":")
    _within(axes, [np.nanmean(each_smoothed(roads, road, measure, one), axis=0) / per
                   for road in roads.others for one in (MODELLED, GUESSED)])  # fmt: skip
    better = "up is better" if more_is_better(measure) else "down is better"
    axes.set_title(f"{measure_words(measure).capitalize()}: difference, {unit} ({better})")


def _within(axes: Axes, lines: list[np.ndarray]) -> None:
    """Room for all lines and as much again: the widest bands of few replications would hide them."""
    if lines:
        low, high = min(0.0, *(np.nanmin(one) for one in lines)), max(0.0, *(np.nanmax(one) for one in lines))
        room = (high - low) or 1.0
        axes.set_ylim(low - 0.5 * room, high + 0.5 * room)


def each_smoothed(roads: Roads, road: str, measure: str, version: str = MODELLED) -> np.ndarray:
    """Difference from staying, smoothed within each replication, float64[R, W]."""
    return np.array([smoothed(one) for one in roads.beside_staying(road, measure, version)])


def _alt(roads: Roads) -> str:
    found = []
    for road in roads.others:
        title = roads.plans[road].road.called
        for measure in LEVELS:
            per, unit = SCALES[measure]
            dip = roads.dip(road, measure, more_is_better=more_is_better(measure))
            end = float(np.nanmean(roads.beside_staying(road, measure)[:, -13:])) / per
            worst = f"worst {signed(dip.worst / per)} in week {dip.week}" if dip.worst else "never worse than staying"
            found.append(f"{title}, {measure_words(measure)}: {worst}, in the end {signed(end)} {unit}.")
    return " ".join(found) or "There is no road but staying, so nothing is drawn beside it."


def _table(roads: Roads) -> list[dict[str, Any]]:
    """One row per road, measure and quarter of a year: mean beside staying in both versions of the dip."""
    rows = []
    for road in roads.others:
        for measure in LEVELS:
            apart = [np.nanmean(roads.beside_staying(road, measure, one), axis=0) for one in (MODELLED, GUESSED)]
            for week in range(0, roads.weeks, MARK_EVERY):
                modelled, guess = (float(np.nanmean(one[week : week + MARK_EVERY])) for one in apart)
                rows.append({"road": road, "measure": measure, "from week": week,
                             "beside staying": modelled, "with the guessed dip": guess})  # fmt: skip
    return rows
