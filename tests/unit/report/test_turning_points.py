"""The table of `podsim flip`: one unit for all differences, said in the header."""

from dataclasses import replace

import pytest

from sim.comparison.intervals import Interval
from sim.comparison.words import BETTER, NOT_SETTLED, SAME
from sim.exploring.turning_points import Flip, Turn
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
    above = lines[begin - 1] if header else head
    assert all(name in above for name in ("low end", "high end"))
    assert header is None or head.count(header) == 2
    for cell in cells:
        assert f" {cell} " in rows
    assert not any(f"{cell} {unit}" in rows for cell in cells for unit in ("min", "h", "days"))


def closing(*flips):
    """What is said below the table."""
    return as_text(flip_page(tiny(), flips, replications=2)).partition("more runs needed.\n")[2]


def test_it_is_said_how_many_were_tried():
    one, other = (flip(assumed, "resolution_minutes", -80.0, -70.0) for assumed in ledger(tiny())[:2])
    none = "within these ranges none turns the answer of pods with better habits against departments for certain."
    assert f"1 assumption tried: {none}" in " ".join(closing(one).split())
    assert f"2 assumptions tried: {none}" in " ".join(closing(one, other).split())


def test_nothing_is_said_to_turn_where_today_is_not_settled():
    turn = Turn(0.2, 0.1, 0.3, SAME, BETTER, clear=True)
    one = replace(flip(ledger(tiny())[0], "resolution_minutes", -80.0, 15.0), turns=(turn,))
    assert "too little to matter only below" in closing(one)
    said = closing(replace(one, today_word=NOT_SETTLED)).strip()
    assert (
        said == "1 assumption tried. Today's answer is not settled: more runs needed before it is said what turns it."
    )
