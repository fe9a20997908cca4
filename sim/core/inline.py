"""How the parts of the loop are compiled: into the loop itself, without counting references.

A World has twenty arrays; counting references to them at every call cost more than the events
themselves (about 2 microseconds an event, measured on the support desk). Nothing inside the loop
allocates, so nothing needs counting.
"""

from __future__ import annotations

from typing import Any

import numba

njit: Any = numba.njit  # `_nrt` is not among the options that Numba declares
inlined = njit(forceinline=True, _nrt=False)
called = njit(_nrt=False)
