"""Makes rules, processes, draws and the calendar callable from compiled code.

They stay plain Python; Numba is taught them here, once, by name. The names used inside compiled code are their own,
so both engines read alike.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

import sim.foundation.compiled_draws  # noqa: F401  (teaches Numba the draws)
from sim import process, rules
from sim.foundation import calendar, grid
from sim.foundation.compiling import teach

MEASURED = "empathy"  # no engine uses these rules: the floor of measures compiles them


def _modules_of(package):
    names = [module.name for module in iter_modules(package.__path__) if module.name != MEASURED]
    return tuple(import_module(f"{package.__name__}.{name}") for name in names)


RULES, PROCESSES = _modules_of(rules), _modules_of(process)

for _module in (grid, calendar, *RULES, *PROCESSES):
    teach(_module)
