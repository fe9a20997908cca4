"""Contact and person rows follow from the segments, column by column, over all contacts of a case."""

from __future__ import annotations

import pytest

from sim.foundation.kinds import SegmentKind
from sim.records.tables import first_difference
from tests.equivalence.random_scenarios import scenarios, simple_scenarios
from tests.property.rebuilding import contacts_from_segments
from tests.property.rebuilding_people import people_from_segments
from tests.property.runs import on_random_runs


@pytest.mark.slow
@on_random_runs(50, simple_scenarios())
def test_contact_rows_of_departments_and_pods(run):
    assert first_difference(contacts_from_segments(run), run.contacts) is None


@pytest.mark.slow
@on_random_runs(50, scenarios())
def test_contact_rows_of_any_formation(run):
    """First lines, lanes, owners, languages and sites among them."""
    assert first_difference(contacts_from_segments(run), run.contacts) is None


@pytest.mark.slow
@on_random_runs(60)
def test_person_rows(run):
    assert first_difference(people_from_segments(run), run.people) is None


@on_random_runs()
def test_segments_are_numbered_by_step_and_belong_to_a_contact(run):
    for address, rows in run.by_contact.items():
        assert address in run.row_of
        steps = [int(row["step"]) for row in rows if row["kind"] == SegmentKind.STEP]
        assert steps == list(range(len(steps)))
    led = {(row["case"], row["contact"], row["step"]) for row in run.of_kind(SegmentKind.STEP)}
    beside = run.of_kind(SegmentKind.LISTEN, SegmentKind.CONSULT, SegmentKind.JOIN)
    assert {(row["case"], row["contact"], row["step"]) for row in beside} <= led
