"""Person rows made again from segments; presence comes from the roster and the absence draws."""

from __future__ import annotations

import numpy as np

from sim.foundation.kinds import SegmentKind, ShiftEvent
from sim.records.tables import PERSON
from tests.property.runs import Run
from tests.property.tiring import OCCUPATIONS, SERVED, occupations, strain

COUNTED = ("leading", "leading", "listening", "consulting", "linking", "leading")


def people_from_segments(run: Run) -> np.ndarray:
    """PERSON[P]; that steps began with the fatigue that their segments show is checked on the way."""
    rows = np.zeros(run.people.size, dtype=PERSON)
    rows["replication"] = run.replication
    rows["person"] = np.arange(rows.size)
    for kind, name in zip(OCCUPATIONS, COUNTED, strict=True):
        found = run.of_kind(kind)
        minutes = run.within_cohort_weeks(found["start"], found["end"])
        np.add.at(rows[f"{name}_minutes"], found["person"], minutes)
        begun = begun_in_cohort_weeks(run, kind)
        if kind != SegmentKind.AFTER_CALL:
            np.add.at(rows["steps_led" if kind in SERVED else "interruptions"], begun["person"], 1)
    for person, spans in enumerate(run.on_shift):
        starts, ends = np.array(spans).reshape(-1, 2).T
        planned = np.minimum(ends, planned_end(run, person, starts))
        trained = np.array(run.staff.trainings[person]).reshape(-1, 2).T
        rows["shift_minutes"][person] = run.within_cohort_weeks(starts, planned).sum()
        rows["shift_minutes"][person] -= run.within_cohort_weeks(*trained).sum()
        rows["overrun_minutes"][person] = overrun(run, person, starts, ends)
        since, until, _ = np.array(list(strain(run, person, run.staff.trainings[person]))).reshape(-1, 3).T
        rows["strain_minutes"][person] = run.within_cohort_weeks(since, until).sum()
    begun = begun_in_cohort_weeks(run, *SERVED)
    np.add.at(rows["fatigue_sum"], begun["person"], begun["fatigue"])
    return rows


def begun_in_cohort_weeks(run: Run, *kinds: SegmentKind) -> np.ndarray:
    """Segments of some kinds that begin in the cohort's weeks."""
    found, customers = run.of_kind(*kinds), run.inputs.customers
    return found[(found["start"] >= customers.cohort_start) & (found["start"] < customers.cohort_end)]


def planned_end(run: Run, person: int, starts: np.ndarray) -> np.ndarray:
    """When shifts that began at `starts` were to end."""
    roster = run.inputs.roster
    mine = (roster.person == person) & (roster.kind == ShiftEvent.START)
    begun = dict(zip(roster.time[mine], roster.ends[mine], strict=True))
    return np.array([begun[start] for start in starts])


def overrun(run: Run, person: int, starts: np.ndarray, ends: np.ndarray) -> float:
    """Minutes of occupations that lie outside the spans on shift."""
    mine = occupations(run, person)
    occupied = run.within_cohort_weeks(mine["start"], mine["end"]).sum()
    first = np.maximum(mine["start"][:, None], starts)
    last = np.maximum(np.minimum(mine["end"][:, None], ends), first)
    return occupied - run.within_cohort_weeks(first, last).sum()
