"""podsim: siloed departments, or V-formation pods with rotating leads? The same people, the same customers.

    from podsim import compare, load_scenario
    answer = compare(load_scenario("support_desk"), replications=20)
    print(answer.verdict)
    answer.differences()        # a pandas table

Nothing is imported before it is used: the command line must answer at once.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.api import compare, flips, road, run, sweep
    from sim.report.answer import Answer, Run
    from sim.report.found import Flips, Roads, Sweep
    from sim.scenario import Scenario, ScenarioError, changed, load_scenario

    __version__: str

_HOME = {
    "Answer": "sim.report.answer",
    "Flips": "sim.report.found",
    "Roads": "sim.report.found",
    "Run": "sim.report.answer",
    "Scenario": "sim.scenario",
    "ScenarioError": "sim.scenario",
    "Sweep": "sim.report.found",
    "changed": "sim.scenario",
    "compare": "sim.api",
    "flips": "sim.api",
    "load_scenario": "sim.scenario",
    "road": "sim.api",
    "run": "sim.api",
    "sweep": "sim.api",
}

__all__ = [
    "Answer", "Flips", "Roads", "Run", "Scenario", "ScenarioError", "Sweep",
    "changed", "compare", "flips", "load_scenario", "road", "run", "sweep",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import a public name with its first use."""
    if name == "__version__":
        from sim.report.manifest import program_version

        return program_version()
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    """What can be imported from here."""
    return sorted({*globals(), *__all__, "__version__"})
