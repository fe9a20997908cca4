"""`podsim experiment`: run an experiment that is written down in a file, and hold it against what was published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.cells import kept_cells, running, say_size
from sim.cli.exits import Exit, UsageError
from sim.cli.options import RESULTS, Cluster, Json, Out, Quiet, Seed, check_out, check_writable
from sim.cli.output import command_line, note_compiling, say, show_results

if TYPE_CHECKING:
    from sim.report.studies import StudyResult
    from sim.studies import LoadedStudy, TableCheck


def experiment(
    name: Annotated[str | None, typer.Argument(metavar="EXPERIMENT", help="Name or file of an experiment.")] = None,
    listed: Annotated[bool, typer.Option("--list", help="List the experiments that can be used by name.")] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Compare with the published table: 0 equal, 5 equal up to chance, 1 different."),
    ] = False,
    reduced: Annotated[bool, typer.Option("--reduced", help="Run the smaller form that the file describes.")] = False,
    seed: Seed = None,
    cluster: Cluster = None,
    write: Annotated[
        bool,
        typer.Option("--write", help="Publish: write the table to the place in the file, with a record beside it."),
    ] = False,
    out: Out = RESULTS,
    json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Run an experiment file (its table, predictions and findings), or replicate a published one."""
    if listed or name is None:
        return _list(name, listed)
    from sim.studies import read_study

    if check and write:
        raise UsageError("--check compares with the published table, --write replaces it; one at a time")
    loaded = read_study(name)
    loaded = loaded.reduced if reduced else loaded
    check_out(out)
    table = loaded.beside(loaded.study.table)
    published = _published(loaded, table) if check else None
    if write:
        check_writable(table)
    result = _run(loaded, seed, reduced, cluster, out, quiet)
    answer = _checked(result, published, table) if published is not None else None
    if write:
        _publish(result, table)
    return _end(result, answer, table if write else None, out, json)


def _list(name: str | None, asked: bool) -> int:
    """Names and titles, without a check of any cell."""
    from sim.scenario.settings_file import read_settings
    from sim.studies.checks import SETTINGS
    from sim.studies.reading import find_study, known_studies
    from sim.studies.settings import Study

    if not asked:
        raise UsageError(f"which experiment? --list lists them: {', '.join(known_studies())}")
    if name is not None:
        raise UsageError(f"--list lists all, and {name} is one; leave out either")
    for known in known_studies():
        study, _, _ = read_settings(find_study(known), Study, SETTINGS)
        say(f"{known:34} {study.title}")
    return Exit.DONE


def _run(
    loaded: LoadedStudy, seed: int | None, reduced: bool, cluster: str | None, out: Path, quiet: bool
) -> StudyResult:
    from sim.report.studies import StudyResult
    from sim.studies import planned, run_study, table_of

    plan, study, store = planned(loaded, seed), loaded.study, kept_cells(out)
    note_compiling("core", quiet)
    say_size([one.cell for one in plan], store, cluster, quiet)
    with running(f"{study.name}, cells", out, quiet) as watch:
        results = run_study(study, plan, cluster=cluster, store=store, progress=watch)
    rows = table_of(study, plan, results)
    return StudyResult(loaded, plan, rows, study.seed if seed is None else seed, reduced)


def _published(loaded: LoadedStudy, table: Path) -> list[dict[str, str]]:
    """The rows of the published table. Raises ScenarioError where there is none."""
    from sim.report.studies import read_table
    from sim.scenario import Problem, ScenarioError
    from sim.scenario.files import shown_path

    try:
        return read_table(table.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        words = (
            f"There is no published table {shown_path(table)} to compare with. "
            "Without --check the experiment runs; --write publishes its table."
        )
        raise ScenarioError([Problem(shown_path(loaded.path), None, f"table: {loaded.study.table}", words)]) from None


def _checked(result: StudyResult, published: list[dict[str, str]], table: Path) -> TableCheck:
    import json

    from sim.exploring.cells.cell import sources_hash
    from sim.report.studies import record_beside
    from sim.studies import checked

    try:
        record = json.loads(record_beside(table).read_text(encoding="utf-8"))
        seed, sources = record["seed"], record["sources_sha256"]
    except (OSError, ValueError, KeyError, TypeError):
        seed, sources = result.loaded.study.seed, sources_hash()  # nothing says that it should differ
    return checked(result.text_rows, published, by_luck=result.seed != seed or sources_hash() != sources)


def _publish(result: StudyResult, table: Path) -> None:
    """Put table and record in place."""
    from sim.report.folder import replace_file
    from sim.report.manifest import manifest_text
    from sim.report.studies import record_beside, record_of

    replace_file(table, result.text)
    replace_file(record_beside(table), manifest_text(record_of(result)))


def _end(result: StudyResult, answer: TableCheck | None, published: Path | None, out: Path, json: bool) -> int:
    """Show what was found, and keep it; a failure to write it outweighs what the check said."""
    from rich.console import Console
    from rich.text import Text

    from sim.report.studies import WIDTH, summary_text, write_study
    from sim.scenario.files import shown_path

    def page() -> Iterator[Text]:
        yield Text(summary_text(result, min(WIDTH, Console().width)).rstrip("\n"))
        if published:
            yield Text(f"\nPublished: {shown_path(published)}")

    code = show_results(lambda: write_study(result, out, command_line()), page, lambda: _as_json(result, answer), json)
    if answer and not json:
        say(f"\nBeside the published table: {answer}")
    return code or _code(answer)


def _code(answer: TableCheck | None) -> Exit:
    from sim.studies.checking import CONSISTENT, DIFFERENT

    codes = {DIFFERENT: Exit.BUG, CONSISTENT: Exit.CONSISTENT}
    return Exit.DONE if answer is None else codes.get(answer.answer, Exit.DONE)


def _as_json(result: StudyResult, answer: TableCheck | None) -> dict[str, Any]:
    from sim.studies import judged

    study = result.loaded.study
    return {
        "experiment": study.name,
        "reduced": result.reduced,
        "seed": result.seed,
        "cells": len(result.plan),
        "rows": len(result.rows),
        "predictions": [
            {"says": one.prediction.says, "found": one.word, "held": one.held, "refuted": one.refuted,
             "rows": len(one.rows)}
            for one in judged(study, result.text_rows)
        ],
        "check": None if answer is None else {"answer": answer.answer, "where": answer.where, "note": answer.note},
    }  # fmt: skip
