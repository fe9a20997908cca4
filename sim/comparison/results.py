"""What simulated columns come to, as numbers: samples, intervals, differences, parity. sim/report shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from sim.comparison.corners import Interaction, differences_by_channel, interaction
from sim.comparison.doubts import AtHorizon, HorizonSamples, by_horizon, with_doubts
from sim.comparison.intervals import Interval, mean_interval
from sim.comparison.parity import parity_rows
from sim.comparison.statistics import Difference, PairOfColumns, paired_differences
from sim.formation.prepared import teams_by_column
from sim.measures import MEASURES, Growth, LoadState, backlog_growth, load_states
from sim.measures.filling import Filling, filling

if TYPE_CHECKING:
    import numpy as np

    from sim.comparison.binding import Binding
    from sim.comparison.engines import Engine
    from sim.comparison.parity import ParityRow
    from sim.comparison.sampling import Sampler
    from sim.demand.replay_report import ReplayReport
    from sim.formation.prepared import Prepared, Team
    from sim.scenario.scenario_settings import Scenario


@dataclass(frozen=True)
class MeasuredColumns:
    """Columns of a scenario that met the same customers: one value per replication and measure, and what follows.

    columns: in order; the first is what others are compared with. replication_count: of each column.
    samples: column -> measure (or "measure@channel") -> float64[R].
    horizons: resolution time under other H. by_anchor: felt empathy at other levels of the first column, by column
    float64[levels, R]; empty where it was not measured.
    """

    scenario: Scenario
    seed: int
    columns: tuple[str, ...]
    replication_count: int
    samples: dict[str, dict[str, np.ndarray]]
    horizons: HorizonSamples
    by_anchor: dict[str, np.ndarray]

    @cached_property
    def intervals(self) -> dict[str, dict[str, Interval]]:
        """Mean with 95% interval: column -> measure -> interval."""
        return {
            column: {measure.name: mean_interval(self.samples[column][measure.name]) for measure in MEASURES}
            for column in self.columns
        }

    @cached_property
    def paired(self) -> dict[PairOfColumns, dict[str, Difference]]:
        """Paired differences: (first, second) -> measure -> difference, second minus first.

        resolution_minutes is not settled where the winner depends on H, and felt_empathy where its definitions, or the
        levels of its anchor, disagree on the winner.
        """
        return self._judged(self.scenario.worth_having)

    @cached_property
    def paired_as_shipped(self) -> dict[PairOfColumns, dict[str, Difference]]:
        """The same by the measures' own smallest differences worth having, where the scenario has others."""
        return self._judged({}) if self.scenario.worth_having else self.paired

    def _judged(self, worth_having: Mapping[str, float]) -> dict[PairOfColumns, dict[str, Difference]]:
        at_horizons = by_horizon(self.horizons, self.columns, worth_having)
        return with_doubts(paired_differences(self.samples, self.columns, worth_having), at_horizons, self.by_anchor)

    @cached_property
    def by_channel(self) -> dict[PairOfColumns, dict[str, dict[str, Difference]]]:
        """Pair -> channel -> measure -> difference: resolution time, first answer, of live channels who gave up."""
        live = {name: channel.live for name, channel in self.scenario.demand.channels.items()}
        return differences_by_channel(self.samples, self.columns, live, self.scenario.worth_having)

    def interaction(self, measure: str) -> Interaction:
        """What habits do in pods less what they do in departments. measure: or "measure@channel". Of four corners."""
        return interaction(self.samples, measure, self.scenario.worth_having)

    @cached_property
    def by_horizon(self) -> dict[PairOfColumns, tuple[AtHorizon, ...]]:
        """Paired differences of resolution_minutes under every H tried, ascending; the last is the scenario's."""
        return by_horizon(self.horizons, self.columns, self.scenario.worth_having)


@dataclass(frozen=True)
class Simulation(MeasuredColumns):
    """Measured columns, and what else is known of their simulation.

    load: work offered over what people can do, and what fatigue makes of it, by function. growth: of the backlog, by
    column. fillings: whether each column had filled when measuring began. replay: what was understood of the replayed
    log, None for synthetic customers. data_notes: what was understood of the user's files and of shocks, a line each.
    teams: by column, with how complete they are. modified_rules: (name, hash of its source) of each rule that another
    function stood in for.
    """

    engine: Engine
    load: dict[str, LoadState]
    growth: dict[str, Growth]
    fillings: dict[str, Filling]
    replay: ReplayReport | None
    data_notes: tuple[str, ...]
    teams: dict[str, tuple[Team, ...]]
    modified_rules: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Comparison(Simulation):
    """Columns of a scenario, compared.

    parity_rows: what columns share and in which declared dials they differ. budget_ran_out: whether `auto` had to stop
    before every primary comparison was settled. binding: whether the teams of pods bind; None where it was not asked.
    """

    parity_rows: tuple[ParityRow, ...]
    budget_ran_out: bool
    binding: Binding | None


Result = TypeVar("Result", bound=MeasuredColumns)


def extended(kind: type[Result], known: MeasuredColumns, **more: Any) -> Result:
    """A result of a larger kind: all that is known already, and more by name."""
    return kind(**{field.name: getattr(known, field.name) for field in fields(known)}, **more)


def measured_columns(sampler: Sampler) -> MeasuredColumns:
    """What a sampler has measured so far."""
    return MeasuredColumns(
        scenario=sampler.prepared.scenario,
        seed=sampler.seed,
        columns=sampler.prepared.columns,
        replication_count=sampler.done,
        samples=sampler.samples,
        horizons=sampler.horizons,
        by_anchor=sampler.by_anchor,
    )


def simulation_of(sampler: Sampler, modified_rules: tuple[tuple[str, str], ...]) -> Simulation:
    """What a sampler has measured so far, and what else is known of it."""
    prepared, known = sampler.prepared, measured_columns(sampler)
    weeks = prepared.scenario.time.measured_weeks
    growth = {
        column: backlog_growth(backlog, float(known.samples[column]["cases_arrived"].mean()) / weeks)
        for column, backlog in sampler.backlog.items()
    }
    return extended(
        Simulation,
        known,
        engine=sampler.engine,
        load=load_states(prepared.scenario, prepared.columns[0]),
        growth=growth,
        fillings={
            column: filling(series, prepared.customers.cohort_start) for column, series in sampler.in_system.items()
        },
        replay=_replay(prepared),
        data_notes=data_notes(prepared),
        teams=teams_by_column(prepared),
        modified_rules=modified_rules,
    )


def comparison_of(
    sampler: Sampler,
    *,
    budget_ran_out: bool = False,
    binding: Binding | None = None,
    modified_rules: tuple[tuple[str, str], ...] = (),
) -> Comparison:
    """What a sampler has measured so far, as a comparison. Raises ParityError where columns differ undeclared."""
    known = simulation_of(sampler, modified_rules)
    rows = parity_rows(sampler.prepared, sampler.customers_hash, known.teams)
    return extended(Comparison, known, parity_rows=rows, budget_ran_out=budget_ran_out, binding=binding)


def data_notes(prepared: Prepared) -> tuple[str, ...]:
    """What was understood of the user's files of people and volumes, and of shocks, one line each.

    Files are named as the scenario names them: where they lie is no part of a result.
    """
    from sim.formation import data_lines
    from sim.scenario.files import shown_path

    scenario, lines = prepared.scenario, data_lines(prepared)
    for setting in ("people.file", "demand.volumes_file"):
        if name := scenario.named_file(setting):
            path = shown_path(scenario.data_file(setting))
            lines = [line.replace(f"{path}: ", f"{name}: ", 1) if line.startswith(f"{path}: ") else line
                     for line in lines]  # fmt: skip
    return tuple(lines)


def _replay(prepared: Prepared) -> ReplayReport | None:
    if prepared.scenario.demand.replay is None:
        return None
    from sim.demand.replay_report import replay_report

    return replay_report(prepared.scenario, prepared.customers)
