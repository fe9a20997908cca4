"""The hypothesis held against the table: each prediction in every row that it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.comparison.words import BETTER, EQUIVALENT, NOT_SETTLED, WORSE
from sim.studies.settings import Prediction, Study, written_level
from sim.studies.table import ABOVE, SIDES_EQUIVALENT


@dataclass(frozen=True)
class Judged:
    """A prediction with the rows that it is about.

    held, refuted: rows in which it came true, or something else did; the rest is open (not settled). All by the
    judgement that holds jointly over the table.
    """

    prediction: Prediction
    rows: tuple[Mapping[str, Any], ...]
    held: int
    refuted: int

    @property
    def word(self) -> str:
        """held, refuted, mixed (here so, there so), or open (settled nowhere), by the rows that are settled."""
        if self.held and self.refuted:
            return "mixed"
        return "held" if self.held else "refuted" if self.refuted else "open"

    @property
    def open(self) -> int:
        """Rows that settle nothing."""
        return len(self.rows) - self.held - self.refuted


def judged(study: Study, rows: Sequence[Mapping[str, Any]]) -> tuple[Judged, ...]:
    """Every prediction, in the order of the file. rows: of the table, as values or as texts."""
    return tuple(_judged(prediction, rows) for prediction in study.predictions)


def _judged(prediction: Prediction, rows: Sequence[Mapping[str, Any]]) -> Judged:
    meant = tuple(row for row in rows if _is_about(prediction, row))
    outcomes = [_outcome(prediction, row) for row in meant]
    return Judged(prediction, meant, outcomes.count(True), outcomes.count(False))


def _is_about(prediction: Prediction, row: Mapping[str, Any]) -> bool:
    first, second = prediction.pair or (prediction.column, "")
    wanted = {
        "part": prediction.part or row["part"],
        "measure": prediction.measure,
        "contrast": prediction.contrast or "",
        "first": first,
        "second": second,
    }
    return all(row[name] == value for name, value in wanted.items()) and all(
        row[factor] in set(map(written_level, levels)) for factor, levels in prediction.where.items()
    )


def _outcome(prediction: Prediction, row: Mapping[str, Any]) -> bool | None:
    """Whether it came true; None where the row settles nothing."""
    word, expected = row["word"], prediction.expect
    if word == NOT_SETTLED:
        return None
    if expected == "same":
        return word in (*EQUIVALENT, *SIDES_EQUIVALENT)
    if expected == "not second":
        return word != BETTER
    if expected == "not above":
        return word != ABOVE
    return word == {"first": WORSE, "second": BETTER}.get(expected, expected)
