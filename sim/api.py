"""What Python users call: simulate one column, or several on the same customers.

from podsim import compare, load_scenario
answer = compare(load_scenario("support_desk"), replications=20)
print(answer.verdict)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sim.comparison.binding import binding_of
from sim.comparison.by_interval import KEYS, Key, contacts_by
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
from sim.report.watching import compiling_words, nothing_unfinished, told, watching
from sim.scenario.built_in_columns import DEFAULT_COLUMNS, default_columns
from sim.scenario.problems import did_you_mean, nearest

if TYPE_CHECKING:
    from sim.comparison.engines import Engine
    from sim.report.found import Flips, Roads, Sweep
    from sim.scenario.scenario_settings import Scenario


def run(
    scenario: Scenario | str | Path,
    formation: str = "silos",
    *,
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
    if unknown := next((key for key in by if key not in KEYS), None):
        raise ValueError(f"by: {unknown!r}. {did_you_mean(unknown, KEYS)}")
    seed = _seed(seed, scenario)
    prepared = prepare_today(scenario, _known(scenario, [formation]), seed=seed)
    told(compiling_words(engine), progress)
    with nothing_unfinished(), modified.in_force(), watching(progress, scenario.name) as watch:
        sampler = Sampler(prepared, seed=seed, engine=engine, progress=watch, keep=segments)
        sampler.extend_to(count)
        rows = contacts_by(prepared, by, seed=seed, replications=count, run=engine_of(engine)) if by else ()
    simulation = simulation_of(sampler, modified.described)
    return extended(Run, simulation, records=tuple(sampler.records), contacts_by=tuple(rows))


def compare(
    scenario: Scenario | str | Path,
    formations: Sequence[str] | None = None,
    *,
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
    seed = _seed(seed, scenario)
    told(compiling_words(engine), progress)
    prepared = prepare_today(scenario, columns, seed=seed)
    drawn = with_draws(prepared, placebo_draws) if placebo_draws else None
    with nothing_unfinished(), modified.in_force(), watching(progress, scenario.name) as watch:
        sampler = Sampler(prepared, seed=seed, engine=engine, progress=_first_part(watch, prepared, placebo_draws))
        if count is not None:
            sampler.extend_to(count)
        settled = count is not None or until_settled(sampler, budget_replications, budget_seconds)
        placebo = _placebo(drawn, sampler, watch) if drawn else None
    binding = binding_of(sampler) if engine == "core" else None
    comparison = comparison_of(sampler, budget_ran_out=not settled, binding=binding, modified_rules=modified.described)
    answer = extended(Answer, comparison, placebo=placebo, sensitivity=None, full=None, in_people=None)
    return added.to(answer, parent, progress)


def sweep(
    scenario: Scenario | str | Path,
    vary: Mapping[str, Sequence[Any] | str],
    *,
    measure: str = "resolution_minutes",
    between: tuple[str, str] | None = None,
    formations: Sequence[str] = DEFAULT_COLUMNS,
    replications: int | None = None,
    seed: int | None = None,
    cluster: str | None = None,
    progress: Progress | bool | None = None,
) -> Sweep:
    """Compare columns under every combination of values, on the same customers. Settings left out: the scenario's.

    vary: setting -> its values, or "from:to:step". between: the two columns judged, by default the first one and pods.
    measure, formations: names. cluster, progress: as of `compare`.
    Raises KeyError for an unknown column, ValueError for what is varied or judged, ScenarioError, DataError,
    ClusterError.
    """
    from sim.exploring.axes import AxisError, axis_of, read_axis
    from sim.exploring.sweep import sweep as swept_of
    from sim.report.found import Sweep

    scenario = _loaded(scenario)
    columns = _known(scenario, [*formations, *(between or ())])
    pair = between or (columns[0], "pods" if "pods" in columns[1:] else columns[-1])
    _check_asked(measure, pair)
    if not vary:
        raise ValueError("vary: nothing is varied; give a setting and its values, as {'policy.link_minutes': [0, 1]}")
    if replications is not None:
        replications = _count(replications, scenario, fewest=2)
    if seed is not None:
        seed = _seed(seed, scenario)
    told(compiling_words("core"), progress)
    with nothing_unfinished(), watching(progress, f"{scenario.name}, cells") as watch:
        try:
            axes = [
                read_axis(f"{key}={some}") if isinstance(some, str) else axis_of(key, some)
                for key, some in vary.items()
            ]
            found = swept_of(
                scenario, axes, columns=columns, between=pair, measure=measure, replications=replications, seed=seed,
                cluster=cluster, progress=watch,
            )  # fmt: skip
        except AxisError as error:
            raise ValueError(f"vary: {str(error).removeprefix('--vary ')}") from None
    return Sweep(found.scenario, found.axes, found.between, found.measure, found.results)


def flips(
    scenario: Scenario | str | Path,
    *,
    over: Sequence[str] | None = None,
    measure: str = "resolution_minutes",
    between: tuple[str, str] = ("silos", "pods"),
    replications: int | None = None,
    seed: int | None = None,
    cluster: str | None = None,
    progress: Progress | bool | None = None,
) -> Flips:
    """At which value of each assumption the answer has another word: what would have to be true.

    over: assumptions, each "NAME" or "NAME=LOW:HIGH"; by default all settings without a source. between: the two
    columns judged. replications: at every value, at least 2; by default 10, fewer where each is large. cluster,
    progress: as of `compare`.
    Raises KeyError for an unknown column, ValueError for what is not known or judged, ScenarioError, DataError,
    ClusterError.
    """
    from sim.exploring.turning_points import flips as flips_of
    from sim.exploring.turning_points import replications_of
    from sim.exploring.worlds import shortened
    from sim.report.found import Flips
    from sim.scenario.ledger import named

    scenario = _loaded(scenario)
    pair = _known(scenario, between)
    _check_asked(measure, pair)
    wanted = None if over is None else named(scenario, pair, over)
    channels = scenario.demand.channels if measure == "resolution_minutes" else {}
    measures = (measure, *(f"{measure}@{name}" for name in channels if len(channels) > 1))
    count = replications_of(shortened(scenario)) if replications is None else _count(replications, scenario, fewest=2)
    seed = _seed(seed, scenario)
    told(compiling_words("core"), progress)
    with nothing_unfinished(), watching(progress, f"{scenario.name}: every assumption") as watch:
        found = flips_of(
            scenario, pair, [(pair[0], pair[1])], seed=seed, over=wanted, measures=measures, replications=count,
            cluster=cluster, progress=watch,
        )  # fmt: skip
    return Flips(scenario, found, seed, count)


def road(
    scenario: Scenario | str | Path,
    names: Sequence[str] | None = None,
    *,
    weeks: int | None = None,
    replications: int | None = None,
    worlds: int = 0,
    seed: int | None = None,
    progress: Progress | bool | None = None,
) -> Roads:
    """Roads from today to another formation, week by week beside staying: the dip, the payback, who is better off.

    names: of roads or their files; by default habits alone, by quarter, big bang. weeks: how far to look, by default
    `money.horizon_weeks`. replications: runs of every road, at least 2; by default 6, fewer where each is large.
    worlds: plausible worlds beside, a run each. progress: as of `compare`.
    Raises ValueError for a road that is named twice or too few runs, ScenarioError, DataError.
    """
    from sim.report.found import Roads
    from sim.roads.plan import check_roads
    from sim.roads.reading import read_roads
    from sim.roads.running import BRIDGED, run_roads, slowed, usual_replications

    scenario = _loaded(scenario)
    loaded = read_roads(names, scenario)
    slow = slowed(scenario, weeks or scenario.money.horizon_weeks)
    check_roads(slow, loaded)
    count = usual_replications(slow, loaded) if replications is None else _count(replications, scenario, fewest=2)
    told(compiling_words("core"), progress)
    with nothing_unfinished(), watching(progress, f"{scenario.name}, runs") as watch:
        found = run_roads(
            slow, loaded, replications=count, worlds=worlds, bridge_replications=min(BRIDGED, count),
            seed=_seed(seed, scenario), progress=watch,
        )  # fmt: skip
    return Roads(**{one.name: getattr(found, one.name) for one in fields(found)})


def check_judged(measure: str) -> None:
    """Raises ValueError with the nearest name, and for a measure in which neither more nor less is better."""
    from sim.measures.registry import measure_named, measure_names

    known = measure_named(measure)
    if known is None:
        guess = nearest(measure, measure_names())
        hint = f"Did you mean {guess}? " if guess else ""
        raise ValueError(f"there is no such measure as {measure!r}. {hint}podsim explain measures lists all")
    if known.direction == "none":
        raise ValueError(f"neither more nor less of {measure} is better, so nobody wins")


def _check_asked(measure: str, pair: Sequence[str]) -> None:
    """Raises ValueError for a measure in which nobody wins, and for a pair that is none."""
    check_judged(measure)
    if len(set(pair)) != 2:
        raise ValueError(f"between: {', '.join(pair)}; two columns are compared")


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


def _loaded(scenario: Scenario | str | Path) -> Scenario:
    from sim.scenario import load_scenario
    from sim.scenario.scenario_settings import Scenario

    return scenario if isinstance(scenario, Scenario) else load_scenario(scenario)


def _known(scenario: Scenario, columns: Sequence[str]) -> tuple[str, ...]:
    """The columns, without repetition. Raises KeyError with the known names."""
    columns = [columns] if isinstance(columns, str) else columns
    for column in columns:
        if column not in scenario.formations:
            raise KeyError(f"{scenario.name} has no column {column!r}. {did_you_mean(column, scenario.formations)}")
    return tuple(dict.fromkeys(columns))


def _count(replications: int | None, scenario: Scenario, fewest: int) -> int:
    count = scenario.replications if replications is None else replications
    if not isinstance(count, Integral):
        raise ValueError(f"replications: {count!r}; a whole number is needed, or 'auto' where columns are compared")
    if count < fewest:
        raise ValueError(f"replications: {count}; at least {fewest} are needed")
    return int(count)


def _seed(seed: int | None, scenario: Scenario) -> int:
    seed = scenario.seed if seed is None else seed
    if not isinstance(seed, Integral) or not 0 <= seed < 2**63:
        raise ValueError(f"seed: {seed!r}; a whole number from 0 to {2**63 - 1} is needed")
    return int(seed)
