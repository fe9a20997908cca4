"""How occupied every person is over the half-hours of a week, people sorted by load, column by column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.report.numbers import listed, number
from sim.report.pictures.style import FAINT, Picture, look, new_figure, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.comparison.closeup import CloseUp, ColumnLook

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
PER_DAY = 48
MOST_ROWS = 60  # beyond, neighbours by load share a row


def load_week(closeup: CloseUp, *, seats: bool = False, name: str = "load_week") -> Picture:
    """A heat map per column: a row per person, the busiest on top; white where nobody of the row is there."""
    columns = closeup.columns
    hours = _open_hours(closeup)
    rows = {column: rows_of(found, hours) for column, found in columns.items()}
    tall = max(len(found) for found in rows.values())
    named = seats and tall == len(closeup.seats)
    with look():
        height = len(columns) * ((0.095 if named else 0.03) * max(tall, 16) + 0.45) + 0.75
        figure, panels = new_figure(7.6, height, len(columns), 1, sharex=True, squeeze=False)
        for axes, (column, found) in zip(panels.flat, columns.items(), strict=True):
            image = _panel(axes, rows[column], hours)
            axes.set_title(f"{short(column)}: {_people(len(closeup.seats), tall)}")
            if named:
                axes.set_yticks(range(tall), [closeup.seats[p] for p in found.busiest_first], size=5)
        bar = figure.colorbar(image, ax=panels.ravel().tolist(), location="bottom", aspect=60, pad=0.02, shrink=0.6)
        bar.set_label("occupied, share of the time that somebody was there", size=8.5)
        bar.outline.set_visible(False)
    return Picture(name, "How occupied people are over the week", _alt(closeup), figure, _table(closeup, seats))


def _people(people: int, rows: int) -> str:
    each = "a row each" if people == rows else f"in {rows} rows"
    return f"{people} people, {each}, the busiest on top"


def _open_hours(closeup: CloseUp) -> np.ndarray:
    """Half-hours of the week in which anybody is ever there, in order; every day cut to the same hours."""
    there = np.zeros(7 * PER_DAY, dtype=bool)
    for found in closeup.columns.values():
        there |= ~np.isnan(found.week_load).all(axis=0)
    by_day = there.reshape(7, PER_DAY)
    hours = np.flatnonzero(by_day.any(axis=0))
    days = np.flatnonzero(by_day.any(axis=1))
    if not hours.size:
        return np.arange(PER_DAY)
    of_day = np.arange(hours[0], hours[-1] + 1)
    return (days[:, None] * PER_DAY + of_day).ravel()


def rows_of(found: ColumnLook, hours: np.ndarray) -> np.ndarray:
    """Load by row and half-hour, the busiest first, float64[rows, hours]; at most MOST_ROWS, means of neighbours."""
    ordered = found.week_load[found.busiest_first][:, hours]
    if len(ordered) <= MOST_ROWS:
        return ordered
    return np.array([_mean(band) for band in np.array_split(ordered, MOST_ROWS)])


def _mean(band: np.ndarray) -> np.ndarray:
    known = ~np.isnan(band)
    return np.divide(np.nansum(band, axis=0), known.sum(axis=0), out=np.full(band.shape[1], np.nan),
                     where=known.any(axis=0))  # fmt: skip


def _panel(axes: Axes, rows: np.ndarray, hours: np.ndarray) -> Any:
    image = axes.imshow(rows, aspect="auto", interpolation="nearest", cmap="cividis", vmin=0.0, vmax=1.0)
    axes.set_yticks([])
    days = [int(hour) // PER_DAY for hour in hours]
    starts = [place for place, day in enumerate(days) if place == 0 or days[place - 1] != day]
    first = int(hours[0]) % PER_DAY
    axes.set_xticks(
        [start - 0.5 for start in starts], [f"{DAYS[days[s]]} {first // 2:02d}:{30 * (first % 2):02d}" for s in starts],
        ha="left",
    )  # fmt: skip
    for start in starts[1:]:
        axes.axvline(start - 0.5, color=FAINT, lw=1.2)
    for spine in axes.spines.values():
        spine.set_visible(False)
    return image


def _alt(closeup: CloseUp) -> str:
    told = []
    for column, found in closeup.columns.items():
        known = found.load[~np.isnan(found.load)]
        if known.size:
            told.append(f"{column} from {number(known.min())} to {number(known.max())}")
    return f"Occupied share of people's paid time over the whole of replication 0: {listed(told or ['nobody there'])}."


def _table(closeup: CloseUp, seats: bool) -> list[dict[str, Any]]:
    """One row per rank: load in every column; with seats also who it is."""
    ranked = {column: (found.busiest_first, found.load) for column, found in closeup.columns.items()}
    people = len(closeup.seats)
    ranks = np.unique(np.linspace(0, people - 1, min(people, MOST_ROWS)).round().astype(int)) if people else []
    table = []
    for rank in ranks:
        row: dict[str, Any] = {"rank by load": f"{rank + 1} of {people}"}
        for column, (order, load) in ranked.items():
            row[column] = float(load[order[rank]])
            if seats:
                row[f"{column}, who"] = closeup.seats[order[rank]]
        table.append(row)
    return table
