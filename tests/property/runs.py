"""Random runs: two replications of a random scenario by one engine, with segments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.agents import run_agents
from sim.core import run_core
from sim.demand.draws import Kind, uniform
from sim.formation import Formation, ShiftEvent
from sim.records.tables import Records, SegmentKind
from sim.scenario import build_scenario
from tests.equivalence.agreement import Inputs, inputs_of
from tests.equivalence.random_scenarios import on_whole_minutes, plain_scenarios

OCCUPATIONS = (SegmentKind.STEP, SegmentKind.LISTEN, SegmentKind.CONSULT, SegmentKind.LINK)
WAITS = (SegmentKind.QUEUE, SegmentKind.PICKUP)
ENGINES = {"core": run_core, "agents": run_agents}


def on_random_runs(examples: int = 20) -> Callable:
    """Decorator: the test gets the mapping of a random scenario, and whether it is put on whole minutes."""

    def decorate(test: Callable) -> Callable:
        quiet = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}
        return settings(max_examples=examples, **quiet)(given(crowded_or_not(), st.booleans())(test))

    return decorate


@st.composite
def crowded_or_not(draw: st.DrawFn) -> dict:
    """A random scenario in which nobody comes back, in some of which so many come that queues last.

    One contact per case and no bot: what holds over several contacts is tested on cases (tests/unit/measures).
    """
    description = draw(plain_scenarios())
    times = draw(st.sampled_from([1, 1, 6]))
    for channel in description["demand"]["channels"].values():
        channel["cases_per_week"] *= times
    return description


@dataclass(frozen=True)
class Run:
    """One replication: what went in, and the rows that came out. Rows of other replications are left out."""

    inputs: Inputs
    replication: int
    contacts: np.ndarray
    people: np.ndarray
    segments: np.ndarray
    stopped_at: float

    @property
    def formation(self) -> Formation:
        """The column."""
        return self.inputs.formations[0]

    @property
    def policy(self) -> np.void:
        """The dials of the column."""
        return self.formation.policy[0]

    @property
    def home(self) -> np.ndarray:
        """Home team of each person."""
        return self.formation.home_team[0]

    @property
    def cases(self) -> slice:
        """Rows of the tape."""
        return self.inputs.tape.cases_of(self.replication)

    def of_tape(self, column: str) -> np.ndarray:
        """A column of the tape for this replication's cases."""
        return getattr(self.inputs.tape, column)[self.cases]

    def of_kind(self, *kinds: SegmentKind) -> np.ndarray:
        """Segments of some kinds."""
        return self.segments[np.isin(self.segments["kind"], kinds)]

    @cached_property
    def by_case(self) -> dict[int, list[np.void]]:
        """Waits and steps of each case, in their order."""
        found = defaultdict(list)
        for row in self.of_kind(*WAITS, SegmentKind.STEP):
            found[int(row["case"])].append(row)
        for rows in found.values():  # a triage of no length starts when the next step does
            rows.sort(key=lambda row: (row["step"], row["kind"] == SegmentKind.STEP, row["start"]))
        return found

    @cached_property
    def beside(self) -> dict[tuple[int, int], list[np.void]]:
        """Wings and advisers of each (case, step)."""
        found = defaultdict(list)
        for row in self.of_kind(SegmentKind.LISTEN, SegmentKind.CONSULT):
            found[int(row["case"]), int(row["step"])].append(row)
        return found

    @cached_property
    def on_shift(self) -> list[list[tuple[float, float]]]:
        """Per person, the spans on shift: from the roster and the absence draws, up to the stop."""
        people, key = self.inputs.people, self.inputs.tape.replication_key[self.replication]
        since: dict[int, float] = {}
        spans: list[list[tuple[float, float]]] = [[] for _ in range(people.count)]
        roster = self.inputs.roster
        for time, kind, person, date in zip(roster.time, roster.kind, roster.person, roster.date, strict=True):
            if kind == ShiftEvent.END and person in since:
                spans[person].append((since.pop(person), float(time)))
            comes = uniform(key, Kind.ABSENCE, people.key[person], date) >= people.away_share[person]
            if kind == ShiftEvent.START and comes:
                since[person] = float(time)
        for person, start in since.items():
            spans[person].append((start, np.inf))
        return spans

    def within_cohort_weeks(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Minutes of each interval inside the cohort's weeks."""
        customers = self.inputs.customers
        return np.maximum(np.minimum(end, customers.cohort_end) - np.maximum(start, customers.cohort_start), 0.0)


def runs_of(engine: str, description: dict, whole_minutes: bool) -> Iterator[Run]:
    """The replications of a random scenario, by one engine."""
    inputs = inputs_of(build_scenario(description), ["random_column"], replications=2)
    if whole_minutes:
        inputs = replace(inputs, tape=on_whole_minutes(inputs.tape))
    records = records_of(engine, inputs)
    for replication in range(inputs.tape.replications):
        yield Run(
            inputs=inputs,
            replication=replication,
            contacts=records.contacts[records.contacts["replication"] == replication],
            people=records.people[records.people["replication"] == replication],
            segments=records.segments[records.segments["replication"] == replication],
            stopped_at=float(records.stopped_at[replication]),
        )


def records_of(engine: str, inputs: Inputs) -> Records:
    """Records of the first column, with segments."""
    return ENGINES[engine](
        inputs.tape, inputs.customers, inputs.people, inputs.roster, inputs.formations[0], segments=True
    )
