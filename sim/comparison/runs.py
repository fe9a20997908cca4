"""The two experiments that a user runs: several columns on the same customers, or one column."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from sim.comparison.comparison import Comparison, paired_differences
from sim.comparison.engines import Engine
from sim.comparison.facts import facts_of
from sim.comparison.horizons import Sweep
from sim.comparison.modified_rules import Rules, check_rules, described, in_force
from sim.comparison.parity import parity_rows
from sim.comparison.placebo import Placebo, placebo_of, with_draws
from sim.comparison.prepared import Prepared, Team, prepare
from sim.comparison.sampling import Progress, Sampler
from sim.comparison.statistics import mean_interval
from sim.comparison.team_rows import with_completeness
from sim.measures import MEASURES, Growth, LoadState
from sim.report.as_json import interval_json, teams_json
from sim.report.rows import frame, replication_rows, table_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from sim.records.tables import Records
    from sim.scenario.scenario_settings import Scenario

DEFAULT_COLUMNS = ("silos", "silos_plus", "pods")
FEWEST_AUTO = 10
BUDGET_REPLICATIONS = 200
BUDGET_SECONDS = 120.0


@dataclass(frozen=True)
class Run:
    """One column of a scenario. Fields as in Comparison.

    records: with segments=True the records of each block, in order, else empty.
    """

    scenario: Scenario
    formation: str
    seed: int
    engine: str
    replication_count: int
    samples: dict[str, dict[str, np.ndarray]]
    offered_load: dict[str, float]
    growth: dict[str, Growth]
    replay: Any = None
    steady: dict[str, LoadState] = field(default_factory=dict)
    understood: tuple[str, ...] = ()
    teams: dict[str, tuple[Team, ...]] = field(default_factory=dict)
    records: tuple[Records, ...] = field(default=(), repr=False)
    modified_rules: tuple[tuple[str, str], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """What `podsim run --json` prints, but for the results folder. nan becomes None."""
        sample = self.samples[self.formation]
        spread = {measure.name: interval_json(mean_interval(sample[measure.name])) for measure in MEASURES}
        return {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "replications": self.replication_count,
            "engine": self.engine,
            "formations": {self.formation: spread},
            "teams": teams_json(self.teams),
            "understood": list(self.understood),
        }

    def table(self) -> pd.DataFrame:
        """One row per measure: formation, unit, mean, low, high (95% interval of the mean over replications)."""
        return frame(table_rows(self))

    def replications(self) -> pd.DataFrame:
        """One row per (replication, measure, channel): formation, value. channel is "all" for the whole cohort."""
        return frame(replication_rows(self))


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
    prepared = prepare(scenario, _known(scenario, [formation]))
    sampler = Sampler(prepared, seed=seed, engine=engine, progress=progress, keep=segments)
    with in_force(rules or {}):
        sampler.extend_to(count)
    kept = tuple(sampler.records)
    return Run(
        scenario,
        formation,
        seed,
        engine,
        sampler.done,
        sampler.samples,
        **facts_of(sampler),
        records=kept,
        modified_rules=described(rules or {}),
    )


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
) -> Comparison:
    """Compare columns on the same customers. Settings left out are those of the scenario.

    formations: column names, the first is what others are compared with; by default silos, silos_plus, pods.
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
    prepared = prepare(scenario, _known(scenario, formations or DEFAULT_COLUMNS))
    added = with_draws(prepared, placebo_draws) if placebo_draws else None
    sampler = Sampler(prepared, seed=seed, engine=engine, progress=_first_part(progress, prepared, placebo_draws))
    settled = None
    with in_force(rules or {}):
        if replications == "auto":
            settled = _until_settled(sampler, budget_replications, budget_seconds)
        else:
            sampler.extend_to(_count(replications, scenario, fewest=2))
        drawn = _placebo(added, sampler, engine, progress) if added else None
    facts = facts_of(sampler)
    return Comparison(
        scenario=scenario,
        seed=seed,
        engine=engine,
        columns=prepared.columns,
        replication_count=sampler.done,
        samples=sampler.samples,
        parity_rows=with_completeness(parity_rows(prepared, sampler.customers_hash), facts["teams"]),
        settled=settled,
        sweep=Sweep(sampler.horizons, sampler.by_horizon),
        by_anchor=sampler.by_anchor,
        placebo=drawn,
        modified_rules=described(rules or {}),
        **facts,
    )


def _first_part(progress: Progress | None, prepared: Prepared, draws: int) -> Progress | None:
    """Progress that leaves room for the random draws and the blind dispatcher, which run afterwards."""
    if progress is None or not draws:
        return progress
    columns = len(prepared.columns)
    return lambda done, total: progress(done, total + total // columns * (draws + 1))


def _placebo(added: Prepared, sampler: Sampler, engine: Engine, progress: Progress | None) -> Placebo:
    before = sampler.done * len(sampler.prepared.columns)
    rest = progress and (lambda done, total: progress(before + done, before + total))
    return placebo_of(added, sampler, engine=engine, progress=rest)


def _until_settled(sampler: Sampler, budget_replications: int, budget_seconds: float) -> bool:
    """Add replications until every primary comparison is settled. False where the budget ran out first."""
    sampler.extend_to(2)
    until = time.monotonic() + budget_seconds  # from here on: compiling must not use it up
    target = min(FEWEST_AUTO, budget_replications)
    looks = looks_until(budget_replications)
    while True:
        sampler.extend_to(target, until)
        found = paired_differences(sampler.samples, sampler.prepared.columns, primary_only=True)
        if sampler.done >= FEWEST_AUTO and all(d.settled(looks) for row in found.values() for d in row.values()):
            return True
        if sampler.done >= budget_replications or time.monotonic() >= until:
            return False
        target = min(budget_replications, next_target(sampler.done))


def looks_until(budget: int) -> int:
    """How often `auto` looks before the replications are used up."""
    done, looks = min(FEWEST_AUTO, budget), 1
    while done < budget:
        done, looks = min(budget, next_target(done)), looks + 1
    return looks


def next_target(done: int) -> int:
    """Half as many again, in whole tens: few looks, as each look is a chance to stop by luck."""
    return max(done + 10, 10 * math.ceil(done * 1.5 / 10))


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
