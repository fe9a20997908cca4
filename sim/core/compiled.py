"""Makes rules, draws and the calendar callable from compiled code.

Rules stay plain Python; Numba is taught them here, once, by name. The names used inside compiled
code are those of the rules themselves, so both engines read alike.
"""

from __future__ import annotations

import sim.foundation.compiled_draws  # noqa: F401  (teaches Numba the draws)
from sim.foundation import calendar, grid
from sim.foundation.compiling import teach
from sim.rules import context, diagnosis, fatigue, hands, lanes, matching, returns, service, technology

MODULES = (grid, calendar, context, diagnosis, fatigue, hands, lanes, matching, returns, service, technology)

for _module in MODULES:
    teach(_module)
