"""Needs, work and patience by channel and time of day, and how times are spread about their means."""

from __future__ import annotations

from math import exp, log, sqrt

import numpy as np
import pytest

from sim.demand.build import build_tape
from sim.demand.customers import build_customers
from sim.demand.shapes import Shape
from sim.demand.streams import streams_of
from sim.measures.expected_demand import expected_demand
from sim.scenario import build_scenario

DRAWS = (np.arange(200_000) + 0.5) / 200_000
BASE = {
    "name": "desk",
    "open": "mon 08:00-12:00",
    "time": {"warm_up_weeks": 0, "measured_weeks": 1},
    "demand": {
        "busyness_cv": 0,
        "channels": {
            "voice": {"cases_per_week": 2000, "live": True, "patience_minutes": 9, "work_minutes": {"a": 3},
                      "first_needs": {"a": 0.25, "b": 0.75},
                      "at_times": [{"hours": "mon 08:00-09:00", "first_needs": {"b": 1}, "work_minutes": {"b": 12},
                                    "patience_minutes": 2}]},
            "mail": {"cases_per_week": 1000},
        },
        "needs": {"a": {"first_share": 1, "work_cv": 0}, "b": {"work_minutes": 8, "work_cv": 0}},
    },
    "people": {"groups": [{"function": "a", "count": 9}, {"function": "b", "count": 9}]},
}  # fmt: skip


@pytest.fixture(scope="module")
def scenario():
    return build_scenario(BASE)


@pytest.fixture(scope="module")
def tape(scenario):
    return build_tape(scenario, build_customers(scenario), seed=1, first_replication=0, replications=2)


def test_a_time_of_day_is_a_stream_of_its_channel(scenario):
    streams = streams_of(scenario)
    assert [(one.channel, one.times is not None) for one in streams.every] == [(0, False), (1, False), (0, True)]
    assert streams.at(np.array([0, 0, 1], dtype=np.int8), np.array([500.0, 540.0, 500.0])).tolist() == [2, 0, 1]
    assert streams.work.tolist() == [[3, 8], [6, 8], [3, 12]]


def test_customers_are_those_of_their_channel_and_time(tape):
    voice, early = tape.channel == 0, tape.arrival % 10080 < 540
    assert (tape.need[voice & early, 0] == 1).all()
    assert (tape.work[voice & early, 0] == 12.0).all()
    later = voice & ~early
    assert tape.need[later, 0].mean() == pytest.approx(0.75, abs=0.03)
    assert set(tape.work[later, 0].tolist()) == {3.0, 8.0}
    assert (tape.need[~voice, 0] == 0).all()
    assert (tape.work[~voice, 0] == 6.0).all()
    assert tape.patience[voice & early].mean() == pytest.approx(2.0, rel=0.12)
    assert tape.patience[later].mean() == pytest.approx(9.0, rel=0.12)


def test_what_is_expected_is_what_comes(scenario, tape):
    expected = expected_demand(scenario)
    for number, name in enumerate(("a", "b")):
        drawn = tape.work[:, 0][(tape.need[:, 0] == number) & (tape.arrival < 10080)].sum() / 2
        assert expected.work[name] == pytest.approx(drawn, rel=0.06)


def test_all_else_stays_as_it_was_where_nothing_is_said():
    """A channel with the needs and the work that all have draws the same customers, to the last bit."""
    plain = {**BASE["demand"]["channels"]["mail"]}
    said = plain | {"first_needs": {"a": 1.0}, "work_minutes": {"a": 6.0}}
    found = []
    for channel in (plain, said):
        made = build_scenario({**BASE, "demand": {**BASE["demand"], "channels": {"mail": channel}}})
        found.append(build_tape(made, build_customers(made), seed=1, first_replication=0, replications=1))
    assert np.array_equal(found[0].work, found[1].work)
    assert np.array_equal(found[0].need, found[1].need)


@pytest.mark.parametrize(
    ("shape", "median"),
    [
        (Shape("exponential"), 4 * log(2)),
        (Shape("lognormal", 0.5), 4 / sqrt(1.25)),
        (Shape("gamma", 1.0), 4 * log(2)),
        (Shape("gamma", 0.5), 4 * 0.918),
        (Shape("weibull", 1.0), 4 * log(2)),
        (Shape("constant"), 4.0),
        (Shape("triangular", ends=(1.0, 9.0)), 9 - sqrt(0.5 * 8 * 7)),
    ],
)
def test_mean_and_median(shape, median):
    minutes = shape.minutes(DRAWS, 4.0)
    assert minutes.mean() == pytest.approx(4.0, rel=1e-3)
    assert np.median(minutes) == pytest.approx(median, rel=2e-3)
    assert (np.diff(minutes) >= 0).all()


def test_who_balks_does_so_where_nobody_is_free_and_the_others_are_as_patient_as_said():
    channel = {"cases_per_week": 4000, "live": True, "patience_minutes": 5, "balking_share": 0.3}
    made = build_scenario({**BASE, "demand": {**BASE["demand"], "channels": {"voice": channel}}})
    patience = build_tape(made, build_customers(made), seed=1, first_replication=0, replications=1).patience
    assert (patience == 0.0).mean() == pytest.approx(0.3, abs=0.03)
    assert patience[patience > 0.0].mean() == pytest.approx(5.0, rel=0.07)
    assert exp(-1) == pytest.approx((patience[patience > 0.0] > 5.0).mean(), abs=0.03)
