"""One line of a verdict, and the words that lines share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.comparison.statistics import NOT_SETTLED, SAME, Difference
from sim.measures import measure_named
from sim.report.numbers import change, number, unit_for

if TYPE_CHECKING:
    from sim.comparison.comparison import Comparison

TODAY, HABITS, PODS = "silos", "silos_plus", "pods"


@dataclass(frozen=True)
class VerdictLine:
    """head: what the line is about. text: one plain sentence or two. details: what a sceptic asks next."""

    head: str
    text: str
    details: tuple[str, ...] = ()


def judged(found: Difference) -> str:
    """What a primary difference means for its second column: "better", "worse", "the same", "not settled"."""
    if found.jointly in (SAME, NOT_SETTLED):
        return {SAME: "the same", NOT_SETTLED: "not settled"}[found.jointly]
    return "better" if found.jointly == found.second else "worse"


def numbers(comparison: Comparison, found: Difference) -> str:
    """Both levels, in one unit, and the difference: "9.00 h to 6.10 h, -2.84 h (-3.32 to -2.35)"."""
    name = found.measure
    before, after = (comparison.intervals[column][name].mean for column in (found.first, found.second))
    known = measure_named(name)
    per, unit = unit_for(max(abs(before), abs(after))) if known and known.unit == "minutes" else (1.0, "")
    first, second = (f"{number(value / per)} {unit}".rstrip() for value in (before, after))
    return f"{first} to {second}, {change(name, found.interval)}"
