"""A scenario written out in full, and its fingerprint, for the manifest of a run."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sim.scenario.scenario_settings import Scenario


def resolved(scenario: Scenario) -> dict[str, Any]:
    """Every setting with its value, defaults included, as plain values that JSON can hold.

    Loading them again gives the same scenario.
    """
    return scenario.model_dump(mode="json")


def scenario_hash(scenario: Scenario) -> str:
    """SHA-256 of the resolved scenario, 64 hexadecimal digits.

    The same for two files that mean the same; the order of names counts where it orders functions,
    people or columns, so it counts everywhere.
    """
    text = json.dumps(resolved(scenario), ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()
