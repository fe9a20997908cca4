"""Overload in words: what is offered, what fatigue makes of it, and whether the backlog grows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from sim.report.numbers import number, signed

if TYPE_CHECKING:
    from sim.measures import Growth, LoadState


def load_line(steady: Mapping[str, LoadState]) -> str:
    """Offered load by function, with fatigue, and how much more the tightest bears."""
    said = [f"{name} {state.offered:.2f} → {state.effective:.2f}" for name, state in steady.items()]
    tightest = min(steady, key=lambda name: steady[name].margin)
    room = steady[tightest].margin
    limit = f"{tightest} bears {100.0 * room:.0f}% more work" if room >= 0.0 else f"{tightest} is past its limit"
    return f"Offered load (expected returns included) → with fatigue at most: {', '.join(said)}; {limit}."


def overload_of(steady: Mapping[str, LoadState]) -> Iterator[str]:
    """Functions that are offered more than they can do, then those that fatigue takes to their limit."""
    if over := [name for name, state in steady.items() if state.offered >= 1.0]:
        others = [f"{name} {state.offered:.2f}" for name, state in steady.items()]
        yield (
            f"Overload: {' and '.join(over)} cannot keep up alone (offered load, work that arrives over what its own "
            f"people can do: {', '.join(others)}). Times depend on how long the run is; read differences with care."
        )
    for name, state in steady.items():
        if state.warning and state.offered < 1.0:
            yield (
                f"Overload: with fatigue, {name} {state.warning} (offered {state.offered:.2f}, with fatigue "
                f"{state.effective:.2f}; no balance is left from {state.most:.2f} on)."
            )


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
