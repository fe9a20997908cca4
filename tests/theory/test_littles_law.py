"""Little's law, L = lambda W, as the exact identity that holds over any window once its edges are handled."""

from __future__ import annotations

import numpy as np
import pytest

from sim.foundation.kinds import SegmentKind
from tests.property.runs import Run, on_random_runs


def contact_of(rows: np.ndarray) -> np.ndarray:
    """One number for each contact of a case. rows: of contacts or segments."""
    return rows["case"].astype(np.int64) * 64 + rows["contact"]


@pytest.mark.parametrize("engine", ["core"])
@on_random_runs(40)
def test_number_present_integrates_to_the_times_in_system(run: Run):
    """Integral of the number in system over the cohort's weeks (from segments) = times spent there (from rows)."""
    customers, rows = run.inputs.customers, run.contacts
    begin, end = customers.cohort_start, customers.cohort_end
    present = run.of_kind(SegmentKind.BOT, SegmentKind.QUEUE, SegmentKind.PICKUP, SegmentKind.STEP)
    moments = np.unique(np.concatenate([[begin, end], present["start"], present["end"]]))
    moments = moments[(moments >= begin) & (moments <= end)]
    arrived = np.searchsorted(np.sort(present["start"]), moments[:-1], side="right")
    left = np.searchsorted(np.sort(present["end"]), moments[:-1], side="right")
    integral = ((arrived - left) * np.diff(moments)).sum()
    until = np.where(np.isnan(rows["ended_at"]), end, rows["ended_at"])
    assert integral == run.within_cohort_weeks(rows["arrived_at"], until).sum()


@pytest.mark.parametrize("engine", ["core"])
@on_random_runs(40)
def test_number_waiting_integrates_to_the_waits(run: Run):
    """The same for queues alone where no row is cut: number in queue against closed, queue and pickup minutes."""
    waits = run.of_kind(SegmentKind.QUEUE, SegmentKind.PICKUP)
    until = np.where(np.isnan(run.contacts["ended_at"]), run.stopped_at, run.contacts["ended_at"])
    rows = run.contacts[until <= run.contacts["deadline_at"]]
    waits = waits[np.isin(contact_of(waits), contact_of(rows))]
    moments = np.unique(np.concatenate([waits["start"], waits["end"]]))
    joined = np.searchsorted(np.sort(waits["start"]), moments[:-1], side="right")
    left = np.searchsorted(np.sort(waits["end"]), moments[:-1], side="right")
    integral = ((joined - left) * np.diff(moments)).sum()
    assert integral == sum(rows[part].sum() for part in ("closed_minutes", "queue_minutes", "pickup_minutes"))
