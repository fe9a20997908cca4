"""Experiments: run, compare, falsify. The same customers for every column, statistics of paired differences.

runs.compare and runs.run are what Python users call; falsification.* tests what must not differ.
"""

from sim.comparison.comparison import Comparison
from sim.comparison.engines import ENGINES, EnginesDifferError
from sim.comparison.falsification import Check, identity_check, null_check, walls_check
from sim.comparison.runs import DEFAULT_COLUMNS, Run, compare, run

__all__ = [
    "DEFAULT_COLUMNS",
    "ENGINES",
    "Check",
    "Comparison",
    "EnginesDifferError",
    "Run",
    "compare",
    "identity_check",
    "null_check",
    "run",
    "walls_check",
]
