"""One replication of every column looked at closely: half-hours, people, handovers, one customer, one morning."""

from sim.comparison.closeup.closeup import CloseUp, ColumnLook, closeup
from sim.comparison.closeup.morning import Morning, Stretch

__all__ = ["CloseUp", "ColumnLook", "Morning", "Stretch", "closeup"]
