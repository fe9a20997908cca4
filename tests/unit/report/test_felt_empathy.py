"""What is said of felt empathy to whoever doubts it, and the five rows of those who serve."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from sim.report.felt_empathy import basis_lines, reach, reach_line
from sim.report.summary import as_text, page
from sim.report.tables import measures_for_those_who_serve
from sim.scenario import changed
from sim.scenario.empathy_settings import MISSED, UNMOVED
from tests.unit.comparison.made import comparison

FOUND = {"silos": (200.0, 0.80), "pods": (100.0, 0.90)}


def worlds(first, difference):
    answer = SimpleNamespace(first=np.array(first), difference=np.array(difference))
    return SimpleNamespace(differences={("silos", "pods"): {"felt_empathy": answer}})


def with_settings(found, changes):
    return replace(found, scenario=changed(found.scenario, changes))


def test_reach_is_over_all_columns_of_all_worlds():
    levels, differences = reach(worlds(np.linspace(0.40, 0.50, 101), np.full(101, 0.10)))
    assert levels == pytest.approx([0.41, 0.59], abs=0.002)
    assert differences == pytest.approx([0.10, 0.10])


def test_what_is_worth_having_is_a_share_of_the_reach():
    found = comparison(FOUND)
    one = worlds(np.linspace(0.40, 0.50, 101), np.zeros(101))
    assert reach_line(found, one).startswith("0.020, from which a difference is worth having, is 22% of what columns")
    assert reach_line(found, worlds([0.4, 0.5], [0.1, 0.1])).endswith("between two columns of a world +0.10 to +0.10.")
    smaller = with_settings(found, {"worth_having": {"felt_empathy": 0.009}})
    assert " is 10% of what " in reach_line(smaller, one)
    assert " is more than what " in reach_line(found, worlds([0.5], [0.0]))


def test_what_no_contrast_moves_and_what_is_missed_is_named():
    said = " ".join(basis_lines(comparison(FOUND), None))
    assert all(name in said for name in UNMOVED)
    assert all(f"row {row['evidence_row']} (" in said for row in MISSED)


def test_a_scenario_of_its_own_coefficients_says_so():
    found = with_settings(comparison(FOUND), {"empathy.heard": 1.0})
    assert list(basis_lines(found, None)) == ["The scenario says itself what experiences count for."]
    assert not list(basis_lines(with_settings(found, {"empathy.definition": "effort"}), None))


def test_those_who_serve_have_five_rows_in_all_and_in_no_verdict():
    found = comparison(FOUND)
    text = as_text(page(found, everything=True))
    _, _, block = text.partition("For the people who serve")
    rows = [line for line in block.partition("Where the resolution time goes")[0].splitlines() if line.strip()]
    assert len(rows) == 1 + 2 + 1 + 5  # rest of the title, heads of two lines, rule
    for measure in measures_for_those_who_serve():
        assert measure.said in block
        assert not measure.primary
        assert f"{measure.said} " not in found.verdict
