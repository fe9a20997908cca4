"""A case waits for the customer or a vendor after a need: nobody is occupied, and it goes on or is closed then."""

from __future__ import annotations

import pytest

from sim.foundation.kinds import Outcome, SegmentKind
from sim.rules.outside import outside_minutes
from sim.scenario import build_scenario
from tests.equivalence.agreement import assert_engines_agree, inputs_of


def described(**need):
    """Two functions one after the other, one person each, mail; what follows the first need is given."""
    return build_scenario(
        {
            "name": "outside",
            "open": "always",
            "time": {"warm_up_weeks": 0, "measured_weeks": 1},
            "demand": {
                "busyness_cv": 0,
                "channels": {"mail": {"cases_per_week": 20, "horizon_open_minutes": 5000}},
                "needs": {
                    "first": {"first_share": 1, "work_minutes": 5, "work_cv": 0, "then": {"second": 1}, **need},
                    "second": {"work_minutes": 5, "work_cv": 0},
                },
            },
            "people": {
                "away_share": 0,
                "shifts": {"all": "always"},
                "groups": [{"function": "first", "count": 9}, {"function": "second", "count": 9}],
            },
            "policy": {"misroute_share": 0},
            "formations": {"pods": {"teams": 1}},
        }
    )


def test_outside_minutes_by_hand():
    assert outside_minutes(0.5, 0.5, 10.0, 1.0) == 0.0  # the other half does not wait
    assert outside_minutes(0.5 * 0.36787944117144233, 0.5, 10.0, 1.0) == pytest.approx(10.0, abs=1e-5)
    assert outside_minutes(0.36787944117144233**2, 1.0, 10.0, 0.5) == pytest.approx(40.0, abs=1e-5)
    assert outside_minutes(0.3, 1.0, 30.0, 0.6) * 2.0**20 % 1.0 == 0.0  # on the time grid


@pytest.mark.parametrize("column", ["silos", "pods"])
def test_between_two_needs(column):
    """Every case waits between its needs; the wait is a part of its time, and of nobody's day."""
    inputs = inputs_of(described(outside_share=1, outside_minutes=300, outside_shape=1), [column], 3)
    (records,) = assert_engines_agree(inputs)
    waits = records.segments[records.segments["kind"] == SegmentKind.OUTSIDE]
    steps = records.segments[records.segments["kind"] == SegmentKind.STEP]
    ended = records.contacts[records.contacts["outcome"] == Outcome.RESOLVED]
    assert ended.size > 30
    assert waits.size >= ended.size
    lengths = waits["end"] - waits["start"]
    assert lengths.mean() == pytest.approx(300, rel=4 / waits.size**0.5)
    assert (ended["outside_minutes"] > 0).all()
    assert set(waits["need_position"].tolist()) == {1}
    for number in ended["case"][:20].tolist():
        first, second = steps[(steps["case"] == number) & (steps["replication"] == 0)][:2]
        wait = waits[(waits["case"] == number) & (waits["replication"] == 0)][0]
        assert (wait["start"], wait["end"]) == (first["end"], second["start"])


def test_before_it_is_closed():
    """After the last need the contact ends when the wait does."""
    inputs = inputs_of(described(then={}, outside_share=1, outside_minutes=60, outside_shape=1), ["silos"], 1)
    (records,) = assert_engines_agree(inputs)
    ended = records.contacts[records.contacts["outcome"] == Outcome.RESOLVED]
    waits = records.segments[records.segments["kind"] == SegmentKind.OUTSIDE]
    assert ended.size > 5
    assert set(ended["ended_at"].tolist()) <= set(waits["end"].tolist())


def test_nothing_waits_by_default():
    (records,) = assert_engines_agree(inputs_of(described(), ["silos"], 1))
    assert not (records.segments["kind"] == SegmentKind.OUTSIDE).any()
    assert (records.contacts["outside_minutes"] == 0).all()
