"""Roads at other values of assumptions: turning points and sweeps, as pages and as results folders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import RenderableType
from rich.text import Text

from sim.comparison.words import BETTER, EQUIVALENT, NOT_SETTLED, WORSE, whole, word_of
from sim.exploring.axes import value_text
from sim.report.as_json import interval_json
from sim.report.csv_files import csv_text
from sim.report.folder import write_results
from sim.report.names import against, in_text, measure_words, name_of, upper
from sim.report.numbers import level, signed, unit_of
from sim.report.sensitivity import amount_interval
from sim.report.summary import as_text
from sim.report.tables import bare_table, heading
from sim.report.turning_points import flip_rows, table_and_sentences, write_turns
from sim.roads.asking import CLOSELY, MONEY, RoadPoint, RoadSweep, RoadTurns
from sim.roads.results import AT_THE_END
from sim.scenario.problems import count_of

if TYPE_CHECKING:
    from sim.comparison.intervals import Interval
    from sim.report.pictures.style import Picture

MOST_DRAWN = 2  # axes of a picture
PAID = {BETTER: "has paid back", WORSE: "has not"}


def turns_page(turns: RoadTurns) -> Iterator[RenderableType]:
    """A table and sentences for every question: a pair of roads in a measure."""
    asked = turns.asked
    weeks, runs = asked.scenario.time.measured_weeks, count_of(turns.replications, "run")
    yield Text(f"{asked.scenario.name}: what would have to be true on roads of {weeks} weeks", style="bold")
    yield Text(f"{runs} of every road at every value, on the same customers with the same luck. {_looked(turns)}")
    for (pair, measure), group in groupby(turns.flips, key=lambda flip: (flip.pair, flip.measure)):
        flips = list(group)
        if measure == MONEY.name:
            what = f"money beside {in_text(pair[0])} by week {weeks}, thousand {asked.scenario.money.currency}"
            yield Text(f"\n{name_of(pair[1])}: {what}; kept customers apart", style="bold")
        else:
            what = f"{measure_words(measure)} in the last {AT_THE_END} weeks"
            yield Text(f"\n{upper(against(*pair))}: {what}", style="bold")
        yield Text(f"Today: {amount_interval(measure, flips[0].today)}")
        yield from table_and_sentences(flips)


def _looked(turns: RoadTurns) -> str:
    """How it was chosen what to look at."""
    if not turns.once:
        return ""
    left = len(turns.once) - CLOSELY
    return (
        f"Of {len(turns.once)} assumptions on what changes over weeks, each tried in one run of half the weeks, at "
        f"the farther end of its range, these are the {CLOSELY} that moved {measure_words(turns.asked.measures[0])} "
        f"most; one run proves little of the {left} others: --over looks at any."
    )


def turns_json(turns: RoadTurns) -> dict[str, Any]:
    """What `podsim flip --road --json` prints, but for the results folder."""
    return {"scenario": turns.asked.scenario.name, **_asked_of(turns), "flips": flip_rows(turns.flips)}


def _asked_of(turns: RoadTurns) -> dict[str, Any]:
    asked = turns.asked
    return {
        "seed": asked.seed, "replications": turns.replications, "weeks": asked.scenario.time.measured_weeks,
        "roads": list(asked.names), "looked_at_once": {one.name: moved for one, moved in turns.once},
    }  # fmt: skip


def write_road_turns(turns: RoadTurns, parent: Path, command: Sequence[str]) -> Path:
    """Write summary, tables, picture and manifest; returns the folder. Raises OSError."""
    scenario = turns.asked.scenario
    return write_turns(scenario, turns.flips, turns_page(turns), _asked_of(turns), parent, command)


# --- sweeps -------------------------------------------------------------------------------------------


def road_sweep_page(swept: RoadSweep) -> Iterator[RenderableType]:
    """A row per combination: the road beside the other, who is better, and whether it has paid back."""
    asked, (first, second) = swept.asked, swept.pair
    measure, weeks = asked.measures[0], asked.scenario.time.measured_weeks
    yield heading(asked.scenario)
    axes = " and ".join(f"{axis.key} ({', '.join(axis.labels)})" for axis in swept.axes)
    yield Text(f"{count_of(len(swept.points), 'combination')} of {axes}; {count_of(swept.replications, 'run')} each")
    yield Text(
        f"\n{upper(measure_words(measure))} in the last {AT_THE_END} of {weeks} weeks: {against(first, second)}",
        style="bold",
    )
    per, unit = unit_of(measure, *(point.difference.mean for point in swept.points))
    table = bare_table()
    for axis in swept.axes:
        table.add_column(Text(axis.key.rpartition(".")[2]), overflow="fold")
    for title in (name_of(first), name_of(second), f"difference{f' ({unit})' if unit else ''}", "", "money"):
        table.add_column(Text(title), justify="right", overflow="fold")
    for point in swept.points:
        labels = [value_text(value) for value in point.values]
        labels[-1] += " *" if point.own else ""
        means = [level(measure, mean) for mean in point.means]
        table.add_row(*labels, *means, _spread(point.difference, per), point.word, _spread(point.money, 1.0))
    yield table
    yield Text(
        f"money: thousand {asked.scenario.money.currency} of {in_text(second)} beside {in_text(asked.names[0])} by "
        f"week {weeks}; kept customers "
        f"apart{'; *: the scenario as it is' if any(point.own for point in swept.points) else ''}",
        style="dim",
    )
    yield Text("\nAnswer", style="bold")
    yield from (Text(line) for line in road_answers(swept))


def _spread(interval: Interval, per: float) -> str:
    return f"{signed(interval.mean / per)} ({signed(interval.low / per)}, {signed(interval.high / per)})"


def paid_of(point: RoadPoint) -> str:
    """BETTER where the road has certainly paid back by the horizon, WORSE where not, NOT_SETTLED."""
    return word_of(point.money.low, point.money.high, 0.0, "more")[0]


def road_answers(swept: RoadSweep) -> Iterator[str]:
    """Counts over all combinations, in the measure and in money, and the scenario as it is."""
    points = swept.points
    words = [point.word for point in points]
    little = sum(word in EQUIVALENT for word in words)
    yield (
        f"{upper(measure_words(swept.asked.measures[0]))}, {against(*swept.pair)}, in "
        f"{count_of(len(points), 'combination')}: better in {words.count(BETTER)}, worse in {words.count(WORSE)}; "
        f"too close to call in {little + words.count(NOT_SETTLED)} ({little} too little to matter, "
        f"{words.count(NOT_SETTLED)} not settled)."
    )
    paid = [paid_of(point) for point in points]
    still_open = len(paid) - paid.count(BETTER) - paid.count(WORSE)
    yield (
        f"By the horizon {in_text(swept.pair[1])} has paid back in {paid.count(BETTER)}, has not in "
        f"{paid.count(WORSE)}; {still_open} not settled."
    )
    for point in points:
        if point.own:
            yield f"The scenario as it is: {whole(point.word, point.reason)}; {_paid_words(point)}."


def _paid_words(point: RoadPoint) -> str:
    return PAID.get(paid_of(point), "whether it has paid back is not settled")


def road_sweep_rows(swept: RoadSweep) -> list[dict[str, Any]]:
    """winners.csv: a row per combination."""
    keys = [axis.key for axis in swept.axes]
    return [
        {
            **dict(zip(keys, point.values, strict=True)), "measure": swept.asked.measures[0],
            "first": swept.pair[0], "second": swept.pair[1],
            "first_mean": point.means[0], "second_mean": point.means[1], "difference": point.difference.mean,
            "low": point.difference.low, "high": point.difference.high, "smallest": point.smallest,
            "word": point.word, "reason": point.reason, "own": point.own,
            "money": point.money.mean, "money_low": point.money.low, "money_high": point.money.high,
            "paid_back": paid_of(point),
        }
        for point in swept.points
    ]  # fmt: skip


def road_sweep_json(swept: RoadSweep) -> dict[str, Any]:
    """What `podsim sweep --road --json` prints, but for the results folder."""
    keys = [axis.key for axis in swept.axes]
    return {
        **_question(swept),
        "cells": [
            {
                "values": dict(zip(keys, point.values, strict=True)),
                "roads": dict(zip(swept.pair, point.means, strict=True)),
                "difference": interval_json(point.difference),
                "word": point.word, "reason": point.reason, "own": point.own,
                "money": interval_json(point.money), "paid_back": paid_of(point),
            }
            for point in swept.points
        ],
        "answer": list(road_answers(swept)),
    }  # fmt: skip


def _question(swept: RoadSweep) -> dict[str, Any]:
    asked = swept.asked
    return {
        "scenario": asked.scenario.name, "seed": asked.seed, "replications": swept.replications,
        "weeks": asked.scenario.time.measured_weeks, "roads": list(asked.names), "between": list(swept.pair),
        "measure": asked.measures[0], "vary": {axis.key: list(axis.values) for axis in swept.axes},
    }  # fmt: skip


def _picture(swept: RoadSweep) -> Picture | None:
    from sim.report.pictures.winner_map import MapLabels, winner_line, winner_map

    measure, keys = swept.asked.measures[0], [axis.key for axis in swept.axes]
    judged = MapLabels(*swept.pair, measure_words(measure), swept.asked.measure(measure).unit)
    if len(keys) > MOST_DRAWN:
        return None
    rows = road_sweep_rows(swept)
    return winner_line(rows, keys[0], judged) if len(keys) == 1 else winner_map(rows, keys[0], keys[1], judged)


def write_road_sweep(swept: RoadSweep, parent: Path, command: Sequence[str]) -> Path:
    """Write summary, table, picture and manifest; returns the folder. Raises OSError."""
    from sim.report.pictures.style import png, svg_file

    files: dict[str, str | bytes] = {
        "summary.txt": as_text(road_sweep_page(swept)),
        "winners.csv": csv_text(road_sweep_rows(swept)),
    }
    if picture := _picture(swept):
        files |= {"figures/winner_map.png": png(picture), "figures/winner_map.svg": svg_file(picture)}
    scenario = swept.asked.scenario
    return write_results(
        parent, f"sweep-{scenario.name}", files, command=command, scenario=scenario, question=_question(swept)
    )
