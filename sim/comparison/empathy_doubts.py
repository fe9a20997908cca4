"""Where felt empathy is no finding: its definitions, or the levels of its anchor, disagree on the winner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from sim.comparison.statistics import NOT_SETTLED, Difference

FELT = "felt_empathy"
DEFINITIONS = ("logit", "servqual", "effort", "outcome")
PairOfColumns = tuple[str, str]


def with_definitions(
    paired: Mapping[PairOfColumns, dict[str, Difference]], by_anchor: Mapping[str, np.ndarray]
) -> dict[PairOfColumns, dict[str, Difference]]:
    """The same differences, with felt empathy not settled where it is in doubt."""
    return {
        pair: row | {FELT: replace(row[FELT], better=NOT_SETTLED, jointly=NOT_SETTLED)}
        if definitions_disagree(row) or turns_with_anchor(pair, row, by_anchor)
        else row
        for pair, row in paired.items()
    }


def winners_by_definition(row: Mapping[str, Difference]) -> dict[str, str]:
    """The better column by each definition that has one."""
    named = {name: row[f"{FELT}_{name}"] for name in DEFINITIONS if f"{FELT}_{name}" in row}
    return {name: found.better for name, found in named.items() if found.better in (found.first, found.second)}


def definitions_disagree(row: Mapping[str, Difference]) -> bool:
    """Whether two definitions name different winners."""
    return len(set(winners_by_definition(row).values())) > 1


def turns_with_anchor(pair: PairOfColumns, row: Mapping[str, Difference], by_anchor: Mapping[str, np.ndarray]) -> bool:
    """Whether a difference worth having has another sign at another level of the anchor."""
    if not by_anchor or row[FELT].better not in pair:
        return False
    signs = np.sign(np.mean(by_anchor[pair[1]] - by_anchor[pair[0]], axis=1))
    return np.unique(signs).size > 1
