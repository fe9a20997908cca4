"""The compiled engine: the same model as `sim.agents`, struct of arrays, replications in parallel."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.core.run import run_core

__all__ = ["run_core"]


def __getattr__(name: str) -> Any:
    """Import the engine, and with it the compiler, with its first use."""
    if name != "run_core":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from sim.core.run import run_core

    return run_core
