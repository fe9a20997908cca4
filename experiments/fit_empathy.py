"""Fit what felt empathy counts, and store it with its uncertainty: sim/scenario/fitted_empathy.json.

    python experiments/fit_empathy.py            print the fit
    python experiments/fit_empathy.py --write    and store it

Every published contrast (evidence rows 23 to 32) is a likelihood of the same contrast of simulated customers of
departments (empathy_contrasts.py): normal, its range a 95% interval. Every coefficient has the sign that its
sources give and the same weak prior, so that none comes to lie on a bound. Found: the most probable
coefficients, standard errors (Laplace) and draws, in which coefficients vary together; which of them the data do
not move; targets out of reach, stored as misses. The anchor is solved for each draw, so that felt empathy of
the departments is 0.525 (row 70). Nothing is fitted on pods.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from empathy_contrasts import LEVEL, TARGETS, Sample, anchor_of, contrasts, logits, sample_of, thinned
from scipy.optimize import least_squares
from scipy.stats import qmc

from sim import load_scenario
from sim.cli.ending import script
from sim.measures.empathy import COEFFICIENTS, latent_of
from sim.scenario.empathy_settings import FITTED_FILE
from sim.scenario.identity import resolved

SCENARIO, COLUMN = "support_desk", "silos"
DRAWS = 64
CHECKED_BY, CHECKED_ON = 1024, 20_000  # draws and customers by which Laplace's approximation is checked
# What a step of each component is: all of the story, one doubling of waiting, two standard deviations of people's
# warmth, yes or no. Each such step is worth 0.3 logit by the prior, within a factor of 7 either way.
STEPS = dict.fromkeys(COEFFICIENTS, 1.0) | {"cared_for": 0.2}
STEP_WORTH, WIDTH = 0.3, 1.0  # median; standard deviation of the logarithm
# Evidence row 31 by itself: -0.1, down to -0.3.
INTERACTION, INTERACTION_WIDTH = -0.1, float(np.log(3.0) / 1.96)
UNMOVED = 0.5  # of the prior's standard deviation: by less the data neither move a coefficient nor narrow it
NARROWED = 0.8


@dataclass(frozen=True)
class Prior:
    """Logarithms of the coefficients are normal, so that their signs are given. float64[n] each; sign: 1 or -1."""

    middle: np.ndarray
    width: np.ndarray
    sign: np.ndarray

    def coefficients(self, logarithms: np.ndarray) -> dict[str, float]:
        """By name."""
        return dict(zip(COEFFICIENTS, (self.sign * np.exp(logarithms)).tolist(), strict=True))


@dataclass(frozen=True)
class Posterior:
    """Of the logarithms: mode float64[n], covariance float64[n, n]."""

    mode: np.ndarray
    covariance: np.ndarray

    @property
    def error(self) -> np.ndarray:
        """Standard errors."""
        return np.sqrt(np.diag(self.covariance))


def prior() -> Prior:
    """Before any data."""
    middle = {name: STEP_WORTH / STEPS[name] for name in COEFFICIENTS} | {"interaction": -INTERACTION}
    width = dict.fromkeys(COEFFICIENTS, WIDTH) | {"interaction": INTERACTION_WIDTH}
    sign = dict.fromkeys(COEFFICIENTS, 1.0) | {"interaction": -1.0}
    return Prior(np.log([*middle.values()]), np.array([*width.values()]), np.array([*sign.values()]))


def misses(logarithms: np.ndarray, sample: Sample, before: Prior) -> np.ndarray:
    """How far from targets and prior, in standard errors: the sum of their squares is minus twice the log posterior."""
    reached = contrasts(sample, before.coefficients(logarithms))
    of_targets = [(reached[name] - target.value) / target.error for name, target in TARGETS.items()]
    return np.concatenate([of_targets, (logarithms - before.middle) / before.width])


def fitted(sample: Sample, before: Prior) -> Posterior:
    """The most probable coefficients given the targets, and how far they may be from there (Laplace)."""
    found = least_squares(misses, before.middle, diff_step=1e-4, args=(sample, before))
    return Posterior(found.x, np.linalg.inv(found.jac.T @ found.jac))


def laplace_check(sample: Sample, before: Prior, seed: int) -> dict[str, float]:
    """Standard errors by draws weighted with the posterior itself, in Laplace's errors; on some of the customers."""
    some = thinned(sample, CHECKED_ON)
    after = fitted(some, before)
    rows = qmc.MultivariateNormalQMC(after.mode, after.covariance, rng=np.random.default_rng(seed)).random(CHECKED_BY)
    apart = np.linalg.solve(np.linalg.cholesky(after.covariance), (rows - after.mode).T)
    exact = np.array([np.sum(misses(row, some, before) ** 2) for row in rows])
    logs = 0.5 * (np.sum(apart * apart, axis=0) - exact)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    errors = np.sqrt(weights @ (rows - weights @ rows) ** 2)
    return dict(zip(COEFFICIENTS, np.round(errors / after.error, 2).tolist(), strict=True))


def drawn(sample: Sample, before: Prior, after: Posterior, seed: int) -> dict[str, list[float]]:
    """Draws of the posterior with the mode among them, by name with their anchors: float64[DRAWS + 1] each.

    In the order of what changes of hands count (heard and known together), so that neighbours are alike.
    """
    some = qmc.MultivariateNormalQMC(after.mode, after.covariance, rng=np.random.default_rng(seed)).random(DRAWS)
    rows = [before.coefficients(one) for one in (after.mode, *some)]
    rows = sorted([rounded(row) for row in rows], key=lambda row: row["heard"] + row["known"])
    anchors = [round(anchor_of(logits(sample, row)), 3) for row in rows]
    return {"anchor": anchors, **{name: [row[name] for row in rows] for name in COEFFICIENTS}}


def rounded(values: Mapping[str, float]) -> dict[str, float]:
    """To the digits that are stored."""
    return {name: round(value, 3) for name, value in values.items()}


def coefficient_rows(before: Prior, after: Posterior) -> dict[str, dict[str, Any]]:
    """What is known of each coefficient: mode, 95% interval, and whether the data say anything of it."""
    rows = {}
    for place, name in enumerate(COEFFICIENTS):
        sign, mode, error = before.sign[place], after.mode[place], after.error[place]
        middle, width = before.middle[place], before.width[place]
        ends = sign * np.exp([mode - 1.96 * error, mode + 1.96 * error])
        still = abs(mode - middle) < UNMOVED * width and error > NARROWED * width
        rows[name] = {
            "mode": round(float(sign * np.exp(mode)), 3),
            "interval": sorted(np.round(ends, 3).tolist()),
            "prior_median": round(float(sign * np.exp(middle)), 3),
            "error_of_log": round(float(error), 2),
            "error_of_log_before": round(float(width), 2),
            "moved_by_data": not still,
        }
    return rows


def target_rows(reached: dict[str, float], again: dict[str, float]) -> list[dict[str, Any]]:
    """One row per target with what was reached. `again`: on customers that the fit never saw."""
    return [
        {
            "name": name,
            "evidence_row": target.row,
            "compares": target.compares,
            "target": target.value,
            "range": [target.least, target.most],
            "reached": round(reached[name], 3),
            "reached_on_other_customers": round(again[name], 3),
            "within_range": bool(target.least <= round(reached[name], 3) <= target.most),
        }
        for name, target in TARGETS.items()
    ]


def hash_without_empathy(scenario: Any) -> str:
    """Hash of everything that was simulated: the block empathy itself is what is being fitted."""
    rest = {name: value for name, value in resolved(scenario).items() if name != "empathy"}
    return hashlib.sha256(json.dumps(rest, separators=(",", ":")).encode()).hexdigest()


def fit(seed: int, replications: int) -> dict[str, Any]:
    """The whole of fitted_empathy.json."""
    scenario = load_scenario(SCENARIO)
    sample, others = (sample_of(scenario, COLUMN, seed, first, replications) for first in (0, replications))
    before = prior()
    after = fitted(sample, before)
    draws = drawn(sample, before, after, seed)
    coefficients = rounded(before.coefficients(after.mode))
    mode_at = [*zip(*(draws[name] for name in COEFFICIENTS), strict=True)].index(tuple(coefficients.values()))
    anchor = draws["anchor"][mode_at]
    levels = [float(np.mean(latent_of(logits(one, coefficients), anchor))) for one in (sample, others)]
    settings = scenario.empathy
    return {
        "what": "Coefficients of felt empathy, fitted by experiments/fit_empathy.py; read by the settings as defaults.",
        "anchor": anchor,
        "coefficients": coefficient_rows(before, after),
        "held_fixed": {"halo_sd": settings.halo_sd, "warmth_lost_to_fatigue": settings.warmth_lost_to_fatigue},
        "level": {
            "evidence_row": "70",
            "target": LEVEL,
            "reached": round(levels[0], 4),
            "reached_on_other_customers": round(levels[1], 4),
        },
        "targets": target_rows(contrasts(sample, coefficients, anchor), contrasts(others, coefficients, anchor)),
        "simulated": {
            "scenario": SCENARIO,
            "column": COLUMN,
            "scenario_hash_without_empathy": hash_without_empathy(scenario),
            "seed": seed,
            "replications": replications,
            "cases": int(sample.halo.size),
        },
        "errors_over_laplace": laplace_check(sample, before, seed),
        "mode_at": mode_at,
        "draws": draws,
    }


def as_text(found: dict[str, Any]) -> str:
    """As JSON, lists of numbers on one line each."""
    text = json.dumps(found, indent=2)
    return re.sub(r"\[([-\d.,\s]+)\]", lambda numbers: f"[{' '.join(numbers[1].split())}]", text) + "\n"


def main() -> None:
    """Fit, print, and store where asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help=f"store the fit in {FITTED_FILE.name}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--replications", type=int, default=20)
    asked = parser.parse_args()
    text = as_text(fit(asked.seed, asked.replications))
    print(text, end="")
    if asked.write:
        FITTED_FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(script(main))
