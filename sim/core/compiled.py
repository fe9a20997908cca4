"""Makes rules, processes, draws and the calendar callable from compiled code.

They stay plain Python; Numba is taught them here, once, by name. The names used inside compiled code are their own,
so both engines read alike.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import sim.foundation.compiled_draws  # noqa: F401  (teaches Numba the draws)
from sim import process
from sim.foundation import calendar, grid
from sim.foundation.compiling import teach
from sim.rules import context, diagnosis, fatigue, hands, lanes, matching, returns, service, technology

RULES = (context, diagnosis, fatigue, hands, lanes, matching, returns, service, technology)
PROCESSES = tuple(import_module(module.name) for module in iter_modules(process.__path__, "sim.process."))

for _module in (grid, calendar, *RULES, *PROCESSES):
    teach(_module)
