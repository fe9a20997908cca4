"""Draws behind felt empathy: what a customer brings along, and whether they answer a survey.

They belong to the customers, not to a column: drawn once per tape, and every column is judged with the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.demand.distributions import normal_score
from sim.demand.tape import Tape
from sim.foundation import compiled_draws  # noqa: F401  (registers the draws)
from sim.foundation.compiling import compiled
from sim.foundation.draws import Kind, uniform

_HALO, _ANSWERS = int(Kind.HALO), int(Kind.ANSWERS)


@dataclass(frozen=True)
class EmpathyDraws:
    """Of n cases, in their order.

    halo: float64[n], standard normal, the same for all cases of an account within a replication.
    answers: float64[n], uniform in (0, 1); below the response probability means an answer.
    """

    halo: np.ndarray
    answers: np.ndarray


def draw_empathy(tape: Tape, rows: np.ndarray | None = None) -> EmpathyDraws:
    """Halo and answers of cases of a tape. rows: int64[n], which; all by default."""
    rows = np.arange(tape.lineage.size) if rows is None else rows
    keys = tape.replication_key[np.searchsorted(tape.first_case, rows, side="right") - 1]
    halo, answers = np.empty(rows.size), np.empty(rows.size)
    _fill(keys, tape.lineage[rows], tape.account[rows], halo, answers)
    return EmpathyDraws(halo, answers)


@compiled
def _fill(keys, lineage, account, halo, answers):
    """Fill halo and answers in place. keys: uint64[n], of the replication of each case."""
    for i in range(keys.size):
        halo[i] = normal_score(uniform(keys[i], _HALO, account[i], 0))
        answers[i] = uniform(keys[i], _ANSWERS, lineage[i], 0)
