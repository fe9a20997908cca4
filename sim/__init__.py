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
    from sim.api import compare, run
    from sim.report.answer import Answer, Run
    from sim.scenario import Scenario, ScenarioError, changed, load_scenario

    __version__: str

_HOME = {
    "Answer": "sim.report.answer",
    "Run": "sim.report.answer",
    "Scenario": "sim.scenario",
    "ScenarioError": "sim.scenario",
    "changed": "sim.scenario",
    "compare": "sim.api",
    "load_scenario": "sim.scenario",
    "run": "sim.api",
}

__all__ = ["Answer", "Run", "Scenario", "ScenarioError", "changed", "compare", "load_scenario", "run"]


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
