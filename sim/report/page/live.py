"""The part of the page that computes again: dials, tiles and differences around the module of `sim.report.live`."""

from __future__ import annotations

import base64
import gzip
import json
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from sim.comparison.intervals import known_mean
from sim.report.corner_rows import beside_a_number
from sim.report.page.blocks import Fragment
from sim.report.page.rerun import file_name

if TYPE_CHECKING:
    from sim.comparison.results import Comparison
    from sim.report.live.payload import Payload

WORKER = "live.worker.js"


def live_fragment(comparison: Comparison, payload: Payload) -> Fragment:
    """What computes again, as a part of the page."""
    plan = payload.plan | {"file": file_name(comparison.scenario)}
    shown = plan["dials"][plan["shown"] :]
    worker = files("sim.report.page").joinpath("templates", WORKER).read_text("utf-8").replace("\r\n", "\n")
    value = {
        "plan": plan,
        "packed": base64.b64encode(gzip.compress(json.dumps(plan, allow_nan=False).encode(), 9, mtime=0)).decode(
            "ascii"
        ),
        "module": payload.module,
        "arrays": payload.arrays,
        "worker": worker,
        "solved": beside_a_number(plan["rows"][0]["label"]),
        "groups": list(dict.fromkeys(dial["group"] for dial in shown)),
        "levels": [[_level(plan["mailed"], row, name) for row in plan["rows"]] for name in plan["columns"]],
    }
    return Fragment("live.html", value, "live.js")


def _level(mailed: dict[str, dict[str, list[float | None]]], row: dict[str, object], column: str) -> str:
    """A level as the scripts show it: so it reads without them."""
    key, per = str(row["key"]), float(row["per"])  # type: ignore[arg-type]
    means = {name: known_mean(np.array(samples[key], dtype=np.float64)) / per for name, samples in mailed.items()}
    return f"{means[column]:.{0 if max(means.values()) >= 20 else 1}f}"
