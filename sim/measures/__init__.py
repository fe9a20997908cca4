"""Measures: records of a block, reduced to one value per replication.

registry.MEASURES documents each; table.measure_table computes them; backlog.* says whether work piles up.
"""

from sim.measures.backlog import Growth, backlog_growth, offered_load, weekly_backlog
from sim.measures.registry import MEASURES, NOT_YET, PRIMARY, Measure, measure_named, measure_names
from sim.measures.table import AT, measure_table

__all__ = [
    "AT",
    "MEASURES",
    "NOT_YET",
    "PRIMARY",
    "Growth",
    "Measure",
    "backlog_growth",
    "measure_named",
    "measure_names",
    "measure_table",
    "offered_load",
    "weekly_backlog",
]
