"""`podsim run`: one column."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from sim.cli.exits import UsageError
from sim.cli.options import (
    RESULTS,
    Engine,
    Json,
    OneScenario,
    Out,
    Quiet,
    Seed,
    Sets,
    WithEngine,
    check_out,
    note_other_columns,
    select,
)
from sim.cli.output import command_line, note_compiling, progress, show_results


def run(
    scenario: OneScenario,
    formation: Annotated[str, typer.Option(help="The column to run.")] = "silos",
    replications: Annotated[int | None, typer.Option(min=1, help="Number of replications.")] = None,
    seed: Seed = None,
    engine: WithEngine = Engine.CORE,
    sets: Sets = None,
    everything: Annotated[bool, typer.Option("--all", help="Show every measure.")] = False,
    by: Annotated[
        str | None,
        typer.Option(metavar="KEYS", help="Also contacts by these of channel, need, day, hour, half_hour: need,hour"),
    ] = None,
    out: Out = RESULTS,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Run one column: its measures with intervals."""
    selection = select(scenario, sets, [formation])
    keys = keys_of(by)
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
            by=keys,
            progress=watch,
        )
    return show_results(
        lambda: write_run(result, out, command_line()),
        lambda: run_page(result, everything=everything),
        result.to_json,
        json,
    )


def keys_of(text: str | None) -> tuple[Any, ...]:
    """ "need,half_hour" as keys. Raises UsageError."""
    from sim.comparison.by_interval import KEYS
    from sim.scenario.problems import did_you_mean

    keys = tuple(key.strip() for key in text.split(",")) if text else ()
    for key in keys:
        if key not in KEYS:
            raise UsageError(f"--by {text}: {key!r} is none of them. {did_you_mean(key, KEYS)}")
    return tuple(dict.fromkeys(keys))
