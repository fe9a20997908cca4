"""Measures of staff from rows of weeks, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from sim.measures.staff import staff_table
from sim.records.tables import PERSON_WEEK


def test_shares_and_rates_of_two_seats_over_two_weeks():
    """Seat 0 works, a newcomer in week 1; seat 1 is left after week 0, and vacant in week 1."""
    rows = np.zeros((2, 2), dtype=PERSON_WEEK)  # week, seat
    rows["shift_minutes"] = [[300, 400], [300, 0]]
    rows["away_minutes"] = [[100, 0], [0, 0]]
    rows["training_minutes"] = [[0, 0], [100, 0]]
    rows["vacant_minutes"] = [[0, 0], [0, 400]]
    rows["strain_minutes"] = [[30, 40], [30, 0]]
    rows["left"] = [[0, 1], [0, 0]]
    rows["newcomer"] = [[0, 0], [1, 0]]
    rows["effort"] = [[1, 1], [0.9, 0.5]]
    rows["skill"] = [[1, 0.9], [0.6, 0.9]]
    rows["familiarity"] = [[1, 1], [0, 1]]
    found = {name: float(value) for name, value in staff_table(rows, (-2, -1)).items()}
    assert found == pytest.approx(
        {
            "leavers_per_year": 52 / 3,  # one in three person-weeks
            "vacancy_share": 0.25,
            "training_share": 1 / 16,
            "newcomer_share": 1 / 3,
            "absent_share": 1 / 12,
            "strain_share": 0.1,
            "effort": 0.85,
            "skill": 0.85,
            "newcomer_skill": 0.6,
            "familiarity": 0.75,
        }
    )
    assert staff_table(rows, (-1,))["vacancy_share"].tolist() == [0.0, 0.5]
    assert np.isnan(staff_table(rows, (-1,))["newcomer_skill"]).tolist() == [True, False]
