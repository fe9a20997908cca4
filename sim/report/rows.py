"""Results as rows of tidy tables: what pandas tables and CSV files are made of."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from sim.comparison.corners import (
    FIRST_ANSWER,
    FORMATION,
    FORMATION_TODAY,
    GAVE_UP,
    HABITS_IN_DEPARTMENTS,
    HABITS_IN_PODS,
    RESOLUTION,
    WHOLE_WAY,
    has_corners,
)
from sim.comparison.intervals import Interval, mean_interval
from sim.comparison.parity import COMPLETENESS
from sim.measures import AT, MEASURES, OF, WATERFALL, measure_named
from sim.report.placebo import differences_in

if TYPE_CHECKING:
    import pandas as pd

    from sim.comparison.corners import Interaction
    from sim.comparison.placebo import Placebo, Worth
    from sim.comparison.results import Comparison
    from sim.comparison.statistics import Difference
    from sim.formation.prepared import Team

Row = dict[str, Any]
EFFECTS = {
    FORMATION_TODAY: "formation",
    FORMATION: "formation",
    HABITS_IN_DEPARTMENTS: "habits",
    HABITS_IN_PODS: "habits",
    WHOLE_WAY: "both",
}
BY_CHANNEL = (RESOLUTION, FIRST_ANSWER, GAVE_UP)
# Of tables that have no row where there is one column alone.
HORIZON_COLUMNS = ("first", "second", "horizon_open_minutes", "unit", "mean", "low", "high", "word")
EFFECT_COLUMNS = (
    "effect", "first", "second", "measure", "channel", "unit", "mean", "low", "high", "word", "reason", "smallest",
)  # fmt: skip
DIFFERENCE_COLUMNS = (
    "first", "second", "measure", "unit", "mean", "low", "high", "word", "reason", "alone", "low_all_pairs",
    "high_all_pairs", "p_difference", "p_beyond", "p_same", "smallest", "variance_cut",
)  # fmt: skip


class HasSamples(Protocol):
    """Anything with one value per replication, column and measure."""

    @property
    def samples(self) -> Mapping[str, Mapping[str, np.ndarray]]:
        """Column -> measure or "measure@channel" -> float64[R]."""


def frame(rows: list[Row]) -> pd.DataFrame:
    """Rows as a pandas table. pandas is imported here only: it costs half a second."""
    import pandas as pd

    return pd.DataFrame(rows)


def table_rows(result: HasSamples) -> list[Row]:
    """formation, measure, unit, mean, low, high."""
    return [
        {"formation": column, "measure": measure.name, "unit": measure.unit, **_spread(values[measure.name])}
        for column, values in result.samples.items()
        for measure in MEASURES
    ]


def channel_rows(result: HasSamples) -> list[Row]:
    """formation, channel, measure, unit, mean, low, high."""
    return [
        {"formation": column, "channel": channel, "measure": name, "unit": _unit(name), **_spread(sample)}
        for column, values in result.samples.items()
        for name, channel, sample in _named(values)
        if channel != "all"
    ]


def function_rows(result: HasSamples) -> list[Row]:
    """formation, function (home function of people), measure, unit, mean, low, high."""
    return [
        {"formation": column, "function": function, "measure": measure, "unit": _unit(measure), **_spread(sample)}
        for column, values in result.samples.items()
        for name, sample in values.items()
        for measure, of, function in [name.partition(OF)]
        if of
    ]


def waterfall_rows(result: HasSamples) -> list[Row]:
    """formation, channel ("all": the whole cohort), part, unit, mean, low, high; the last part is their sum."""
    return [
        {"formation": column, "channel": channel, "part": part, "unit": "minutes", **_spread(by_part[part])}
        for column, values in result.samples.items()
        for channel in dict.fromkeys(channel for _, channel, _ in _named(values))
        for by_part in [{name: sample for name, of, sample in _named(values) if of == channel}]
        for part in (*WATERFALL, "resolution_minutes")
    ]


def horizon_rows(comparison: Comparison) -> list[Row]:
    """HORIZON_COLUMNS: of resolution_minutes, with horizons in open minutes of live channels."""
    return [
        {
            "first": first,
            "second": second,
            "horizon_open_minutes": answer.minutes,
            "unit": "minutes",
            **_interval(answer.difference.interval),
            "word": answer.difference.alone,
        }
        for (first, second), answers in comparison.by_horizon.items()
        for answer in answers
    ]


def effect_rows(comparison: Comparison) -> list[Row]:
    """EFFECT_COLUMNS: of resolution time, first answer and who gave up, by channel.

    effect: of the formation, of habits, both, or "interaction". channel: "all" is the whole cohort.
    """
    rows = []
    for pair, row in comparison.paired.items():
        effect = EFFECTS.get(pair, "compared")
        by_channel = {"all": {name: row[name] for name in BY_CHANNEL}, **comparison.by_channel[pair]}
        for channel, its in by_channel.items():
            for name, one in its.items():
                rows.append(_effect(effect, *pair, name, channel, one))
    if has_corners(comparison.columns):
        for name in BY_CHANNEL:
            rows.append(_effect("interaction", "", "", name, "all", comparison.interaction(name)))
    return rows


def _effect(effect: str, first: str, second: str, measure: str, channel: str, one: Difference | Interaction) -> Row:
    head = {"effect": effect, "first": first, "second": second, "measure": measure, "channel": channel}
    tail = {"word": one.word, "reason": one.reason, "smallest": one.smallest}
    return {**head, "unit": _unit(measure), **_interval(one.interval), **tail}


def replication_rows(result: HasSamples) -> list[Row]:
    """replication (from 0), formation, measure, channel ("all": the whole cohort), value."""
    return [
        {"replication": number, "formation": column, "measure": name, "channel": channel, "value": float(value)}
        for column, values in result.samples.items()
        for name, channel, sample in _named(values)
        for number, value in enumerate(sample)
    ]


def difference_rows(comparison: Comparison) -> list[Row]:
    """DIFFERENCE_COLUMNS, a row for each pair and measure."""
    return [
        {
            "first": first,
            "second": second,
            "measure": name,
            "unit": _unit(name),
            **_interval(difference.interval),
            "word": difference.word,
            "reason": difference.reason,
            "alone": difference.alone,
            "low_all_pairs": difference.simultaneous.low,
            "high_all_pairs": difference.simultaneous.high,
            "p_difference": difference.p_difference,
            "p_beyond": difference.p_beyond,
            "p_same": difference.p_same,
            "smallest": difference.smallest,
            "variance_cut": difference.variance_cut,
        }
        for (first, second), row in comparison.paired.items()
        for name, difference in row.items()
    ]


def parity_table_rows(comparison: Comparison) -> list[Row]:
    """item, unit, kind, one value per column."""
    return [
        {"item": row.item, "unit": row.unit, "kind": row.kind, **{c: _plain(v) for c, v in row.values.items()}}
        for row in comparison.parity_rows
    ]


def team_rows(by_column: Mapping[str, Sequence[Team]]) -> list[Row]:
    """formation, team, people, every_function_present."""
    return [
        {"formation": column, "team": team.name, "people": team.people, COMPLETENESS: team.complete}
        for column, teams in by_column.items()
        for team in teams
    ]


def placebo_rows(placebo: Placebo) -> list[Row]:
    """measure, what, unit, mean, low, high: differences as in words, then the level of every draw."""
    return [
        {"measure": measure, "what": what, "unit": unit, **_interval(interval)}
        for measure, worth in placebo.worth.items()
        for what, unit, interval in _placebo_intervals(placebo, measure, worth)
    ]


def _placebo_intervals(placebo: Placebo, measure: str, worth: Worth) -> Iterator[tuple[str, str, Interval]]:
    """(what, unit, interval) of one measure."""
    unit = _unit(measure)
    for what, interval in differences_in(worth).items():
        yield what, unit, interval
    if worth.share is not None:
        yield "share of the gain", "share", worth.share
    for column, sample in placebo.samples.items():
        yield f"level of {column}", unit, mean_interval(sample[measure])


def _named(values: Mapping[str, np.ndarray]) -> list[tuple[str, str, np.ndarray]]:
    """(measure, channel, sample), channel "all" for the whole cohort. Values by function are left out."""
    split = [(*name.partition(AT)[::2], sample) for name, sample in values.items() if OF not in name]
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
