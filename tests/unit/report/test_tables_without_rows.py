"""A table that may have no row says its columns all the same, and these are the columns that it else has."""

from types import SimpleNamespace as Fields

import numpy as np

from sim.comparison.doubts import HorizonSamples
from sim.report.csv_files import csv_text
from sim.report.rows import (
    DIFFERENCE_COLUMNS,
    EFFECT_COLUMNS,
    HORIZON_COLUMNS,
    difference_rows,
    effect_rows,
    horizon_rows,
)
from sim.report.sensitivity import WEIGHT_COLUMNS, weight_rows
from sim.report.side_by_side import SETTING_COLUMNS, setting_rows
from tests.unit.comparison.made import comparison


def test_a_table_without_rows_is_its_header():
    assert csv_text([], ("first", "-x")) == "first,'-x\n"
    assert csv_text([{"first": 1}], ("other",)) == "first\n1\n"
    assert csv_text([]) == ""


def test_columns_of_comparisons():
    levels = {"silos": (100.0, 0.5), "pods": (90.0, 0.5)}
    by_column = {column: np.full((1, 10), minutes) for column, (minutes, _) in levels.items()}
    found = comparison(levels, horizons=HorizonSamples((60.0,), by_column))
    assert tuple(difference_rows(found)[0]) == DIFFERENCE_COLUMNS
    assert tuple(effect_rows(found)[0]) == EFFECT_COLUMNS
    assert tuple(horizon_rows(found)[0]) == HORIZON_COLUMNS


def test_columns_of_weights_and_settings():
    weight = Fields(assumption=Fields(name="policy.slow"), slope=0.5, share=0.25, certain=True)
    (row,) = weight_rows(Fields(rests={("silos", "pods"): Fields(weights=[weight])}))
    assert row == dict(zip(WEIGHT_COLUMNS, ("silos", "pods", "policy.slow", 0.5, 0.25, True), strict=True))
    differs = {"more": [Fields(key="policy.slow", first="0.1", second="0.2", words="slow 0.2 (0.1)")]}
    (row,) = setting_rows(Fields(differs=differs))
    assert row == dict(zip(SETTING_COLUMNS, ("more", "policy.slow", "0.1", "0.2", "slow 0.2 (0.1)"), strict=True))
