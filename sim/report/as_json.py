"""Results as values that JSON can hold: nan becomes None."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.comparison.intervals import Interval
from sim.comparison.parity import COMPLETENESS, ParityRow
from sim.comparison.statistics import Difference, PairOfColumns, pair_name
from sim.report.placebo import differences_in, placebo_lines

if TYPE_CHECKING:
    from sim.comparison.journey import Journey
    from sim.comparison.placebo import Placebo
    from sim.comparison.results import Simulation


def interval_json(interval: Interval) -> dict[str, float | None]:
    """mean, low, high; None where unknown."""
    values = {"mean": interval.mean, "low": interval.low, "high": interval.high}
    return {name: value if math.isfinite(value) else None for name, value in values.items()}


def size_json(result: Simulation) -> dict[str, Any]:
    """What was simulated, and how often."""
    return {
        "scenario": result.scenario.name,
        "seed": result.seed,
        "replications": result.replication_count,
        "engine": result.engine,
    }


def levels_json(result: Simulation) -> dict[str, Any]:
    """Column -> measure -> mean, low, high."""
    return {
        column: {name: interval_json(interval) for name, interval in row.items()}
        for column, row in result.intervals.items()
    }


def background_json(result: Simulation) -> dict[str, Any]:
    """Teams with how complete they are, and what was understood of files."""
    teams = {
        column: {team.name: {"people": team.people, COMPLETENESS: team.complete} for team in members}
        for column, members in result.teams.items()
    }
    return {"teams": teams, "understood": list(result.data_notes)}


def differences_json(paired: Mapping[PairOfColumns, Mapping[str, Difference]]) -> dict[str, Any]:
    """Pair ("first→second") -> measure -> mean, low, high, word, reason, alone: of the second column."""
    return {
        pair_name(*pair): {
            name: interval_json(difference.interval)
            | {"word": difference.word, "reason": difference.reason, "alone": difference.alone}
            for name, difference in row.items()
        }
        for pair, row in paired.items()
    }


def parity_json(rows: tuple[ParityRow, ...]) -> dict[str, Any]:
    """The parity table as nested values; declared dials stand under "declared"."""
    table: dict[str, Any] = {row.item: row.values for row in rows if row.kind != "declared"}
    return table | {"declared": {row.item: row.values for row in rows if row.kind == "declared"}}


def placebo_json(placebo: Placebo) -> dict[str, Any]:
    """What was drawn, then measure -> differences, the word, and the share of the gain."""
    return {
        "of": placebo.of,
        "base": placebo.base,
        "teams": placebo.teams,
        "draws": len(placebo.draws),
        "measures": {
            measure: {
                **{what: interval_json(interval) for what, interval in differences_in(worth).items()},
                "word": worth.word,
                "share_of_gain": interval_json(worth.share) if worth.share else None,
            }
            for measure, worth in placebo.worth.items()
        },
        "said": "\n".join(placebo_lines(placebo)),
    }


def journey_json(journey: Journey) -> dict[str, Any]:
    """The customer and the path through every column, as values that JSON can hold.

    Times are minutes since Monday 00:00 of week 0. None: unknown, not over when the run stopped, or without end.
    """
    customer = _plain(journey.customer)
    customer["needs"] = [
        {"function": function, "work_minutes": work, "hidden": hidden}
        for function, work, hidden in journey.customer.needs
    ]
    return {
        "scenario": journey.scenario.name,
        "seed": journey.seed,
        "replication": journey.replication,
        "case": journey.number,
        "cases": journey.cases,
        "customer": customer,
        "formations": {
            path.formation: {"contacts": _plain(path.contacts), "events": _plain(path.events)} for path in journey.paths
        },
    }


def _plain(value: Any) -> Any:
    """Dataclasses as objects, words of an enumeration in small letters, numbers that are none as None."""
    if isinstance(value, Enum):
        return value.name.lower()
    if is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if isinstance(value, np.generic):
        value = value.item()
    return value if not isinstance(value, float) or math.isfinite(value) else None
