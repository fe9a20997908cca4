"""Whether a gate holds, by what a company would see on that Monday: cases still open count as they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from sim.demand.tape import Customers, Tape
from sim.foundation.calendar import MINUTES_PER_WEEK
from sim.measures.cases import cases_in
from sim.measures.columns import ratios
from sim.measures.empathy import EmpathyTerms
from sim.measures.loads import OCCUPIED
from sim.roads.settings import Gate

Holds = Callable[[np.ndarray, np.ndarray, float], bool]


def gate_of(gate: Gate, customers: Customers, terms: EmpathyTerms, tape: Tape) -> Holds:
    """The question of a gate, for engines to ask. tape: of the one replication that is run."""

    def holds(contacts: np.ndarray, weeks: np.ndarray, now: float) -> bool:
        seen = measured(gate, contacts, weeks, now, customers, terms, tape)
        return seen >= gate.at_least if gate.at_least is not None else seen <= (gate.at_most or 0.0)

    return holds


def measured(
    gate: Gate,
    contacts: np.ndarray,
    weeks: np.ndarray,
    now: float,
    customers: Customers,
    terms: EmpathyTerms,
    tape: Tape,
) -> float:
    """The measure of a gate over the weeks before now; nan, which holds nowhere, where there were no cases or people.

    contacts: CONTACT of all cases so far. weeks: PERSON_WEEK of the weeks that are over, in order of (week, person).
    """
    if gate.measure in ("load_p90", "load_mean"):
        load = _loads(weeks, gate.weeks, round(now / MINUTES_PER_WEEK))
        if not load.size:
            return float("nan")
        return float(np.quantile(load, 0.9) if gate.measure == "load_p90" else load.mean())
    began = max(0.0, now - gate.weeks * MINUTES_PER_WEEK)
    cases = cases_in(contacts, replace(customers, cohort_start=began, cohort_end=now), tape, terms)
    if not cases.size:
        return float("nan")
    if gate.measure == "resolution_minutes":  # or how long cases have waited by now
        return float(np.minimum(cases["resolution_minutes"], now - cases.arrived).mean())
    return float(cases["gave_up" if gate.measure == "abandoned_share" else "felt_empathy"].mean())


def _loads(weeks: np.ndarray, last: int, now: int) -> np.ndarray:
    """Loads of people over the last weeks, of those who were there."""
    rows = weeks[(weeks["week"] >= now - last) & (weeks["week"] < now)]
    people = int(rows["person"].max()) + 1 if rows.size else 0

    def total(*names: str) -> np.ndarray:
        values = sum((rows[name] for name in names), np.zeros(rows.size))
        return np.bincount(rows["person"], weights=values, minlength=people)

    shift = total("shift_minutes")
    return ratios(total(*OCCUPIED), total("shift_minutes", "overrun_minutes"))[shift > 0.0]
