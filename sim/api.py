"""What Python users call: simulate one column, or several on the same customers.

from sim import compare, load_scenario
answer = compare(load_scenario("support_desk"), replications=20)
print(answer.verdict)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from sim.comparison.binding import binding_of
from sim.comparison.modified_rules import Rules, check_rules, described, in_force
from sim.comparison.placebo import Placebo, placebo_of, with_draws
from sim.comparison.results import comparison_of, extended, simulation_of
from sim.comparison.sampling import Progress, Sampler
from sim.comparison.stopping import BUDGET_REPLICATIONS, BUDGET_SECONDS, until_settled
from sim.comparison.usual import prepare_today
from sim.formation.prepared import Prepared
from sim.report.answer import Answer, Run
from sim.scenario.built_in_columns import DEFAULT_COLUMNS

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
    progress: Progress | None = None,
) -> Run:
    """Simulate one column. Settings left out are those of the scenario.

    segments: keep all records with every customer's path (memory grows with replications). rules: as of `compare`.
    Raises KeyError for an unknown column or rule, ValueError for no replication, ScenarioError, DataError.
    """
    scenario = _loaded(scenario)
    check_rules(rules or {}, engine)
    count = _count(replications, scenario, fewest=1)
    seed = scenario.seed if seed is None else seed
    prepared = prepare_today(scenario, _known(scenario, [formation]), seed=seed)
    sampler = Sampler(prepared, seed=seed, engine=engine, progress=progress, keep=segments)
    with in_force(rules or {}):
        sampler.extend_to(count)
    return extended(Run, simulation_of(sampler, described(rules or {})), records=tuple(sampler.records))


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
    progress: Progress | None = None,
) -> Answer:
    """Compare columns on the same customers. Settings left out are those of the scenario.

    formations: column names, the first is what others are compared with; by default the four corners, which are
    departments and pods with today's habits and with better ones.
    replications: "auto" runs until every primary comparison is settled, or the budget is spent.
    placebo_draws: how many times teams are drawn at random in place of `pods`, at least 2, to see what their design is
    worth; 0: not at all. rules: other functions in place of rules, by name, as {"context_after_handoff": f}; f takes
    the same arguments. The readable engine alone can run them; what comes out says so everywhere.
    Raises KeyError for an unknown column or rule, TypeError for a rule with other arguments, ValueError for fewer than
    two replications or an engine that cannot run a modified rule, ScenarioError, DataError,
    and EnginesDifferError with engine="both" where the engines do not agree.
    """
    scenario = _loaded(scenario)
    check_rules(rules or {}, engine)
    seed = scenario.seed if seed is None else seed
    prepared = prepare_today(scenario, _known(scenario, formations or DEFAULT_COLUMNS), seed=seed)
    drawn = with_draws(prepared, placebo_draws) if placebo_draws else None
    sampler = Sampler(prepared, seed=seed, engine=engine, progress=_first_part(progress, prepared, placebo_draws))
    settled = True
    with in_force(rules or {}):
        if replications == "auto":
            settled = until_settled(sampler, budget_replications, budget_seconds)
        else:
            sampler.extend_to(_count(replications, scenario, fewest=2))
        placebo = _placebo(drawn, sampler, progress) if drawn else None
    comparison = comparison_of(
        sampler,
        budget_ran_out=not settled,
        binding=binding_of(sampler) if engine == "core" else None,
        modified_rules=described(rules or {}),
    )
    return extended(Answer, comparison, placebo=placebo, sensitivity=None, full=None, in_people=None)


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
