"""A sweep for people and as a results folder: the map of winners, tidy tables, a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from sim.comparison.statistics import pair_name
from sim.exploring.axes import Axis, value_text
from sim.exploring.sweep import Point, Swept
from sim.measures import measure_named
from sim.report.as_json import interval_json
from sim.report.csv_files import csv_text
from sim.report.folder import write_results
from sim.report.names import against, measure_words, name_of, upper
from sim.report.numbers import change, level
from sim.report.rows import table_rows
from sim.report.summary import as_text
from sim.report.sweep_page import answer_lines, line_table, map_tables, note_lines
from sim.report.tables import heading
from sim.scenario.problems import count_of

if TYPE_CHECKING:
    from sim.report.pictures.style import Picture

MOST_MAPS = 12
MOST_LISTED = 8  # values that a title names
MOST_DRAWN = 3  # axes: two of a map, and one for its panels


def sweep_page(swept: Swept) -> Iterator[Any]:
    """Everything that a reader sees, in order."""
    yield heading(swept.scenario)
    yield Text(size_of(swept))
    yield from _maps(swept)
    yield Text("\nAnswer", style="bold")
    yield from (Text(line) for line in answer_lines(swept))
    yield Text("")
    yield from (Text(line, style="dim") for line in note_lines(swept))


def size_of(swept: Swept) -> str:
    """What was run."""
    first = swept.results[0].cell
    columns = f"columns {'; '.join(map(name_of, swept.columns))}"
    size = f"{count_of(first.replications, 'replication')} each, {columns}, seed {first.seed}"
    return f"{count_of(len(swept.points), 'combination')} of {varied(swept.axes)}; {size}"


def varied(of: Sequence[Axis]) -> str:
    """Settings and their values, shortly."""
    axes = []
    for axis in of:
        labels = axis.labels
        short = len(labels) <= MOST_LISTED
        axes.append(
            f"{axis.key} ({', '.join(labels) if short else f'{labels[0]} to {labels[-1]}, {len(labels)} values'})"
        )
    return " and ".join(axes)


def _maps(swept: Swept) -> Iterator[Any]:
    title = f"\n{upper(measure_words(swept.measure))}: {against(*swept.between)}"
    if len(swept.axes) == 1:
        yield Text(title, style="bold")
        yield from line_table(swept)
        return
    others = swept.axes[2:]
    if prod(len(axis.values) for axis in others) > MOST_MAPS:
        yield Text(f"\nToo many combinations for a map on a page: winners.csv has all {len(swept.points)}.")
        return
    for values in product(*(axis.labels for axis in others)):
        where = "".join(f", {axis.key} = {value}" for axis, value in zip(others, values, strict=True))
        yield Text(f"{title}{where}", style="bold")
        here = [point for point in swept.points if tuple(map(value_text, point.values[2:])) == values]
        yield from map_tables(swept, here)


def cell_rows(swept: Swept) -> list[dict[str, Any]]:
    """cell, one column per setting varied, formation, measure, unit, mean, low, high (95% interval)."""
    return [
        {"cell": place, **_said(swept, point), **row}
        for place, point in enumerate(swept.points)
        for row in table_rows(swept.results[place])
    ]


def short_rows(swept: Swept) -> list[dict[str, Any]]:
    """One row per combination in few words: its settings, both means, the difference, who is better."""
    found = []
    for point in swept.points:
        means = {
            name_of(column): level(swept.measure, point.comparison.intervals[column][swept.measure].mean)
            for column in swept.between
        }
        difference = change(swept.measure, point.difference.interval)
        found.append({**_said(swept, point), **means, "difference": difference, "": point.word})
    return found


def winner_rows(swept: Swept) -> list[dict[str, Any]]:
    """One row per cell: the pair's means and difference in the measure, and its word.

    own: the scenario as it is. tight: functions that cannot keep up with the work offered.
    """
    return [_winner_row(swept, place, point) for place, point in enumerate(swept.points)]


def _winner_row(swept: Swept, place: int, point: Point) -> dict[str, Any]:
    difference = point.difference
    means = [point.comparison.intervals[column][swept.measure].mean for column in swept.between]
    return {
        "cell": place,
        **_said(swept, point),
        "measure": swept.measure,
        "first": difference.first,
        "second": difference.second,
        "first_mean": means[0],
        "second_mean": means[1],
        "difference": difference.interval.mean,
        "low": difference.interval.low,
        "high": difference.interval.high,
        "smallest": difference.smallest,
        "word": difference.word,
        "reason": difference.reason,
        "winner_depends_on_h": point.by_h,
        "own": point.own,
        "tight": " ".join(point.tight),
    }


def pair_rows(swept: Swept) -> list[dict[str, Any]]:
    """cell, one column per setting, first, second, measure, unit, mean, low, high, word: every pair and measure."""
    return [
        {
            "cell": place,
            **_said(swept, point),
            "first": difference.first,
            "second": difference.second,
            "measure": name,
            "unit": _unit(name),
            "mean": difference.interval.mean,
            "low": difference.interval.low,
            "high": difference.interval.high,
            "word": difference.word,
            "reason": difference.reason,
        }
        for place, point in enumerate(swept.points)
        for row in point.comparison.paired.values()
        for name, difference in row.items()
    ]


def _unit(measure: str) -> str:
    known = measure_named(measure)
    return known.unit if known else ""


def _said(swept: Swept, point: Point) -> dict[str, Any]:
    return dict(zip((axis.key for axis in swept.axes), point.values, strict=True))


def picture_of(swept: Swept) -> Picture | None:
    """The map, or a line where one setting varies; None where the rows of winners.csv are the better picture."""
    from sim.report.pictures.winner_map import MOST_PANELS, MapLabels, winner_line, winner_map

    axes = [axis.key for axis in swept.axes]
    judged = MapLabels(*swept.between, measure_words(swept.measure), _unit(swept.measure))
    rows = winner_rows(swept)
    if len(axes) == 1:
        return winner_line(rows, axes[0], judged)
    if len(axes) > MOST_DRAWN or (len(axes) == MOST_DRAWN and len(swept.axes[2].values) > MOST_PANELS):
        return None
    return winner_map(rows, axes[0], axes[1], judged, panel=axes[2] if axes[2:] else None)


def sweep_json(swept: Swept) -> dict[str, Any]:
    """What `podsim sweep --json` prints, but for the results folder."""
    return {
        **_question(swept),
        "cells": [
            {
                "values": _said(swept, point),
                "formations": {
                    column: interval_json(intervals[swept.measure])
                    for column, intervals in point.comparison.intervals.items()
                },
                "difference": interval_json(point.difference.interval),
                "word": point.word,
                "reason": point.difference.reason,
                "own": point.own,
                "tight": list(point.tight),
            }
            for point in swept.points
        ],
        "answer": list(answer_lines(swept)),
        "notes": list(note_lines(swept)),
    }


def _question(swept: Swept) -> dict[str, Any]:
    first = swept.results[0].cell
    return {
        "scenario": swept.scenario.name,
        "seed": first.seed,
        "replications": first.replications,
        "columns": list(swept.columns),
        "between": pair_name(*swept.between),
        "measure": swept.measure,
        "vary": {axis.key: list(axis.values) for axis in swept.axes},
    }


def write_sweep(swept: Swept, parent: Path, command: Sequence[str]) -> Path:
    """Write summary, tables, picture and manifest; returns the folder. Raises OSError."""
    from sim.report.pictures.style import png, svg_file

    files: dict[str, str | bytes] = {
        "summary.txt": as_text(sweep_page(swept)),
        "cells.csv": csv_text(cell_rows(swept)),
        "winners.csv": csv_text(winner_rows(swept)),
        "differences.csv": csv_text(pair_rows(swept)),
    }
    if picture := picture_of(swept):
        files |= {"figures/winner_map.png": png(picture), "figures/winner_map.svg": svg_file(picture)}
    return write_results(
        parent, f"sweep-{swept.scenario.name}", files,
        command=command, scenario=swept.scenario, question=_question(swept),
    )  # fmt: skip
