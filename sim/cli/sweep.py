"""`podsim sweep`: every combination of values of some settings, and where the winner changes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.exits import UsageError
from sim.cli.options import RESULTS, Cluster, Count, Formations, Json, OneScenario, Out, Quiet, Seed, Sets

if TYPE_CHECKING:
    from sim.exploring.sweep import Swept


def sweep(
    scenario: OneScenario,
    vary: Annotated[
        list[str],
        typer.Option(metavar="KEY=VALUES", help="A setting and its values, as from:to:step or x,y,z; repeatable."),
    ],
    measure: Annotated[str, typer.Option(help="What the winner is judged by.")] = "resolution_minutes",
    between: Annotated[
        str | None, typer.Option(metavar="FIRST,SECOND", help="Columns that the map is about; the first and pods.")
    ] = None,
    formations: Formations = None,
    replications: Count = None,
    seed: Seed = None,
    cluster: Cluster = None,
    sets: Sets = None,
    out: Out = RESULTS,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Compare columns under every combination of values: a map of who is better, and where it is too close to call."""
    from sim.cli.cells import kept_cells, resumable, say_size
    from sim.cli.options import Asked, chosen
    from sim.cli.output import note_compiling, progress
    from sim.exploring.axes import AxisError, read_axis
    from sim.exploring.sweep import Swept, cells_of

    (choice,) = chosen([scenario], sets or [], formations or [])
    pair = pair_of(between, choice.columns)
    check_measure(measure)
    Asked(None, seed, "core", out, json, quiet).check_out()
    try:
        axes = tuple(read_axis(text) for text in vary)
        cells = cells_of(choice.scenario, axes, columns=choice.columns, seed=seed, replications=replications)
    except AxisError as error:
        raise UsageError(str(error)) from None
    from sim.exploring.cells import run_cells

    note_compiling("core", quiet)
    store = kept_cells(out)
    with resumable(out):
        say_size(cells, store, cluster, quiet)
        with progress(f"{choice.scenario.name}, cells", quiet) as watch:
            results = run_cells(cells, cluster=cluster, store=store, progress=watch)
    return _end(Swept(choice.scenario, axes, pair, measure, tuple(results)), out, json)


def pair_of(between: str | None, columns: tuple[str, ...]) -> tuple[str, str]:
    """The two columns of a map. Raises UsageError."""
    if between is None:
        if len(columns) < 2:
            raise UsageError("--formations names one column: a map needs two to be between")
        return columns[0], "pods" if "pods" in columns[1:] else columns[1]
    names = [name.strip() for name in between.split(",")]
    if len(names) != 2 or names[0] == names[1]:
        raise UsageError(f"--between {between}: two columns, as silos,pods")
    from sim.scenario.problems import did_you_mean

    for name in names:
        if name not in columns:
            raise UsageError(f"--between {between}: {name!r} is not compared. {did_you_mean(name, columns)}")
    return names[0], names[1]


def check_measure(name: str) -> None:
    """Raises UsageError with the nearest name, and for a measure in which neither more nor less is better."""
    from sim.measures.registry import measure_named, measure_names
    from sim.scenario.problems import nearest

    found = measure_named(name)
    if found is None:
        guess = nearest(name, measure_names())
        said = f"Did you mean {guess}? " if guess else ""
        raise UsageError(f"--measure {name}: there is no such measure. {said}podsim explain measures lists all.")
    if found.direction == "none":
        raise UsageError(f"--measure {name}: neither more nor less of it is better, so nobody wins")


def _end(swept: Swept, out: Path, json: bool) -> int:
    from sim.cli.cells import shown
    from sim.report.sweep import sweep_json, sweep_page, write_sweep

    return shown(
        lambda: write_sweep(swept, out, ["podsim", *sys.argv[1:]]),
        lambda: sweep_page(swept),
        lambda: sweep_json(swept),
        json,
    )
