"""Results by channel and half-hour of the day in which customers arrive."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.measures import measure_named
from sim.report.names import in_text, measure_words
from sim.report.numbers import number
from sim.report.pictures.headlines import longest_waits
from sim.report.pictures.style import (
    FAINT,
    INK,
    Picture,
    abreast,
    colour_of,
    label_of,
    marker_of,
    new_figure,
    picture_style,
    short,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.comparison.closeup import CloseUp

MOST_CHANNELS = 4
SHOWN = ("first_response_minutes", "answered_in_target", "abandoned_share")
LOWEST_TOP = 0.05  # of an axis on which nothing happens
FEW = 5  # customers: a mean over fewer says nothing


def half_hours(closeup: CloseUp, name: str = "half_hours") -> Picture:
    """A column of panels per channel: arrivals on top, then a line per column of the comparison for each measure."""
    columns = list(closeup.columns)
    rows = {column: closeup.columns[column].half_hours for column in columns}
    channels = list(dict.fromkeys(row["channel"] for selected in rows.values() for row in selected))[:MOST_CHANNELS]
    with picture_style():
        figure, panels = new_figure(
            1.2 + 3.2 * max(1, len(channels)), 5.6, 1 + len(SHOWN), max(1, len(channels)), squeeze=False, sharex=True,
            gridspec_kw={"height_ratios": [0.55, *[1.0] * len(SHOWN)]},
        )  # fmt: skip
        for place, channel in enumerate(channels):
            _arrivals(panels[0][place], [row for row in rows[columns[0]] if row["channel"] == channel], channel)
            for line, key in enumerate(SHOWN, 1):
                for column in columns:
                    selected = [row for row in rows[column] if row["channel"] == channel]
                    _line(panels[line][place], selected, key, column, columns)
                panels[line][place].set_ylim(0.0, max(LOWEST_TOP, panels[line][place].get_ylim()[1]))
        for line, key in enumerate(SHOWN, 1):
            panels[line][0].set_ylabel(_label(key), size=8)
        panels[0][0].set_ylabel("customers", size=8)
        for axes in panels[-1]:
            axes.set_xlabel("hour of arrival")
        handles, labels = panels[1][0].get_legend_handles_labels()
        if handles:
            figure.legend(handles, labels, loc="outside upper right", ncols=abreast(labels, figure.get_figwidth()))
    return Picture(name, longest_waits(closeup, FEW, channels), _alt(closeup, channels), figure, _table(closeup))


def _hour(row: dict[str, Any]) -> float:
    hours, minutes = row["half_hour"].split(":")
    return int(hours) + int(minutes) / 60.0


def _label(key: str) -> str:
    measure = measure_named(key)
    assert measure is not None
    unit = " (min)" if measure.unit == "minutes" else " (share)"
    return (
        f"{measure_words(measure.name)}{unit}".replace(" to ", " to\n")
        .replace(" in ", "\nin ")
        .replace(" who ", "\nwho ")
    )


def _arrivals(axes: Axes, rows: Sequence[dict[str, Any]], channel: str) -> None:
    axes.bar([_hour(row) + 0.25 for row in rows], [row["cases"] for row in rows], width=0.45, color=FAINT)
    axes.set_title(short(channel))


def _line(axes: Axes, rows: Sequence[dict[str, Any]], key: str, column: str, columns: Sequence[str]) -> None:
    kept = [row for row in rows if row["cases"] >= FEW and math.isfinite(row[key])]
    axes.plot(
        [_hour(row) + 0.25 for row in kept], [row[key] for row in kept], color=colour_of(column, columns), lw=1.3,
        marker=marker_of(column, columns), ms=4, mec=INK, mew=0.4, label=label_of(column, folded=True),
    )  # fmt: skip


def _alt(closeup: CloseUp, channels: Sequence[str]) -> str:
    sentences = []
    for channel in channels:
        for column, column_closeup in closeup.columns.items():
            rows = [r for r in column_closeup.half_hours if r["channel"] == channel and r["cases"] >= FEW]
            if rows:
                worst = max(rows, key=lambda row: row["first_response_minutes"])
                sentences.append(
                    f"{channel}, {in_text(column)}: longest time to a first answer for arrivals at "
                    f"{worst['half_hour']}, {number(worst['first_response_minutes'])} min."
                )
    return " ".join(sentences) or "No half-hour has enough customers to show a mean."


def _table(closeup: CloseUp) -> list[dict[str, Any]]:
    """One row per column, channel and half-hour."""
    return [
        {"column": column, **row}
        for column, column_closeup in closeup.columns.items()
        for row in column_closeup.half_hours
    ]
