"""A scenario written out in full, and its fingerprint, for the manifest of a run."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.scenario.scenario_settings import DATA_FILES, Scenario


def resolved(scenario: Scenario) -> dict[str, Any]:
    """Every setting with its value, defaults included, as plain values that JSON can hold.

    Loading them again gives the same scenario.
    """
    return scenario.model_dump(mode="json")


def resolved_text(scenario: Scenario) -> str:
    """`resolved` as the text of a scenario file, from which the same scenario is loaded."""
    return file_text(resolved(scenario))


def file_text(values: Mapping[str, Any]) -> str:
    """Plain values as the text of a scenario file."""
    from ruamel.yaml import YAML

    writer: Any = YAML(typ="safe")
    buffer = io.StringIO()
    writer.default_flow_style = None
    writer.sort_base_mapping_type_on_output = False
    writer.width = 110
    writer.dump(dict(values), buffer)
    return buffer.getvalue()


def scenario_hash(scenario: Scenario) -> str:
    """SHA-256 of the resolved scenario and the data files that it names, 64 hexadecimal digits.

    The same for two files that mean the same; the order of names counts where it orders functions,
    people or columns, so it counts everywhere.
    """
    values = resolved(scenario)
    if data := {name: _content_hash(scenario.data_file(name)) for name in DATA_FILES if scenario.named_file(name)}:
        values["data_files"] = data
    text = json.dumps(values, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _content_hash(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
