"""What a slide is made of, before it is drawn: a finding, charts or a table, and where each number comes from."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from sim.report.handout.reading import Figure


@dataclass(frozen=True)
class Bar:
    """A value with its 95% interval. name: of the category."""

    name: str
    low: Figure
    mid: Figure
    high: Figure

    @property
    def known(self) -> bool:
        """Whether there is anything to draw."""
        return math.isfinite(self.mid.value)


@dataclass(frozen=True)
class IntervalChart:
    """Low, mid and high series over categories. title: with the unit. form: number format of a spreadsheet."""

    title: str
    bars: tuple[Bar, ...]
    form: str = "0.0"


@dataclass(frozen=True)
class CountChart:
    """Stacked counts. series: name -> a count for each category."""

    title: str
    categories: tuple[str, ...]
    series: dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class Grid:
    """A table: heads, and rows of texts."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Part = IntervalChart | CountChart | Grid


@dataclass(frozen=True)
class Slide:
    """title: the finding. lines: sentences below the parts. notes: for who speaks. sources: of numbers in words."""

    title: str
    parts: tuple[Part, ...] = ()
    lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = field(default=())

    @property
    def numbers(self) -> tuple[str, ...]:
        """Where each number of the charts comes from, then the sources of all others."""
        bars = [bar for part in self.parts if isinstance(part, IntervalChart) for bar in part.bars if bar.known]
        drawn = [
            f"{bar.name}: {bar.mid.value:.6g} ({bar.low.value:.6g} to {bar.high.value:.6g}), {bar.mid.source}"
            for bar in bars
        ]
        return (*drawn, *self.sources)
