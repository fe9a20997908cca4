"""Random runs: a random scenario by one engine, with segments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sim.agents import run_agents
from sim.core import run_core
from sim.formation import Formation
from sim.formation.stages import Switch
from sim.foundation.draws import Kind, uniform
from sim.foundation.kinds import Outcome, SegmentKind
from sim.records.tables import Records
from sim.scenario import build_scenario
from tests.equivalence.agreement import Inputs, inputs_of
from tests.equivalence.random_blocks import absent_over_time
from tests.equivalence.random_scenarios import (
    make_possible,
    on_whole_minutes,
    scenarios,
    simple_scenarios,
)
from tests.equivalence.slow_clocks import STAFF
from tests.property import accounts
from tests.property.learning_again import skills_again
from tests.property.staff_again import Seat, Staff

WAITS = (SegmentKind.QUEUE, SegmentKind.PICKUP)
OF_THE_CUSTOMER = (SegmentKind.BOT, *WAITS, SegmentKind.OUTSIDE, SegmentKind.STEP)
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
    """A random scenario; in some many come and queues last, few wait long, most come back, or people work together."""
    description = draw(of)
    over_time = absent_over_time() | description["over_time"]
    if "staff" not in description["over_time"] and draw(st.booleans()):
        over_time["staff"] = draw(STAFF)
    # What a team-mate learns in the very instant in which somebody takes a case may have come before or after.
    over_time["loyalty"] = over_time["loyalty"] | {"account_team_share": 0.0}
    description["over_time"] = over_time
    times = draw(st.sampled_from([1, 1, 4]))
    for channel in description["demand"]["channels"].values():
        channel["cases_per_week"] *= times
    if draw(st.booleans()):
        for channel in description["demand"]["channels"].values():
            channel |= draw(IMPATIENT)
    if draw(st.booleans()):
        description["demand"]["coming_back"].update(draw(BACK_OFTEN))
    if draw(st.sampled_from([True, False, False])):
        work_together(description, draw(st.sampled_from(["team", "anywhere", "anywhere"])))
    return description


def work_together(description: dict, by: str) -> None:
    """Let most customers have several needs that all can see, and that nobody mistakes: others join many a step."""
    demand = description["demand"]
    for name, need in demand["needs"].items():
        others = [other for other in demand["needs"] if other != name]
        need["then"] = {other: 0.9 / len(others) for other in others}
        need["independent_of"] = others
    demand["hidden_share"] = 0.0
    policy = description["formations"]["random_column"]["policy"]
    policy |= {"together": by, "lead": "rotating", "misroute_share": 0.0}
    make_possible(description)


@dataclass(frozen=True)
class Run:
    """One replication: what went in, and the rows that came out. Rows of other replications are left out.

    switches: stages after the first formation, without gates; what knows of weeks alone reads them.
    """

    inputs: Inputs
    replication: int
    contacts: np.ndarray
    people: np.ndarray
    segments: np.ndarray
    weeks: np.ndarray
    accounts: np.ndarray
    stopped_at: float
    switches: Sequence[Switch] = ()

    @property
    def formation(self) -> Formation:
        """The column."""
        return self.inputs.formations[0]

    @cached_property
    def policy(self) -> np.void:
        """The dials of the column."""
        return self.formation.policy[()]

    @cached_property
    def home(self) -> np.ndarray:
        """Home team of each person."""
        return self.formation.home_team

    @cached_property
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
        for row in self.of_kind(SegmentKind.LISTEN, SegmentKind.CONSULT, SegmentKind.JOIN):
            found[address(row)].append(row)
        return dict(found)

    def beside(self, step: np.void, kind: SegmentKind) -> list[int]:
        """Colleagues who listen to a step, or advise its lead."""
        return [int(row["person"]) for row in self._beside.get(address(step), []) if row["kind"] == kind]

    def joined(self, step: np.void) -> list[np.void]:
        """Segments of those who joined a step, by the place of their need."""
        rows = [row for row in self._beside.get(address(step), []) if row["kind"] == SegmentKind.JOIN]
        return sorted(rows, key=lambda row: row["need_position"])

    def skill(self, person: int, function: int, time: float) -> float:
        """Skill of somebody at a time, by what they have practised."""
        return float(self.skills[self.staff.week_of(time), person, function])

    @cached_property
    def skills(self) -> np.ndarray:
        """Skill in each week of the run. float64[weeks, P, F]."""
        return skills_again(self, self.staff.weeks)

    @cached_property
    def staff(self) -> Staff:
        """Who sits in which seat, week by week."""
        return Staff(self)

    def seat(self, person: int, time: float) -> Seat:
        """A seat, and who sits in it, at a time."""
        return self.staff.seats[self.staff.week_of(time)][person]

    def who(self, person: int, time: float) -> tuple[int, int]:
        """Whoever sits in a seat at a time: its number, and how many sat there before."""
        return int(person), self.seat(person, time).before

    def familiarity(self, person: int, time: float) -> float:
        """How well somebody knows their team at a time."""
        return self.seat(person, time).familiarity

    def listening_since(self, step: np.void) -> float | None:
        """When wings were called to a step; None: none were."""
        found = [row["start"] for row in self._beside.get(address(step), []) if row["kind"] == SegmentKind.LISTEN]
        return float(found[0]) if found else None

    @cached_property
    def servings(self) -> dict[int, list[tuple[float, int, accounts.Address]]]:
        """When each account was served, by whom and in which step."""
        return accounts.servings(self)

    @cached_property
    def ends_of_account(self) -> dict[int, list[float]]:
        """When contacts of each account ended, in order; of those that came."""
        rows = self.contacts[~np.isin(self.contacts["outcome"], (Outcome.OPEN, Outcome.LOST))]
        found = defaultdict(list)
        for account, ended_at in zip(self.of_tape("account")[rows["case"]].tolist(), rows["ended_at"], strict=True):
            found[account].append(float(ended_at))
        return {account: sorted(ends) for account, ends in found.items()}

    @cached_property
    def removed_before(self) -> dict[tuple[int, int], float]:
        """Share of causes removed when each resolved contact ended."""
        return accounts.removed_before(self)

    @cached_property
    def lost_at(self) -> dict[int, float]:
        """When each account left."""
        return dict(zip(self.accounts["account"].tolist(), self.accounts["lost_at"].tolist(), strict=True))

    @cached_property
    def front_door(self) -> np.ndarray:
        """Whether a first line answers new contacts, by language. bool[L]."""
        answers = self.formation.first_line[self.home]
        return self.inputs.people.speaks[answers].any(axis=0) & bool(self.policy["walls"])

    def is_on_shift(self, person: int, time: float) -> bool:
        """Whether somebody is on shift once the shifts of that minute have begun and ended."""
        return any(start <= time < end for start, end in self.on_shift[person])

    @property
    def on_shift(self) -> list[list[tuple[float, float]]]:
        """Per person, the spans on shift: from the roster, the seats and the absence draws, in the weeks of the run."""
        return self.staff.spans

    def formation_in(self, week: int) -> Formation:
        """The column in a week."""
        return self.formations[sum(switch.week <= week for switch in self.switches)]

    @property
    def formations(self) -> list[Formation]:
        """The column, and what it becomes."""
        return [self.formation, *(switch.formation for switch in self.switches)]

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


def split(inputs: Inputs, records: Records, switches: Sequence[Switch] = ()) -> Iterator[Run]:
    """Records by replication."""
    for replication in range(inputs.tape.replications):
        yield Run(
            inputs=inputs,
            replication=replication,
            contacts=records.contacts[records.contacts["replication"] == replication],
            people=records.people[records.people["replication"] == replication],
            segments=records.segments[records.segments["replication"] == replication],
            weeks=records.weeks[records.weeks["replication"] == replication],
            accounts=records.accounts[records.accounts["replication"] == replication],
            stopped_at=float(records.stopped_at[replication]),
            switches=switches,
        )


def records_of(engine: str, inputs: Inputs, switches: Sequence[Switch] = ()) -> Records:
    """Records of the first column, or of a road that begins with it, with segments."""
    arguments = inputs.tape, inputs.customers, inputs.people, inputs.roster, inputs.formations[0]
    return ENGINES[engine](*arguments, switches=switches, segments=True)
