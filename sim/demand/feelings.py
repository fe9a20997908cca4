"""Draws behind felt empathy: what a customer brings along, and whether they answer a survey.

They belong to the customers, not to a column: drawn once per tape, and every column is judged with the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.demand import compiled_draws  # noqa: F401  (registers the draws)
from sim.demand.compiled_tape import normal_score
from sim.demand.compiling import compiled
from sim.demand.draws import Kind, uniform
from sim.demand.tape import Tape

_HALO, _ANSWERS = int(Kind.HALO), int(Kind.ANSWERS)


@dataclass(frozen=True)
class Feelings:
    """Of the n cases of a tape, in its order.

    first_case: int64[R + 1], as on the tape.
    halo: float64[n], standard normal, the same for all cases of an account within a replication.
    answers: float64[n], uniform in (0, 1); below the response probability means an answer.
    """

    first_case: np.ndarray
    halo: np.ndarray
    answers: np.ndarray


def draw_feelings(tape: Tape) -> Feelings:
    """Halo and answers of every case of a tape."""
    halo, answers = np.empty(tape.lineage.size), np.empty(tape.lineage.size)
    fill_feelings(tape.replication_key, tape.first_case, tape.lineage, tape.account, halo, answers)
    return Feelings(tape.first_case, halo, answers)


@compiled
def fill_feelings(replication_key, first_case, lineage, account, halo, answers):
    """Fill halo and answers in place; arrays as on the tape."""
    for r in range(replication_key.size):
        for i in range(first_case[r], first_case[r + 1]):
            halo[i] = normal_score(uniform(replication_key[r], _HALO, account[i], 0))
            answers[i] = uniform(replication_key[r], _ANSWERS, lineage[i], 0)
