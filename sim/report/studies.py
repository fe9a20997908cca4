"""What an experiment leaves: its table, a summary in words, a manifest; and the table published before."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.exploring.cells.sources import sources_hash
from sim.report.csv_files import csv_text
from sim.report.folder import MANIFEST, folder_name, write_folder
from sim.report.manifest import made_with, program_version
from sim.scenario import scenario_hash
from sim.studies.answer import in_short, prediction_lines, sure_line, tally_lines
from sim.studies.loaded import LoadedStudy
from sim.studies.plan import Planned

WIDTH = 100
HEADLINES = 3  # measures of a part that the summary lists; the table has all


@dataclass(frozen=True)
class StudyResult:
    """An experiment that was run. rows: of its table, as values. reduced: whether it is the smaller form."""

    loaded: LoadedStudy
    plan: Sequence[Planned]
    rows: list[dict[str, Any]]
    seed: int
    reduced: bool

    @property
    def text(self) -> str:
        """The table as CSV."""
        return csv_text(self.rows)

    @property
    def text_rows(self) -> list[dict[str, str]]:
        """The table as it is read back from CSV."""
        return read_table(self.text)


def read_table(text: str) -> list[dict[str, str]]:
    """Rows of a CSV table as texts."""
    return list(csv.DictReader(io.StringIO(text)))


def record_beside(table: Path) -> Path:
    """Where it is said how a published table came about."""
    return table.with_suffix(".json")


def record_of(result: StudyResult) -> dict[str, Any]:
    """How a table came about: enough to tell whether another run must give the same."""
    study = result.loaded.study
    return {
        "experiment": study.name,
        "reduced": result.reduced,
        "seed": result.seed,
        "sources_sha256": sources_hash(),
        **made_with(),
        "table_sha256": _sha256(result.text),
    }


def summary_text(result: StudyResult, width: int = WIDTH) -> str:
    """Question, hypothesis, answer, how sure. width: columns at most."""
    return "\n".join(_summary(result, width)) + "\n"


def _summary(result: StudyResult, width: int) -> Iterator[str]:
    study, rows = result.loaded.study, result.text_rows
    sections = {
        "Question": [study.question],
        "Hypothesis, written before the run": [study.hypothesis],
        "Answer": [in_short(study, rows), *prediction_lines(study, rows)],
        "Compared": _headlines(result, rows),
        "How sure": [sure_line(study, rows, result.seed)],
        "How it was asked": [study.about] if study.about else [],
    }
    yield from _wrapped(f"{study.name}: {study.title}" if study.title else study.name, width)
    if result.reduced:
        yield from _wrapped("Reduced form: a quick look, with too few replications to answer anything.", width)
    for title, paragraphs in sections.items():
        if paragraphs:
            yield from ("", title)
        for paragraph in paragraphs:
            yield from _wrapped(paragraph, width)


def _wrapped(paragraph: str, width: int) -> list[str]:
    return textwrap.wrap(" ".join(paragraph.split()), width, subsequent_indent="  ", break_long_words=False)


def _headlines(result: StudyResult, rows: list[dict[str, str]]) -> list[str]:
    """Comparisons in the first measures of each part, and contrasts that something was predicted of."""
    study = result.loaded.study
    shown = {(name, "", measure) for name, part in study.parts.items()
             for measure in (part.measures or study.measures)[:HEADLINES]}  # fmt: skip
    shown |= {(name, said.contrast or "", said.measure) for said in study.predictions for name in study.parts}
    return list(tally_lines(study, [row for row in rows if (row["part"], row["contrast"], row["measure"]) in shown]))


def write_study(result: StudyResult, parent: Path, command: Sequence[str]) -> Path:
    """Write table, summary, the experiment file and manifest; returns the folder. Raises OSError."""
    files = {"table.csv": result.text, "summary.txt": summary_text(result), "experiment.yaml": result.loaded.text}
    said = {
        "command": list(command),
        **record_of(result),
        "files_sha256": {name: _sha256(text) for name, text in files.items()},
        "cells": [
            {
                "part": one.part,
                "scenario": one.scenario,
                "levels": dict(one.levels),
                "columns": list(one.cell.columns),
                "scenario_sha256": scenario_hash(one.cell.scenario),
            }
            for one in result.plan
        ],
    }
    text = json.dumps(said, indent=1, ensure_ascii=False) + "\n"
    keys = "\n".join([*(one.cell.key for one in result.plan), result.loaded.text, program_version()])
    return write_folder(parent, folder_name(result.loaded.study.name, _sha256(keys)), files | {MANIFEST: text})


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
