"""One replication of one road: run, reduced to weekly values, and counted in money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.comparison.usual import REPLICATIONS, with_usual
from sim.core import run_core
from sim.demand.customers import build_customers
from sim.demand.tape import Customers, Tape
from sim.formation.arrays import Formation, People, Roster
from sim.formation.build import build_formation
from sim.formation.people import build_people, build_roster
from sim.formation.stages import Gate, Switch
from sim.measures.costs import prices_of
from sim.measures.empathy import EmpathyTerms, empathy_terms
from sim.measures.loads import OCCUPIED
from sim.measures.money import Rates, Week, rates_of
from sim.measures.weekly import Weekly, in_weeks, weekly_of_accounts, weekly_of_cases, weekly_of_people, weeks_of
from sim.records.tables import Records
from sim.roads.gates import gate_of
from sim.roads.loaded import LoadedRoad
from sim.roads.plan import Plan, plan_road
from sim.roads.versions import Version
from sim.scenario.scenario_settings import Scenario


@dataclass(frozen=True)
class Taken:
    """How many stages of a road were taken, and in which of its weeks it went back to where it began, if it did."""

    stages: int
    back_in: int | None = None


@dataclass(frozen=True)
class Ready:
    """All that does not change over the replications of a scenario. ways: version -> road -> formations by column."""

    scenario: Scenario
    plans: Mapping[str, Plan]
    customers: Customers
    people: People
    roster: Roster
    terms: EmpathyTerms
    ways: Mapping[str, Mapping[str, Mapping[str, Formation]]]


def get_ready(
    scenario: Scenario,
    roads: Sequence[LoadedRoad],
    versions: Mapping[str, Mapping[str, Version]],
    seed: int,
    measured_over: int = REPLICATIONS,
) -> Ready:
    """Build what replications share. versions: road -> version -> what it makes of `over_time`.

    measured_over: replications over which it is measured what is usual where the first road begins. Raises
    ScenarioError, DataError where a road or the people do not fit.
    """
    begins_as = plan_road(scenario, roads[0]).begins_as
    scenario = with_usual(scenario, begins_as, seed=seed, replications=measured_over)
    plans = {one.road.name: plan_road(scenario, one) for one in roads}
    people, customers = build_people(scenario), build_customers(scenario)
    ways: dict[str, dict[str, dict[str, Formation]]] = {}
    for road, wanted in versions.items():
        for version, change in wanted.items():
            ways.setdefault(version, {})[road] = _formations(plans[road], change, people)
    return Ready(
        scenario, plans, customers, people, build_roster(people, customers.end), empathy_terms(scenario), ways,
    )  # fmt: skip


def _formations(plan: Plan, change: Version, people: People) -> dict[str, Formation]:
    scenario = plan.scenario.model_copy(update={"over_time": change(plan.scenario.over_time)})
    return {column: build_formation(scenario, column, people) for column in plan.columns}


def travel(ready: Ready, tape: Tape, version: str, road: str, rows: np.ndarray) -> tuple[Weekly, Week, Taken]:
    """Run a road on the only replication of a tape. Returns weekly values, what money is counted from, stages taken.

    rows: as of `run_core`, from one run to the next.
    """
    plan, formations = ready.plans[road], ready.ways[version][road]
    records, taken = _run(ready, tape, plan, formations, rows)
    weekly = weekly_of_cases(records, ready.customers, tape, ready.terms)
    weekly |= weekly_of_people(records.weeks, ready.customers) | weekly_of_accounts(records, ready.customers)
    return weekly, _week(ready, plan, formations, records.weeks, weekly, taken), taken


def _run(
    ready: Ready, tape: Tape, plan: Plan, formations: Mapping[str, Formation], rows: np.ndarray
) -> tuple[Records, Taken]:
    """The records of a road on one replication, and which of its stages were taken."""
    first, _ = weeks_of(ready.customers)
    switches = []
    for one in plan.within(ready.scenario.time.measured_weeks):
        gate = None
        if one.gate is not None:
            asked = gate_of(one.gate, ready.customers, ready.terms, tape)
            gate = Gate(asked, back=one.gate.otherwise == "back")
        week, over = first + one.week, one.stage.training_over_weeks
        hours = np.where(one.trained, one.stage.training_hours, 0.0)
        switches.append(Switch(week, formations[one.column], gate, hours, over))
    shared = (tape, ready.customers, ready.people, ready.roster)
    records = run_core(*shared, formations[plan.begins_as], switches=switches, threads=1, rows=rows)
    back = int(records.back_in[0])
    return records, Taken(int(records.taken[0]), back - first if back >= 0 else None)


def _week(
    ready: Ready, plan: Plan, formations: Mapping[str, Formation], rows: np.ndarray, weekly: Weekly, taken: Taken
) -> Week:
    """What money is counted from, of one replication: [1, W, P] by person, else [1, W]."""
    table = in_weeks(rows, ready.customers)
    weeks = table.shape[0]
    worked = sum((table[name] for name in OCCUPIED), np.zeros(table.shape))
    technology = np.empty(weeks)
    for start, column in column_by_week(plan, taken):
        technology[start:] = prices_of(plan.scenario, ready.people, formations[column]).seats_per_week
    return Week(
        overrun_minutes=table["overrun_minutes"][None],
        worked_minutes=worked[None],
        leavers=table["left"][None].astype(np.float64),
        technology=technology[None],
        kept=np.nan_to_num(weekly["kept"])[None],
        complaints=np.nan_to_num(weekly["complaints"] * weekly["cases"])[None],
    )


def column_by_week(plan: Plan, taken: Taken) -> list[tuple[int, str]]:
    """(week of the road from which it holds, column), of the stages that were taken."""
    back = [(taken.back_in, plan.begins_as)] if taken.back_in is not None else []
    return [(0, plan.begins_as), *((one.week, one.column) for one in plan.stages[: taken.stages]), *back]


def rates_by_road(ready: Ready, road: str) -> Rates:
    """What people cost and customers are worth: the same on every road, as nobody is hired or dismissed by it."""
    plan = ready.plans[road]
    before = next(iter(ready.ways.values()))[road][plan.begins_as]
    return rates_of(ready.scenario, prices_of(ready.scenario, ready.people, before))


def spent_on(ready: Ready, road: str, taken: Taken, rates: Rates) -> np.ndarray:
    """Money spent on the stages that were taken, float64[W]: what they cost once, and hours of training."""
    spent = np.zeros(ready.scenario.time.measured_weeks)
    for one in ready.plans[road].stages[: taken.stages]:
        spent[one.week] += one.stage.cost + one.stage.training_hours * float(rates.hour[one.trained].sum())
    return spent
