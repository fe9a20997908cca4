"""How a measure is declared: one row says everything that is ever said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

Direction = Literal["less", "more", "none"]
FIVE_PERCENT = 0.05


@dataclass(frozen=True)
class Reduction:
    """How records become one value per replication.

    over: what is reduced: values of cases, which are also had by channel; of people, also had by home function; of
    costs; or of the run as a whole. how: a mean over cases, a sum over cases, one sum divided by another, a quantile
    over cases, the share of one value's variance that another explains, or a table that has the value itself. of: names
    of the values (those of cases in CASE_VALUES); by default the name of the measure.
    """

    over: Literal["cases", "people", "costs", "run"]
    how: Literal["mean", "sum", "ratio", "quantile", "explained", "value"]
    of: tuple[str, ...] = ()
    share: float = 0.0


def mean(of: str = "") -> Reduction:
    """Mean over cases."""
    return Reduction("cases", "mean", (of,) if of else ())


def total(of: str = "") -> Reduction:
    """Sum over cases."""
    return Reduction("cases", "sum", (of,) if of else ())


def ratio(above: str, below: str) -> Reduction:
    """A sum over cases divided by another one."""
    return Reduction("cases", "ratio", (above, below))


def quantile(share: float, of: str) -> Reduction:
    """Quantile over cases."""
    return Reduction("cases", "quantile", (of,), share)


def explained(by: str, of: str) -> Reduction:
    """Share of the variance of a value between cases that a count explains."""
    return Reduction("cases", "explained", (by, of))


PEOPLE = Reduction("people", "value")  # of loads.load_table
COSTS = Reduction("costs", "value")  # of costs.cost_table
RUN = Reduction("run", "value")


@dataclass(frozen=True)
class Measure:
    """One measure.

    called: what leaders call it, by default its name. direction: "less" or "more" is better, "none" where neither is.
    smallest: smallest difference worth having, in `unit`, or as a share of the first column's mean where `relative`.
    by: how it is computed. primary: declared before the run; the verdict rests on these alone.
    """

    name: str
    unit: str
    meaning: str
    direction: Direction
    smallest: float
    relative: bool = True
    called: str = ""
    by: Reduction = Reduction("cases", "mean")
    source: str = "definition: docs/reference/measures.md"
    primary: bool = False

    @property
    def said(self) -> str:
        """What leaders call it. Keys in files and JSON stay as they are."""
        return self.called or self.name.replace("_minutes", "").replace("_", " ")

    @property
    def values(self) -> tuple[str, ...]:
        """Names of the values that it is computed from."""
        return self.by.of or (self.name,)

    def smallest_difference(self, first_mean: float) -> float:
        """The smallest difference worth having, in `unit`, given the first column's mean."""
        return abs(first_mean) * self.smallest if self.relative else self.smallest


def with_worth_having(measure: Measure, worth_having: Mapping[str, float]) -> Measure:
    """The measure with a scenario's own smallest difference worth having, where it has one."""
    own = worth_having.get(measure.name)
    return measure if own is None else replace(measure, smallest=own)


def minutes(name: str, called: str, meaning: str, direction: Direction = "less", **more: Any) -> Measure:
    """A time; 5% of the first column is worth having."""
    return _declared(name, "minutes", meaning, direction, called, {"smallest": FIVE_PERCENT} | more)


def count(
    name: str, called: str, meaning: str, direction: Direction = "less", unit: str = "per case", **more: Any
) -> Measure:
    """A number or an amount; 5% of the first column is worth having."""
    return _declared(name, unit, meaning, direction, called, {"smallest": FIVE_PERCENT} | more)


def share(
    name: str, called: str, meaning: str, direction: Direction = "less", unit: str = "share", **more: Any
) -> Measure:
    """A share; 0.02 is worth having."""
    return _declared(name, unit, meaning, direction, called, {"smallest": 0.02, "relative": False} | more)


def felt(
    name: str, called: str, meaning: str, direction: Direction = "more", unit: str = "probability", **more: Any
) -> Measure:
    """A part or a form of felt empathy; 0.02 is worth having."""
    source = "definition: docs/background/felt-empathy.md"
    return share(name, called, meaning, direction, unit, **{"source": source} | more)


def _declared(name: str, unit: str, meaning: str, direction: Direction, called: str, more: dict[str, Any]) -> Measure:
    return Measure(name=name, unit=unit, meaning=meaning, direction=direction, called=called, **more)
