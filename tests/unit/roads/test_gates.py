"""Gates: what they measure over the weeks before, and when they hold."""

from __future__ import annotations

import numpy as np
import pytest

from sim.core import run_core
from sim.demand.build import build_tape
from sim.formation.prepared import prepare
from sim.foundation.calendar import MINUTES_PER_WEEK
from sim.measures.empathy import empathy_terms
from sim.measures.weekly import weekly_of_cases, weekly_of_people
from sim.roads.gates import gate_of, measured
from sim.roads.running import slowed
from sim.roads.settings import Gate
from tests.unit.comparison.made import tiny

WEEKS = 8


@pytest.fixture(scope="module")
def ran():
    prepared = prepare(slowed(tiny(), WEEKS), ["silos"])
    customers, terms = prepared.customers, empathy_terms(prepared.scenario)
    tape = build_tape(prepared.scenario, customers, seed=1, first_replication=0, replications=1)
    records = run_core(tape, customers, prepared.people, prepared.roster, prepared.formations["silos"], threads=1)
    return records, customers, terms, tape


def over(ran, measure, weeks, now, **changed):
    records, customers, terms, tape = ran
    rows = {"contacts": records.contacts, "weeks": records.weeks, **changed}
    gate = Gate(measure=measure, at_most=1.0, weeks=weeks)
    return measured(gate, rows["contacts"], rows["weeks"], now, customers, terms, tape)


@pytest.mark.parametrize("measure", ["felt_empathy", "abandoned_share"])
def test_cases_are_those_that_came_in_the_weeks_before(ran, measure):
    records, customers, terms, tape = ran
    weekly = weekly_of_cases(records, customers, tape, terms)
    now = customers.cohort_start + 5 * MINUTES_PER_WEEK
    expected = np.average(weekly[measure][2:5], weights=weekly["cases"][2:5])
    assert over(ran, measure, 3, now) == pytest.approx(expected)


def test_loads_are_those_of_the_weeks_before(ran):
    records, customers, *_ = ran
    weekly = weekly_of_people(records.weeks, customers)
    now = customers.cohort_start + 6 * MINUTES_PER_WEEK
    for measure in ("load_p90", "load_mean"):
        assert over(ran, measure, 4, now) == pytest.approx(weekly[measure][5])


def test_whoever_still_waits_has_waited_until_now(ran):
    records, customers, *_ = ran
    now = customers.cohort_start + MINUTES_PER_WEEK
    open_ones = records.contacts.copy()
    began = customers.cohort_start
    here = (open_ones["arrived_at"] >= began) & (open_ones["arrived_at"] < now)
    open_ones["ended_at"][here], open_ones["outcome"][here] = np.nan, 0
    open_ones["deadline_at"] += 10 * MINUTES_PER_WEEK
    first = open_ones[here & (open_ones["contact"] == 0)]
    found = over(ran, "resolution_minutes", 1, now, contacts=open_ones[here])
    assert found == pytest.approx((now - first["arrived_at"]).mean())


def test_a_gate_holds_on_its_side_and_nowhere_without_cases(ran):
    records, customers, terms, tape = ran
    now = customers.cohort_end
    load = over(ran, "load_mean", 4, now)
    for limits, held in (
        ({"at_most": load}, True), ({"at_most": load - 1e-6}, False),
        ({"at_least": load}, True), ({"at_least": load + 1e-6}, False),
    ):  # fmt: skip
        gate = Gate(measure="load_mean", weeks=4, **limits)
        assert gate_of(gate, customers, terms, tape)(records.contacts, records.weeks, now) is held
    nothing = gate_of(Gate(measure="felt_empathy", at_least=0.0), customers, terms, tape)
    assert not nothing(records.contacts[:0], records.weeks[:0], now)
