"""The longer work that changed hands lies until somebody looks, the less empathy its customers feel."""

from __future__ import annotations

import numpy as np

from sim import run
from sim.scenario import build_scenario
from tests.metamorphic.desks import DESK

REPLICATIONS = 24


def felt_with_pickup(minutes: float) -> tuple[np.ndarray, np.ndarray]:
    """Felt empathy of mail, and its waiting in doublings, in departments. float64[R] each."""
    pickup = {f"pickup_{where}_minutes": {"mail": minutes} for where in ("inside", "across")}
    found = run(build_scenario({**DESK, "policy": pickup}), formation="silos", replications=REPLICATIONS)
    return found.samples["silos"]["felt_empathy@mail"], found.samples["silos"]["felt_timely@mail"]


def test_more_pickup_on_mail_lowers_felt_empathy():
    """Beyond chance, and by about what a doubling counts for (the slope of a probability is a quarter at most)."""
    felt, timely = zip(*(felt_with_pickup(minutes) for minutes in (0.0, 240.0, 960.0)), strict=True)
    coefficient = build_scenario(DESK).empathy.timely
    for before, after in ((0, 1), (1, 2)):
        lost = felt[before] - felt[after]
        error = np.std(lost, ddof=1) / np.sqrt(REPLICATIONS)
        most = 0.25 * coefficient * np.mean(timely[before] - timely[after])
        assert lost.mean() > 4.0 * error
        assert 0.4 * most < lost.mean() < 1.5 * most
