"""Roads as a results folder, a page and JSON."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from sim.comparison.intervals import Interval
from sim.comparison.usual import REPLICATIONS as MEASURED_OVER
from sim.report.csv_files import csv_text
from sim.report.folder import write_results
from sim.report.manifest import sha256
from sim.report.numbers import number, signed
from sim.report.page.blocks import Code, Figure, Section, Table, TableCell, table_of, words
from sim.report.page.document import plain_page
from sim.report.pictures.roads import j_curves
from sim.report.pictures.style import Picture, png, svg_file
from sim.report.road_rows import (
    RESOLUTION,
    RoadRow,
    assumptions_of,
    bridge_parts,
    money_rows,
    road_rows,
    table_rows,
    weekly_rows,
)
from sim.report.road_screen import (
    HEADS,
    MINUTES,
    NONE_WON,
    beside,
    bridged_runs,
    cells,
    heading_line,
    money_lines,
    out_of_balance,
    road_page,
    sentence,
)
from sim.report.summary import as_text
from sim.roads.results import Roads
from sim.roads.versions import GUESSED, MECHANISMS, MODELLED
from sim.roads.writing import road_text


def write_roads(roads: Roads, parent: Path, command: Sequence[str], by: str) -> Path:
    """Write summary, tables, picture, page, the roads themselves and a manifest; returns the folder. Raises OSError."""
    picture = j_curves(roads)
    files: dict[str, str | bytes] = {
        "summary.txt": as_text(road_page(roads, everything=True, by=by)),
        "roads.csv": csv_text(list(table_rows(roads))),
        "weekly.csv": csv_text(list(weekly_rows(roads))),
        "money.csv": csv_text(list(money_rows(roads))),
        "bridge.csv": csv_text(list(bridge_rows(roads))),
        "report.html": page_of(roads, picture, by),
        f"figures/{picture.name}.png": png(picture),
        f"figures/{picture.name}.svg": svg_file(picture),
        **{f"roads/{name}.yaml": road_text(plan) for name, plan in roads.plans.items()},
    }
    return write_results(
        parent, f"road-{roads.scenario.name}", files,
        command=command, scenario=roads.scenario, question=_question(roads),
    )  # fmt: skip


def _question(roads: Roads) -> dict[str, Any]:
    return {
        "seed": roads.seed,
        "replications": roads.replications,
        "weeks": roads.weeks,
        "worlds": len(roads.worlds) + roads.refused,
        "roads": {name: sha256(plan.loaded.text) for name, plan in roads.plans.items()},
    }


def bridge_rows(roads: Roads) -> Iterator[dict[str, Any]]:
    """bridge.csv: mechanism switched on, what it adds to the difference in resolution time."""
    for name, one in bridge_parts(roads):
        step = name or "as if always so"
        yield {"road": roads.bridged, "step": step, "minutes": one.mean, "low": one.low, "high": one.high}


def roads_json(roads: Roads) -> dict[str, Any]:
    """What `podsim road --json` prints, but for the results folder."""
    rows = road_rows(roads)
    return {
        "scenario": roads.scenario.name,
        **_question(roads),
        "warning": " ".join(out_of_balance(roads)),
        "answer": sentence(roads, rows),
        "table": [_plain(row) for row in table_rows(roads)],
        "usual": {
            "runs": MEASURED_OVER,
            "by_function": {name: one.model_dump() for name, one in roads.scenario.over_time.usual.items()},
        },
        "bridge": [_plain(row) for row in bridge_rows(roads)],
        "notes": [f"{head}: {text}" if head else text for head, text in beside(roads, rows)],
    }


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    """Values that JSON can hold: what is unknown is None, what never happens "never"."""
    return {name: _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if not isinstance(value, float) or math.isfinite(value):
        return value
    return "never" if value == math.inf else None


def page_of(roads: Roads, picture: Picture, by: str) -> str:
    """The page: the answer, the table, the picture, the bridge, money, and the roads as they are written."""
    rows = road_rows(roads, by)
    said = sentence(roads, rows)
    sections = (
        Section("answer", "Answer", (*words([*out_of_balance(roads), said]), road_table(roads, rows)), ""),
        Section("way", "The way there", (Figure(picture, _CAPTION),)),
        Section("beside", "Beside the table", words((_line(*one) for one in beside(roads, rows)), listed=True)),
        Section(
            "money", "Money", (_spread(roads, rows), *words([_of_spread(roads), *money_lines(roads)], listed=True))
        ),
        Section("people", "People and customers", (_people(roads, rows), *words([NONE_WON]))),
        Section("bridge", "From the comparison to the last weeks", _bridge(roads)),
        Section("rests", "What it rests on", (_rests(roads), *words([_OF_RESTS]))),
        Section("numbers", "Every number of the table", (table_of(list(table_rows(roads)), "Roads", folded=True),)),
        Section("roads", "The roads", tuple(_road(roads, name) for name in roads.plans)),
    )
    title = roads.scenario.title or roads.scenario.name
    return plain_page(f"{title}: the way there", heading_line(roads), sections)


_CAPTION = (
    "Lines are means over four weeks of the difference from staying, on the same customers with the same luck; bands "
    "hold the mean in 95 of 100 cases. Dashed: with the guessed dip in place of lost familiarity. Dotted: stages."
)


def _line(head: str, text: str) -> str:
    return f"{head}: {text}" if head else text


def road_table(roads: Roads, rows: Sequence[RoadRow]) -> Table:
    """The table of the screen."""
    heads = tuple(f"{one} {other}".strip() for one, other in zip(*HEADS, strict=True))
    body = tuple((TableCell(first), *map(_number, others)) for first, *others in (cells(roads, row) for row in rows))
    return Table("A row a road; the last six columns are means of the last weeks", ("road", *heads[1:]), body)


def _spread(roads: Roads, rows: Sequence[RoadRow]) -> Table:
    """Payback, worth and largest loss of every road and version of the dip, over runs and worlds."""
    body = []
    for row in rows:
        if row.name == roads.stay:
            continue
        for version, paid in row.paid.items():
            never = f"{int(np.isinf(paid.payback).sum())} of {paid.payback.size}"
            spreads = (paid.payback, paid.value / 1000.0, paid.loss / 1000.0)
            texts = (_OF_VERSIONS[version], spread_words(paid.payback), never, *map(spread_words, spreads[1:]))
            body.append((TableCell(row.title), *map(_number, texts)))
    heads = ("road", "dip", "pays back, weeks", "never", "worth now", "largest loss")
    return Table(
        f"Low | median | high over all runs and worlds, thousand {roads.scenario.money.currency}", heads, tuple(body)
    )


_OF_VERSIONS = {MODELLED: "lost familiarity", GUESSED: "as guessed"}


def _of_spread(roads: Roads) -> str:
    return (
        f"Between low and high lie the middle 80%. Never: not within {roads.weeks} weeks; worth now: at "
        f"{roads.scenario.money.discount_rate_per_year:.0%} discount a year; worlds: with lost familiarity alone."
    )


def spread_words(values: np.ndarray) -> str:
    """Values that are reached in a tenth, half and nine tenths of the runs: "12 | 40 | never"."""
    found = np.quantile(values, [0.1, 0.5, 0.9], method="inverted_cdf")
    return " | ".join(f"{round(one):,}" if math.isfinite(one) else "never" for one in found.tolist())


def _people(roads: Roads, rows: Sequence[RoadRow]) -> Table:
    """Who leaves, strain, overtime and customers of every road."""
    body = []
    for row in rows:
        of_100 = Interval(*(100.0 * (1.0 - one) for one in (row.kept.mean, row.kept.high, row.kept.low)))
        strain = Interval(*(100.0 * one for one in (row.strain.mean, row.strain.low, row.strain.high)))
        ends = map(_with_interval, (row.leavers, strain, row.overtime, of_100))
        body.append((TableCell(row.title), *map(_number, ends)))
    heads = ("road", "leave, of 100 a year", "strained, % of time", "overtime, min a week", "customers lost, of 100")
    return Table(f"Over all {roads.weeks} weeks, with 95% intervals", heads, tuple(body))


def _with_interval(one: Interval) -> str:
    if not math.isfinite(one.mean):
        return "?"
    return f"{number(one.mean)} ({number(max(0.0, one.low))} to {number(one.high)})"  # none of these is below 0


def _bridge(roads: Roads) -> tuple[Table, ...]:
    labels = {"": "as if always so", **MECHANISMS, "end": "beside staying, in the last weeks"}
    rows = tuple(
        (TableCell(labels[name]), *(_number(signed(value / MINUTES)) for value in (one.mean, one.low, one.high)))
        for name, one in bridge_parts(roads, RESOLUTION)
    )
    if not rows:
        return ()
    called = roads.plans[roads.bridged].road.called
    title = f"{called}, hours until solved, over {bridged_runs(roads)}; low, high: 95% intervals"
    return (Table(title, ("part", "hours", "low", "high"), rows),)


def _rests(roads: Roads) -> Table:
    """Every number of what changes over weeks: as it is, its range, and where it is from."""
    rows = (
        {
            "number": one.called, "as it is": one.value, "from": one.low, "to": one.high, "unit": one.unit,
            "source": one.source, "setting": one.name,
        }
        for one in assumptions_of(roads)
    )  # fmt: skip
    return table_of(list(rows), "Numbers of what changes over weeks, and how far each may be off", folded=True)


_OF_RESTS = (
    "None was measured in this organisation. podsim flip SCENARIO --road ROAD tries each over its range and says at "
    "which value the road stops being better, or paying back; --worlds varies all at once. Money: above."
)


def _number(text: str) -> TableCell:
    """A cell as narrow as what stands in it."""
    return TableCell(text, css_class="number")


def _road(roads: Roads, name: str) -> Code:
    plan = roads.plans[name]
    return Code(road_text(plan), plan.road.called, f"{name}.yaml")
