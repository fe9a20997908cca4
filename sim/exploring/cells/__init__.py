"""Many independent comparisons: sweeps, plausible worlds and experiments, here or on a cluster, with equal results.

A cell is one scenario with its columns, seed and replications. It is known by a hash of all that decides its numbers,
so what is finished is found again, and it leaves values per replication, never records.
"""

from sim.exploring.cells.cell import Cell, CellResult
from sim.exploring.cells.running import ClusterError, at_hand, check_cluster, run_cells

__all__ = ["Cell", "CellResult", "ClusterError", "at_hand", "check_cluster", "run_cells"]
