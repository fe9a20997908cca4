"""What is stored of a calibration: values, targets, how well they were reached. No dates, no places."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.comparison.statistics import pair_name
from sim.exploring.calibration.load import LEAST, MOST, USUAL, counts_of
from sim.exploring.calibration.result import Calibration, Fitted, Reached
from sim.exploring.calibration.ridge import RidgePoint, Verdict
from sim.exploring.calibration.sample import COLUMN
from sim.exploring.calibration.targets import HandoffTarget
from sim.report.manifest import made_with
from sim.scenario.identity import resolved
from sim.scenario.scenario_settings import DATA_FILES, Scenario

WHAT = "Made by podsim calibrate: numbers fitted so that the departments (silos) behave as published, or as the log."
ROUNDED = 4
# What is compared with targets, as a reader calls it.
MOMENT_WORDS = {
    "transferred_share": "transferred",
    "without_handoff": "without a handoff",
    "mean_handoffs": "handoffs per case",
    "handoff_size": "dispersion (size)",
    "three_or_more_share": "three or more handoffs",
    "ping_pong_share": "ping-pong of transferred",
}


def record_of(calibration: Calibration, changes: Sequence[str]) -> dict[str, Any]:
    """Everything that is stored, as plain values.

    changes: settings given beside the file, as "key=value"; what names a data file is stored without its place.
    """
    log: dict[str, Any] | None = None
    if calibration.incidents is not None:
        log = {"incidents_fitted": calibration.incidents[0], "incidents_of_the_other_half": calibration.incidents[1]}
        log["pickup_moves_targets_by_half_widths"] = number(calibration.pickup_moves)
    return {
        "what": WHAT,
        "scenario": calibration.scenario.name,
        "column": COLUMN,
        "seed": calibration.seed,
        "replications": calibration.replications,
        "measured_weeks": calibration.scenario.time.measured_weeks,
        "changes": [_without_place(change) for change in changes],
        "rest_of_the_scenario_sha256": hash_of_the_rest(calibration.fitted, calibration.settings),
        "data_sha256": _data_hashes(calibration.scenario),
        "versions": _versions(),
        "settings": calibration.settings,
        "parameters": [parameter_row(row) for row in calibration.parameters],
        "targets": [target_row(row) for row in calibration.reached],
        "misses": [f"{row.target.channel}: {MOMENT_WORDS[row.target.moment]}" for row in calibration.misses],
        "log": log,
        "load": _load(calibration),
        "ridge_replications": calibration.ridge_replications,
        "ridge": [ridge_row(point) | {"verdict": _verdict(point.verdict)} for point in calibration.ridge],
    }


def _versions() -> dict[str, Any]:
    made = made_with()
    return {"podsim": made["version"], "python": made["python"], **made["packages"]}


def text_of(record: Mapping[str, Any]) -> str:
    """The record as it is written to a file."""
    return json.dumps(record, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def parameter_row(row: Fitted) -> dict[str, Any]:
    """One parameter as plain values."""
    parameter = row.parameter
    return {
        "channel": parameter.channel,
        "meaning": parameter.meaning,
        "source": parameter.source,
        "least": number(parameter.least),
        "most": number(parameter.most),
        "before": number(row.before),
        "after": number(row.after),
        "setting": parameter.setting,
        "setting_before": row.stored_before,
        "setting_after": row.stored_after,
        "fitted": row.free,
        "at_bound": row.bound or None,
        "moves_targets_by_half_widths": number(row.moves),
    }


def target_row(row: Reached) -> dict[str, Any]:
    """One target as plain values."""
    own = target_values(row.target) | {"before": number(row.before), "reached": number(row.after), "fits": row.fits}
    unseen = target_values(row.unseen) if row.unseen is not row.target else {}
    again = {"reached": number(row.after_unseen), "fits": row.unseen.fits(row.after_unseen)}
    return own | {"on_others": {key: unseen[key] for key in ("target", "least", "most") if key in unseen} | again}


def target_values(target: HandoffTarget) -> dict[str, Any]:
    """What a target says, as plain values."""
    return {
        "channel": target.channel,
        "name": target.moment,
        "source": target.source,
        "target": number(target.value),
        "least": target.least,
        "most": target.most,
    }


def ridge_row(point: RidgePoint) -> dict[str, Any]:
    """One point of the ridge as plain values, without its verdict."""
    return {
        "channel": point.channel or None,
        "ping_pong_misroute_share": point.ping_pong,
        "multi_need_share": number(point.multi_need),
        "misroute_share": number(point.misroute),
        "misfit_half_widths": number(point.misfit),
        "on_ridge": point.on_ridge,
        "volumes_factor": number(point.volumes),
    }


def _verdict(verdict: Verdict | None) -> dict[str, Any] | None:
    if verdict is None:
        return None
    return {
        pair_name(*pair): {
            name: {"mean": number(d.interval.mean), "low": number(d.interval.low), "high": number(d.interval.high)}
            | {"word": d.word}
            for name, d in row.items()
        }
        for pair, row in verdict.items()
    }


def _load(calibration: Calibration) -> dict[str, Any]:
    load, people = calibration.load, counts_of(calibration.scenario)

    def rounded(loads: Mapping[str, float]) -> dict[str, Any]:
        return {name or "all": number(value) for name, value in loads.items()}

    return {
        "usual": {"target": USUAL, "least": LEAST, "most": MOST},
        "before": rounded(load.before),
        "after": rounded(load.after),
        "as_fitted": rounded(load.fit),
        "volumes_factor_as_fitted": number(load.adjustment.volumes),
        "people_changed": {name: [people[name], count] for name, count in load.adjustment.counts.items()},
        "people_that_would_bring_it": {name: [people[name], count] for name, count in load.counts.items()},
    }


def number(value: float | None) -> float | None:
    """Rounded for a file; None where unknown or without end, as JSON has no nan."""
    return None if value is None or not math.isfinite(value) else round(float(value), ROUNDED)


def hash_of_the_rest(scenario: Scenario, settings: Mapping[str, Any]) -> str:
    """Hash of everything but what was fitted: where it differs, the numbers were fitted to another scenario."""
    values = resolved(scenario)
    for key in settings:
        *blocks, last = key.split(".")
        place: Any = values
        for block in blocks:
            place = place[int(block)] if isinstance(place, list) else place[block]
        place.pop(last, None)
    return hashlib.sha256(json.dumps(values, separators=(",", ":")).encode()).hexdigest()


def _data_hashes(scenario: Scenario) -> dict[str, str]:
    named = [name for name in DATA_FILES if scenario.named_file(name)]
    return {name: hashlib.sha256(Path(scenario.data_file(name)).read_bytes()).hexdigest() for name in named}


def _without_place(change: str) -> str:
    key = change.partition("=")[0].strip()
    return f"{key}=..." if key in DATA_FILES else change
