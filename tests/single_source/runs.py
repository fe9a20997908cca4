"""Both engines on the desk, with one edit: do they still agree, and does a row or a measure move?

Whoever imports this decides whether the core is compiled.
"""

from __future__ import annotations

import hashlib
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

import numpy as np

from sim.agents import run_agents
from sim.core import run_core
from sim.demand.empathy_draws import draw_empathy
from sim.formation import Formation
from sim.measures.costs import prices_of
from sim.measures.empathy import empathy_of_cases, empathy_terms
from sim.measures.table import measure_table
from sim.records.tables import Records
from sim.scenario import build_scenario
from tests.equivalence.agreement import Inputs, assert_equal_records, inputs_of
from tests.single_source.desk import DESK
from tests.single_source.edits import BOUNDS, edited

MOST_SECONDS = 60  # an edit may let something go on for ever


@dataclass(frozen=True)
class Found:
    """What one edit did. differ: where the engines differ, or what broke; moved: columns and measures that moved."""

    edit: str
    differ: str
    moved: list[str]

    @property
    def is_defect(self) -> bool:
        """Whether some engine has the rule a second time, or none runs it."""
        return not self.differ if self.edit in BOUNDS else bool(self.differ) or not self.moved

    @property
    def told(self) -> str:
        """In words."""
        if self.differ or not self.moved:
            what = f"the engines differ: {self.differ}" if self.differ else "nothing moves"
            return f"DEFECT, {what}" if self.is_defect else what
        return f"both engines move alike, {len(self.moved)} columns and measures, {self.moved[0]} among them"


@cache
def desk_inputs() -> Inputs:
    """What engines read; no rule has a part in it."""
    return inputs_of(build_scenario(DESK), list(DESK["formations"]), replications=1)


@cache
def unedited() -> dict[str, str]:
    """Hashes of rows and measures as they are."""
    return {name: value for formation in desk_inputs().formations for name, value in hashes(formation).items()}


def try_edit(edit: str) -> Found:
    """Run both engines on every formation with one edit."""
    before, moved = unedited(), []
    try:
        with edited(edit), at_most(MOST_SECONDS):
            for formation in desk_inputs().formations:
                moved += [name for name, value in hashes(formation).items() if before[name] != value]
    except Exception as error:  # whatever an edit breaks is to be told
        return Found(edit, f"{type(error).__name__}: {error}", moved)
    return Found(edit, "", moved)


def hashes(formation: Formation) -> dict[str, str]:
    """Hash of each column of rows and of each measure; the engines must agree on them."""
    inputs = desk_inputs()
    arguments = (inputs.tape, inputs.customers, inputs.people, inputs.roster, formation)
    agents, core = (engine(*arguments, segments=True) for engine in (run_agents, run_core))
    assert_equal_records(agents, core, formation.name)
    values = measures(agents, formation)
    for table in ("contacts", "people", "segments"):
        rows = getattr(agents, table)
        values |= {f"{table}.{name}": rows[name] for name in rows.dtype.names}
    return {f"{formation.name}/{name}": hash_of(value) for name, value in values.items()}


def measures(records: Records, formation: Formation) -> dict[str, np.ndarray]:
    """All measures of a run."""
    inputs, scenario = desk_inputs(), build_scenario(DESK)
    terms = empathy_terms(scenario)

    def feel(cases):
        return empathy_of_cases(cases, terms, draw_empathy(inputs.tape, cases.rows_of(inputs.tape)))

    return measure_table(records, inputs.customers, prices_of(scenario, inputs.people, formation), feel)


def hash_of(values: np.ndarray) -> str:
    """Of all bits."""
    return hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()[:16]


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Break off what takes longer."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"not done after {seconds} seconds")

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
