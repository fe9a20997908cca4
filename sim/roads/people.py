"""People not needed at equal service where roads end: the figure of `podsim compare`, and from when on it is money."""

from __future__ import annotations

from pathlib import Path

from sim.comparison.results import measured_columns
from sim.comparison.sampling import Progress, Sampler
from sim.exploring.staffing.in_people import FEWEST, REPLICATIONS, InPeople, affordable_replications, in_people_of
from sim.formation.people import build_people
from sim.formation.prepared import prepare
from sim.measures.costs import WEEKS_PER_YEAR
from sim.roads.results import Roads, SparedPeople
from sim.scenario import changed
from sim.scenario.scenario_settings import FormationSettings, Scenario


def people_of_roads(
    roads: Roads, scenario: Scenario, *, store: Path | None = None, progress: Progress | None = None
) -> dict[str, SparedPeople]:
    """What every road spares in people, by name; those that begin as another formation than the first are left out.

    scenario: as it was before it was slowed, since equal service is found as if always so.
    """
    begins = roads.plans[roads.stay].begins_as
    columns = {name: plan.columns[-1] for name, plan in roads.plans.items()
               if name != roads.stay and plan.begins_as == begins}  # fmt: skip
    made, names = _with_ends(roads, scenario, columns)
    found = _in_people(made, [begins, *dict.fromkeys(names.values())], roads.seed, store, progress)
    leaving = roads.scenario.over_time.staff.leaving_per_year / WEEKS_PER_YEAR
    return {name: _spared(roads, name, found, (begins, names[name]), leaving) for name in columns}


def _with_ends(roads: Roads, scenario: Scenario, columns: dict[str, str]) -> tuple[Scenario, dict[str, str]]:
    """The scenario with a column for the end of every road, one for those that end alike; and its name by road."""
    ends: dict[str, FormationSettings] = {}
    names: dict[str, str] = {}
    for road, column in columns.items():
        settings = roads.plans[road].scenario.formations[column]
        names[road] = next((name for name, one in ends.items() if one == settings), column)
        ends[names[road]] = settings
    fast = changed(scenario, {"time.slow_clock": False})
    return fast.model_copy(update={"formations": {**fast.formations, **ends}}), names


def _in_people(
    scenario: Scenario, columns: list[str], seed: int, store: Path | None, progress: Progress | None
) -> InPeople:
    sampler = Sampler(prepare(scenario, columns), seed=seed, engine="core")
    sampler.extend_to(FEWEST)
    if (more := min(REPLICATIONS, affordable_replications(measured_columns(sampler)))) > FEWEST:
        sampler.extend_to(more)
    return in_people_of(measured_columns(sampler), store=store, progress=progress)


def _spared(roads: Roads, name: str, found: InPeople, pair: tuple[str, str], leaving: float) -> SparedPeople:
    plan, here = roads.plans[name], roads.of(name)
    last = plan.stages[-1].week if plan.stages else 0
    people = build_people(roads.scenario).count
    beside = (here.gain.technology - here.spent).mean(axis=0)
    change = found.changes.get((pair[0], pair[1]))
    return SparedPeople(change, last, leaving * people, found.person_year, beside)
