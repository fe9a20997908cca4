"""One replication of every column looked at closely: half-hours, people, handovers, one customer, one morning."""

from sim.comparison.closeup.closeup import CloseUp, ColumnCloseUp, closeup
from sim.comparison.closeup.morning import Morning, Stretch

__all__ = ["CloseUp", "ColumnCloseUp", "Morning", "Stretch", "closeup"]
