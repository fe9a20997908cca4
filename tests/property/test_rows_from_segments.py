"""Contact and person rows follow from the segments, column by column."""

from __future__ import annotations

import pytest

from sim.records.tables import Outcome, SegmentKind, first_difference
from tests.property.rebuilding import contacts_from_segments, people_from_segments
from tests.property.runs import on_random_runs, runs_of


@pytest.mark.slow
@on_random_runs(60)
def test_contact_rows(engine, description, whole_minutes):
    for run in runs_of(engine, description, whole_minutes):
        assert first_difference(contacts_from_segments(run), run.contacts) is None


@pytest.mark.slow
@on_random_runs(60)
def test_person_rows(engine, description, whole_minutes):
    for run in runs_of(engine, description, whole_minutes):
        assert first_difference(people_from_segments(run), run.people) is None


@on_random_runs()
def test_outcomes_that_are_no_resolution(engine, description, whole_minutes):
    """Who gave up ended with a wait; who was turned away left nothing; who is open waits or is being served."""
    for run in runs_of(engine, description, whole_minutes):
        for case, row in enumerate(run.contacts):
            found = run.by_case[case]
            if row["outcome"] == Outcome.TURNED_AWAY:
                assert not found
                assert row["ended_at"] == row["arrived_at"]
            elif row["outcome"] == Outcome.ABANDONED:
                assert row["ended_at"] == (found[-1]["end"] if found else row["arrived_at"])
            elif row["outcome"] == Outcome.OPEN and found:
                assert found[-1]["end"] >= run.stopped_at
            else:
                assert found or row["arrived_at"] >= run.stopped_at


@on_random_runs()
def test_segments_are_numbered_by_step(engine, description, whole_minutes):
    for run in runs_of(engine, description, whole_minutes):
        for rows in run.by_case.values():
            steps = [int(row["step"]) for row in rows if row["kind"] == SegmentKind.STEP]
            assert steps == list(range(len(steps)))
        for case, step in run.beside:
            assert any(row["step"] == step and row["kind"] == SegmentKind.STEP for row in run.by_case[case])
