"""No minute of a case is lost or counted twice: parts of its contacts, time between them and time lost.

As the measures define them, on both engines; whenever the run stops, and be it long before the deadlines.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from sim.foundation.kinds import ComesBack, Outcome
from sim.measures import WATERFALL
from sim.measures.cases import Cases, cases_of_cohort
from sim.records.tables import Records
from sim.scenario import build_scenario
from tests.equivalence.agreement import inputs_of
from tests.property.runs import Run, eventful, on_random_runs, records_of, split

QUIET = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}


def cohort_of(run: Run) -> Cases:
    """Cases of the cohort of one replication."""
    nothing = np.zeros(1)
    records = Records(run.contacts, run.people, None, stopped_at=nothing, events=nothing)
    return cases_of_cohort(records, run.inputs.customers)


def accounted(cases: Cases) -> np.ndarray:
    """Minutes of all contacts, between them, and lost, per case."""
    return sum((cases[part] for part in WATERFALL), np.zeros(cases.size))


@on_random_runs(20)
def test_parts_time_between_contacts_and_time_lost_are_the_resolution_time(run):
    cases = cohort_of(run)
    assert accounted(cases).tolist() == cases["resolution_minutes"].tolist() == resolution_by_hand(run).tolist()


def resolution_by_hand(run: Run) -> np.ndarray:
    """Minutes from first contact to the end of the last one, if that solved the case, else to the deadline."""
    customers, found = run.inputs.customers, {}
    for row in run.contacts:
        solved = row["outcome"] in (Outcome.RESOLVED, Outcome.BOT_RESOLVED) and row["comes_back"] == ComesBack.NO
        end = min(row["ended_at"], row["deadline_at"]) if solved else row["deadline_at"]
        found[row["case"]] = end - run.of_tape("arrival")[row["case"]]
    arrival = run.of_tape("arrival")
    cohort = (arrival >= customers.cohort_start) & (arrival < customers.cohort_end)
    return np.array([found[case] for case in np.flatnonzero(cohort)])


@settings(max_examples=30, **QUIET)
@given(eventful(), st.floats(0.0, 1.0))
def test_a_run_that_is_cut_short_has_booked_everything_up_to_then(engine, description, share):
    """Cases that ended for good or are away are complete; of all others just the time from the stop on is missing."""
    inputs = inputs_of(build_scenario(description), ["random_column"], replications=1)
    assume(inputs.people.able.any(axis=0).all())
    customers = inputs.customers
    end = np.floor(customers.cohort_start + share * (customers.end - customers.cohort_start))
    inputs = replace(inputs, customers=replace(customers, end=end, cohort_end=min(end, customers.cohort_end)))
    for run in split(inputs, records_of(engine, inputs)):
        cases = cohort_of(run)
        missing = cases["resolution_minutes"] - accounted(cases)
        begins = np.append(np.flatnonzero(run.contacts["contact"] == 0), run.contacts.size)
        last = begins[np.searchsorted(begins, cases.first_contact, side="right")] - 1
        outcome, *address = (run.contacts[name][last] for name in ("outcome", "case", "contact"))
        booked_until = np.where(outcome == Outcome.OPEN, run.stopped_at, np.inf)
        for number, place in enumerate(zip(*address, strict=True)):  # a step under way is written in full
            found = run.by_contact.get(place, [])
            booked_until[number] = max(booked_until[number], found[-1]["end"] if found else 0.0)
        expected = cases.deadline - np.clip(booked_until, cases.arrived, cases.deadline)
        assert missing.tolist() == expected.tolist()
