"""`podsim sweep`: every combination of values of some settings, and where the winner changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.asking_roads import Roads, Weeks, asked_of, say_runs
from sim.cli.cells import kept_cells, running, say_size
from sim.cli.exits import UsageError
from sim.cli.options import (
    RESULTS,
    Cells,
    Cluster,
    Formations,
    Json,
    Judged,
    OneScenario,
    Out,
    Quiet,
    Seed,
    Sets,
    check_measure,
    check_out,
    note_other_columns,
    pair_of,
    select,
)
from sim.cli.output import command_line, note_compiling, show_results

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from sim.exploring.cells import Cell, CellResult
    from sim.roads.asking import Asked
    from sim.scenario.scenario_settings import Scenario


def sweep(
    scenario: OneScenario,
    vary: Annotated[
        list[str],
        typer.Option(metavar="KEY=VALUES", help="A setting and its values, from:to:step or x,y,z; repeatable."),
    ],
    measure: Judged = "resolution_minutes",
    between: Annotated[
        str | None,
        typer.Option(metavar="FIRST,SECOND", help="The two columns of the map; by default the first one and pods."),
    ] = None,
    formations: Formations = None,
    road: Roads = None,
    weeks: Weeks = None,
    emulate: Annotated[
        int | None,
        typer.Option(metavar="RUNS", help="Run so many replications of a column, for example 2000; emulate the rest."),
    ] = None,
    replications: Cells = None,
    seed: Seed = None,
    cluster: Cluster = None,
    sets: Sets = None,
    out: Out = RESULTS,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Compare columns under every combination of values: a map of who is better, and where it is too close to call."""
    from sim.exploring.axes import AxisError, read_axis
    from sim.exploring.sweep import Swept, cells_of

    if road:
        unused = {
            "--between": between is not None, "--formations": bool(formations), "--cluster": cluster is not None,
            "--emulate": emulate is not None,
        }  # fmt: skip
        asked, pair = asked_of(select(scenario, sets).scenario, road, weeks, measure, seed, out, unused)
        return _of_roads(asked, pair, vary, replications, out, json, quiet)
    if weeks is not None:
        raise UsageError("--weeks is for roads: name one with --road")
    selection = select(scenario, sets, formations)
    pair = _usual_pair(selection.columns) if between is None else pair_of(between, selection.columns)
    check_measure(measure)
    check_out(out)
    note_other_columns(selection, "--formations", quiet)
    if emulate is not None:
        how = {"runs": emulate, "seed": seed} | ({"replications": replications} if replications else {})
        return _emulated(selection.scenario, pair, measure, vary, how, cluster, out, json, quiet)
    try:
        axes = tuple(read_axis(text) for text in vary)
        cells = cells_of(selection.scenario, axes, columns=selection.columns, seed=seed, replications=replications)
    except AxisError as error:
        raise UsageError(str(error)) from None
    from sim.report.sweep import sweep_json, sweep_page, write_sweep

    results = _run(selection.scenario.name, cells, cluster, out, quiet)
    swept = Swept(selection.scenario, axes, pair, measure, tuple(results))
    return show_results(
        lambda: write_sweep(swept, out, command_line()), lambda: sweep_page(swept), lambda: sweep_json(swept), json
    )


def _run(name: str, cells: Sequence[Cell], cluster: str | None, out: Path, quiet: bool) -> list[CellResult]:
    from sim.exploring.cells import run_cells

    note_compiling("core", quiet)
    say_size(cells, kept_cells(out), cluster, quiet)
    with running(f"{name}, cells", out, quiet) as watch:
        return run_cells(cells, cluster=cluster, store=kept_cells(out), progress=watch)


def _emulated(
    scenario: Scenario, pair: tuple[str, str], measure: str, vary: list[str], how: dict[str, Any],
    cluster: str | None, out: Path, json: bool, quiet: bool,
) -> int:  # fmt: skip
    """A map of more combinations than can be run. how: as of `cells_to_run`."""
    from importlib.util import find_spec

    from sim.exploring.axes import AxisError, read_axis

    if find_spec("sklearn") is None:
        raise UsageError("--emulate: scikit-learn is not installed; pip install 'podsim[map]'")
    from sim.exploring.emulation.emulate import cells_to_run, emulated
    from sim.report.emulated import emulated_json, emulated_page, write_emulated

    try:
        axes = tuple(read_axis(text) for text in vary)
        chosen, cells = cells_to_run(scenario, axes, pair, **how)
    except AxisError as error:
        raise UsageError(str(error)) from None
    results = _run(scenario.name, cells, cluster, out, quiet)
    try:
        found = emulated(scenario, axes, pair, measure, chosen, results)
    except ValueError as error:
        raise UsageError(f"--emulate: {error}") from None
    return show_results(
        lambda: write_emulated(found, out, command_line()),
        lambda: emulated_page(found),
        lambda: emulated_json(found),
        json,
    )


def _of_roads(
    asked: Asked, pair: tuple[str, str], vary: list[str], replications: int | None, out: Path, json: bool, quiet: bool
) -> int:
    """A road beside another under every combination of values."""
    from sim.exploring.axes import AxisError, read_axis, scenarios_of
    from sim.report.road_turns import road_sweep_json, road_sweep_page, write_road_sweep
    from sim.roads.asking import road_sweep

    check_out(out)
    try:
        axes = [read_axis(text) for text in vary]
        combinations = len(scenarios_of(asked.scenario, axes))
    except AxisError as error:
        raise UsageError(str(error)) from None
    note_compiling("core", quiet)
    say_runs(combinations * asked.replications(replications) * len(asked.roads), asked, quiet)
    with running(f"{asked.scenario.name}, runs", out, quiet) as watch:
        swept = road_sweep(asked, axes, pair, replications=replications, progress=watch)
    return show_results(
        lambda: write_road_sweep(swept, out, command_line()),
        lambda: road_sweep_page(swept),
        lambda: road_sweep_json(swept),
        json,
    )


def _usual_pair(columns: tuple[str, ...]) -> tuple[str, str]:
    """The first column and pods, or the second. Raises UsageError."""
    if len(columns) < 2:
        raise UsageError("--formations names one column: a map needs two to be between")
    return columns[0], "pods" if "pods" in columns[1:] else columns[1]
