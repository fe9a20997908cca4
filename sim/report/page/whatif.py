"""The what-if sliders: every cell that was computed, and nothing between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.comparison.intervals import mean_interval
from sim.comparison.statistics import Difference, differences_of, pairs_of
from sim.exploring.whatif import VOLUME
from sim.measures import MEASURES, with_worth_having
from sim.report.numbers import change_alone, number, unit_of
from sim.report.page.blocks import Fragment
from sim.report.page.tables import CLASSES
from sim.report.tables import headline_measures, label

if TYPE_CHECKING:
    from sim.exploring.whatif import Slider, WhatIf


def whatif_fragment(whatif: WhatIf, currency: str) -> Fragment:
    """The sliders as a part of the page."""
    cells = {",".join(map(str, stops)): _rows(whatif, stops, currency) for stops in whatif.samples}
    labels = [_labels(slider) for slider in whatif.sliders]
    today = ",".join(map(str, whatif.today))
    value = {
        "sliders": [
            {"title": _title(slider), "labels": labels[number], "today": slider.today}
            for number, slider in enumerate(whatif.sliders)
        ],
        "columns": whatif.columns,
        "rows": cells[today],
        "cells": len(cells),
        "replications": whatif.replications,
        "weeks": whatif.weeks,
        "all": [
            (
                [of_slider[stop] for of_slider, stop in zip(labels, stops, strict=True)],
                cells[",".join(map(str, stops))][0],
            )
            for stops in whatif.samples
        ],
        "json": {"cells": cells, "labels": labels},
    }
    return Fragment("whatif.html", value, "whatif.js")


def _title(slider: Slider) -> str:
    if slider.name == VOLUME:
        return "Customers"
    if slider.name.startswith("policy.pickup_minutes."):
        return f"{slider.name.split('.')[-1].capitalize()} lies after a handoff (minutes)"
    return "First assignments that are wrong (share)"


def _labels(slider: Slider) -> list[str]:
    """What stands at each stop."""
    own = slider.values[slider.today]
    if slider.name == VOLUME:
        return ["as today" if value == own else f"{value / own - 1.0:+.0%}" for value in slider.values]
    return [f"{value:g}{' (today)' if value == own else ''}" for value in slider.values]


def _rows(whatif: WhatIf, stops: tuple[int, ...], currency: str) -> list[list[Any]]:
    """[label, a level per column, the last column against the first in words] for each headline row of a cell."""
    samples = whatif.samples[stops]
    first, last = whatif.columns[0], whatif.columns[-1]
    shown = headline_measures()
    judged = [with_worth_having(one, whatif.worth_having) for one in MEASURES if one.primary or one in shown]
    pairs = len(pairs_of(whatif.columns))
    paired = differences_of((first, last), samples, judged, pairs) if last != first else {}
    rows = []
    for measure in shown:
        intervals = [mean_interval(samples[column][measure.name]) for column in whatif.columns]
        per, unit = unit_of(measure.name, *(interval.mean for interval in intervals))
        levels = [
            f"{number(i.mean / per)} ±{number(i.half_width / per)}" if i.mean == i.mean else "unknown"
            for i in intervals
        ]
        rows.append([label(measure, unit, currency), levels, _answer(paired.get(measure.name))])
    return rows


def _answer(difference: Difference | None) -> list[str]:
    """[words, class] of a difference."""
    if difference is None:
        return ["", "same"]
    interval = difference.interval
    amount = change_alone(difference.measure, interval) if interval.mean == interval.mean else ""
    return [f"{difference.word} {amount}".strip(), CLASSES.get(difference.word, "same")]
