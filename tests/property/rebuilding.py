"""Contact and person rows made again from segments: what a column means, written a third time and differently.

Of a contact, outcome and end come from the segments as far as these tell: a customer who was turned away, or gave up
before any time had passed, leaves none.
"""

from __future__ import annotations

import numpy as np

from sim.demand.calendar import closed_minutes
from sim.formation import ShiftEvent
from sim.records.tables import CONTACT, PERSON, STEP_PARTS, Change, Outcome, SegmentKind
from tests.property.runs import OCCUPATIONS, Run

COUNTED = ("leading", "listening", "consulting", "linking")


def contacts_from_segments(run: Run) -> np.ndarray:
    """CONTACT[n], but for outcome and ended_at of those who were not resolved."""
    rows = np.zeros(run.contacts.size, dtype=CONTACT)
    rows["replication"] = run.replication
    rows["case"] = np.arange(rows.size)
    for column, of_tape in (
        ("channel", "channel"),
        ("arrived_at", "arrival"),
        ("deadline_at", "deadline"),
        ("distress", "distress"),
    ):
        rows[column] = run.of_tape(of_tape)
    for name in ("outcome", "ended_at"):
        rows[name] = run.contacts[name]
    rows["first_team"] = rows["last_person"] = -1
    rows["first_served_at"] = np.nan
    for case, found in run.by_case.items():
        book_waits(run, rows[case], [row for row in found if row["kind"] != SegmentKind.STEP])
        steps = [row for row in found if row["kind"] == SegmentKind.STEP]
        if steps:
            book_parts(rows[case], steps)
            count_steps(run, rows[case], steps)
            book_ends(run, rows[case], steps)
    return rows


def book_waits(run: Run, row: np.void, waits: list[np.void]) -> None:
    """Closed hours, queue and pickup up to the deadline."""
    for wait in waits:
        until = min(wait["end"], row["deadline_at"])
        if until > wait["start"]:
            closed = closed_minutes(wait["start"], until, row["channel"], run.inputs.customers.open_before)
            row["closed_minutes"] += closed
            of_kind = "queue_minutes" if wait["kind"] == SegmentKind.QUEUE else "pickup_minutes"
            row[of_kind] += until - wait["start"] - closed


def book_parts(row: np.void, steps: list[np.void]) -> None:
    """Parts of steps, laid end to end from the start of the step and cut at the deadline.

    The end of a part may lie before its start: a person with pace above 1 saves minutes of work.
    """
    for step in steps:
        at = 0.0
        left = max(row["deadline_at"] - step["start"], 0.0)
        for part in STEP_PARTS:
            row[part] += min(at + step[part], left) - min(at, left)
            at += step[part]


def count_steps(run: Run, row: np.void, steps: list[np.void]) -> None:
    """Counts, with every change of hands judged anew from people and home teams."""
    last, team_before = None, None
    met: set[int] = set()
    for step in steps:
        person, team = int(step["person"]), run.home[step["person"]]
        change = change_of_hands(run, last, person)
        warm = change >= Change.LEAD_CHANGE and person in listeners(run, row["case"], step["step"] - 1)
        assert (step["change"], step["warm"]) == (change, warm)
        if step["start"] <= row["deadline_at"]:
            row["steps"] += 1
            row["handoffs"] += change == Change.HANDOFF
            row["lead_changes"] += change == Change.LEAD_CHANGE
            row["ping_pongs"] += change == Change.HANDOFF and team == team_before
            row["misroutes"] += step["apparent"] != step["need"]
            row["borrowed"] += bool(run.policy["walls"]) and team != step["team"]
            row["warm_takeovers"] += warm
            row["people_met"] += person not in met
            row["known_steps"] += person in met
            row["context_sum"] += step["context"]
            row["fatigue_sum"] += step["fatigue"]
            row["warmth_sum"] += run.inputs.people.warmth[person]
            row["skill_sum"] += skill_shown(run, row["case"], step)
        if change == Change.HANDOFF:
            team_before = run.home[last]
        met.add(person)
        last = person


def skill_shown(run: Run, case: int, step: np.void) -> float:
    """Skill that the customer met: 0 in triage, that of consulting where a lead had an adviser."""
    beside = run.beside.get((int(case), int(step["step"])), [])
    if any(row["kind"] == SegmentKind.CONSULT for row in beside):
        return float(run.policy["consult_skill"])
    return float(run.inputs.people.skill[step["person"], step["need"]])


def change_of_hands(run: Run, last: int | None, person: int) -> Change:
    """What a step is for the customer."""
    if last is None:
        return Change.FIRST
    if last == person:
        return Change.SAME_PERSON
    return Change.LEAD_CHANGE if run.home[last] == run.home[person] else Change.HANDOFF


def listeners(run: Run, case: int, step: int) -> set[int]:
    """Wings of a step."""
    rows = run.beside.get((int(case), int(step)), [])
    return {int(row["person"]) for row in rows if row["kind"] == SegmentKind.LISTEN}


def book_ends(run: Run, row: np.void, steps: list[np.void]) -> None:
    """First and last people, and whether the last step settled the last need."""
    row["first_served_at"] = steps[0]["start"]
    row["first_team"] = run.home[steps[0]["person"]]
    row["last_person"] = steps[-1]["person"]
    last = steps[-1]
    is_last_need = last["need_position"] + 1 == run.of_tape("needs")[row["case"]]
    able = last["apparent"] == last["need"] or run.inputs.people.skill[last["person"], last["need"]] > 0.0
    if is_last_need and able and last["end"] <= run.stopped_at:
        row["outcome"], row["ended_at"] = Outcome.RESOLVED, last["end"]


def people_from_segments(run: Run) -> np.ndarray:
    """PERSON[P]; presence comes from the roster and the absence draws."""
    rows = np.zeros(run.people.size, dtype=PERSON)
    rows["replication"] = run.replication
    rows["person"] = np.arange(rows.size)
    for kind, name in zip(OCCUPATIONS, COUNTED, strict=True):
        found = run.of_kind(kind)
        minutes = run.within_cohort_weeks(found["start"], found["end"])
        np.add.at(rows[f"{name}_minutes"], found["person"], minutes)
    customers = run.inputs.customers
    for kind, name in ((SegmentKind.STEP, "steps_led"), (SegmentKind.LISTEN, "steps_listened")):
        found = run.of_kind(kind)
        inside = (found["start"] >= customers.cohort_start) & (found["start"] < customers.cohort_end)
        np.add.at(rows[name], found["person"][inside], 1)
    for person, spans in enumerate(run.on_shift):
        starts, ends = np.array(spans).reshape(-1, 2).T
        planned = np.minimum(ends, planned_end(run, person, starts))
        rows["shift_minutes"][person] = run.within_cohort_weeks(starts, planned).sum()
        rows["overrun_minutes"][person] = overrun(run, person, starts, ends)
    return rows


def planned_end(run: Run, person: int, starts: np.ndarray) -> np.ndarray:
    """When shifts that began at `starts` were to end."""
    roster = run.inputs.roster
    mine = (roster.person == person) & (roster.kind == ShiftEvent.START)
    begun = dict(zip(roster.time[mine], roster.ends[mine], strict=True))
    return np.array([begun[start] for start in starts])


def overrun(run: Run, person: int, starts: np.ndarray, ends: np.ndarray) -> float:
    """Minutes of occupations that lie outside the spans on shift."""
    found = run.of_kind(*OCCUPATIONS)
    mine = found[found["person"] == person]
    occupied = run.within_cohort_weeks(mine["start"], mine["end"]).sum()
    first = np.maximum(mine["start"][:, None], starts)
    last = np.maximum(np.minimum(mine["end"][:, None], ends), first)
    return occupied - run.within_cohort_weeks(first, last).sum()
