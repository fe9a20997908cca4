"""Both engines on the desk, with one edit: do they still agree, and does a row or a measure move?

Whoever imports this decides whether the core is compiled.
"""

from __future__ import annotations

import hashlib
import importlib
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
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
from tests.property.runs import Run, split
from tests.single_source.desk import DESK
from tests.single_source.edits import BOUNDS, edited

ROWS = ("contacts", "people", "segments")
MOST_SECONDS = 60  # an edit may let something go on for ever


@dataclass(frozen=True)
class Found:
    """What one edit did.

    differ: where the engines differ, or what broke. moved: columns and measures that moved. noticed: the first test of
    tests/property that fails, which knows nothing of the rule.
    """

    edit: str
    differ: str
    moved: list[str]
    noticed: str = ""

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
        moved = f"both engines move alike, {len(self.moved)} columns and measures, {self.moved[0]} among them"
        return f"{moved}; {self.noticed or 'nothing in tests/property'} notices"


@cache
def desk_inputs() -> Inputs:
    """What engines read; no rule has a part in it."""
    return inputs_of(build_scenario(DESK), list(DESK["formations"]), replications=1)


@cache
def unedited() -> dict[str, str]:
    """Hashes of rows and measures as they are."""
    found: dict[str, str] = {}
    for formation in desk_inputs().formations:
        found |= hashes(formation, records_of(formation))
    return found


def try_edit(edit: str) -> Found:
    """Run both engines on every formation with one edit."""
    before, moved, noticed = unedited(), [], ""
    try:
        with edited(edit), at_most(MOST_SECONDS):
            for formation in desk_inputs().formations:
                records = records_of(formation)
                found = hashes(formation, records)
                here = [name for name, value in found.items() if before[name] != value]
                moved += here
                if not noticed and any(f"{formation.name}/{rows}" in name for rows in ROWS for name in here):
                    noticed = first_to_notice(formation, records)
    except Exception as error:  # whatever an edit breaks is to be told
        return Found(edit, f"{type(error).__name__}: {error}", moved)
    return Found(edit, "", moved, noticed)


@cache
def properties() -> dict[str, Callable[[Run], None]]:
    """Tests of tests/property by name, those of whole rows first."""
    found = {}
    for name in ("rows_from_segments", "choice", "coming_back", "people", "cases", "queues", "conservation"):
        module = importlib.import_module(f"tests.property.test_{name}")
        found |= {test: value.check for test, value in vars(module).items() if hasattr(value, "check")}
    return found


def first_to_notice(formation: Formation, records: Records) -> str:
    """The first test of tests/property that a run fails."""
    for run in split(replace(desk_inputs(), formations=(formation,)), records):
        for name, check in properties().items():
            try:
                check(run)
            except Exception:  # a row that cannot be is noticed as well
                return name
    return ""


def records_of(formation: Formation) -> Records:
    """What both engines write; they must agree."""
    inputs = desk_inputs()
    arguments = (inputs.tape, inputs.customers, inputs.people, inputs.roster, formation)
    agents, core = (engine(*arguments, segments=True) for engine in (run_agents, run_core))
    assert_equal_records(agents, core, formation.name)
    return agents


def hashes(formation: Formation, records: Records) -> dict[str, str]:
    """Hash of each column of rows and of each measure."""
    values = measures(records, formation)
    for table in ROWS:
        rows = getattr(records, table)
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
