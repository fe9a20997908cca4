"""Overload in words: what is offered, what fatigue makes of it, and whether the backlog grows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from sim.measures.load_words import overload_of
from sim.report.numbers import number, signed

if TYPE_CHECKING:
    from sim.measures import Growth, LoadState


class Loaded(Protocol):
    """Anything with an offered load, what fatigue makes of it, and growth."""

    @property
    def steady(self) -> Mapping[str, LoadState]:
        """By function."""

    @property
    def growth(self) -> Mapping[str, Growth]:
        """By column."""


def overload_lines(result: Loaded) -> Iterator[str]:
    """Functions that are offered more work than they can do, and columns whose backlog grows."""
    yield from overload_of(result.steady)
    for column, growth in result.growth.items():
        if growth.overload:
            yield (
                f"Overload: in {column} the backlog grows by {number(growth.cases_per_week)} cases a week, and would "
                "grow on; its times are cut at the deadline and flatter it."
            )


def growth_note(growth: Mapping[str, Growth]) -> str:
    """Growth beside restricted means, wherever it is more than chance; "" where it is nowhere."""
    said = [
        f"{column} {signed(found.cases_per_week)} cases a week (at least {signed(found.low)})"
        for column, found in growth.items()
        if found.significant
    ]
    return f"Backlog that grows over the measured weeks: {', '.join(said)}; times would grow with it." if said else ""
