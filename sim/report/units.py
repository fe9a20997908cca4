"""The unit in which a measure is shown: minutes as minutes, hours or days, all others as they are."""

from __future__ import annotations

from sim.comparison.words import unit_for
from sim.measures import Measure


def unit_of(measure: Measure, size: float) -> tuple[float, str]:
    """(what values are divided by, name of the unit, "" for none) that suits values of this size."""
    return unit_for(size) if measure.unit == "minutes" else (1.0, "")
