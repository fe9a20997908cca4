"""A sweep: one comparison for every combination of values, and who is better in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from sim.comparison.doubts import RESOLUTION, depends_on_h
from sim.comparison.results import MeasuredColumns
from sim.comparison.sampling import Progress
from sim.comparison.statistics import Difference, pairs_of
from sim.exploring.axes import Axis, scenarios_of, value_text
from sim.exploring.cells import Cell, CellResult, run_cells
from sim.exploring.cells.cell import compared
from sim.measures.offered import functions_too_full
from sim.scenario import policy_of, resolved
from sim.scenario.built_in_columns import DEFAULT_COLUMNS
from sim.scenario.scenario_settings import Scenario


@dataclass(frozen=True)
class Point:
    """One combination. values: one per axis. own: whether it is the scenario as it is, unchanged.

    difference: of the pair in the measure, second minus first, judged as by `podsim compare`.
    tight: functions that cannot keep up with the work offered to them in the pair's first column, with fatigue.
    by_h: whether it is not settled because the winner in resolution time depends on H.
    """

    values: tuple[Any, ...]
    own: bool
    comparison: MeasuredColumns
    difference: Difference
    tight: tuple[str, ...]
    by_h: bool

    @property
    def word(self) -> str:
        """What it means for the second column."""
        return self.difference.word


@dataclass(frozen=True)
class Swept:
    """All combinations of a sweep, the last axis varying fastest.

    between: the pair compared, second minus first. idle: keys of axes that move no value of any column.
    """

    scenario: Scenario
    axes: tuple[Axis, ...]
    between: tuple[str, str]
    measure: str
    results: tuple[CellResult, ...]

    def __repr__(self) -> str:
        """A line: what was varied, what was compared, and how many combinations have which word."""
        words = ", ".join(f"{count} {word}" for word, count in Counter(one.word for one in self.points).most_common())
        keys, (first, second) = ", ".join(axis.key for axis in self.axes), self.between
        return f"Sweep of {self.scenario.name} over {keys}: {second} against {first} in {self.measure}: {words}"

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns of every cell."""
        return self.results[0].cell.columns

    @cached_property
    def points(self) -> tuple[Point, ...]:
        """One per cell, in order."""
        own = _meaning(self.scenario)
        return tuple(self._point(result, own) for result in self.results)

    def _point(self, result: CellResult, own: dict[str, Any]) -> Point:
        pair, cell = self.between, result.cell
        comparison = compared(result, cell.columns if pair in pairs_of(cell.columns) else pair)
        return Point(
            tuple(value for value in cell.labels.values()),
            _meaning(cell.scenario) == own,
            comparison,
            comparison.paired[pair][self.measure],
            functions_too_full(cell.scenario, pair[0]),
            self.measure == RESOLUTION and depends_on_h(comparison.by_horizon[pair]),
        )

    @cached_property
    def idle(self) -> tuple[str, ...]:
        """Keys that change nothing: typically because every column has a value of its own."""
        return tuple(axis.key for place, axis in enumerate(self.axes) if self._moves_nothing(place))

    def _moves_nothing(self, place: int) -> bool:
        by_others: dict[tuple[str, ...], CellResult] = {}
        for result in self.results:
            labels = [value_text(value) for value in result.cell.labels.values()]
            others = (*labels[:place], *labels[place + 1 :])
            if not _alike(by_others.setdefault(others, result), result):
                return False
        return True


def _meaning(scenario: Scenario) -> dict[str, Any]:
    """What a scenario comes to: a dial that a column declares is the same as one that it inherits."""
    settings = resolved(scenario)
    del settings["policy"]
    for column, column_settings in settings["formations"].items():
        column_settings |= {"policy": policy_of(scenario, column).model_dump(mode="json"), "policy_from": None}
    return settings


def _alike(one: CellResult, other: CellResult) -> bool:
    return all(
        values.tobytes() == other.samples[column][name].tobytes()
        for column, sample in one.samples.items()
        for name, values in sample.items()
    )


def cells_of(
    scenario: Scenario,
    axes: Sequence[Axis],
    *,
    columns: Sequence[str],
    seed: int | None = None,
    replications: int | None = None,
) -> list[Cell]:
    """The cells of a sweep, everything checked. seed, replications: None for those of each scenario.

    Raises ScenarioError, AxisError.
    """
    keys = [axis.key for axis in axes]
    return [
        Cell(
            made,
            tuple(columns),
            made.seed if seed is None else seed,
            made.replications if replications is None else replications,
            dict(zip(keys, map(_label, values), strict=True)),
            detail=True,
        )
        for values, made in scenarios_of(scenario, axes)
    ]


def _label(value: Any) -> str | int | float | bool:
    return value if isinstance(value, str | int | float | bool) else value_text(value)


def sweep(
    scenario: Scenario,
    axes: Sequence[Axis],
    *,
    columns: Sequence[str] = DEFAULT_COLUMNS,
    between: tuple[str, str] = ("silos", "pods"),
    measure: str = "resolution_minutes",
    replications: int | None = None,
    seed: int | None = None,
    cluster: str | None = None,
    store: Path | None = None,
    progress: Progress | None = None,
) -> Swept:
    """Compare columns under every combination of values, all on the same customers as far as settings allow.

    between: two of `columns`. measure: name of a measure. Others as of `compare` and `run_cells`.
    Raises ScenarioError, AxisError, DataError, ClusterError.
    """
    cells = cells_of(scenario, axes, columns=columns, seed=seed, replications=replications)
    results = run_cells(cells, cluster=cluster, store=store, progress=progress)
    return Swept(scenario, tuple(axes), between, measure, tuple(results))
