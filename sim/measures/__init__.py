"""Measures: records of a block, reduced to one value per replication.

`registry` documents each measure; `table` computes them, out of one pass over the rows of each `replication` (what it
takes of each case is in `one_case` and `one_feeling`), and the loads and costs of people.
`backlog` says whether work piles up, `offered` and `overload` whether it must. A name is imported with its first use:
the registry and the loads are plain Python, and quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.measures.backlog import Growth, backlog_growth
    from sim.measures.case_values import WATERFALL
    from sim.measures.costs import Prices, prices_of
    from sim.measures.measure import Measure, with_worth_having
    from sim.measures.offered import expected_load, load_states, work_adjustment
    from sim.measures.overload import LoadState, load_state, tiring_of
    from sim.measures.registry import MEASURES, PRIMARY, measure_named, measure_names, measure_of
    from sim.measures.table import AT, OF, measure_table

_HOME = {
    "AT": "table",
    "MEASURES": "registry",
    "OF": "table",
    "PRIMARY": "registry",
    "WATERFALL": "case_values",
    "Growth": "backlog",
    "LoadState": "overload",
    "Measure": "measure",
    "Prices": "costs",
    "backlog_growth": "backlog",
    "expected_load": "offered",
    "load_state": "overload",
    "load_states": "offered",
    "measure_named": "registry",
    "measure_names": "registry",
    "measure_of": "registry",
    "measure_table": "table",
    "prices_of": "costs",
    "tiring_of": "overload",
    "work_adjustment": "offered",
    "with_worth_having": "measure",
}

__all__ = [
    "AT",
    "MEASURES",
    "OF",
    "PRIMARY",
    "WATERFALL",
    "Growth",
    "LoadState",
    "Measure",
    "Prices",
    "backlog_growth",
    "expected_load",
    "load_state",
    "load_states",
    "measure_named",
    "measure_names",
    "measure_of",
    "measure_table",
    "prices_of",
    "tiring_of",
    "with_worth_having",
    "work_adjustment",
]


def __getattr__(name: str) -> Any:
    """Import a name of this floor with its first use."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
