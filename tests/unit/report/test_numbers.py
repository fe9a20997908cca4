"""Numbers as people say them."""

import pytest

from sim.comparison.intervals import Interval
from sim.report.numbers import change_in_words, listed, minutes_in_words, number, signed


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        (0.0, "0 min"),
        (0.0312, "0.031 min"),
        (4.0, "4.00 min"),
        (12.34, "12.3 min"),
        (89.9, "89.9 min"),
        (90.0, "1.50 h"),
        (2879.0, "48.0 h"),
        (2880.0, "2.00 days"),
        (-200.0, "-3.33 h"),
    ],
)
def test_minutes(minutes, said):
    assert minutes_in_words(minutes) == said


def test_numbers():
    assert number(25347.5) == "25,348"
    assert number(-0.0001) == "0.000"
    assert signed(-0.0001) == "0.000"
    assert signed(0.0) == "0"
    assert signed(0.5) == "+0.50"
    assert signed(float("nan")) == "unknown"


def test_an_interval_has_one_unit():
    assert change_in_words(Interval(-48.0, -200.0, 104.0)) == "-0.80 h (95% interval -3.33 to +1.73)"


def test_lists():
    assert listed(["a"]) == "a"
    assert listed(["a", "b"]) == "a and b"
    assert listed(["a", "b", "c"]) == "a, b and c"
