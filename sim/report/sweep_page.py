"""The map of winners on a terminal: words where they fit, else letters, 80 columns at most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from rich.table import Table
from rich.text import Text

from sim.comparison.statistics import NOT_SETTLED, SAME
from sim.exploring.axes import value_text
from sim.exploring.sweep import Point, Swept
from sim.report.numbers import change, level, listed, measure_words, signed, unit_of
from sim.report.tables import bare_table
from sim.scenario.problems import count_of

WIDEST = 78
STYLES = {SAME: "dim", NOT_SETTLED: "yellow"}


def line_table(swept: Swept) -> Iterator[Table | Text]:
    """One setting: both means, the difference and who is better, a row per value."""
    yield Text(f"down: {swept.axes[0].key}")
    per, unit = unit_of(swept.measure, *(point.difference.interval.mean for point in swept.points))
    table = _table("")
    for title in (*swept.between, f"difference{f' ({unit})' if unit else ''}", ""):
        table.add_column(Text(title), justify="right", no_wrap=True)
    for point in swept.points:
        means = [level(swept.measure, point.comparison.intervals[c][swept.measure].mean) for c in swept.between]
        value = Text(value_text(point.values[0]) + (" *" if point.own else "") + (" !" if point.tight else ""))
        interval = point.difference.interval
        difference = f"{signed(interval.mean / per)} ({signed(interval.low / per)}, {signed(interval.high / per)})"
        table.add_row(value, *map(Text, means), Text(difference), _winner(point, swept, said_better(point.better)))
    yield table
    if any(point.own for point in swept.points):
        yield Text("* the scenario as it is", style="dim")


def map_tables(swept: Swept, points: Sequence[Point]) -> Iterator[Table | Text]:
    """Two settings: the first across, the second down, and what the signs mean. points: of one map."""
    across, down = swept.axes[:2]
    at = {(value_text(point.values[0]), value_text(point.values[1])): point for point in points}
    first_width = max(map(len, down.labels)) + 2
    words = {name: name for name in swept.between} | {SAME: "same", NOT_SETTLED: "?"}
    signs = _letters(swept.between)
    wide = max(max(map(len, words.values())) + 4, max(map(len, across.labels)) + 2)
    chosen = words if first_width + wide * len(across.labels) <= WIDEST else signs
    each = max(max(map(len, chosen.values())) + 4, max(map(len, across.labels)) + 2)
    abreast = max(1, (WIDEST - first_width) // each)
    yield Text(f"across: {across.key}; down: {down.key}")
    for start in range(0, len(across.labels), abreast):
        labels = across.labels[start : start + abreast]
        table = _table("")
        for label in labels:
            table.add_column(Text(label), justify="center", no_wrap=True)
        for row in reversed(down.labels):  # as on the picture: low at the bottom
            table.add_row(Text(row), *(_cell(at[label, row], swept, chosen) for label in labels))
        yield table
    yield Text(_legend(swept, chosen, points), style="dim")


def _cell(point: Point, swept: Swept, chosen: Mapping[str, str]) -> Text:
    sign = chosen[point.better] + ("!" if point.tight else "")
    return _winner(point, swept, f"[{sign}]" if point.own else sign)


def _winner(point: Point, swept: Swept, text: str) -> Text:
    first, second = swept.between
    return Text(text, style=STYLES.get(point.better, {first: "red", second: "green"}.get(point.better, "")))


def _letters(pair: tuple[str, str]) -> dict[str, str]:
    """A letter for each column, or a number where both begin alike."""
    letters = [name[0].upper() for name in pair]
    if letters[0] == letters[1]:
        letters = ["1", "2"]
    return {**dict(zip(pair, letters, strict=True)), SAME: "=", NOT_SETTLED: "?"}


def _legend(swept: Swept, chosen: Mapping[str, str], points: Sequence[Point]) -> str:
    signs_told = [f"{sign}: {name} better" for name, sign in chosen.items() if name in swept.between and sign != name]
    signs_told.append(f"too close to call: {chosen[SAME]} (the same, as far as is worth having) and ? (not settled)")
    if any(point.own for point in points):
        signs_told.append("[ ]: the scenario as it is")
    if any(point.tight for point in points):
        signs_told.append("!: more work than people can do")
    return "; ".join(signs_told)


def _table(first: str) -> Table:
    table = bare_table()
    table.add_column(Text(first), no_wrap=True)
    return table


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
