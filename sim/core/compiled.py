"""Makes rules, processes, draws and the calendar callable from compiled code.

They stay plain Python; Numba is taught them here, once, by name. The names used inside compiled code are their own,
so both engines read alike.
"""

from __future__ import annotations

import sim.foundation.compiled_draws  # noqa: F401  (teaches Numba the draws)
from sim.foundation import calendar, grid
from sim.foundation.compiling import teach
from sim.process import diagnosis as diagnosing
from sim.process import fatigue as tiring
from sim.process import hands as handing
from sim.process import people, rows, technology as techniques, waiting
from sim.process import returns as returning
from sim.process import service as serving
from sim.rules import context, diagnosis, fatigue, hands, lanes, matching, returns, service, technology

RULES = (context, diagnosis, fatigue, hands, lanes, matching, returns, service, technology)
PROCESSES = (people, diagnosing, waiting, handing, serving, tiring, techniques, returning, rows)
MODULES = (grid, calendar, *RULES, *PROCESSES)

for _module in MODULES:
    teach(_module)
