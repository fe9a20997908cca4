"""`podsim staff`: the fewest people with whom each column reaches the targets, or equals another column of today."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from sim.cli.cells import kept_cells, running
from sim.cli.exits import UsageError
from sim.cli.options import (
    RESULTS,
    Cells,
    Cluster,
    Formations,
    Json,
    OneScenario,
    Out,
    Quiet,
    Seed,
    Sets,
    check_measure,
    check_out,
    note_other_columns,
    select,
)
from sim.cli.output import command_line, note_compiling, show_results


def staff(
    scenario: OneScenario,
    target: Annotated[
        list[str] | None,
        typer.Option(metavar="MEASURE[@CHANNEL]=VALUE", help="Use instead of the scenario's targets; repeatable."),
    ] = None,
    match: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="Find the people with whom other columns equal this one as of today."),
    ] = None,
    measure: Annotated[str, typer.Option(metavar="MEASURE", help="The measure to be equalled.")] = (
        "resolution_minutes"
    ),
    formations: Formations = None,
    replications: Cells = None,
    seed: Seed = None,
    cluster: Cluster = None,
    sets: Sets = None,
    out: Out = RESULTS,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Find the fewest people per column that reach the scenario's targets, with interval, mix and payroll."""
    from sim.exploring.staffing import check, staff
    from sim.scenario import changed

    selection = select(scenario, sets, formations)
    check_measure(measure)
    staffed, columns = selection.scenario, selection.columns
    if target:
        staffed = changed(staffed, {"targets": [target_of(text) for text in target]})
    other = match_of(match, columns, bool(staffed.targets))
    check(staffed, columns, other)
    check_out(out)
    note_other_columns(selection, "--formations", quiet)
    note_compiling("core", quiet)
    from sim.report.staffing import staffing_json, staffing_page, write_staffing

    with running(f"{staffed.name}, cells", out, quiet) as watch:
        answer = staff(
            staffed, columns=columns, match=other, measure=measure, replications=replications, seed=seed,
            cluster=cluster, store=kept_cells(out), progress=watch,
        )  # fmt: skip
    return show_results(
        lambda: write_staffing(answer, out, command_line()),
        lambda: staffing_page(answer),
        lambda: staffing_json(answer),
        json,
    )


def target_of(text: str) -> dict[str, Any]:
    """ "answered_in_target@voice=0.8" as a target of a scenario file, on the side that is better. Raises UsageError."""
    from sim.measures.registry import measure_named

    key, equals, number = text.partition("=")
    measure, _, channel = key.strip().partition("@")
    try:
        value = float(number)
    except ValueError:
        equals = ""
    if not equals:
        raise UsageError(
            f"--target {text}: write MEASURE=VALUE or MEASURE@CHANNEL=VALUE, for example resolution_minutes=300 or "
            "answered_in_target@voice=0.8"
        )
    known = measure_named(measure)
    side = "at_least" if known and known.direction == "more" else "at_most"
    return {"measure": measure, **({"channel": channel} if channel else {}), side: value}


def match_of(match: str | None, columns: tuple[str, ...], targets: bool) -> str | None:
    """The column that others are to equal: as asked, else pods where there are targets to staff for as well."""
    from sim.scenario.problems import did_you_mean

    if match is None:
        return "pods" if targets and "pods" in columns[1:] else None
    if match not in columns:
        raise UsageError(f"--match {match}: it is not compared. {did_you_mean(match, columns)}")
    if len(columns) < 2:
        raise UsageError(f"--match {match}: there is no other column to equal it; add some with --formations")
    return match
