"""The four corners as two by two tiles: today above better habits, departments beside pods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.comparison.corners import (
    FORMATION,
    FORMATION_TODAY,
    HABITS_IN_DEPARTMENTS,
    HABITS_IN_PODS,
    RESOLUTION,
    has_corners,
)
from sim.report.corner_rows import PROXY, CornerRow, beside_a_number, corner_rows
from sim.report.full import HOW, by_habit, channels_words, rung_name
from sim.report.names import name_of
from sim.report.numbers import change
from sim.report.page.blocks import Fragment, Table, TableCell
from sim.report.verdict import pair_in_short
from sim.scenario.built_in_columns import DEFAULT_COLUMNS, HABITS, PODS, PODS_TODAY

if TYPE_CHECKING:
    from sim.comparison.results import Comparison
    from sim.comparison.statistics import Difference, PairOfColumns
    from sim.exploring.ladder import Ladder

# What each tile is compared with, and how that is said.
BESIDE: dict[str, tuple[tuple[str, PairOfColumns], ...]] = {
    PODS_TODAY: (("beside departments", FORMATION_TODAY),),
    HABITS: (("beside today", HABITS_IN_DEPARTMENTS),),
    PODS: (("beside departments", FORMATION), ("beside pods today", HABITS_IN_PODS)),
}
CLASSES = {"better": "better", "worse": "worse", "not settled": "unsettled"}  # else "same"


def tiles(comparison: Comparison) -> Fragment | None:
    """The tiles as a part of the page; None where the four corners are not compared."""
    if not has_corners(comparison.columns):
        return None
    first, *rows = corner_rows(comparison)
    value = [
        {
            "name": name_of(column),
            "solved": first.levels[place],
            "unit": beside_a_number(first.label),
            "rows": [_row(row, place) for row in rows],
            "beside": [
                {"what": what, "said": said, "class": CLASSES.get(word, "same")}
                for what, pair in BESIDE.get(column, ())
                for said, word in pair_in_short(comparison, pair)
            ],
        }
        for place, column in enumerate(DEFAULT_COLUMNS)
    ]
    return Fragment("tiles.html", value)


def _row(row: CornerRow, place: int) -> dict[str, Any]:
    return {"label": row.label.strip(), "value": row.levels[place]}


def corner_table(comparison: Comparison) -> Table:
    """The rows of the screen: levels in every corner, what habits bring, and what pods add to that."""
    heads = ("measure", *(name_of(column) for column in DEFAULT_COLUMNS), "habits bring (departments)", "pods add")
    rows = tuple(
        (
            TableCell(row.label),
            *(TableCell(level, css_class="number") for level in row.levels),
            *(
                TableCell(f"{one.amount} {one.short}".replace("-", "−"), one.reason, CLASSES.get(one.word, "same"))
                for one in row.effects
            ),
        )
        for row in corner_rows(comparison)
    )
    return Table(f"{PROXY} a proxy, not a survey. Differences come from unrounded values", heads, rows)


def ladder_tables(ladder: Ladder) -> tuple[Table, ...]:
    """What each habit does to resolution time, added alone and left out of all; departments beside pods."""
    return tuple(
        Table(
            f"Each habit {told}: resolution time with it less without it, 95% interval",
            ("habit", "departments", "pods"),
            tuple(
                (TableCell(rung_name(habit, how)), *(_rung(rung.differences) for rung in rungs))
                for habit, rungs in by_habit(ladder, how).items()
            ),
        )
        for how, told in HOW.items()
    )


def _rung(differences: Mapping[str, Difference]) -> TableCell:
    one = differences[""]
    text = f"{change(RESOLUTION, one.interval)} {one.word}".replace("-", "−")
    return TableCell(text, channels_words(differences).replace("-", "−"), CLASSES.get(one.word, "same"))
