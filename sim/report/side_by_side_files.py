"""What-ifs side by side as a results folder: tables, the page, the picture, the manifest."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.comparison.side_by_side import SideBySide
from sim.report.csv_files import csv_text
from sim.report.folder import write_results
from sim.report.manifest import program_version, sha256
from sim.report.page.blocks import Figure, Section, Table, TableCell, table_of, words
from sim.report.page.document import plain_page
from sim.report.pictures.side_by_side import side_by_side_picture
from sim.report.pictures.style import Picture, png
from sim.report.side_by_side import (
    ALL,
    READING,
    SETTING_COLUMNS,
    label,
    lines,
    measure_rows,
    names_in_order,
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
    question = side_question(found)
    digest = sha256(json.dumps({**question, "version": program_version()}, sort_keys=True))
    return write_results(
        parent, f"side_by_side-{next(iter(found.comparisons))}", files, command=command, scenario=None,
        question=question, digest=digest,
        findings=side_findings(found),
    )  # fmt: skip


def side_findings(found: SideBySide) -> dict[str, Any]:
    """What a manifest says of the answer, and of which scenarios it is one."""
    return {
        "sentence": sentence(found),
        "scenarios": {name: resolved(one.scenario) for name, one in found.comparisons.items()},
    }


def side_files(found: SideBySide, *, page: bool, more: Sequence[Section] = ()) -> dict[str, str | bytes]:
    """Everything in the folder but the manifest. page: also report.html and the picture. more: as of `side_html`."""
    files: dict[str, str | bytes] = {
        "summary.txt": as_text(side_page(found, everything=True)),
        "side_by_side.csv": csv_text(wide_rows(found)),
        "side_by_side_measures.csv": csv_text(measure_rows(found)),
        "settings_that_differ.csv": csv_text(setting_rows(found), SETTING_COLUMNS),
    }
    if page:
        picture = side_by_side_picture(found, lambda row: label(found, row))
        files |= {"report.html": side_html(found, picture, more), "figures/side_by_side.png": png(picture)}
    return files


def side_question(found: SideBySide) -> dict[str, Any]:
    """What was asked: the scenarios by their hashes, with all else that decides the numbers."""
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


def side_html(found: SideBySide, picture: Picture, more: Sequence[Section] = ()) -> str:
    """The page: the sentence, the picture, the table, what differs, every difference. more: sections before that."""
    told: list[str] = []
    differs: list[str] = []
    head = ""
    for own, text in lines(found, ALL):
        head = own or head
        (differs if head == "Differs" else told).append(text if head == "Differs" else f"{head}: {text}")
    sections = (
        Section("answer", sentence(found), (Figure(picture, READING.format(base=label(found, found.base))),)),
        Section("table", "All what-ifs", (_shown(found), *words(told))),
        *(more or (Section("differs", "What differs from the first file", words(differs, listed=True)),)),
        Section(
            "full",
            "Every difference with its interval",
            (
                replace(table_of(_in_full(found), "Differences from the first row", folded=True), stacks=True),
                replace(table_of(measure_rows(found), "Every measure", folded=True), stacks=True),
            ),
        ),
    )
    return plain_page(f"What-ifs: {', '.join(found.comparisons)}", size_line(found), sections)


def _in_full(found: SideBySide) -> list[dict[str, Any]]:
    return [
        {"what-if": label(found, row), "measure": called, "difference": difference}
        for row, called, difference in told_in_full(found)
    ]


def _shown(found: SideBySide) -> Table:
    """The table of the screen with its words, units and digits, no column left out."""
    currency = found.first.scenario.money.currency
    heads = (
        "what-if", "people", "hours until solved", "hours from the first", "which is", "gave up, %",
        "felt empathy, of 100", "busiest tenth, min/hour", f"more, {currency} a year", f"{currency} per hour spared",
    )  # fmt: skip
    digits = (0, 1, 1, None, 1, 0, 0, 0, 2)
    rows = []
    for row, word, name in zip(wide_rows(found), words_in_order(found), names_in_order(found), strict=True):
        values = (
            row["people"], row["resolution_minutes"] / 60.0, row["resolution_minutes_difference"] / 60.0, word,
            row["abandoned_share"] * 100.0, row["felt_empathy"] * 100.0, row["load_p90"] * 60.0,
            row["cost_per_year_difference"], row["per_hour_spared"],
        )  # fmt: skip
        cells = [_cell(value, places, place in CHANGES) for place, (value, places) in
                 enumerate(zip(values, digits, strict=True))]  # fmt: skip
        rows.append((TableCell(f"{row['rank']}. {name}" if row["rank"] else name), *cells))
    return Table("In the order of the ranking", heads, tuple(rows), stacks=True)


CHANGES = (2, 7)  # places of what is a difference, with its sign


def _cell(value: float | str, places: int | None, signed: bool) -> TableCell:
    """A value with so many decimals; empty where it is not known. places: None for a word."""
    if isinstance(value, str) or places is None:
        return TableCell(str(value))
    if value != value:
        return TableCell("", css_class="number")
    text = f"{value:+,.{places}f}" if signed else f"{value:,.{places}f}"
    return TableCell((text if text.strip("+-0.,") else text.lstrip("+-")).replace("-", "−"), css_class="number")
