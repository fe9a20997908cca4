"""The map of winners on a terminal: words where they fit, else letters, 80 columns at most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from rich.table import Table
from rich.text import Text

from sim.comparison.words import BETTER, EQUIVALENT, NOT_SETTLED, WORSE, whole
from sim.exploring.axes import value_text
from sim.exploring.sweep import Point, Swept
from sim.report.names import against, apart, measure_words, name_of, upper
from sim.report.numbers import change, level, listed, signed, unit_of
from sim.report.tables import STYLES, bare_table
from sim.scenario.problems import count_of

WIDEST = 78


def line_table(swept: Swept) -> Iterator[Table | Text]:
    """One setting: both means, the difference and who is better, a row per value."""
    yield Text(f"down: {swept.axes[0].key}")
    per, unit = unit_of(swept.measure, *(point.difference.interval.mean for point in swept.points))
    table = _table("")
    for column in swept.between:
        table.add_column(Text(name_of(column)), justify="right", overflow="fold")
    for title in (f"difference{f' ({unit})' if unit else ''}", ""):
        table.add_column(Text(title), justify="right", no_wrap=True)
    for point in swept.points:
        means = [level(swept.measure, point.comparison.intervals[c][swept.measure].mean) for c in swept.between]
        value = Text(value_text(point.values[0]) + (" *" if point.own else "") + (" !" if point.tight else ""))
        interval = point.difference.interval
        difference = f"{signed(interval.mean / per)} ({signed(interval.low / per)}, {signed(interval.high / per)})"
        table.add_row(value, *map(Text, means), Text(difference), _winner(point, point.word))
    yield table
    if any(point.own for point in swept.points):
        yield Text("* the scenario as it is", style="dim")


def map_tables(swept: Swept, points: Sequence[Point]) -> Iterator[Table | Text]:
    """Two settings: the first across, the second down, and what the signs mean. points: of one map."""
    across, down = swept.axes[:2]
    at = {(value_text(point.values[0]), value_text(point.values[1])): point for point in points}
    first_width = max(map(len, down.labels)) + 2
    words = _signs(apart(*swept.between), "same")
    signs = _letters(apart(*swept.between))
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
    sign = chosen[point.word] + ("!" if point.tight else "")
    return _winner(point, f"[{sign}]" if point.own else sign)


def _winner(point: Point, text: str) -> Text:
    return Text(text, style=STYLES.get(point.word, "dim"))


def _letters(pair: tuple[str, str]) -> dict[str, str]:
    """A letter for each column, or a number where both begin alike."""
    first, second = (name[0].upper() for name in pair)
    return _signs((first, second) if first != second else ("1", "2"), "=")


def _signs(pair: tuple[str, str], equivalent: str) -> dict[str, str]:
    """The sign of each word."""
    return {WORSE: pair[0], BETTER: pair[1], NOT_SETTLED: "?"} | dict.fromkeys(EQUIVALENT, equivalent)


def _legend(swept: Swept, chosen: Mapping[str, str], points: Sequence[Point]) -> str:
    named = zip((WORSE, BETTER), apart(*swept.between), strict=True)
    signs_told = [f"{chosen[word]}: better are {name}" for word, name in named if chosen[word] != name]
    signs_told.append(f"too close to call: {chosen[EQUIVALENT[0]]} (too little to matter) and ? (not settled)")
    if any(point.own for point in points):
        signs_told.append("[ ]: the scenario as it is")
    if any(point.tight for point in points):
        signs_told.append("!: more work than people can do")
    return "; ".join(signs_told)


def _table(first: str) -> Table:
    table = bare_table()
    table.add_column(Text(first), no_wrap=True)
    return table


def answer_lines(swept: Swept) -> Iterator[str]:
    """The answer: counts, where it changes along a single axis, and the scenario as it is."""
    yield _counts(swept)
    if len(swept.axes) == 1:
        yield _along(swept)
    if own := [point for point in swept.points if point.own]:
        difference = own[0].difference
        said = whole(difference.word, difference.reason)
        yield f"The scenario as it is: {said}, {change(swept.measure, difference.interval)}."


def _counts(swept: Swept) -> str:
    counts = Counter(point.word for point in swept.points)
    equivalent, open_ones = sum(counts[word] for word in EQUIVALENT), counts[NOT_SETTLED]
    return (
        f"{upper(measure_words(swept.measure))}, {against(*swept.between)}, in "
        f"{count_of(len(swept.points), 'combination')}: better in {counts[BETTER]}, worse in {counts[WORSE]}; "
        f"too close to call in {equivalent + open_ones} ({equivalent} too little to matter, {open_ones} not settled)."
    )


def _along(swept: Swept) -> str:
    """ "better at 0.8 to 0.9; the same at 1"."""
    runs = []
    for word, run in groupby(swept.points, key=lambda point: point.word):
        labels = [value_text(point.values[0]) for point in run]
        where = labels[0] if len(labels) == 1 else f"{labels[0]} to {labels[-1]}"
        runs.append(f"{word} at {where}")
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
