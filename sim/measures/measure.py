"""One measure in words, and short ways to declare the usual kinds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sim.measures.definitions import DESIGN
from sim.measures.spoken import spoken

Direction = Literal["less", "more", "none"]
FIVE_PERCENT = 0.05


@dataclass(frozen=True)
class Measure:
    """One measure in words.

    direction: "less" or "more" is better, "none" where neither is.
    smallest: smallest difference worth having, in `unit`, or as a share of the first column's mean
        where `relative`. primary: declared before the run; the verdict rests on these alone.
    """

    name: str
    unit: str
    meaning: str
    source: str
    direction: Direction
    smallest: float
    relative: bool = True
    primary: bool = False

    @property
    def said(self) -> str:
        """What leaders call it."""
        return spoken(self.name)

    def smallest_difference(self, first_mean: float) -> float:
        """The smallest difference worth having, in `unit`, given the first column's mean."""
        return abs(first_mean) * self.smallest if self.relative else self.smallest


def minutes(name: str, meaning: str, direction: Direction = "less", *, primary: bool = False) -> Measure:
    """A time; 5% of the first column is worth having."""
    return Measure(name, "minutes", meaning, DESIGN, direction, FIVE_PERCENT, primary=primary)


def count(name: str, meaning: str, direction: Direction = "less", unit: str = "per case") -> Measure:
    """A number or an amount; 5% of the first column is worth having."""
    return Measure(name, unit, meaning, DESIGN, direction, FIVE_PERCENT)


def share(
    name: str, meaning: str, direction: Direction = "less", *, unit: str = "share", primary: bool = False
) -> Measure:
    """A share; 0.02 is worth having."""
    return Measure(name, unit, meaning, DESIGN, direction, 0.02, relative=False, primary=primary)
