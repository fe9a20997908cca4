"""How busy people are: what paid time goes into on average, and every person over the half-hours of a week."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from sim.measures import OF
from sim.report.names import in_text
from sim.report.numbers import listed, number
from sim.report.pictures.headlines import evenness
from sim.report.pictures.style import (
    FAINT,
    HATCHES,
    INK,
    Picture,
    abreast,
    colour_of,
    label_of,
    new_figure,
    picture_style,
    short,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.comparison.closeup import CloseUp, ColumnCloseUp
    from sim.comparison.results import Comparison


BESIDE_NAMES = 6.2  # inches of the picture
SPREAD = {"load_mean": "on average", "load_p90": "busiest tenth", "load_max": "busiest person"}


def people_load(comparison: Comparison, name: str = "people_load") -> Picture:
    """Occupied share of paid time by home function, on average and of the busiest; listening within it apart."""
    columns = comparison.columns
    functions = [key.partition(OF)[2] for key in comparison.samples[columns[0]] if key.startswith(f"load_mean{OF}")]
    groups = [("all people", ""), *((in_text(function), f"{OF}{function}") for function in functions)]
    rows = [_row(comparison, column, group_name, suffix) for group_name, suffix in groups for column in columns]
    with picture_style():
        height = 0.24
        ncols = abreast([label_of(column, folded=True) for column in columns], BESIDE_NAMES)
        figure, axes = new_figure(7.6, 0.65 + 0.35 * -(-len(columns) // ncols) + height * (len(rows) + len(groups)))
        for number_, row in enumerate(rows):
            group, place = divmod(number_, len(columns))
            _bar(axes, group * (len(columns) + 1) + place, row, columns)
        middle = (len(columns) - 1) / 2
        axes.set_yticks(
            [group * (len(columns) + 1) + middle for group in range(len(groups))],
            [short(group_name) for group_name, _ in groups],
        )
        axes.invert_yaxis()
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(0.0, 1.0)
        axes.set_xlabel("occupied, share of paid presence")
        _legend(axes, columns, ncols)
    ends = [next(row for row in rows if row["column"] == column) for column in (columns[0], columns[-1])]
    told = [f"{number(row['busiest tenth'])} in {in_text(row['column'])}" for row in ends]
    title = f"Of paid time the busiest tenth are occupied: {listed(list(dict.fromkeys(told)))}"
    return Picture(name, title, _load_alt(rows, columns), figure, rows)


def _row(comparison: Comparison, column: str, said: str, suffix: str) -> dict[str, Any]:
    samples = comparison.samples[column]
    mean = {key: float(samples[f"{key}{suffix}"].mean()) for key in SPREAD}
    listened = float(samples[f"listening_share{suffix}"].mean())
    return {
        "people": said,
        "column": column,
        "occupied": mean["load_mean"],
        "of it listening": mean["load_mean"] * listened,
        "busiest tenth": mean["load_p90"],
        "busiest person": mean["load_max"],
    }


def _bar(axes: Any, at: float, row: dict[str, Any], columns: tuple[str, ...]) -> None:
    place = columns.index(row["column"])
    occupied, listening = row["occupied"], row["of it listening"]
    more = {"height": 0.8, "edgecolor": INK, "lw": 0.5}
    axes.barh(at, occupied - listening, color=colour_of(row["column"], columns), hatch=HATCHES[place % 8], **more)
    axes.barh(at, listening, left=occupied - listening, color="none", **more)
    axes.plot([row["busiest tenth"]] * 2, [at - 0.4, at + 0.4], color=INK, lw=2.0)


def _legend(axes: Any, columns: tuple[str, ...], ncols: int) -> None:
    from matplotlib.patches import Patch

    keys = [
        Patch(
            facecolor=colour_of(c, columns), edgecolor=INK, lw=0.5, hatch=HATCHES[i % 8], label=label_of(c, folded=True)
        )
        for i, c in enumerate(columns)
    ]
    axes.legend(handles=keys, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=ncols)


def _load_alt(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> str:
    everybody = rows[: len(columns)]
    parts = [
        f"{in_text(row['column'])} {number(row['occupied'])} of paid time (listening {number(row['of it listening'])},"
        f" busiest tenth {number(row['busiest tenth'])})"
        for row in everybody
    ]
    return f"People are occupied for {listed(parts)}."


DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
PER_DAY = 48
MOST_ROWS = 60  # beyond, neighbours by load share a row


def load_week(closeup: CloseUp, *, seats: bool = False, name: str = "load_week") -> Picture:
    """A heat map per column: a row per person, the busiest on top; white where nobody of the row is there."""
    columns = closeup.columns
    hours = _open_hours(closeup)
    rows = {column: rows_of(column_closeup, hours) for column, column_closeup in columns.items()}
    tall = max(len(column_closeup) for column_closeup in rows.values())
    named = seats and tall == len(closeup.seats)
    with picture_style():
        height = len(columns) * ((0.095 if named else 0.03) * max(tall, 16) + 0.45) + 0.75
        figure, panels = new_figure(7.6, height, len(columns), 1, sharex=True, squeeze=False)
        for axes, (column, column_closeup) in zip(panels.flat, columns.items(), strict=True):
            image = _panel(axes, rows[column], hours)
            axes.set_title(f"{label_of(column)}: {_people(len(closeup.seats), tall)}")
            if named:
                axes.set_yticks(range(tall), [closeup.seats[p] for p in column_closeup.busiest_first], size=5)
        bar = figure.colorbar(image, ax=panels.ravel().tolist(), location="bottom", aspect=60, pad=0.02, shrink=0.6)
        bar.set_label("occupied, share of the time that somebody was there", size=8.5)
        bar.outline.set_visible(False)
    return Picture(name, evenness(closeup), _alt(closeup), figure, _table(closeup, seats))


def _people(people: int, rows: int) -> str:
    each = "a row each" if people == rows else f"in {rows} rows"
    return f"{people} people, {each}, the busiest on top"


def _open_hours(closeup: CloseUp) -> np.ndarray:
    """Half-hours of the week in which anybody is ever there, in order; every day cut to the same hours."""
    there = np.zeros(7 * PER_DAY, dtype=bool)
    for column_closeup in closeup.columns.values():
        there |= ~np.isnan(column_closeup.week_load).all(axis=0)
    by_day = there.reshape(7, PER_DAY)
    hours = np.flatnonzero(by_day.any(axis=0))
    days = np.flatnonzero(by_day.any(axis=1))
    if not hours.size:
        return np.arange(PER_DAY)
    of_day = np.arange(hours[0], hours[-1] + 1)
    return (days[:, None] * PER_DAY + of_day).ravel()


def rows_of(column: ColumnCloseUp, hours: np.ndarray) -> np.ndarray:
    """Load by row and half-hour, the busiest first, float64[rows, hours]; at most MOST_ROWS, means of neighbours."""
    ordered = column.week_load[column.busiest_first][:, hours]
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
    parts = []
    for column, column_closeup in closeup.columns.items():
        known = column_closeup.load[~np.isnan(column_closeup.load)]
        if known.size:
            parts.append(f"{in_text(column)} from {number(known.min())} to {number(known.max())}")
    return f"Occupied share of people's paid time over the whole of replication 0: {listed(parts or ['nobody there'])}."


def _table(closeup: CloseUp, seats: bool) -> list[dict[str, Any]]:
    """One row per rank: load in every column; with seats also who it is."""
    ranked = {
        column: (column_closeup.busiest_first, column_closeup.load)
        for column, column_closeup in closeup.columns.items()
    }
    people = len(closeup.seats)
    ranks = np.unique(np.linspace(0, people - 1, min(people, MOST_ROWS)).round().astype(int)).tolist() if people else []
    table = []
    for rank in ranks:
        row: dict[str, Any] = {"rank by load": f"{rank + 1} of {people}"}
        for column, (order, load) in ranked.items():
            row[column] = float(load[order[rank]])
            if seats:
                row[f"{column}, who"] = closeup.seats[order[rank]]
        table.append(row)
    return table
