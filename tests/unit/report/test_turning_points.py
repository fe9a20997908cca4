"""The table of `podsim flip`: one unit for all differences, said in the header."""

from dataclasses import replace

import pytest

from sim.comparison.intervals import Interval
from sim.comparison.words import BETTER
from sim.exploring.turning_points import Flip
from sim.report.summary import as_text
from sim.report.turning_points import flip_page
from sim.scenario.ledger import ledger
from tests.unit.comparison.made import tiny

PAIR = ("silos", "pods")


def around(mean):
    return Interval(mean, mean - 1.0, mean + 1.0)


def flip(assumption, measure, low, high):
    ends = (around(low), around(low), around(high))
    return Flip(assumption, PAIR, measure, *ends, (), 0.01, today_word=BETTER, throughout=BETTER)


@pytest.mark.parametrize(
    ("measure", "ends", "header", "cells"),
    [
        ("resolution_minutes", (-30.0, -80.0, 15.0, 300.0), "(h)", ("-0.50", "-1.33", "+0.25", "+5.00")),
        ("resolution_minutes", (-30.0, -80.0, 15.0, 30.0), "(min)", ("-30.0", "-80.0", "+15.0", "+30.0")),
        ("felt_empathy", (-0.03, -0.02, 0.01, 0.2), None, ("-0.030", "-0.020", "+0.010", "+0.20")),
    ],
)
def test_a_column_has_one_unit_and_names_it(measure, ends, header, cells):
    first, second = ledger(tiny())[:2]
    flips = [flip(first, measure, *ends[:2]), flip(replace(second, name="other"), measure, *ends[2:])]
    lines = as_text(flip_page(tiny(), flips, replications=2)).splitlines()
    begin = next(number for number, line in enumerate(lines) if "plausible" in line)
    end = next(number for number, line in enumerate(lines) if line.startswith("Low end, high end"))
    head, rows = lines[begin], "\n".join(lines[begin + 1 : end])
    assert head.count("(") == (2 if header else 0)
    assert header is None or (f"low end {header}" in head and f"high end {header}" in head)
    for cell in cells:
        assert f" {cell} " in rows
    assert not any(f"{cell} {unit}" in rows for cell in cells for unit in ("min", "h", "days"))
