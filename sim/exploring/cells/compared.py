"""A finished cell as the comparison that it is."""

from __future__ import annotations

from collections.abc import Sequence

from sim.comparison.comparison import Comparison
from sim.exploring.cells.cell import CellResult


def compared(result: CellResult, columns: Sequence[str] | None = None) -> Comparison:
    """The comparison of a cell's columns, or of some of them in another order: its intervals and paired differences.

    It judges as `podsim compare` does. What a cell does not keep (parity, backlogs, what was understood) is left out.
    """
    cell = result.cell
    return Comparison(
        scenario=cell.scenario,
        seed=cell.seed,
        engine="core",
        columns=tuple(columns or cell.columns),
        replication_count=cell.replications,
        samples=result.samples,
        parity_rows=(),
        offered_load={},
        growth={},
        settled=None,
        sweep=result.horizons,
        by_anchor=result.by_anchor,
    )
