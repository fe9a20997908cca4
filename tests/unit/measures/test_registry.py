"""Every measure is one row, and its row says how it is computed."""

from __future__ import annotations

import numpy as np
import pytest

from sim.measures import MEASURES, Measure, measure_table
from sim.measures.case_values import CASE_VALUES
from sim.measures.costs import cost_table
from sim.measures.loads import load_table
from sim.measures.measure import count, felt, mean, minutes, share
from tests.unit.measures import hand_made as made
from tests.unit.measures.test_empathy import lived

CUSTOMERS = made.customers_of_two_weeks()


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_values_of_cases_that_a_row_names_are_there(measure: Measure):
    if measure.by.over == "cases":
        assert set(measure.values) <= set(CASE_VALUES.names)


def test_the_pass_has_what_quantiles_and_shares_explained_are_taken_of():
    """It keeps when cases are solved and contacts answered, and felt empathy by the number of handoffs alone."""
    by_how = {how: [one for one in MEASURES if one.by.how == how] for how in ("quantile", "explained")}
    assert {one.values for one in by_how["quantile"]} == {("resolution_minutes",), ("answer_minutes",)}
    assert {one.values for one in by_how["explained"]} == {("handoffs", "felt_without_halo")}


def test_what_is_of_people_and_of_costs_is_computed_by_their_tables():
    rows, nothing = made.person(0, 60.0), np.zeros(1)
    tables = {"people": load_table(rows, 1, 2.0), "costs": cost_table(rows, nothing, nothing, 2.0, None)}
    for over, table in tables.items():
        assert [measure.name for measure in MEASURES if measure.by.over == over] == list(table)


def test_a_table_has_every_measure_in_the_order_of_the_rows():
    table = measure_table(made.records([lived(0)], [made.person(0, 60.0)], 1), CUSTOMERS)
    assert tuple(table) == tuple(measure.name for measure in MEASURES)


def test_a_row_may_say_otherwise_than_its_kind():
    worth = minutes("a_minutes", "", "A time", smallest=3.0, relative=False).smallest_difference(1000.0)
    assert worth == 3.0
    assert count("a", "", "A number").smallest_difference(-40.0) == 2.0
    assert share("b_share", "bees", "A share", by=mean("b")).values == ("b",)
    assert felt("felt_c", "", "A part").source == "definition: docs/background/felt-empathy.md"


def test_leaders_have_one_word_for_one_measure():
    assert len({measure.said for measure in MEASURES}) == len(MEASURES)
    assert minutes("queue_minutes", "", "A time").said == "queue"
