"""Offered load in words. Plain Python throughout, so that `podsim validate` answers at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.measures.overload import LoadState


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
