"""`podsim trace`: one customer in every column side by side, or with --all every customer of one column as a log."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.exits import Exit, UsageError
from sim.cli.options import (
    Engine,
    Formations,
    Json,
    OneScenario,
    Quiet,
    Replication,
    Seed,
    Selection,
    Sets,
    check_out,
    select,
)
from sim.cli.output import command_line, note_compiling, say, say_json, say_page


class Format(StrEnum):
    """csv: for spreadsheets, pandas and most tools; xes: the standard of process mining; ocel: OCEL 2.0 (JSON)."""

    CSV = "csv"
    XES = "xes"
    OCEL = "ocel"


def trace(
    scenario: OneScenario,
    case: Annotated[int | None, typer.Option(min=1, help="The N-th arrival of the measured weeks.")] = None,
    everybody: Annotated[
        bool, typer.Option("--all", help="Write the event log of a column instead, pods unless --formations names it.")
    ] = False,
    replication: Replication = 0,
    formations: Formations = None,
    seed: Seed = None,
    engine: Annotated[Engine, typer.Option(help="core or agents.")] = Engine.CORE,
    sets: Sets = None,
    json: Json = False,
    quiet: Quiet = False,
    out: Annotated[Path | None, typer.Option(help="With --all: file to write; it must not exist.")] = None,
    cases: Annotated[int | None, typer.Option(min=1, help="With --all: only the first N cases of the cohort.")] = None,
    form: Annotated[Format | None, typer.Option("--format", help="With --all: csv (as usual), xes or ocel.")] = None,
) -> int:
    """Follow one customer through every column, side by side; --all: an event log of all, for process mining."""
    if everybody == (case is not None):
        raise UsageError("one customer has a number, --case N, and all have a log, --all --out FILE: give one of both")
    if everybody:
        others = {"--json": json, "--engine": engine != Engine.CORE}
        if misplaced := [name for name, given in others.items() if given]:
            raise UsageError(f"{misplaced[0]} goes with --case; with --all, the compiled core writes a file")
        if out is None:
            raise UsageError("--all writes a file, which --out names")
        selection = select(scenario, sets, formations or ["pods"])
        if len(selection.columns) != 1:
            raise UsageError(f"--all writes the log of one column; chosen: {', '.join(selection.columns)}")
        return _write_log(selection, out, replication, cases, form or Format.CSV, seed, quiet)
    for name, given in {"--out": out, "--cases": cases, "--format": form}.items():
        if given is not None:
            raise UsageError(f"{name} goes with --all")
    selection = select(scenario, sets, formations)
    note_compiling(engine, quiet)
    from sim.comparison.journey import journey_of
    from sim.report.as_json import journey_json
    from sim.report.journey import journey_page

    try:
        journey = journey_of(
            selection.scenario,
            case,  # type: ignore[arg-type]
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


def _write_log(
    selection: Selection, out: Path, replication: int, cases: int | None, form: Format, seed: int | None, quiet: bool
) -> int:
    """Write every wait, step, colleague and handoff of every case of the one column, and a manifest beside it."""
    beside = out.with_name(f"{out.name}.manifest.json")
    for path in (out, beside):
        if path.exists():
            raise UsageError(f"--out {path}: there already, and never written over; name another file")
    check_out(out.parent)
    note_compiling("core", quiet)
    from sim.comparison.closeup.closeup import records_with_segments
    from sim.comparison.usual import prepare_today
    from sim.demand.build import build_tape
    from sim.report.csv_files import csv_text
    from sim.report.event_log import event_rows, xes_text
    from sim.report.manifest import manifest, manifest_text
    from sim.report.ocel import ocel_text

    (column,) = selection.columns
    own = selection.scenario.seed if seed is None else seed
    prepared = prepare_today(selection.scenario, selection.columns, seed=own)
    tape = build_tape(selection.scenario, prepared.customers, seed=own, first_replication=replication, replications=1)
    rows = event_rows(prepared, prepared.formations[column], records_with_segments(prepared, column, tape), cases=cases)
    name = f"{selection.scenario.name}, {column}, replication {replication}, seed {own}"
    text = {Format.CSV: csv_text, Format.XES: lambda rows: xes_text(rows, name), Format.OCEL: ocel_text}[form](rows)
    _write_new(out, text)
    question = {"seed": own, "replication": replication, "formations": [column], "cases": cases}
    about = manifest(command_line(), selection.scenario, question, {out.name: text})
    _write_new(beside, manifest_text(about))
    followed = len({row["case:concept:name"] for row in rows})
    say(f"{len(rows):,} events of {followed:,} cases: {out}")
    return Exit.DONE


def _write_new(path: Path, text: str) -> None:
    """Write a file that was not there. Raises UsageError."""
    from sim.report.folder import write_new

    try:
        write_new(path, text)
    except FileExistsError:
        raise UsageError(f"--out {path}: there already, and never written over; name another file") from None
    except (PermissionError, NotADirectoryError) as error:
        raise UsageError(f"--out {path}: {error.strerror}") from None
