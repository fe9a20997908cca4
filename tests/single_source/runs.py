"""Both engines on the desk, with one edit: do they still agree, and does a row or a measure move?

Whoever imports this decides whether the core is compiled.
"""

from __future__ import annotations

import hashlib
import importlib
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from sim.agents import run_agents
from sim.core import run_core
from sim.formation import Formation, People
from sim.formation.stages import Switch
from sim.measures.costs import prices_of
from sim.measures.empathy import empathy_terms
from sim.measures.table import measure_table
from sim.records.tables import Records
from sim.scenario import build_scenario
from tests.equivalence.agreement import Inputs, assert_equal_records, inputs_of
from tests.property.runs import Run, split
from tests.single_source.desk import DESK
from tests.single_source.edits import BOUNDS, edited

ROWS = ("contacts", "people", "segments", "weeks", "accounts")
# All that tests/property knows of a run with stages; stages by hand are in tests/unit/agents/test_stages.py.
AT_A_SWITCH = "process.stages."
ON_ROADS = ("test_week_rows", "test_person_rows")
# All that it knows of a run in which shifts end by count; the others are held to one in which they end by name.
BY_COUNT = (
    "test_nobody_turns_to_work_while_as_many_are_occupied_as_the_roster_has",
    "test_work_never_waits_beside_a_free_person_who_may_take_it",
)
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
    def is_blind(self) -> bool:
        """Whether no test of tests/property would see both engines have a step of the process wrong alike."""
        return self.edit.startswith("process.") and not self.edit.startswith(AT_A_SWITCH) and not self.noticed

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
    before, along, moved, noticed = unedited(), on_the_road(), [], ""
    try:
        with edited(edit), at_most(MOST_SECONDS):
            for formation in desk_inputs().formations:
                records = records_of(formation)
                found = hashes(formation, records)
                here = [name for name, value in found.items() if before[name] != value]
                moved += here
                if not noticed and here:
                    noticed = first_to_notice(formation, records) or first_to_notice_by_name(formation)
            if not moved:  # it may be of stages
                records, switches = on_a_road()
                moved += [name for name, value in hashes_of_rows("road", records).items() if along[name] != value]
                noticed = first_to_notice(desk_inputs().formations[-1], records, ON_ROADS, switches)
    except Exception as error:  # whatever an edit breaks is to be told
        return Found(edit, f"{type(error).__name__}: {error}", moved)
    return Found(edit, "", moved, noticed)


@cache
def properties() -> dict[str, Callable[[Run], None]]:
    """Tests of tests/property by name, those of whole rows first."""
    found = {}
    of_rows = ("rows_from_segments", "weeks", "accounts")
    for name in (*of_rows, "choice", "coming_back", "people", "cases", "queues", "conservation"):
        module = importlib.import_module(f"tests.property.test_{name}")
        found |= {test: value.check for test, value in vars(module).items() if hasattr(value, "check")}
    return found


def first_to_notice_by_name(formation: Formation) -> str:
    """The first test of tests/property that fails where shifts end by name, all else alike."""
    inputs = desk_inputs()
    people = replace(inputs.people, leavers_by_count=False)
    records = run_agents(inputs.tape, inputs.customers, people, inputs.roster, formation, segments=True)
    return first_to_notice(formation, records, tuple(properties()), people=people)


def first_to_notice(
    formation: Formation,
    records: Records,
    tests: Sequence[str] = BY_COUNT,
    switches: Sequence[Switch] = (),
    people: People | None = None,
) -> str:
    """The first of some tests of tests/property that a run fails. people: other than those of the desk."""
    inputs = replace(desk_inputs(), formations=(formation,))
    for run in split(replace(inputs, people=people or inputs.people), records, switches):
        for name in tests:
            try:
                properties()[name](run)
            except Exception:  # a row that cannot be is noticed as well
                return name
    return ""


@cache
def on_the_road() -> dict[str, str]:
    """Hashes of rows on a road, as they are."""
    return hashes_of_rows("road", on_a_road()[0])


def on_a_road() -> tuple[Records, list[Switch]]:
    """Departments that become pods while cases wait, and people who are trained for that."""
    column = {formation.name: formation for formation in desk_inputs().formations}
    hours = np.resize([0.0, 0.5, 1.5, 6.0], column["fixed"].home_team.size)
    switches = [Switch(1, column["fixed"], training_hours=hours, training_weeks=0.06)]
    return records_of(column["units"], switches), switches


def records_of(formation: Formation, switches: Sequence[Switch] = ()) -> Records:
    """What both engines write; they must agree."""
    inputs = desk_inputs()
    customers = replace(inputs.customers, slow_clock=True) if switches else inputs.customers
    arguments = (inputs.tape, customers, inputs.people, inputs.roster, formation)
    agents, core = (engine(*arguments, switches=switches, segments=True) for engine in (run_agents, run_core))
    assert_equal_records(agents, core, formation.name)
    return agents


def hashes(formation: Formation, records: Records) -> dict[str, str]:
    """Hash of each column of rows and of each measure."""
    values = measures(records, formation).items()
    return {f"{formation.name}/{name}": hash_of(value) for name, value in values} | hashes_of_rows(
        formation.name, records
    )


def hashes_of_rows(name: str, records: Records) -> dict[str, str]:
    """Hash of each column of rows. name: of the run."""
    rows = ((table, getattr(records, table)) for table in ROWS)
    return {f"{name}/{table}.{one}": hash_of(found[one]) for table, found in rows for one in found.dtype.names}


def measures(records: Records, formation: Formation) -> dict[str, np.ndarray]:
    """All measures of a run."""
    inputs, scenario = desk_inputs(), build_scenario(DESK)
    prices = prices_of(scenario, inputs.people, formation)
    return measure_table(records, inputs.customers, prices, inputs.tape, empathy_terms(scenario))


def hash_of(values: np.ndarray) -> str:
    """Of all bits."""
    return hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()[:16]


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Break off what takes longer, in processor time: others may be busy on the same machine."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"not done after {seconds} seconds")

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
