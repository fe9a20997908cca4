"""`podsim attribute`: which mechanisms a difference between two columns is made of."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.cells import kept_cells, running, say_size
from sim.cli.options import (
    RESULTS,
    Cluster,
    Json,
    Judged,
    OneScenario,
    Out,
    Quiet,
    Seed,
    Sets,
    check_measure,
    check_out,
    pair_of,
    select,
)
from sim.cli.output import command_line, note_compiling, show_results

BETWEEN = "silos_plus,pods"


def attribute(
    scenario: OneScenario,
    measure: Judged = "resolution_minutes",
    between: Annotated[
        str,
        typer.Option(metavar="FIRST,SECOND", help="The two columns; silos,pods takes habits and formation together."),
    ] = BETWEEN,
    replications: Annotated[
        int | None,
        typer.Option(min=2, help="Replications of each of the up to 256 combinations; by default 10, fewer if large."),
    ] = None,
    seed: Seed = None,
    sets: Sets = None,
    cluster: Cluster = None,
    out: Out = RESULTS,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Take the difference between two columns apart into eight groups of mechanisms (Shapley values)."""
    check_measure(measure)
    made = select(scenario, sets).scenario
    pair = pair_of(between, tuple(made.formations))
    check_out(out)
    from sim.exploring import attribution
    from sim.report.attribution import attribution_json, attribution_page, write_attribution

    note_compiling("core", quiet)
    say_size(attribution.cells_of(made, pair, seed=seed, replications=replications), kept_cells(out), cluster, quiet)
    with running(f"{made.name}, combinations", out, quiet) as watch:
        found = attribution.attribute(
            made, pair, measure, seed=seed, replications=replications, cluster=cluster, store=kept_cells(out),
            progress=watch,
        )  # fmt: skip
    return show_results(
        lambda: write_attribution(found, out, command_line()),
        lambda: attribution_page(found),
        lambda: attribution_json(found),
        json,
    )
