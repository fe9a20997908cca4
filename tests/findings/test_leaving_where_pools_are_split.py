"""What splitting a pool costs makes people leave: at the same mean load more weeks lie past the line of row 40.

A team of two in which somebody is missing is full, where a team of twenty hardly notices. Load raises leaving by the
published slope and by nothing else, so the effect is small. Who leaves is one draw a week: compared is the chance.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from sim.core import run_core
from sim.rules.staff import beside_usual, lasting, leaving_probability, past_line
from sim.scenario import build_scenario
from sim.scenario.over_time import Staff
from sim.studies.verification.estimates import ERRORS_ALLOWED
from sim.studies.verification.findings.effects import mean_of
from tests.equivalence.agreement import inputs_of
from tests.findings.burnout import NO_LOOP, OCCUPIED, PEOPLE, WEEKS, desk

DEFAULT = Staff()
PER_OCCUPANCY = DEFAULT.leaving_per_occupancy  # as published
ONE, PAIRS = "one", "pairs"


@cache
def weeks_of_people(column: str, per_occupancy: float, replications: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows of weeks, PERSON_WEEK[R, W, P], and mean hours until a contact ends, float64[R]."""
    described = desk(0.80, **NO_LOOP | {"leaving_per_occupancy": per_occupancy, "hiring_weeks": DEFAULT.hiring_weeks})
    described["policy"] = {"team_choice": "random", "misroute_share": 0}
    described["formations"] = {
        ONE: {"partition": "by_function"},
        PAIRS: {"partition": "random", "teams": PEOPLE // 2},
    }
    inputs = inputs_of(build_scenario(described), [column], replications)
    records = run_core(inputs.tape, inputs.customers, inputs.people, inputs.roster, inputs.formations[0])
    ended = records.contacts[~np.isnan(records.contacts["ended_at"])]
    hours = np.bincount(ended["replication"], ended["ended_at"] - ended["arrived_at"]) / 60.0
    rows = records.weeks.reshape(replications, -1, PEOPLE)[:, :WEEKS]
    return rows, hours / np.bincount(ended["replication"])


def chance_of_leaving(rows: np.ndarray) -> np.ndarray:
    """Per person who fills a seat, and year, by the load of their weeks, float64[R]."""
    felt, total, count = np.full(rows.shape[::2], -1.0), np.zeros(len(rows)), np.zeros(len(rows))
    for week in np.moveaxis(rows, 1, 0):
        present = week["shift_minutes"] + week["overrun_minutes"]
        occupied = sum(week[name] for name in OCCUPIED)
        share = np.divide(occupied, present, out=np.zeros(present.shape), where=present > 0.0)
        felt = np.where(present > 0.0, _lasting(felt, share, DEFAULT.load_memory_weeks), felt)
        filled = (week["vacant_minutes"] == 0.0) & (week["training_minutes"] == 0.0)
        total += np.where(filled, _chance(felt), 0.0).sum(axis=1)
        count += filled.sum(axis=1)
        felt[week["left"] > 0] = -1.0
    return 52.0 * total / count


def interval(values: np.ndarray) -> tuple[float, float]:
    """Four standard errors either way of a mean. values: one per replication."""
    found = mean_of(values)
    return found.value - ERRORS_ALLOWED * found.error, found.value + ERRORS_ALLOWED * found.error


_lasting = np.vectorize(lasting)


@np.vectorize
def _chance(felt: float) -> float:
    beyond = beside_usual(past_line(felt, DEFAULT.leaving_past_occupancy), 0.0)
    return leaving_probability(DEFAULT.leaving_per_year, beyond, PER_OCCUPANCY, 0.0, 0.0, False, 0.0)


@pytest.mark.slow
def test_where_a_pool_is_split_people_wait_longer_and_more_of_them_leave():
    (pool, hours), (pairs, hours_in_pairs) = (weeks_of_people(column, PER_OCCUPANCY, 8) for column in (ONE, PAIRS))
    assert interval(hours_in_pairs - hours)[0] > 0.0
    low, high = interval(chance_of_leaving(pairs) - chance_of_leaving(pool))  # in a year, per person
    assert low > 0.0
    assert high < 0.02  # by the slope of row 40 it is few


@pytest.mark.slow
def test_that_chance_is_the_one_by_which_they_left():
    for column in (ONE, PAIRS):
        rows = weeks_of_people(column, PER_OCCUPANCY, 8)[0]
        filled = (rows["vacant_minutes"] == 0.0) & (rows["training_minutes"] == 0.0)
        left = 52.0 * rows["left"].sum(axis=(1, 2)) / filled.sum(axis=(1, 2))
        low, high = interval(left - chance_of_leaving(rows))
        assert low < 0.0 < high, column


@pytest.mark.slow
def test_where_load_makes_nobody_leave_the_same_people_leave_in_the_same_weeks():
    pool, pairs = (weeks_of_people(column, 0.0, 2)[0] for column in (ONE, PAIRS))
    assert pool["left"].any()
    assert np.array_equal(pool["left"], pairs["left"])
