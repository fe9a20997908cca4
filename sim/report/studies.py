"""What an experiment leaves: its table, a summary in words, a manifest; and the table published before."""

from __future__ import annotations

import csv
import io
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.comparison.intervals import Interval
from sim.comparison.statistics import pair_name
from sim.comparison.words import BETTER, NOT_SETTLED, WORSE
from sim.report.csv_files import csv_text
from sim.report.folder import write_results
from sim.report.manifest import made_with, program_version, sha256
from sim.report.numbers import change_in_words, number, signed
from sim.scenario import scenario_hash
from sim.scenario.problems import count_of
from sim.studies.loaded import LoadedStudy
from sim.studies.plan import Planned
from sim.studies.predictions import Judged, judged
from sim.studies.settings import Study
from sim.studies.table import RATIO, factor_names

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
        **made_with(),
        "table_sha256": sha256(result.text),
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
    shown |= {
        (name, prediction.contrast or "", prediction.measure)
        for prediction in study.predictions
        for name in study.parts
    }
    return list(tally_lines(study, [row for row in rows if (row["part"], row["contrast"], row["measure"]) in shown]))


def write_study(result: StudyResult, parent: Path, command: Sequence[str]) -> Path:
    """Write table, summary, the experiment file and manifest; returns the folder. Raises OSError."""
    files = {"table.csv": result.text, "summary.txt": summary_text(result), "experiment.yaml": result.loaded.text}
    question = {
        "experiment": result.loaded.study.name,
        "reduced": result.reduced,
        "seed": result.seed,
        "table_sha256": sha256(result.text),
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
    decides = "\n".join([*(one.cell.key for one in result.plan), result.loaded.text, program_version()])
    return write_results(
        parent, result.loaded.study.name, files,
        command=command, scenario=None, question=question, digest=sha256(decides),
    )  # fmt: skip


Row = Mapping[str, str]


def prediction_lines(study: Study, rows: Sequence[Row]) -> Iterator[str]:
    """One line per prediction: held, refuted, mixed or open; what it said; what was seen."""
    for one in judged(study, rows):
        yield f"{_verdict(one)}: {one.prediction.says}. {_seen(study, one)}"


def tally_lines(study: Study, rows: Sequence[Row]) -> Iterator[str]:
    """Per pair or contrast, and measure: how often which column was better, and over what range."""
    for part in study.parts:
        for measure in _measures(rows, part):
            compared = [row for row in rows if row["part"] == part and row["measure"] == measure and row["alone"]]
            for name in dict.fromkeys(map(_compared, compared)):
                group = [row for row in compared if _compared(row) == name]
                yield f"{part}, {measure}, {name}: {_outcomes(group)}; {_range(study, group)}"


def sure_line(study: Study, rows: Sequence[Row], seed: int) -> str:
    """How sure all of it is."""
    counts = sorted({int(row["replications"]) for row in rows if not row["second"] and not row["contrast"]})
    size = str(counts[0]) if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"
    judged_rows = [row for row in rows if row["alone"]]
    open_ones = sum(row["word"] == NOT_SETTLED for row in judged_rows)
    return (
        f"{size} replications of every cell, seed {seed}. Intervals hold 95% each; the words hold over all "
        f"comparisons of a measure in the table at once (Bonferroni), and {open_ones} of {len(judged_rows)} are not "
        "settled at that level. All this is luck only: what the model assumes is varied here in the factors named, and "
        "nowhere else."
    )


def _verdict(one: Judged) -> str:
    word = {"held": "Held", "refuted": "Did not hold", "mixed": "Held in part", "open": "Not settled"}[one.word]
    if len(one.rows) < 2 or one.word == "open":
        return word
    count = f"{one.refuted if one.word == 'refuted' else one.held} of {len(one.rows)}"
    where = " where settled" if one.open and one.word != "mixed" else ""
    return f"{word}{where} ({count}, {one.open} not settled)" if one.open else f"{word} ({count})"


def _seen(study: Study, one: Judged) -> str:
    if not one.rows:
        return "Nothing in the table is about it."
    if len(one.rows) == 1:
        return f"Seen: {_change(one.rows[0])}, {_word(one.rows[0])}."
    text = f"Seen: {_outcomes(one.rows)}; {_range(study, one.rows)}."
    return text


def _outcomes(rows: Sequence[Row]) -> str:
    counts = Counter(_word(row) for row in rows)
    if len(rows) == 1:
        return next(iter(counts))
    return ", ".join(f"{word} {count}" for word, count in counts.most_common())


def _word(row: Row) -> str:
    better = {BETTER: row["second"], WORSE: row["first"]}.get(row["word"])
    return f"{better} better" if better and not row["contrast"] else row["word"]


def _range(study: Study, rows: Sequence[Row]) -> str:
    known = [row for row in rows if row["mean"]]
    if not known:
        return "unknown"
    least, most = (choose(known, key=lambda row: float(row["mean"])) for choose in (min, max))
    if len(known) == 1:
        return _change(least)
    return f"from {_change(least)} ({_place(study, least)}) to {_change(most)} ({_place(study, most)})"


def _place(study: Study, row: Row) -> str:
    """Where in the experiment a row stands: its scenario where there are several, and its levels."""
    several = len({name for part in study.parts.values() for name in part.scenarios}) > 1
    levels = [f"{name} {row[name]}" for name in factor_names(study) if row[name]]
    return ", ".join([row["scenario"]] * (several or not levels) + levels)


def _change(row: Row) -> str:
    interval = Interval(*(float(row[name]) if row[name] else float("nan") for name in ("mean", "low", "high")))
    if row["unit"] == "minutes":
        return change_in_words(interval)
    show = number if row["unit"] == RATIO and not row["second"] else signed
    return f"{show(interval.mean)} (95% interval {show(interval.low)} to {show(interval.high)})"


def _compared(row: Row) -> str:
    name = pair_name(row["first"], row["second"]) if row["second"] else row["first"]
    return f"{row['contrast']} in {name}" if row["contrast"] else name


def _measures(rows: Sequence[Row], part: str) -> list[str]:
    return list(dict.fromkeys(row["measure"] for row in rows if row["part"] == part))


def in_short(study: Study, rows: Sequence[Row]) -> str:
    """How many predictions held, in a sentence."""
    counts = Counter(f"{one.word} somewhere" if one.word == "held" and one.open else one.word
                    for one in judged(study, rows))  # fmt: skip
    if not counts:
        return "Nothing was predicted."
    parts = [f"{counts[word]} {text}" for word, text in _COUNTED.items() if counts[word]]
    return f"Of {count_of(sum(counts.values()), 'prediction')}, {', '.join(parts)}."


_COUNTED = {
    "held": "held",
    "held somewhere": "held where settled",
    "mixed": "held in part",
    "refuted": "did not hold",
    "open": "not settled",
}
