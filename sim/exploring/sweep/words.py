"""A sweep in words: how often who is better, and what to keep in mind."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from sim.comparison.statistics import NOT_SETTLED, SAME
from sim.exploring.sweep.axes import value_text
from sim.exploring.sweep.swept import Point, Swept
from sim.report.numbers import change, listed, measure_words
from sim.scenario.problems import count_of


def said_better(better: str) -> str:
    """What a point comes to: "pods better", "the same", "not settled"."""
    return {SAME: "the same", NOT_SETTLED: "not settled"}.get(better, f"{better} better")


def answer_lines(swept: Swept) -> Iterator[str]:
    """The answer: counts, where it changes along a single axis, and the scenario as it is."""
    yield _counts(swept)
    if len(swept.axes) == 1:
        yield _along(swept)
    if own := [point for point in swept.points if point.own]:
        why = ", as the winner depends on H" if own[0].by_h else ""
        by = change(swept.measure, own[0].difference.interval)
        yield f"The scenario as it is: {said_better(own[0].better)}{why}, {by}."


def _counts(swept: Swept) -> str:
    first, second = swept.between
    counts = {better: sum(point.better == better for point in swept.points) for better in (*swept.between, SAME)}
    open_ones = sum(point.better == NOT_SETTLED for point in swept.points)
    clear = ", ".join(f"{name} better in {counts[name]}" for name in (second, first))
    return (
        f"{measure_words(swept.measure).capitalize()}, {second} against {first}, in "
        f"{count_of(len(swept.points), 'combination')}: {clear}; too close to call in "
        f"{counts[SAME] + open_ones} ({counts[SAME]} the same, {open_ones} not settled)."
    )


def _along(swept: Swept) -> str:
    """ "pods better at 0.8 to 0.9; the same at 1"."""
    runs = []
    for better, run in groupby(swept.points, key=lambda point: point.better):
        labels = [value_text(point.values[0]) for point in run]
        where = labels[0] if len(labels) == 1 else f"{labels[0]} to {labels[-1]}"
        runs.append(f"{said_better(better)} at {where}")
    return f"By {swept.axes[0].key}: {'; '.join(runs)}."


def note_lines(swept: Swept) -> Iterator[str]:
    """What a reader must know beside the answer."""
    for key in swept.idle:
        yield (
            f"{key} changes no value of any column here. A column that declares its own value does not take the common "
            "one: see the parity table of podsim compare, and vary formations.COLUMN.policy."
        )
    if by_h := sum(point.by_h for point in swept.points):
        yield (
            f"In {count_of(by_h, 'combination')} it is not settled because the winner depends on H, on how long live "
            "customers are followed: more replications would not settle it."
        )
    if tight := tight_points(swept):
        names = listed(sorted({name for point in tight for name in point.tight}))
        yield (
            f"In {count_of(len(tight), 'combination')} (!) {names} cannot keep up with the work that is offered: times "
            "there depend on how long the run is."
        )
    yield (
        "Every combination meets the same customers as far as its settings allow, so neighbours differ by their "
        f"settings and not by luck. Each interval holds 95% by itself: among {len(swept.points)} some may be called "
        "wrong by chance, at the borders first."
    )


def tight_points(swept: Swept) -> list[Point]:
    """Combinations in which some function cannot keep up."""
    return [point for point in swept.points if point.tight]
