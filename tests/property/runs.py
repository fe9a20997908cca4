"""Random runs: a random scenario by one engine, with segments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sim.agents import run_agents
from sim.core import run_core
from sim.formation import Formation
from sim.foundation.draws import Kind, uniform
from sim.foundation.kinds import SegmentKind, ShiftEvent
from sim.records.tables import Records
from sim.scenario import build_scenario
from tests.equivalence.agreement import Inputs, inputs_of
from tests.equivalence.random_scenarios import on_whole_minutes, scenarios, simple_scenarios

OCCUPATIONS = (SegmentKind.STEP, SegmentKind.LISTEN, SegmentKind.CONSULT, SegmentKind.LINK)
WAITS = (SegmentKind.QUEUE, SegmentKind.PICKUP)
OF_THE_CUSTOMER = (SegmentKind.BOT, *WAITS, SegmentKind.STEP)
ENGINES = {"core": run_core, "agents": run_agents}
SCENARIOS = st.one_of(simple_scenarios(), scenarios())
IMPATIENT = st.fixed_dictionaries(
    {
        "live": st.just(True),
        "patience_minutes": st.sampled_from([1.0, 5.0, 20.0, 60.0]),
        "out_of_hours": st.just("wait"),
        "hour_weights": st.sampled_from([None, [0] * 8 + [1] * 16]),
    }
)
BACK_OFTEN = st.fixed_dictionaries(
    {
        "redial_share": st.sampled_from([0.5, 1.0]),
        "redial_minutes": st.sampled_from([0.0, 5.0, 60.0]),
        "return_share": st.sampled_from([0.3, 0.9]),
        "return_minutes": st.sampled_from([0.0, 20.0, 200.0]),
        "most_contacts": st.integers(2, 5),
    }
)


def on_random_runs(examples: int = 15, of: st.SearchStrategy[dict] = SCENARIOS) -> Callable:
    """Decorator: the test gets each run of random scenarios, half of them put on whole minutes; it stays as `check`."""

    def decorate(check: Callable[[Run], None]) -> Callable:
        def test(engine, description, whole_minutes):
            for run in runs_of(engine, description, whole_minutes):
                check(run)

        for name in ("__name__", "__qualname__", "__doc__", "__module__"):
            setattr(test, name, getattr(check, name))
        quiet = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}
        random_runs = settings(max_examples=examples, **quiet)(given(eventful(of), st.booleans())(test))
        random_runs.check = check
        return random_runs

    return decorate


@st.composite
def eventful(draw: st.DrawFn, of: st.SearchStrategy[dict] = SCENARIOS) -> dict:
    """A random scenario; in some so many come that queues last, or nobody waits long, or nearly all come back."""
    description = draw(of)
    times = draw(st.sampled_from([1, 1, 4]))
    for channel in description["demand"]["channels"].values():
        channel["cases_per_week"] *= times
    if draw(st.booleans()):
        for channel in description["demand"]["channels"].values():
            channel |= draw(IMPATIENT)
    if draw(st.booleans()):
        description["demand"]["coming_back"].update(draw(BACK_OFTEN))
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
    def room(self) -> np.ndarray:
        """Room of each person: one per team, or one for all."""
        return self.home if self.policy["walls"] else np.zeros_like(self.home)

    @property
    def cases(self) -> slice:
        """Rows of the tape."""
        return self.inputs.tape.cases_of(self.replication)

    def of_tape(self, column: str) -> np.ndarray:
        """A column of the tape for this replication's cases."""
        return getattr(self.inputs.tape, column)[self.cases]

    def drawn(self, kind: Kind, case: int, occurrence: int) -> float:
        """The uniform at an address of a case."""
        key = int(self.inputs.tape.replication_key[self.replication])
        return uniform(key, kind, int(self.of_tape("lineage")[case]), occurrence)

    def of_kind(self, *kinds: SegmentKind) -> np.ndarray:
        """Segments of some kinds."""
        return self.segments[np.isin(self.segments["kind"], kinds)]

    def visits(self) -> Iterator[tuple[np.void, list[np.void]]]:
        """Each contact's row, with what the customer went through in it."""
        for row in self.contacts:
            yield row, self.by_contact.get((int(row["case"]), int(row["contact"])), [])

    @cached_property
    def row_of(self) -> dict[tuple[int, int], np.void]:
        """The row of each (case, contact)."""
        return {(int(row["case"]), int(row["contact"])): row for row in self.contacts}

    @cached_property
    def by_contact(self) -> dict[tuple[int, int], list[np.void]]:
        """Bot, waits and steps of each (case, contact), in their order."""
        found = defaultdict(list)
        for row in self.of_kind(*OF_THE_CUSTOMER):
            found[int(row["case"]), int(row["contact"])].append(row)
        for rows in found.values():  # a triage of no length starts when the next step does
            rows.sort(key=lambda row: (row["step"], row["kind"] == SegmentKind.STEP, row["start"]))
        return dict(found)

    @cached_property
    def _beside(self) -> dict[tuple[int, int, int], list[np.void]]:
        found = defaultdict(list)
        for row in self.of_kind(SegmentKind.LISTEN, SegmentKind.CONSULT):
            found[address(row)].append(row)
        return dict(found)

    def beside(self, step: np.void, kind: SegmentKind) -> list[int]:
        """Colleagues who listen to a step, or advise its lead."""
        return [int(row["person"]) for row in self._beside.get(address(step), []) if row["kind"] == kind]

    def listening_since(self, step: np.void) -> float | None:
        """When wings were called to a step; None: none were."""
        found = [row["start"] for row in self._beside.get(address(step), []) if row["kind"] == SegmentKind.LISTEN]
        return float(found[0]) if found else None

    @cached_property
    def front_door(self) -> np.ndarray:
        """Whether a first line answers new contacts, by language. bool[L]."""
        answers = self.formation.first_line[0][self.home]
        return self.inputs.people.speaks[answers].any(axis=0) & bool(self.policy["walls"])

    def is_on_shift(self, person: int, time: float) -> bool:
        """Whether somebody is on shift once the shifts of that minute have begun and ended."""
        return any(start <= time < end for start, end in self.on_shift[person])

    @cached_property
    def on_shift(self) -> list[list[tuple[float, float]]]:
        """Per person, the spans on shift: from the roster and the absence draws, up to the stop."""
        people, key = self.inputs.people, self.inputs.tape.replication_key[self.replication]
        since: dict[int, float] = {}
        spans: list[list[tuple[float, float]]] = [[] for _ in range(people.count)]
        roster = self.inputs.roster
        columns = (roster.time, roster.kind, roster.person, roster.date, roster.away_share)
        for time, kind, person, date, away_share in zip(*columns, strict=True):
            if kind == ShiftEvent.END and person in since:
                spans[person].append((since.pop(person), float(time)))
            comes = uniform(key, Kind.ABSENCE, people.key[person], date) >= away_share
            if kind == ShiftEvent.START and comes:
                since[person] = float(time)
        for person, start in since.items():
            spans[person].append((start, np.inf))
        return spans

    def within_cohort_weeks(self, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        """Minutes of each interval inside the cohort's weeks."""
        customers = self.inputs.customers
        return np.maximum(np.minimum(end, customers.cohort_end) - np.maximum(start, customers.cohort_start), 0.0)


def address(row: np.void) -> tuple[int, int, int]:
    """(case, contact, step) of a segment."""
    return int(row["case"]), int(row["contact"]), int(row["step"])


def runs_of(engine: str, description: dict, whole_minutes: bool) -> Iterator[Run]:
    """Replications of a random scenario by one engine: one by the agents, who take their time, two by the core."""
    inputs = inputs_of(build_scenario(description), ["random_column"], replications=1 + (engine == "core"))
    # The agents refuse work that nobody is able to do, even where no case needs it.
    assume(inputs.people.able.any(axis=0).all())
    if whole_minutes:
        inputs = replace(inputs, tape=on_whole_minutes(inputs.tape))
    records = records_of(engine, inputs)
    yield from split(replace(inputs, people=inputs.people.trained_in(inputs.formations[0])), records)


def split(inputs: Inputs, records: Records) -> Iterator[Run]:
    """Records by replication."""
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
