"""Numbers that a column hands to the engines, from their declarations alone: also those that are added tomorrow."""

from __future__ import annotations

import math

from sim.formation.arrays import BLOCKS, POLICY
from sim.scenario.declaration import declaration_of

FIELDS = {name: field for block in BLOCKS for name, field in block.model_fields.items() if name in (POLICY.names or ())}


def default_of(name: str) -> float:
    """The number at which nothing happens over weeks, else the default."""
    declared = declaration_of(FIELDS[name])
    if declared.absent is not None:
        return declared.absent
    default = FIELDS[name].default
    return declared.codes[default.upper()] if declared.codes else math.inf if default is None else default


def another(name: str, value: float) -> float:
    """Another number within the limits of the dial, far from this one."""
    field = FIELDS[name]
    if codes := declaration_of(field).codes:
        return (int(value) + 1) % len(codes)
    limits = {key: getattr(one, key) for one in field.metadata for key in ("gt", "ge", "lt", "le") if hasattr(one, key)}
    low, high = limits.get("ge", limits.get("gt", -math.inf)), limits.get("le", limits.get("lt", math.inf))
    if field.annotation is bool:
        return not value
    if field.annotation is int:
        return value + 1 if value < high else value - 1
    if high > 100:
        return 4.0 * value if value else 3.0
    return (low + value) / 2 if value > low else (value + high) / 2
