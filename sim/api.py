"""What Python users call: simulate one column, or several on the same customers.

from podsim import compare, load_scenario
answer = compare(load_scenario("support_desk"), replications=20)
print(answer.verdict)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sim.comparison.binding import binding_of
from sim.comparison.by_interval import Key, contacts_by
from sim.comparison.engines import engine_of
from sim.comparison.modified_rules import Rules, modified_of
from sim.comparison.placebo import Placebo, placebo_of, with_draws
from sim.comparison.results import comparison_of, extended, simulation_of
from sim.comparison.sampling import Progress, Sampler
from sim.comparison.stopping import BUDGET_REPLICATIONS, BUDGET_SECONDS, until_settled
from sim.comparison.usual import prepare_today
from sim.formation.prepared import Prepared
from sim.report.added import Added
from sim.report.answer import Answer, Run
from sim.report.watching import compiling_words, told, watching
from sim.scenario.built_in_columns import default_columns
from sim.scenario.problems import did_you_mean

if TYPE_CHECKING:
    from sim.comparison.engines import Engine
    from sim.scenario.scenario_settings import Scenario


def run(
    scenario: Scenario | str,
    *,
    formation: str = "silos",
    replications: int | None = None,
    seed: int | None = None,
    engine: Engine = "core",
    segments: bool = False,
    rules: Rules | None = None,
    processes: Sequence[type] = (),
    by: Sequence[Key] = (),
    progress: Progress | bool | None = None,
) -> Run:
    """Simulate one column. Settings left out are those of the scenario.

    segments: keep all records with every customer's path (memory grows with replications). rules, processes,
    progress: as of `compare`. by: of channel, need, day, hour, half_hour: contacts by these, as `.contacts_by`; runs
    all again.
    Raises KeyError for an unknown column or rule, ValueError for no replication, ScenarioError, DataError.
    """
    scenario = _loaded(scenario)
    modified = modified_of(rules, processes, engine)
    count = _count(replications, scenario, fewest=1)
    seed = scenario.seed if seed is None else seed
    prepared = prepare_today(scenario, _known(scenario, [formation]), seed=seed)
    told(compiling_words(engine), progress)
    with modified.in_force(), watching(progress, scenario.name) as watch:
        sampler = Sampler(prepared, seed=seed, engine=engine, progress=watch, keep=segments)
        sampler.extend_to(count)
        rows = contacts_by(prepared, by, seed=seed, replications=count, run=engine_of(engine)) if by else ()
    simulation = simulation_of(sampler, modified.described)
    return extended(Run, simulation, records=tuple(sampler.records), contacts_by=tuple(rows))


def compare(
    scenario: Scenario | str,
    *,
    formations: Sequence[str] | None = None,
    replications: int | Literal["auto"] | None = None,
    seed: int | None = None,
    engine: Engine = "core",
    budget_replications: int = BUDGET_REPLICATIONS,
    budget_seconds: float = BUDGET_SECONDS,
    placebo_draws: int = 0,
    rules: Rules | None = None,
    processes: Sequence[type] = (),
    full: bool = False,
    people: bool = False,
    worlds: int = 0,
    report: bool | str | Path = False,
    seats: bool = False,
    cluster: str | None = None,
    progress: Progress | bool | None = None,
) -> Answer:
    """Compare columns on the same customers. Settings left out are those of the scenario.

    formations: column names, the first is what others are compared with; by default the four corners, which are
    departments and pods with today's habits and with better ones, and the columns that the scenario defines itself.
    replications: "auto" runs until every primary comparison is settled, or the budget is spent. placebo_draws: how many
    times teams are drawn at random in place of `pods`, at least 2, to see what their design is worth. rules: other
    functions in place of rules, by name, as {"context_after_handoff": f}; f takes the same arguments. processes:
    subclasses of a process of the readable engine in place of it, as [Swarm] with class Swarm(Step). The readable
    engine alone can run either; what comes out says so everywhere.
    full: all six columns, each habit alone and left out, and the newest mechanisms. people: how many people each
    column needs for today's service. worlds: number of plausible worlds, at least 2, in which who is better is looked
    at again; 0: none. report: write the results folder with report.html into results/, or into the folder named; its
    path is `.folder`. seats: name people by their seats in it. cluster: "local" or an address: people and worlds
    on dask.distributed. Whoever stops one of these keeps what is finished, with a warning.
    progress: True for a bar, and a line where the core is compiled; or a function that is told (done, total).
    Raises KeyError for an unknown column or rule, TypeError for a rule with other arguments, ValueError for what does
    not go together, ScenarioError, DataError, ClusterError, and EnginesDifferError with engine="both" where engines do
    not agree.
    """
    scenario = _loaded(scenario)
    modified = modified_of(rules, processes, engine)
    columns = _columns(scenario, formations, full)
    added = Added(full, people, worlds, report, seats, cluster)
    count = None if replications == "auto" else _count(replications, scenario, fewest=2)
    parent = added.check(columns, count, engine)
    seed = scenario.seed if seed is None else seed
    told(compiling_words(engine), progress)
    prepared = prepare_today(scenario, columns, seed=seed)
    drawn = with_draws(prepared, placebo_draws) if placebo_draws else None
    with modified.in_force(), watching(progress, scenario.name) as watch:
        sampler = Sampler(prepared, seed=seed, engine=engine, progress=_first_part(watch, prepared, placebo_draws))
        if count is not None:
            sampler.extend_to(count)
        settled = count is not None or until_settled(sampler, budget_replications, budget_seconds)
        placebo = _placebo(drawn, sampler, watch) if drawn else None
    binding = binding_of(sampler) if engine == "core" else None
    comparison = comparison_of(sampler, budget_ran_out=not settled, binding=binding, modified_rules=modified.described)
    answer = extended(Answer, comparison, placebo=placebo, sensitivity=None, full=None, in_people=None)
    return added.to(answer, parent, progress)


def _first_part(progress: Progress | None, prepared: Prepared, draws: int) -> Progress | None:
    """Progress that leaves room for the random draws and the blind dispatcher, which run afterwards."""
    if progress is None or not draws:
        return progress
    columns = len(prepared.columns)
    return lambda done, total: progress(done, total + total // columns * (draws + 1))


def _placebo(drawn: Prepared, sampler: Sampler, progress: Progress | None) -> Placebo:
    before = sampler.done * len(sampler.prepared.columns)
    rest: Callable[[int, int], None] | None = None
    if progress is not None:
        rest = lambda done, total: progress(before + done, before + total)  # noqa: E731
    return placebo_of(drawn, sampler, progress=rest)


def _columns(scenario: Scenario, asked: Sequence[str] | None, full: bool) -> tuple[str, ...]:
    """The columns asked for; else the four corners and the scenario's own, of a full comparison the six built in."""
    if not full:
        return _known(scenario, asked or default_columns(scenario.formations, scenario.better_habits))
    from sim.exploring.full import all_columns

    if asked:
        raise ValueError(f"full=True: it runs the six built-in columns; chosen: {', '.join(asked)}")
    return all_columns(scenario)


def _loaded(scenario: Scenario | str) -> Scenario:
    if not isinstance(scenario, str):
        return scenario
    from sim.scenario import load_scenario

    return load_scenario(scenario)


def _known(scenario: Scenario, columns: Sequence[str]) -> tuple[str, ...]:
    """The columns, without repetition. Raises KeyError with the known names."""
    for column in columns:
        if column not in scenario.formations:
            raise KeyError(f"{scenario.name} has no column {column!r}. {did_you_mean(column, scenario.formations)}")
    return tuple(dict.fromkeys(columns))


def _count(replications: int | None, scenario: Scenario, fewest: int) -> int:
    count = scenario.replications if replications is None else replications
    if count < fewest:
        raise ValueError(f"replications: {count}; at least {fewest} are needed")
    return count
