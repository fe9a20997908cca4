"""Parts of a result as values that JSON can hold: nan becomes None."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sim.comparison.team_rows import ITEM

if TYPE_CHECKING:
    from sim.comparison.prepared import Team
    from sim.comparison.statistics import Interval


def interval_json(interval: Interval) -> dict[str, float | None]:
    """mean, low, high; None where unknown."""
    values = {"mean": interval.mean, "low": interval.low, "high": interval.high}
    return {name: value if math.isfinite(value) else None for name, value in values.items()}


def teams_json(teams: Mapping[str, tuple[Team, ...]]) -> dict[str, dict[str, dict[str, Any]]]:
    """Column -> team -> people, every_function_present."""
    return {
        column: {team.name: {"people": team.people, ITEM: team.complete} for team in found}
        for column, found in teams.items()
    }
