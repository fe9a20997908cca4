"""What-ifs side by side as a results folder: tables, the page, the picture, the manifest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.comparison.side_by_side import SideBySide
from sim.report.csv_files import csv_text
from sim.report.folder import write_results
from sim.report.manifest import program_version, sha256
from sim.report.names import name_of
from sim.report.page.blocks import Figure, Section, table_of, words
from sim.report.page.document import plain_page
from sim.report.pictures.side_by_side import side_by_side_picture
from sim.report.pictures.style import Picture, png
from sim.report.side_by_side import (
    ALL,
    READING,
    label,
    lines,
    measure_rows,
    sentence,
    setting_rows,
    side_page,
    size_line,
    told_in_full,
    wide_rows,
    words_in_order,
)
from sim.report.summary import as_text
from sim.scenario.identity import resolved, scenario_hash


def write_side_by_side(found: SideBySide, parent: Path, command: Sequence[str], *, page: bool = True) -> Path:
    """Write summary, tables and manifest; returns the folder. Raises OSError.

    page: also report.html and the picture.
    """
    files = side_files(found, page=page)
    question = _question(found)
    digest = sha256(json.dumps({**question, "version": program_version()}, sort_keys=True))
    return write_results(
        parent, f"side_by_side-{next(iter(found.comparisons))}", files, command=command, scenario=None,
        question=question, digest=digest,
        findings={
            "sentence": sentence(found),
            "scenarios": {name: resolved(one.scenario) for name, one in found.comparisons.items()},
        },
    )  # fmt: skip


def side_files(found: SideBySide, *, page: bool) -> dict[str, str | bytes]:
    """Everything in the folder but the manifest. page: also report.html and the picture."""
    files: dict[str, str | bytes] = {
        "summary.txt": as_text(side_page(found, everything=True)),
        "side_by_side.csv": csv_text(wide_rows(found)),
        "side_by_side_measures.csv": csv_text(measure_rows(found)),
        "settings_that_differ.csv": csv_text(setting_rows(found)),
    }
    if page:
        picture = side_by_side_picture(found, lambda row: label(found, row))
        files |= {"report.html": side_html(found, picture), "figures/side_by_side.png": png(picture)}
    return files


def _question(found: SideBySide) -> dict[str, Any]:
    return {
        "seed": found.first.seed,
        "replications": found.first.replication_count,
        "engine": found.first.engine,
        "side_by_side": {
            name: {
                "scenario_sha256": scenario_hash(one.scenario), "formations": list(one.columns), "seed": one.seed,
                "replications": one.replication_count,
            }
            for name, one in found.comparisons.items()
        },
    }  # fmt: skip


def side_html(found: SideBySide, picture: Picture) -> str:
    """The page: the sentence, the picture, the table, what differs, every difference."""
    told: list[str] = []
    differs: list[str] = []
    head = ""
    for own, text in lines(found, ALL):
        head = own or head
        (differs if head == "Differs" else told).append(text if head == "Differs" else f"{head}: {text}")
    sections = (
        Section("answer", sentence(found), (Figure(picture, READING.format(base=label(found, found.base))),)),
        Section("table", "All what-ifs", (table_of(_shown(found), "In the order of the ranking"), *words(told))),
        Section("differs", "What differs from the first file", words(differs, listed=True)),
        Section(
            "full",
            "Every difference with its interval",
            (
                table_of(_in_full(found), "From the first row"),
                table_of(measure_rows(found), "Every measure", folded=True),
            ),
        ),
    )
    return plain_page(f"What-ifs: {', '.join(found.comparisons)}", size_line(found), sections)


def _in_full(found: SideBySide) -> list[dict[str, Any]]:
    return [
        {"what-if": label(found, row), "measure": called, "difference": difference}
        for row, called, difference in told_in_full(found)
    ]


def _shown(found: SideBySide) -> list[dict[str, Any]]:
    """The wide table in the words and units of the screen."""
    currency = found.first.scenario.money.currency
    rows = [
        {
            "rank": row["rank"],
            "what-if": row["whatif"],
            "column": name_of(row["column"]),
            "people": row["people"],
            "hours until solved": row["resolution_minutes"] / 60.0,
            "hours from the first": row["resolution_minutes_difference"] / 60.0,
            "which is": word,
            "gave up, %": row["abandoned_share"] * 100.0,
            "felt empathy, of 100": row["felt_empathy"] * 100.0,
            "busiest tenth, min/hour": row["load_p90"] * 60.0,
            f"more, {currency} a year": row["cost_per_year_difference"],
            f"{currency} per hour spared": row["per_hour_spared"],
        }
        for row, word in zip(wide_rows(found), words_in_order(found), strict=True)
    ]
    return [{name: "" if value != value else value for name, value in row.items()} for row in rows]
