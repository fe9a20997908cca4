"""Person rows made again from segments; presence comes from the roster and the absence draws."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.foundation.grid import to_grid
from sim.foundation.kinds import SegmentKind, ShiftEvent
from sim.records.tables import PERSON
from tests.property import by_hand
from tests.property.runs import OCCUPATIONS, Run

COUNTED = ("leading", "listening", "consulting", "linking")


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
        np.add.at(rows["steps_led" if kind == SegmentKind.STEP else "interruptions"], begun["person"], 1)
    for person, spans in enumerate(run.on_shift):
        starts, ends = np.array(spans).reshape(-1, 2).T
        planned = np.minimum(ends, planned_end(run, person, starts))
        rows["shift_minutes"][person] = run.within_cohort_weeks(starts, planned).sum()
        rows["overrun_minutes"][person] = overrun(run, person, starts, ends)
        strained = np.array(list(strain(run, person))).reshape(-1, 2)
        rows["strain_minutes"][person] = run.within_cohort_weeks(*strained.T).sum()
    begun = begun_in_cohort_weeks(run, SegmentKind.STEP)
    np.add.at(rows["fatigue_sum"], begun["person"], begun["fatigue"])
    return rows


def begun_in_cohort_weeks(run: Run, kind: SegmentKind) -> np.ndarray:
    """Segments of a kind that begin in the cohort's weeks."""
    found, customers = run.of_kind(kind), run.inputs.customers
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


def occupations(run: Run, person: int) -> np.ndarray:
    """What somebody did, in order."""
    found = run.of_kind(*OCCUPATIONS)
    mine = found[found["person"] == person]
    return mine[np.lexsort((mine["end"], mine["start"]))]


def strain(run: Run, person: int) -> Iterator[tuple[float, float]]:
    """Time of somebody past the strain line: fatigue is followed through all occupations and rests up to the stop."""
    policy, stop = run.policy, run.stopped_at
    rise, fall = float(policy["rise_half_life_minutes"]), float(policy["fall_half_life_minutes"])
    line = float(policy["strain_line"])
    now = fatigue = 0.0
    for row in occupations(run, person):
        rested = by_hand.rested(fatigue, row["start"] - now, fall) if row["start"] > now else fatigue
        yield now, now + by_hand.strained_resting(fatigue, rested, row["start"] - now, fall, line)
        if row["kind"] == SegmentKind.STEP:
            assert row["fatigue"] == rested
        fatigue = rested
        for start, end, rate in stretches(run, row):
            before, now = fatigue, max(start, min(end, stop))
            weighted = (now - start) * rate
            fatigue = by_hand.tired(before, weighted, rise) if weighted > 0.0 else before
            yield now - to_grid(by_hand.strained_serving(before, fatigue, weighted, rise, line) / rate), now
        now = min(row["end"], stop)
    rested = by_hand.rested(fatigue, stop - now, fall) if stop > now else fatigue
    yield now, now + by_hand.strained_resting(fatigue, rested, stop - now, fall, line)


def stretches(run: Run, row: np.void) -> Iterator[tuple[float, float, float]]:
    """(start, end, minutes of serving that a minute counts for) of an occupation; a lead is spared once wings come."""
    start, end = float(row["start"]), float(row["end"])
    if row["kind"] != SegmentKind.STEP:
        yield start, end, 1.0
        return
    called = run.listening_since(row)
    distress = run.row_of[int(row["case"]), int(row["contact"])]["distress"]
    alone = float(1.0 + run.policy["distress_weight"] * distress)
    yield start, end if called is None else called, alone
    if called is not None:
        saving = by_hand.saving_of_formation(len(run.beside(row, SegmentKind.LISTEN)))
        yield called, end, float(alone * (1.0 - run.policy["drafting"] * saving))
