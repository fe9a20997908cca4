"""Leaving and hiring in whole runs against closed forms: geometric survival, and the steady state of vacancies."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.theory.weeks import desk, weeks_of

SEATS = 300
AT_ONCE = {"hiring_weeks": 0.0, "training_weeks": 0.0}  # somebody else has the seat


def seats(weeks: int, replications: int, **staff: float) -> np.ndarray:
    """Rows of weeks of seats in which hardly anybody has work. PERSON_WEEK[R * P, W]."""
    office = {"shifts": "mon-fri 09:00-17:00", "away_share": 0.3}
    return weeks_of(desk(SEATS, weeks, 5.0, {"staff": staff}, **office), replications)


def test_survival_is_geometric():
    """Seats that are filled at once: the share of those whose first holder is there after w weeks is (1 - p)^w."""
    yearly = 0.3
    left = seats(105, 20, leaving_per_year=yearly, **AT_ONCE)["left"] > 0
    for weeks in (1, 26, 52, 104):
        stayed = ~left[:, :weeks].any(axis=1)
        expected = (1.0 - yearly / 52.0) ** weeks
        error = math.sqrt(expected * (1.0 - expected) / stayed.size)
        assert stayed.mean() == pytest.approx(expected, abs=4 * error)
    yearly_leavers = 52.0 * left.mean()
    assert yearly_leavers == pytest.approx(yearly, abs=4 * math.sqrt(yearly * 52.0 / left.size))


@pytest.mark.parametrize(("hiring", "training"), [(6.0, 4.25), (12.0, 0.0), (0.0, 5.5)])
def test_steady_state_of_vacancies(hiring, training):
    """A seat is filled for 52 / turnover weeks in the mean, then empty for hiring and training: from the first week on.

    And as many come to work as away_share says, whatever part of it is empty seats.
    """
    yearly = 0.5
    rows = seats(52, 4, leaving_per_year=yearly, hiring_weeks=hiring, training_weeks=training)
    cycle = 52.0 / yearly + hiring + training
    minutes = {name: rows[f"{name}_minutes"].astype(float) for name in ("shift", "away", "training", "vacant")}
    planned = sum(minutes.values())
    assert (planned == 5 * 480.0).all()
    away = 1.0 - 0.7 / (1.0 - (hiring + training) / cycle)  # of those who are there
    expected = {"vacant": hiring / cycle, "training": training / cycle * (1.0 - away), "shift": 0.7}
    for weeks in (slice(0, 1), slice(0, 13), slice(0, 52), slice(51, 52)):
        for name, share in expected.items():
            of_seats = (minutes[name] / planned)[:, weeks].mean(axis=1)  # seats are independent
            error = of_seats.std() / math.sqrt(of_seats.size)
            assert of_seats.mean() == pytest.approx(share, abs=4 * error + 1e-12), (name, weeks)
    expected_leavers = yearly * (52.0 / yearly) / cycle
    error = math.sqrt(expected_leavers * 52.0 / rows.size)
    assert 52.0 * (rows["left"] > 0).mean() == pytest.approx(expected_leavers, abs=4 * error)


def test_more_leave_past_the_line():
    """Half a point a point past an occupancy of 0.85: people who are never free leave at 0.30 + 0.5 x 0.15 a year."""
    staff = {"leaving_per_year": 0.3, "leaving_per_occupancy": 0.5, "leaving_past_occupancy": 0.85, **AT_ONCE}
    for cases, yearly in ((2400.0, 0.375), (100.0, 0.3)):  # for 20 people who could serve 1,680 a week
        rows = weeks_of(desk(20, 52, cases, {"staff": staff}, work_minutes=120.0), 10)
        left = rows["left"] > 0
        assert 52.0 * left.mean() == pytest.approx(yearly, abs=4 * math.sqrt(yearly * 52.0 / left.size))


def test_one_more_leaver_shifts_nothing_else():
    """Turnover a little higher: who left before does so in the same week, and nobody else's weeks move."""
    before, after = (seats(52, 1, leaving_per_year=yearly, **AT_ONCE)["left"] > 0 for yearly in (0.30, 0.31))
    changed = (before != after).any(axis=1)
    assert 0 < changed.sum() < 15
    for seat in np.flatnonzero(changed):
        first = np.flatnonzero(before[seat] != after[seat])[0]
        assert after[seat, first]
        assert not before[seat, first]
