"""Weekly values of a replication: of cases they add up to the measures of the cohort, of people they are by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.comparison.sampling import Sampler
from sim.core import run_core
from sim.demand.build import build_tape
from sim.formation.prepared import prepare
from sim.foundation.calendar import MINUTES_PER_WEEK
from sim.measures.cases import cases_of_cohort
from sim.measures.empathy import empathy_terms
from sim.measures.weekly import LOAD_WEEKS, OF_CASES, weekly_of_cases, weekly_of_people, weeks_of
from sim.records.tables import CONTACT, blank_weeks
from tests.unit.comparison.made import tiny

WEEKS = 6


@pytest.fixture(scope="module")
def prepared():
    return prepare(tiny(["time.measured_weeks=6"]), ["silos"])


@pytest.fixture(scope="module")
def ran(prepared):
    """(tape, terms of empathy, records) of one replication, written where something lay."""
    tape = build_tape(prepared.scenario, prepared.customers, seed=1, first_replication=0, replications=1)
    shared = (prepared.customers, prepared.people, prepared.roster)
    rows = np.full(2 * tape.arrival.size * CONTACT.itemsize, 7, dtype=np.uint8).view(CONTACT)
    records = run_core(tape, *shared, prepared.formations["silos"], threads=1, rows=rows)
    assert np.shares_memory(records.contacts, rows)
    return tape, empathy_terms(prepared.scenario), records


def test_weeks_add_up_to_the_cohort(prepared, ran):
    tape, terms, records = ran
    weekly = weekly_of_cases(records, prepared.customers, tape, terms)
    sampler = Sampler(prepared, seed=1, engine="core", threads=1)
    sampler.extend_to(1)
    measured = sampler.samples["silos"]
    assert weekly["cases"].size == WEEKS
    assert weekly["cases"].sum() == measured["cases_arrived"][0]
    for name in OF_CASES:
        mean = np.average(weekly[name], weights=weekly["cases"])
        assert mean == pytest.approx(measured[name][0], rel=1e-12)
    by_channel = {name for name in weekly if "@" in name}
    assert by_channel == {f"{name}@{channel}" for name in OF_CASES for channel in ("voice", "mail")}


def test_a_week_is_that_of_its_cases(prepared, ran):
    tape, terms, records = ran
    weekly = weekly_of_cases(records, prepared.customers, tape, terms)
    cases = cases_of_cohort(records, prepared.customers, tape, terms)
    first, _ = weeks_of(prepared.customers)
    for week in range(WEEKS):
        begins = (first + week) * MINUTES_PER_WEEK
        arrived = (cases.arrived >= begins) & (cases.arrived < begins + MINUTES_PER_WEEK)
        assert weekly["cases"][week] == np.count_nonzero(arrived)
        for name, value in OF_CASES.items():
            assert weekly[name][week] == pytest.approx(cases[value][arrived].mean(), rel=1e-12)
            for number, channel in enumerate(prepared.customers.channel_names):
                of_channel = cases[value][arrived & (cases.channel == number)]
                assert weekly[f"{name}@{channel}"][week] == pytest.approx(of_channel.mean(), rel=1e-12)


def test_under_way_is_who_came_and_has_not_ended_when_a_week_is_over(prepared, ran):
    tape, terms, records = ran
    contacts = records.contacts.copy()
    contacts["ended_at"][5] = np.nan  # still open when the run stopped
    contacts["ended_at"][10] = 3.0 * MINUTES_PER_WEEK  # ended as a week begins
    changed = replace(records, contacts=contacts)
    found = weekly_of_cases(changed, prepared.customers, tape, terms)["backlog_end"]
    first, _ = weeks_of(prepared.customers)
    for week in range(WEEKS):
        over = (first + week + 1) * MINUTES_PER_WEEK
        expected = np.count_nonzero((contacts["arrived_at"] < over) & ~(contacts["ended_at"] <= over))
        assert found[week] == expected > 0


def rows_by_hand(prepared, **minutes):
    """PERSON_WEEK of one replication of two people, from minutes [weeks, people]; the first week is the warm-up."""
    rows = blank_weeks(1, WEEKS + 2, 2)
    for name, values in minutes.items():
        rows[name] = np.asarray(values, dtype=float).reshape(-1)
    return rows


def test_load_is_that_of_the_last_weeks(prepared):
    shift = np.full((WEEKS + 2, 2), 100.0)
    led = np.zeros((WEEKS + 2, 2))
    led[1:, 0], led[5, 1] = 50.0, 80.0
    found = weekly_of_people(rows_by_hand(prepared, shift_minutes=shift, leading_minutes=led), prepared.customers)
    second = np.array([0.0, 0.0, 0.0, 0.0, 80.0 / (100.0 * LOAD_WEEKS), 80.0 / (100.0 * LOAD_WEEKS)])
    assert found["load_mean"] == pytest.approx((0.5 + second) / 2)
    assert found["load_p90"] == pytest.approx(second + 0.9 * (0.5 - second))


def test_whoever_is_not_there_has_no_load_and_leaves_the_others_theirs(prepared):
    shift = np.full((WEEKS + 2, 2), 100.0)
    shift[:, 1] = 0.0
    rows = rows_by_hand(prepared, shift_minutes=shift, leading_minutes=shift * 0.6, overrun_minutes=shift * 0.2)
    found = weekly_of_people(rows, prepared.customers)
    assert found["load_p90"] == pytest.approx(0.5)  # 60 of 120 paid minutes
    assert found["overrun_minutes"] == pytest.approx(10.0)  # 20 for one of two people


def test_leavers_are_told_per_year_and_person(prepared):
    rows = rows_by_hand(prepared, shift_minutes=np.ones((WEEKS + 2, 2)))
    rows["left"][2 * (1 + 3)] = 1  # the first person, in the fourth week of the cohort
    found = weekly_of_people(rows, prepared.customers)
    assert found["leavers_per_year"].tolist() == [0.0, 0.0, 0.0, 52.0 * 0.5, 0.0, 0.0]
