"""`podsim run` and `podsim trace`: one column, and one customer in every column."""

from __future__ import annotations

from typing import Annotated

import typer

from sim.cli.exits import Exit, UsageError
from sim.cli.options import (
    RESULTS,
    Engine,
    Formations,
    Json,
    OneScenario,
    Out,
    Quiet,
    Replication,
    Seed,
    Sets,
    WithEngine,
    check_out,
    note_other_columns,
    select,
)
from sim.cli.output import command_line, note_compiling, progress, say_json, say_page, show_results


def run(
    scenario: OneScenario,
    formation: Annotated[str, typer.Option(help="The column to run.")] = "silos",
    replications: Annotated[int | None, typer.Option(min=1, help="Number of replications.")] = None,
    seed: Seed = None,
    engine: WithEngine = Engine.CORE,
    sets: Sets = None,
    everything: Annotated[bool, typer.Option("--all", help="Show every measure.")] = False,
    out: Out = RESULTS,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Run one column: its measures with intervals."""
    selection = select(scenario, sets, [formation])
    check_out(out)
    note_other_columns(selection, "--formation", quiet)
    note_compiling(engine, quiet)
    from sim.api import run as run_column
    from sim.report.comparison_files import write_run
    from sim.report.summary import run_page

    with progress(selection.scenario.name, quiet) as watch:
        result = run_column(
            selection.scenario,
            formation=selection.columns[0],
            replications=replications,
            seed=seed,
            engine=engine.value,
            progress=watch,
        )
    return show_results(
        lambda: write_run(result, out, command_line()),
        lambda: run_page(result, everything=everything),
        result.to_json,
        json,
    )


def trace(
    scenario: OneScenario,
    case: Annotated[int, typer.Option(min=1, help="The N-th arrival of the measured weeks.")],
    replication: Replication = 0,
    formations: Formations = None,
    seed: Seed = None,
    engine: Annotated[Engine, typer.Option(help="core or agents.")] = Engine.CORE,
    sets: Sets = None,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Follow one customer through every column, side by side."""
    selection = select(scenario, sets, formations)
    note_compiling(engine, quiet)
    from sim.comparison.journey import journey_of
    from sim.report.as_json import journey_json
    from sim.report.journey import journey_page

    try:
        journey = journey_of(
            selection.scenario,
            case,
            formations=selection.columns,
            replication=replication,
            seed=seed,
            engine=engine.value,
        )
    except ValueError as error:
        raise UsageError(f"--case: {error}") from error
    if json:
        say_json(journey_json(journey))
    else:
        say_page(journey_page(journey))
    return Exit.DONE
