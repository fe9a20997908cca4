"""Whether a run gives what was published: the same, the same within 1e-9, the same but for luck, or something else."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sim.comparison.intervals import CONFIDENCE, t_quantile
from sim.scenario.problems import count_of

IDENTICAL = "identical"
WITHIN = "equal within 1e-9"
CONSISTENT = "consistent with the published interval"
DIFFERENT = "different"
AT_ONCE = 0.99  # chance at least that all rows of an honest replication agree: it is marked by this
TOLERANCE = 1e-9  # relative to the larger of the two, or of 1e-3 where both are smaller
SMALLEST_SCALE = 1e-3
NUMBERS = ("mean", "low", "high", "smallest")
JUDGED = ("word", "alone")  # words that follow from the numbers, and may change with luck
Row = Mapping[str, str]


@dataclass(frozen=True)
class TableCheck:
    """The answer. where: of the first difference, as "row: column: seen, published". note: how it was decided."""

    answer: str
    where: str = ""
    note: str = ""

    @property
    def passed(self) -> bool:
        """Whether the published table was replicated."""
        return self.answer != DIFFERENT

    def __str__(self) -> str:
        """One line, or two."""
        first = f"{self.answer}, first at {self.where}" if self.where else self.answer
        return f"{first}\n{self.note}" if self.note else first


def checked(seen: Sequence[Row], published: Sequence[Row], *, by_luck: bool) -> TableCheck:
    """Compare two tables of texts.

    by_luck: whether they may differ by luck: another seed, or another version of the program. Then a row agrees where
    the interval of the difference of its two means, both taken as independent, holds 0. That interval is so wide
    (Bonferroni over all rows) that where nothing but luck differs, all rows agree at once in at least 99 of 100 runs.
    """
    if list(seen) == list(published) and (not seen or list(seen[0]) == list(published[0])):
        return TableCheck(IDENTICAL)
    if shape := _other_shape(seen, published):
        return TableCheck(DIFFERENT, shape)
    first = next(_unequal(seen, published), None)
    if first is None:
        return TableCheck(WITHIN)
    return _by_luck(seen, published) if by_luck else TableCheck(DIFFERENT, first)


def _other_shape(seen: Sequence[Row], published: Sequence[Row]) -> str:
    """Where rows or columns are not the same ones, "" where they are."""
    if not seen or not published:
        return f"the number of rows: {len(seen)}, published {len(published)}"
    names, known = list(seen[0]), list(published[0])
    if names != known:
        odd = next((n for n in [*names, *known] if (n in names) != (n in known)), "their order")
        return f"the columns: {odd} is in one of the tables only" if odd != "their order" else "the order of columns"
    for number, (row, old) in enumerate(zip(seen, published, strict=False), start=1):
        for name in _keys(row):
            if row[name] != old[name]:
                return f"row {number}, {name}: {row[name] or 'nothing'}, published {old[name] or 'nothing'}"
    if len(seen) != len(published):
        return f"the number of rows: {len(seen)}, published {len(published)}"
    return ""


def _keys(row: Row) -> list[str]:
    return [name for name in row if name not in (*NUMBERS, *JUDGED, "replications")]


def _unequal(seen: Sequence[Row], published: Sequence[Row]) -> Iterator[str]:
    for number, (row, old) in enumerate(zip(seen, published, strict=True), start=1):
        for name in row:
            if not (_close(row[name], old[name]) if name in NUMBERS else row[name] == old[name]):
                yield f"{place_of(number, row)}, {name}: {row[name] or 'nothing'}, published {old[name] or 'nothing'}"


def place_of(number: int, row: Row) -> str:
    """A row as a reader finds it: its number below the header, and what it is about."""
    about = [row[name] for name in _keys(row) if name != "unit" and row[name]]
    return f"row {number} ({', '.join(about)})"


def _close(one: str, other: str) -> bool:
    if one == other:
        return True
    first, second = _number(one), _number(other)
    if math.isnan(first) or math.isnan(second):
        return False
    return abs(first - second) <= TOLERANCE * max(abs(first), abs(second), SMALLEST_SCALE)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


def _by_luck(seen: Sequence[Row], published: Sequence[Row]) -> TableCheck:
    confidence = 1.0 - (1.0 - AT_ONCE) / len(seen)
    pairs = list(zip(seen, published, strict=True))
    apart = [number for number, pair in enumerate(pairs, start=1) if not _agrees(*pair, confidence)]
    if apart:
        row, old = pairs[apart[0] - 1]
        words = f"{row['mean'] or 'nothing'}, published {old['mean'] or 'nothing'}"
        reach = f" ({old['low']} to {old['high']})" if old["low"] else ""
        note = f"Luck does not explain it: {len(apart)} of {count_of(len(seen), 'row')} are too far apart."
        return TableCheck(DIFFERENT, f"{place_of(apart[0], row)}, mean: {words}{reach}", note)
    plainly = sum(_agrees(*pair, CONFIDENCE) for pair in pairs)
    note = (
        f"All {len(seen)} rows agree at once at {AT_ONCE:.0%}, both intervals allowed for; {plainly} of them "
        f"({100.0 * plainly / len(seen):.0f}%) also each by itself."
    )
    return TableCheck(CONSISTENT, note=note)


def _agrees(row: Row, old: Row, confidence: float) -> bool:
    """Whether two means differ by no more than luck explains: Welch's t interval of their difference holds 0."""
    one, other = _Mean.of(row), _Mean.of(old)
    if _close(row["mean"], old["mean"]):
        return True
    if not (one.known and other.known):
        return False
    error = math.hypot(one.error, other.error)
    if error == 0.0:
        return False
    parts = [(mean.error**4 / mean.freedom) for mean in (one, other)]
    freedom = max(1, math.floor(error**4 / sum(parts)))
    return abs(one.mean - other.mean) <= t_quantile(freedom, confidence) * error


@dataclass(frozen=True)
class _Mean:
    """A mean with its standard error, read back from its interval."""

    mean: float
    error: float
    freedom: int

    @classmethod
    def of(cls, row: Row) -> _Mean:
        freedom = max(1, int(_number(row["replications"]) or 2) - 1)
        half = (_number(row["high"]) - _number(row["low"])) / 2.0
        return cls(_number(row["mean"]), half / t_quantile(freedom, CONFIDENCE), freedom)

    @property
    def known(self) -> bool:
        return not (math.isnan(self.mean) or math.isnan(self.error))
