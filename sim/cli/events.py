"""`podsim events`: what happened to every case, for process-mining tools."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.exits import Exit, UsageError
from sim.cli.options import OneScenario, Quiet, Replication, Seed, Sets, check_out, select
from sim.cli.output import command_line, note_compiling, say
from sim.foundation.files import written_aside


class Format(StrEnum):
    """csv: for spreadsheets, pandas and most tools; xes: the standard of process mining."""

    CSV = "csv"
    XES = "xes"


def events(
    scenario: OneScenario,
    out: Annotated[Path, typer.Option(help="File to write; it must not exist.")],
    formation: Annotated[str, typer.Option(help="The column.")] = "pods",
    replication: Replication = 0,
    cases: Annotated[int | None, typer.Option(min=1, help="Only the first N cases of the cohort.")] = None,
    form: Annotated[Format, typer.Option("--format", help="csv or xes.")] = Format.CSV,
    seed: Seed = None,
    sets: Sets = None,
    quiet: Quiet = False,
) -> int:
    """Write an event log: every wait, step, colleague and handoff of every case, for process mining."""
    selection = select(scenario, sets, [formation])
    beside = out.with_name(f"{out.name}.manifest.json")
    for path in (out, beside):
        if path.exists():
            raise UsageError(f"--out {path}: there already, and never written over; name another file")
    check_out(out.absolute().parent)
    note_compiling("core", quiet)
    from sim.comparison.closeup.closeup import records_with_segments
    from sim.comparison.usual import prepare_today
    from sim.demand.build import build_tape
    from sim.report.csv_files import csv_text
    from sim.report.event_log import event_rows, xes_text
    from sim.report.manifest import manifest, manifest_text

    (column,) = selection.columns
    own = selection.scenario.seed if seed is None else seed
    prepared = prepare_today(selection.scenario, selection.columns, seed=own)
    tape = build_tape(selection.scenario, prepared.customers, seed=own, first_replication=replication, replications=1)
    rows = event_rows(prepared, prepared.formations[column], records_with_segments(prepared, column, tape), cases=cases)
    name = f"{selection.scenario.name}, {column}, replication {replication}, seed {own}"
    text = csv_text(rows) if form == Format.CSV else xes_text(rows, name)
    _write_new(out, text)
    question = {"seed": own, "replication": replication, "formations": [column], "cases": cases}
    about = manifest(command_line(), selection.scenario, question, {out.name: text})
    _write_new(beside, manifest_text(about))
    followed = len({row["case:concept:name"] for row in rows})
    say(f"{len(rows):,} events of {followed:,} cases: {out}")
    return Exit.DONE


def _write_new(path: Path, text: str) -> None:
    """Write a file that was not there. Raises UsageError."""
    try:
        with written_aside(path, new=True) as aside:
            aside.write_text(text, encoding="utf-8", newline="\n")
    except FileExistsError:
        raise UsageError(f"--out {path}: there already, and never written over; name another file") from None
    except (PermissionError, NotADirectoryError) as error:
        raise UsageError(f"--out {path}: {error.strerror}") from None
