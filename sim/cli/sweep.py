"""`podsim sweep`: every combination of values of some settings, and where the winner changes."""

from __future__ import annotations

from typing import Annotated

import typer

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

    selection = select(scenario, sets, formations)
    pair = _usual_pair(selection.columns) if between is None else pair_of(between, selection.columns)
    check_measure(measure)
    check_out(out)
    note_other_columns(selection, "--formations", quiet)
    try:
        axes = tuple(read_axis(text) for text in vary)
        cells = cells_of(selection.scenario, axes, columns=selection.columns, seed=seed, replications=replications)
    except AxisError as error:
        raise UsageError(str(error)) from None
    from sim.exploring.cells import run_cells
    from sim.report.sweep import sweep_json, sweep_page, write_sweep

    note_compiling("core", quiet)
    say_size(cells, kept_cells(out), cluster, quiet)
    with running(f"{selection.scenario.name}, cells", out, quiet) as watch:
        results = run_cells(cells, cluster=cluster, store=kept_cells(out), progress=watch)
    swept = Swept(selection.scenario, axes, pair, measure, tuple(results))
    return show_results(
        lambda: write_sweep(swept, out, command_line()), lambda: sweep_page(swept), lambda: sweep_json(swept), json
    )


def _usual_pair(columns: tuple[str, ...]) -> tuple[str, str]:
    """The first column and pods, or the second. Raises UsageError."""
    if len(columns) < 2:
        raise UsageError("--formations names one column: a map needs two to be between")
    return columns[0], "pods" if "pods" in columns[1:] else columns[1]
