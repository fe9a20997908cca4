"""What Python users call: simulate one column, or several on the same customers.

from podsim import compare, load_scenario
answer = compare(load_scenario("support_desk"), replications=20)
print(answer.verdict)
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sim.comparison.binding import binding_of
from sim.comparison.modified_rules import Rules, modified_of
from sim.comparison.placebo import Placebo, placebo_of, with_draws
from sim.comparison.results import comparison_of, extended, simulation_of
from sim.comparison.sampling import Progress, Sampler
from sim.comparison.stopping import BUDGET_REPLICATIONS, BUDGET_SECONDS, until_settled
from sim.comparison.usual import prepare_today
from sim.formation.prepared import Prepared
from sim.report.answer import Answer, Run
from sim.report.watching import compiling_words, told, watching
from sim.scenario.built_in_columns import default_columns

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
    progress: Progress | bool | None = None,
) -> Run:
    """Simulate one column. Settings left out are those of the scenario.

    segments: keep all records with every customer's path (memory grows with replications). rules, processes,
    progress: as of `compare`.
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
    return extended(Run, simulation_of(sampler, modified.described), records=tuple(sampler.records))


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
    worlds: int = 0,
    report: bool | str | Path = False,
    progress: Progress | bool | None = None,
) -> Answer:
    """Compare columns on the same customers. Settings left out are those of the scenario.

    formations: column names, the first is what others are compared with; by default the four corners, which are
    departments and pods with today's habits and with better ones, and the columns that the scenario defines itself.
    replications: "auto" runs until every primary comparison is settled, or the budget is spent.
    placebo_draws: how many times teams are drawn at random in place of `pods`, at least 2, to see what their design is
    worth; 0: not at all. rules: other functions in place of rules, by name, as {"context_after_handoff": f}; f takes
    the same arguments. processes: subclasses of a process of the readable engine in place of it, as [Swarm] with
    class Swarm(Step). The readable engine alone can run either; what comes out says so everywhere.
    worlds: number of plausible worlds, at least 2, in which who is better is looked at again; 0: none. report: write
    the results folder with report.html into results/, or into the folder named; its path is `.folder`.
    progress: True for a bar, and a line where the core is compiled; or a function that is told (done, total).
    Raises KeyError for an unknown column or rule, TypeError for a rule with other arguments, ValueError for fewer than
    two replications or worlds, or an engine that cannot run a modified rule, ScenarioError, DataError,
    and EnginesDifferError with engine="both" where the engines do not agree.
    """
    scenario = _loaded(scenario)
    modified = modified_of(rules, processes, engine)
    columns = _known(scenario, formations or default_columns(scenario.formations, scenario.better_habits))
    _check_worlds(worlds, columns, engine)
    parent = _parent(report, columns)
    seed = scenario.seed if seed is None else seed
    told(compiling_words(engine), progress)
    prepared = prepare_today(scenario, columns, seed=seed)
    drawn = with_draws(prepared, placebo_draws) if placebo_draws else None
    settled = True
    with modified.in_force(), watching(progress, scenario.name) as watch:
        sampler = Sampler(prepared, seed=seed, engine=engine, progress=_first_part(watch, prepared, placebo_draws))
        if replications == "auto":
            settled = until_settled(sampler, budget_replications, budget_seconds)
        else:
            sampler.extend_to(_count(replications, scenario, fewest=2))
        placebo = _placebo(drawn, sampler, watch) if drawn else None
    comparison = comparison_of(
        sampler,
        budget_ran_out=not settled,
        binding=binding_of(sampler) if engine == "core" else None,
        modified_rules=modified.described,
    )
    answer = extended(Answer, comparison, placebo=placebo, sensitivity=None, full=None, in_people=None)
    return _written(_with_worlds(answer, worlds, progress), parent, progress)


def _check_worlds(worlds: int, columns: Sequence[str], engine: str) -> None:
    """Before anything runs. Raises ValueError."""
    if worlds and (worlds < 2 or len(columns) < 2):
        raise ValueError(f"worlds={worlds} with {len(columns)} columns; at least 2 of both are needed, or worlds=0")
    if worlds and engine == "agents":
        raise ValueError(f"worlds={worlds}: plausible worlds run on the compiled core; chosen: engine='agents'")


def _with_worlds(answer: Answer, worlds: int, progress: Progress | bool | None) -> Answer:
    if not worlds:
        return answer
    from sim.exploring.sensitivity import sensitivity_of

    with watching(progress, f"{answer.scenario.name}: plausible worlds") as watch:
        return replace(answer, sensitivity=sensitivity_of(answer, worlds=worlds, progress=watch))


def _parent(report: bool | str | Path, columns: Sequence[str]) -> Path | None:
    """The folder that results are to be written into, made before anything runs. Raises OSError, ValueError."""
    if not report:
        return None
    if len(columns) < 2:
        raise ValueError("report: it compares, and needs at least 2 columns")
    parent = Path("results") if report is True else Path(report)
    parent.mkdir(parents=True, exist_ok=True)
    return parent


def _written(answer: Answer, parent: Path | None, progress: Progress | bool | None) -> Answer:
    """The answer with its folder; where writing fails that is a warning, as its numbers are there."""
    if parent is None:
        return answer
    from sim.report.comparison_files import write_comparison
    from sim.report.whole import report_of

    files = report_of(answer, lambda title: watching(progress, title), lambda text: told(text, progress))
    try:
        return replace(answer, folder=write_comparison(answer, parent, ["podsim.compare", answer.scenario.name], files))
    except OSError as error:
        warnings.warn(f"the results could not be written: {error}", stacklevel=3)
        return answer


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


def _loaded(scenario: Scenario | str) -> Scenario:
    if not isinstance(scenario, str):
        return scenario
    from sim.scenario import load_scenario

    return load_scenario(scenario)


def _known(scenario: Scenario, columns: Sequence[str]) -> tuple[str, ...]:
    """The columns, without repetition. Raises KeyError with the known names."""
    for column in columns:
        if column not in scenario.formations:
            raise KeyError(f"{scenario.name} has no column {column!r}; it has {', '.join(scenario.formations)}")
    return tuple(dict.fromkeys(columns))


def _count(replications: int | None, scenario: Scenario, fewest: int) -> int:
    count = scenario.replications if replications is None else replications
    if count < fewest:
        raise ValueError(f"replications: {count}; at least {fewest} are needed")
    return count
