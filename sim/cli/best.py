"""`podsim best`: the best design of departments and of pods, found with the same effort, and judged."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.cells import kept_cells, running
from sim.cli.exits import UsageError
from sim.cli.options import (
    RESULTS,
    Cells,
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
    check_writable,
    select,
)
from sim.cli.output import command_line, note, note_compiling, show_results
from sim.cli.staff import target_of


def best(
    scenario: OneScenario,
    designs: Annotated[int, typer.Option(min=2, max=1000, help="Designs looked at on each side.")] = 32,
    measure: Judged = "resolution_minutes",
    target: Annotated[
        list[str] | None,
        typer.Option(metavar="MEASURE[@CHANNEL]=VALUE", help="Use instead of the scenario's targets; repeatable."),
    ] = None,
    replications: Cells = None,
    seed: Seed = None,
    write: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a scenario that has both designs as columns.")
    ] = None,
    cluster: Cluster = None,
    sets: Sets = None,
    out: Out = RESULTS,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Find the best design of departments and of pods with the same effort, and judge them on other customers."""
    from sim.exploring.designs import best as searched
    from sim.exploring.designs import check
    from sim.scenario import changed

    made = select(scenario, sets).scenario
    check_measure(measure)
    if target:
        made = changed(made, {"targets": [target_of(text) for text in target]})
    check(made)
    check_out(out)
    if write is not None:
        check_new(write)
    note_compiling("core", quiet)
    with running(f"{made.name}, cells", out, quiet) as watch:
        found = searched(
            made, designs=designs, measure=measure, replications=replications, seed=seed,
            cluster=cluster, store=kept_cells(out), progress=watch,
        )  # fmt: skip
    from sim.report.designs import best_json, best_page, write_best

    code = show_results(
        lambda: write_best(found, out, command_line()), lambda: best_page(found), lambda: best_json(found), json
    )
    if write is not None:
        from sim.report.designs_file import scenario_text

        write.parent.mkdir(parents=True, exist_ok=True)
        write.write_text(scenario_text(found, scenario, bool(sets or target), write.parent), encoding="utf-8")
        note(f"podsim: {write} has both designs as columns", quiet)
    return code


def check_new(path: Path) -> None:
    """Refuse a file that is there already, or cannot be written, before time is spent. Raises UsageError."""
    if path.exists():
        raise UsageError(f"--write {path}: it is there already; name a new file")
    check_writable(path)
