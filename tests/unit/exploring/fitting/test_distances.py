"""Distances between logs: as log-distance-measures 2.2.0 computes them, and by hand."""

from __future__ import annotations

import pytest

from sim.exploring.fitting.distances import Path, by_handoffs, distances, handover_distance


def paths(*cases):
    return [Path(tuple(labels), tuple(map(float, starts)), tuple(map(float, ends))) for labels, starts, ends in cases]


ONE = paths(
    ("ab", (540, 600), (560, 700)), ("a", (2000,), (2100,)), ("aba", (3000, 3400, 9000), (3300, 3500, 9100))
)  # fmt: skip
OTHER = paths(
    ("ab", (555, 640), (600, 900)), ("b", (2500,), (2700,)), ("ac", (3100, 5400), (3300, 5500)), ("a", (8000,), (8100,))
)  # fmt: skip
# Computed with that package from the same cases, minute 0 being Monday, 2026-01-05; hours where they are times.
COMPUTED = {
    "n_gram": 0.38461538461538464,
    "absolute_events": 10.333333333333336,
    "circadian": 11.642857142857142,
    "relative_events": 11.083333333333332,
    "cycle_time": 24.083333333333336,
    "arrivals": 27.833333333333332,
}


@pytest.mark.parametrize("name", COMPUTED)
def test_as_another_program_computes_it(name):
    assert distances(ONE, OTHER)[name] == pytest.approx(COMPUTED[name], rel=1e-12)


def test_a_log_is_at_no_distance_from_itself():
    assert set(distances(ONE, ONE).values()) == {0.0}


def test_handovers_by_hand():
    """a-b: 2/3 a case against 1/4; b-a: 1/3 against none; a-c: none against 1/4."""
    assert handover_distance(ONE, OTHER) == pytest.approx((5 / 12 + 1 / 3 + 1 / 4) / (2 / 3 + 1 / 4 + 1 / 3 + 1 / 4))


def test_hours_by_changes_of_group():
    (none, one, two, more) = by_handoffs(ONE)
    assert none == (1, pytest.approx(100 / 60))
    assert one == (1, pytest.approx(160 / 60))
    assert two == (1, pytest.approx(6100 / 60))
    assert more[0] == 0
