"""One line of a verdict, and the words that lines share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.comparison.statistics import NOT_SETTLED, SAME, Difference, Interval
from sim.measures import measure_named
from sim.report.numbers import number, signed, unit_for

if TYPE_CHECKING:
    from sim.comparison.comparison import Comparison

TODAY, HABITS, PODS = "silos", "silos_plus", "pods"


@dataclass(frozen=True)
class VerdictLine:
    """head: what the line is about. text: one plain sentence or two. details: what a sceptic asks next."""

    head: str
    text: str
    details: tuple[str, ...] = ()


def said(measure: str) -> str:
    """A measure as leaders call it."""
    known = measure_named(measure)
    return known.said if known else measure.replace("_", " ")


def level(measure: str, value: float) -> str:
    """A value of a measure as people say it."""
    known = measure_named(measure)
    if known and known.unit == "minutes":
        per, unit = unit_for(value)
        return f"{number(value / per)} {unit}"
    return number(value)


def change(measure: str, interval: Interval) -> str:
    """A difference with its interval: "-2.84 h (-3.32 to -2.35)"."""
    known = measure_named(measure)
    per, unit = 1.0, ""
    if known and known.unit == "minutes":
        per, unit = unit_for(max(abs(interval.mean), abs(interval.low), abs(interval.high)))
    reach = f"({signed(interval.low / per)} to {signed(interval.high / per)})"
    return f"{signed(interval.mean / per)}{f' {unit}' if unit else ''} {reach}"


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
