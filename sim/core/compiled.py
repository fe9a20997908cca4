"""Makes rules, draws and the calendar callable from compiled code.

Rules stay plain Python; Numba is taught them here, once, by name. The names used inside compiled
code are those of the rules themselves, so both engines read alike.
"""

from __future__ import annotations

import inspect

from numba.extending import register_jitable

import sim.foundation.compiled_draws  # noqa: F401  (teaches Numba the draws)
from sim.foundation import calendar, grid
from sim.rules import context, diagnosis, empathy, fatigue, hands, lanes, matching, returns, service, technology

MODULES = (grid, calendar, context, diagnosis, empathy, fatigue, hands, lanes, matching, returns, service, technology)


def register(module) -> None:
    """Teach Numba every public function that a module defines itself."""
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__ and not name.startswith("_") and name != "grid_array":
            register_jitable(_nrt=False)(function)


for _module in MODULES:
    register(_module)
