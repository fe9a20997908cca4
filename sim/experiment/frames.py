"""Results as rows of tidy tables: what pandas tables and CSV files are made of."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from sim.experiment.statistics import Interval, mean_interval
from sim.measures import AT, MEASURES, measure_named

if TYPE_CHECKING:
    import pandas as pd

    from sim.experiment.comparison import Comparison

Row = dict[str, Any]


class Sampled(Protocol):
    """Anything with one value per replication, column and measure."""

    @property
    def samples(self) -> Mapping[str, Mapping[str, np.ndarray]]:
        """Column -> measure or "measure@channel" -> float64[R]."""


def frame(rows: list[Row]) -> pd.DataFrame:
    """Rows as a pandas table. pandas is imported here only: it costs half a second."""
    import pandas as pd

    return pd.DataFrame(rows)


def table_rows(result: Sampled) -> list[Row]:
    """formation, measure, unit, mean, low, high."""
    return [
        {"formation": column, "measure": measure.name, "unit": measure.unit, **_spread(values[measure.name])}
        for column, values in result.samples.items()
        for measure in MEASURES
    ]


def channel_rows(result: Sampled) -> list[Row]:
    """formation, channel, measure, unit, mean, low, high."""
    return [
        {"formation": column, "channel": channel, "measure": name, "unit": _unit(name), **_spread(sample)}
        for column, values in result.samples.items()
        for name, channel, sample in _named(values)
        if channel != "all"
    ]


def replication_rows(result: Sampled) -> list[Row]:
    """replication (from 0), formation, measure, channel ("all": the whole cohort), value."""
    return [
        {"replication": number, "formation": column, "measure": name, "channel": channel, "value": float(value)}
        for column, values in result.samples.items()
        for name, channel, sample in _named(values)
        for number, value in enumerate(sample)
    ]


def difference_rows(comparison: Comparison) -> list[Row]:
    """pair, first, second, measure, unit, mean, low, high, better, smallest, jointly, variance_cut."""
    return [
        {
            "first": first,
            "second": second,
            "measure": name,
            "unit": _unit(name),
            **_interval(found.interval),
            "better": found.better,
            "smallest": found.smallest,
            "jointly": found.jointly,
            "variance_cut": found.variance_cut,
        }
        for (first, second), row in comparison.paired.items()
        for name, found in row.items()
    ]


def parity_table_rows(comparison: Comparison) -> list[Row]:
    """item, unit, kind, one value per column."""
    return [
        {"item": row.item, "unit": row.unit, "kind": row.kind, **{c: _plain(v) for c, v in row.values.items()}}
        for row in comparison.parity_rows
    ]


def _named(values: Mapping[str, np.ndarray]) -> list[tuple[str, str, np.ndarray]]:
    """(measure, channel, sample), channel "all" for the whole cohort."""
    split = [(*name.partition(AT)[::2], sample) for name, sample in values.items()]
    return [(measure, channel or "all", sample) for measure, channel, sample in split]


def _unit(name: str) -> str:
    measure = measure_named(name)
    return measure.unit if measure else "-"


def _spread(sample: np.ndarray) -> Row:
    return _interval(mean_interval(sample))


def _interval(interval: Interval) -> Row:
    return {"mean": interval.mean, "low": interval.low, "high": interval.high}


def _plain(value: Any) -> Any:
    """Minutes by channel and the like in words, so that a table holds scalars."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {number}" for name, number in value.items()) or "none"
    return value if not isinstance(value, float) or math.isfinite(value) else str(value)
