"""A journey as plain values: what `podsim trace --json` prints."""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from sim.comparison.journey import Journey


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
