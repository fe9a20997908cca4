"""Today's figures beside the model's: you said, the model says, off by, turn this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.measures import AT
from sim.report.names import measure_words
from sim.report.numbers import number, unit_of
from sim.scenario.built_in_columns import TODAY

if TYPE_CHECKING:
    from sim.comparison.results import Comparison

# By measure, the settings that move it most and that a desk seldom knows; the first is tried first.
TURN = {
    "resolution_minutes": ("policy.pickup_across_minutes", "demand.coming_back.return_share"),
    "first_response_minutes": ("people.away_share", "demand.channels.*.cases_per_week"),
    "touch_minutes": ("demand.needs.*.work_minutes",),
    "handoffs": ("demand.channels.*.continuation_factor", "demand.channels.*.misroute_factor"),
    "changes_of_hands": ("demand.channels.*.continuation_factor", "demand.channels.*.misroute_factor"),
    "people_met": ("demand.channels.*.continuation_factor",),
    "misroutes": ("demand.channels.*.misroute_factor", "policy.misroute_share"),
    "calls_abandoned_share": ("demand.channels.*.patience_minutes", "people.away_share"),
    "service_level": ("demand.channels.*.answer_target_seconds", "people.away_share"),
    "answer_minutes": ("people.away_share", "demand.channels.*.cases_per_week"),
    "transferred_share": ("demand.channels.*.continuation_factor", "demand.channels.*.misroute_factor"),
    "three_or_more_share": ("demand.channels.*.continuation_factor",),
    "ping_pong_share": ("policy.misroute_share",),
    "load_mean": ("people.away_share", "demand.needs.*.work_minutes"),
}
HEADS = ("today", "you said", "model says", "off by", "turn this")


@dataclass(frozen=True)
class TodayRow:
    """called: the measure, with its channel. said, model: as shown, in one unit. off: "" where nothing is relative."""

    called: str
    said: str
    model: str
    off: str
    missed: bool
    turn: tuple[str, ...]


def today_rows(comparison: Comparison) -> Iterator[TodayRow]:
    """A row for every figure given, missed ones first; none where none is given or today's column is not run."""
    today = comparison.scenario.measured_today
    if today is None or TODAY not in comparison.columns:
        return
    means = {name: float(np.mean(comparison.samples[TODAY][name])) for name in today.figures}
    missed = today.missed(means)
    for name, figure in sorted(today.figures.items(), key=lambda one: one[0] not in missed):
        measure, _, channel = name.partition(AT)
        per, unit = unit_of(measure, figure, means[name])
        said, model = (f"{number(value / per)} {unit}".rstrip() for value in (figure, means[name]))
        off = f"{means[name] / figure - 1:+.0%}" if figure and means[name] == means[name] else ""
        turn = TURN.get(measure, ()) if name in missed else ()
        called = measure_words(measure)
        yield TodayRow(
            f"{called} ({channel})" if channel else called, said, model, off, name in missed,
            tuple(key.replace("channels.*", f"channels.{channel}") if channel else key for key in turn),
        )  # fmt: skip
