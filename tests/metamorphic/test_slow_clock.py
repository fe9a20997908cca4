"""The slow clock alone, with nothing that it would bring to bear, changes no row."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from sim.records.tables import PERSON_WEEK
from tests.equivalence.random_scenarios import scenarios
from tests.metamorphic.columns import QUIET, assert_alike, inputs_for, run


@settings(max_examples=25, suppress_health_check=list(HealthCheck), **QUIET)
@given(description=scenarios())
def test_the_clock_alone_changes_nothing(description):
    description["time"]["slow_clock"] = False
    inputs = inputs_for(description)
    off, on = run(inputs), run(replace(inputs, customers=replace(inputs.customers, slow_clock=True)))
    assert_alike(off, replace(on, events=off.events))
    weeks = on.weeks.reshape(inputs.tape.replications, -1, inputs.people.count)
    mondays = ((weeks["week"][0, :, 0] + 1) * 10080.0)[None, :] <= on.stopped_at[:, None]
    assert (weeks["team"][:, :, 0] >= 0)[mondays].all()
    counted = on.events - off.events
    missed = on.stopped_at == inputs.customers.cohort_end  # a Monday on which nothing is left is no event
    assert ((counted == mondays.sum(axis=1)) | (missed & (counted == mondays.sum(axis=1) - 1))).all()
    assert off.weeks.size == 0
    assert off.weeks.dtype == PERSON_WEEK
