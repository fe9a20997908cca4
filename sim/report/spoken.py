"""What measures, columns and shares are called where people read them."""

from __future__ import annotations

from sim.experiment.words import number, unit_for
from sim.measures import Measure

SAID = {
    "resolution_minutes": "resolution time",
    "felt_empathy": "felt empathy",
    "load_p90": "occupancy of the busiest tenth",
    "first_response_minutes": "first response",
    "first_contact_resolution": "solved in the first contact",
    "handoffs": "handoffs per case",
    "abandoned_share": "gave up waiting",
    "cost_per_resolved_case": "cost per solved case",
}


def spoken(measure: Measure) -> str:
    """A measure as people say it."""
    return SAID.get(measure.name, measure.name.replace("_minutes", "").replace("_", " "))


def unit_of(measure: Measure, size: float) -> tuple[float, str]:
    """(what values are divided by, name of the unit) that suits an amount; shares are told in per cent."""
    if measure.unit == "minutes":
        return unit_for(size)
    if measure.unit.startswith("share"):
        return 0.01, "%"
    return 1.0, ""


def amount(measure: Measure, value: float) -> str:
    """A value with its unit, as people say it."""
    per, unit = unit_of(measure, value)
    return f"{number(value / per)}{'' if unit == '%' else ' '}{unit}".strip()
