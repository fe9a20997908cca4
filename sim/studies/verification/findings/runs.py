"""Runs of one column of a described scenario on the core: its measures, or its cases and people one by one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sim.comparison.sampling import Sampler
from sim.core import run_core
from sim.demand.build import build_tape
from sim.demand.tape import Tape
from sim.formation.prepared import Prepared, prepare
from sim.measures.cases import Cases, cases_of_cohort
from sim.measures.empathy import empathy_terms
from sim.records.tables import Records
from sim.scenario import build_scenario


def samples(description: dict[str, Any], column: str, replications: int) -> dict[str, np.ndarray]:
    """All measures of one column by name, one value per replication. Equal seeds face equal customers."""
    scenario = build_scenario(description)
    sampler = Sampler(prepare(scenario, [column]), seed=scenario.seed, engine="core", detail=False)
    sampler.extend_to(replications)
    return sampler.samples[column]


@dataclass(frozen=True)
class Ran:
    """One column with everything that it wrote."""

    prepared: Prepared
    tape: Tape
    records: Records

    @cached_property
    def cases(self) -> Cases:
        """Cases of the cohort, with what their customers felt."""
        terms = empathy_terms(self.prepared.scenario)
        return cases_of_cohort(self.records, self.prepared.customers, self.tape, terms)

    def count(self, column: str) -> np.ndarray:
        """Total over the contacts of each case. column: of the contact rows."""
        return self.cases[column]

    def mean(self, column: str) -> np.ndarray:
        """Mean per case of a column of the contact rows, [R]."""
        return self.means(self.count(column))

    def people(self, column: str) -> np.ndarray:
        """A column of the people's rows, [R, P]."""
        return self.records.people[column].reshape(self.tape.replications, -1)

    def means(self, values: np.ndarray, among: np.ndarray | None = None) -> np.ndarray:
        """Mean over cases per replication. values: [n]. among: bool[n], the cases to take; all by default."""
        weight = np.ones(values.size) if among is None else among.astype(np.float64)
        sums = [np.bincount(self.cases.replication, each, self.tape.replications) for each in (weight * values, weight)]
        return sums[0] / sums[1]


def ran(description: dict[str, Any], column: str, replications: int) -> Ran:
    """Run one column of a scenario, all replications at once."""
    scenario = build_scenario(description)
    prepared = prepare(scenario, [column])
    tape = build_tape(scenario, prepared.customers, seed=scenario.seed, first_replication=0, replications=replications)
    given = (tape, prepared.customers, prepared.people, prepared.roster, prepared.formations[column])
    return Ran(prepared, tape, run_core(*given))
