"""Hashes of what runs draw, write and measure, as JSON: two processors that agree print the same. Needs `sim` alone.

python hashes.py [--compile]: with machine code that ships, or with what the compiler makes for this processor.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from unittest.mock import patch

import numpy as np

from sim import compare, load_scenario
from sim.comparison import sampling
from sim.core import run_core
from sim.foundation import compiling, precompiled

SCENARIOS = ("support_desk", "city_services", "telecom")


def _hash(arrays: Iterable[np.ndarray]) -> str:
    found = hashlib.sha256()
    for array in arrays:
        for column in [array] if array.dtype.names is None else [array[name] for name in array.dtype.names]:
            found.update(column.tobytes())
    return found.hexdigest()


def _arrays(holder: object) -> list[np.ndarray]:
    values = [getattr(holder, field.name) for field in fields(holder)]  # type: ignore[arg-type]
    return [value for value in values if isinstance(value, np.ndarray)]


def main() -> None:
    """Print {scenario: {tape, rows, measures}, compiled: functions that the compiler had to make}."""
    if "--compile" in sys.argv:
        precompiled.FILE = Path("nowhere")
    found: dict[str, object] = {}
    for name in SCENARIOS:
        drawn: list[str] = []
        written: list[str] = []

        def kept(tape, *arguments, drawn=drawn, written=written, **options):
            records = run_core(tape, *arguments, **options)
            drawn.append(_hash(_arrays(tape)))
            written.append(_hash(_arrays(records)))
            return records

        with patch.object(sampling, "engine_of", lambda *_, kept=kept, **__: kept):
            comparison = compare(load_scenario(name), replications=2)
        # What is judged of them takes chances from SciPy, which has its last bit from the C library.
        judged = comparison.differences().to_csv(float_format="%.12g").encode()
        values = [value for samples in comparison.samples.values() for value in samples.values()]
        measured = _hash([*values, np.frombuffer(judged, np.uint8)])
        found[name] = {
            "tape": sorted(drawn),
            "rows": sorted(written),
            "measures": measured,
        }  # threads come in any order
    json.dump(found | {"compiled": compiling.made_here}, sys.stdout)


if __name__ == "__main__":
    main()
