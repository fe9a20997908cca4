"""Long runs of the core, block by block, reduced to totals per replication."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from sim.core import run_core
from sim.demand.build import build_tape
from sim.demand.customers import build_customers
from sim.demand.tape import Customers
from sim.formation import build_formation, build_people, build_roster
from sim.foundation.kinds import Outcome
from sim.records.tables import Records
from sim.scenario.scenario_settings import Scenario

ERRORS_ALLOWED = 4.0
CASES_PER_BLOCK = 250_000


@dataclass(frozen=True)
class Estimate:
    """Mean per case over all replications, and its standard error (of a ratio of totals per replication).

    replications: 0 where nothing was drawn.
    """

    value: float
    error: float
    cases: int
    replications: int = 0

    @property
    def allowed(self) -> float:
        """How far it may be from what is true: ERRORS_ALLOWED standard errors, more where few replications say so.

        The error of few is itself a guess, so Student's t takes the place of the normal at the same chance (6e-5).
        """
        from scipy.special import ndtr, stdtrit

        if self.replications < 2:
            return 0.0
        return float(stdtrit(self.replications - 1, ndtr(ERRORS_ALLOWED)) * self.error)

    def __str__(self) -> str:
        """Value with the allowance, as messages show it."""
        return f"{self.value:.5g} +- {ERRORS_ALLOWED * self.error:.2g} over {self.cases} cases"


def blocks(
    scenario: Scenario, column: str, replications: int, *, segments: bool = False, cases: int = CASES_PER_BLOCK
) -> Iterator[tuple[Customers, Records]]:
    """Records of a column, block by block. cases: about so many in each."""
    customers, people = build_customers(scenario), build_people(scenario)
    roster = build_roster(people, customers.end)
    formation = build_formation(scenario, column, people)
    per_week = sum(channel.cases_per_week for channel in scenario.demand.channels.values())
    block = max(1, round(cases / (per_week * customers.end / 10080.0)))
    for first in range(0, replications, block):
        size = min(block, replications - first)
        tape = build_tape(scenario, customers, seed=scenario.seed, first_replication=first, replications=size)
        yield customers, run_core(tape, customers, people, roster, formation, segments=segments)


def totals(
    scenario: Scenario, column: str, replications: int, **measures: Callable[..., np.ndarray]
) -> dict[str, np.ndarray]:
    """Totals per replication of each measure over the cohort; `cases` counts it.

    measures: name -> function of contact rows, giving a value per row. No case may have been cut: each must have ended
    before its deadline. Returns {name: float64[R]}.
    """
    found = {name: np.zeros(replications) for name in ("cases", *measures)}
    for customers, records in blocks(scenario, column, replications):
        rows = records.contacts
        inside = (rows["arrived_at"] >= customers.cohort_start) & (rows["arrived_at"] < customers.cohort_end)
        assert_nothing_cut(rows, inside)
        of_replication = rows["replication"][inside]
        for name, values in found.items():  # a row is wide: fields are taken, and rows never copied
            each = None if name == "cases" else measures[name](rows)[inside].astype(np.float64)
            values += np.bincount(of_replication, weights=each, minlength=replications)
    return found


def assert_nothing_cut(rows: np.ndarray, inside: np.ndarray) -> None:
    """H is long enough: every case ended before its deadline, resolved or abandoned. inside: bool, of the cohort."""
    assert np.isin(rows["outcome"][inside], (Outcome.RESOLVED, Outcome.ABANDONED)).all()
    assert (rows["ended_at"] <= rows["deadline_at"])[inside].all()


def mean_of(values: np.ndarray) -> Estimate:
    """Mean over replications. values: float64[R]."""
    error = float(np.std(values, ddof=1) / np.sqrt(values.size))
    return Estimate(float(values.mean()), error, values.size, values.size)


def ratio(above: np.ndarray, below: np.ndarray) -> Estimate:
    """Total over total, with the standard error of their ratio. above, below: float64[R]."""
    value = np.sum(above) / np.sum(below)
    error = np.std(above - value * below, ddof=1) / np.sqrt(above.size) / below.mean()
    return Estimate(float(value), float(error), int(below.sum()), above.size)
