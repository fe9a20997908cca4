"""Everything that a comparison or a run leaves in its results folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.comparison.intervals import Interval
from sim.comparison.statistics import pair_name
from sim.measures import MEASURES
from sim.report.csv_files import csv_text
from sim.report.folder import write_results
from sim.report.full import check_rows, ladder_rows, variant_rows
from sim.report.in_people import in_people_rows
from sim.report.manifest import question_of, result_hash
from sim.report.names import in_its_words
from sim.report.pictures.sensitivity import tornado_rows
from sim.report.rows import (
    DIFFERENCE_COLUMNS,
    EFFECT_COLUMNS,
    HORIZON_COLUMNS,
    channel_rows,
    difference_rows,
    effect_rows,
    function_rows,
    horizon_rows,
    parity_table_rows,
    placebo_rows,
    replication_rows,
    table_rows,
    team_rows,
    waterfall_rows,
)
from sim.report.sensitivity import WEIGHT_COLUMNS, weight_rows, world_rows, world_values
from sim.report.summary import as_text, page, run_page
from sim.report.verdict import sentence

if TYPE_CHECKING:
    from sim.comparison.closeup import CloseUp
    from sim.exploring.whatif import WhatIf
    from sim.report.answer import Answer, Run
    from sim.report.live.payload import Payload
    from sim.report.pictures.style import Drawn


@in_its_words
def write_comparison(
    answer: Answer,
    parent: Path,
    command: Sequence[str],
    more: Mapping[str, str | bytes] | None = None,
    instead_of: Path | None = None,
) -> Path:
    """Write summary, tables and manifest; returns the folder. more: further files by name. instead_of: as of
    `write_folder`. Raises OSError.
    """
    files: dict[str, str | bytes] = {
        "summary.txt": as_text(page(answer, everything=True)),
        "table.csv": csv_text(wide_rows(answer)),
        "measures.csv": csv_text(table_rows(answer)),
        "differences.csv": csv_text(difference_rows(answer), DIFFERENCE_COLUMNS),
        "channels.csv": csv_text(channel_rows(answer)),
        "functions.csv": csv_text(function_rows(answer)),
        "waterfall.csv": csv_text(waterfall_rows(answer)),
        "effects.csv": csv_text(effect_rows(answer), EFFECT_COLUMNS),
        "horizons.csv": csv_text(horizon_rows(answer), HORIZON_COLUMNS),
        "replications.csv": csv_text(replication_rows(answer)),
        "parity.csv": csv_text(parity_table_rows(answer)),
        "teams.csv": csv_text(team_rows(answer.teams)),
    }
    if answer.placebo:
        files["placebo.csv"] = csv_text(placebo_rows(answer.placebo))
    if answer.in_people:
        files["in_people.csv"] = csv_text(in_people_rows(answer, answer.in_people))
    if answer.full:
        files |= {
            "ladder.csv": csv_text(ladder_rows(answer.full.ladder)),
            "mechanisms.csv": csv_text(variant_rows(answer.full.variants)),
            "checks.csv": csv_text(check_rows(answer.full.bindings, answer.full.ladder.pool)),
        }
    if answer.sensitivity:
        files |= {
            "worlds.csv": csv_text(world_rows(answer.sensitivity.worlds)),
            "world_values.csv": csv_text(world_values(answer.sensitivity.worlds)),
            "rests_on.csv": csv_text(weight_rows(answer.sensitivity), WEIGHT_COLUMNS),
            "flips.csv": csv_text(tornado_rows(answer.sensitivity.flips)),
        }
    said = {"sentence": sentence(answer)}
    return _write(answer, answer.columns, parent, command, files | dict(more or {}), instead_of, said)


def report_files(
    answer: Answer,
    closeup: CloseUp,
    moving: Payload | WhatIf | None,
    not_live: str,
    seats: bool,
    drawn: Callable[[], Mapping[str, Drawn]] | None = None,
) -> dict[str, str | bytes]:
    """report.html and figures/*.png of a comparison. Arguments as of `report_html`.

    drawn: gives the pictures that need no close-up, where they are drawn elsewhere meanwhile.
    """
    from sim.report.page import drawn_of_closeup, drawn_of_comparison, report_html, write_pngs

    of_closeup = drawn_of_closeup(closeup, seats=seats)
    pictures = {**(drawn() if drawn else drawn_of_comparison(answer)), **of_closeup}
    page = report_html(answer, closeup=closeup, moving=moving, not_live=not_live, seats=seats, pictures=pictures)
    files = {f"figures/{name}": content for name, content in write_pngs(pictures).items()}
    return {"report.html": page, **files}


@in_its_words
def write_run(run: Run, parent: Path, command: Sequence[str]) -> Path:
    """Write summary, tables and manifest of a single column; returns the folder. Raises OSError."""
    files = {
        "summary.txt": as_text(run_page(run, everything=True)),
        "measures.csv": csv_text(table_rows(run)),
        "channels.csv": csv_text(channel_rows(run)),
        "functions.csv": csv_text(function_rows(run)),
        "waterfall.csv": csv_text(waterfall_rows(run)),
        "replications.csv": csv_text(replication_rows(run)),
        "teams.csv": csv_text(team_rows(run.teams)),
        **({"by_interval.csv": csv_text(run.contacts_by)} if run.contacts_by else {}),
    }
    return _write(run, [run.columns[0]], parent, command, files)


def _write(
    result: Answer | Run,
    columns: Sequence[str],
    parent: Path,
    command: Sequence[str],
    files: Mapping[str, str | bytes],
    instead_of: Path | None = None,
    said: Mapping[str, Any] | None = None,
) -> Path:
    findings = {
        **(said or {}),
        "offered_load": {name: _finite(state.offered) for name, state in result.load.items()},
        "load_with_fatigue": {name: _finite(state.effective) for name, state in result.load.items()},
        "growth": {name: {k: _finite(v) for k, v in asdict(growth).items()} for name, growth in result.growth.items()},
        "understood": list(result.data_notes),
    }
    return write_results(
        parent, result.scenario.name, files,
        command=command, scenario=result.scenario, question=question_of(result, columns), findings=findings,
        digest=result_hash(result, columns), instead_of=instead_of,
    )  # fmt: skip


def _finite(value: Any) -> Any:
    """Plain value that JSON can hold."""
    if isinstance(value, bool):
        return value
    number = float(value)
    return number if abs(number) < float("inf") else None


def wide_rows(answer: Answer) -> list[dict[str, Any]]:
    """One row per measure: every column's mean and interval, then every difference with its word."""
    rows = []
    for measure in MEASURES:
        row: dict[str, Any] = {"measure": measure.name, "unit": measure.unit}
        for column in answer.columns:
            row |= _with_ends(column, answer.intervals[column][measure.name])
        for pair, differences in answer.paired.items():
            name, difference = pair_name(*pair), differences[measure.name]
            row |= _with_ends(name, difference.interval) | {f"{name} word": difference.word}
        rows.append(row)
    return rows


def _with_ends(name: str, interval: Interval) -> dict[str, float]:
    return {name: interval.mean, f"{name} low": interval.low, f"{name} high": interval.high}
