"""Writing down what happens: the rows of contacts, people and segments."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

import numpy as np

from sim.demand.calendar import closed_minutes
from sim.records.tables import CONTACT, PARTS, PERSON, SEGMENT, STEP_PARTS, Change, Outcome, SegmentKind
from sim.rules.service import minutes_within

if TYPE_CHECKING:
    from sim.agents.customer import CustomerAgent
    from sim.agents.model import OrganisationModel
    from sim.agents.person import PersonAgent
    from sim.agents.service import Step
    from sim.agents.tape_rows import TapeRows

CLOSED = PARTS.index("closed_minutes")
WAIT_PART = {SegmentKind.QUEUE: PARTS.index("queue_minutes"), SegmentKind.PICKUP: PARTS.index("pickup_minutes")}
FIRST_STEP_PART = PARTS.index(STEP_PARTS[0])
NO_CHANGE, NOT_WARM, NO_PERSON = -1, -1, -1
NO_PARTS = (0.0,) * len(STEP_PARTS)


# --- contacts -----------------------------------------------------------------------------------------


def book_wait(case: CustomerAgent, kind: SegmentKind) -> None:
    """Book the interval of waiting that ends now, up to the deadline: closed minutes, and the rest."""
    model = case.model
    start, end = case.interval_since, model.now
    stop = min(end, case.deadline)
    if stop > start:
        closed = closed_minutes(start, stop, case.channel, model.conditions.open_before)
        case.parts[CLOSED] += closed
        case.parts[WAIT_PART[kind]] += (stop - start) - closed
    if model.segments is not None and end > start:
        what = (case.apparent, case.true_function, case.position, case.attempt, team_number(case), NO_PERSON)
        head = (model.replication, case.number, 0, case.steps_begun, kind, NO_CHANGE, NOT_WARM)
        model.segments.append((*head, *what, start, end, nan, *NO_PARTS))


def count_step(step: Step) -> None:
    """Raise the counts of a contact when a step begins, as long as its deadline has not passed."""
    case, person, model = step.case, step.person, step.case.model
    handoff = step.change == Change.HANDOFF
    if model.now <= case.deadline:
        case.steps += 1
        case.handoffs += handoff
        case.lead_changes += step.change == Change.LEAD_CHANGE
        case.ping_pongs += handoff and person.home is case.team_before_last
        case.warm_takeovers += step.warm
        case.misroutes += step.wrong
        case.borrowed += model.conditions.walls and person.home is not case.team
        case.people_met += person not in case.served_by
    if case.first_served_at is None:
        case.first_served_at = model.now
        case.first_team = person.home
    if handoff:
        case.team_before_last = step.giver.home
    case.steps_begun += 1
    case.served_by.add(person)


def book_step(step: Step, cumulative: list[float]) -> None:
    """Book the parts of a step, each up to the deadline."""
    parts, left = step.case.parts, step.case.deadline - step.begins
    before = 0.0
    for part, minutes in enumerate(cumulative, FIRST_STEP_PART):
        within = minutes_within(minutes, left)
        parts[part] += within - before
        before = within


def contact_row(case: CustomerAgent, replication: int) -> tuple:
    """The row of a contact, in the order of CONTACT."""
    return (
        *(replication, case.number, 0, case.channel, case.outcome),
        -1 if case.first_team is None else case.first_team.number,
        -1 if case.last_person is None else case.last_person.number,
        case.arrived_at,
        nan if case.first_served_at is None else case.first_served_at,
        nan if case.ended_at is None else case.ended_at,
        case.deadline,
        *case.parts,
        *(case.steps, case.handoffs, case.lead_changes, case.ping_pongs),
        *(case.misroutes, case.borrowed, case.warm_takeovers, case.people_met),
    )


def blank_row(tape: TapeRows, number: int, replication: int) -> tuple:
    """The row of a case that had not arrived when the run stopped."""
    head = (replication, number, 0, tape.channel[number], Outcome.OPEN, -1, -1)
    times = (tape.arrival[number], nan, nan, tape.deadline[number])
    return (*head, *times, *[0.0] * len(PARTS), *[0] * 8)


def contact_rows(model: OrganisationModel) -> np.ndarray:
    """Rows of all cases of the replication's tape. CONTACT[n]."""
    rows = [
        blank_row(model.tape, number, model.replication) if row is None else row
        for number, row in enumerate(model.contact_rows)
    ]
    return np.array(rows, dtype=CONTACT)


# --- people -------------------------------------------------------------------------------------------


def person_rows(model: OrganisationModel) -> np.ndarray:
    """Rows of all people. PERSON[P]."""
    rows = [
        (model.replication, person.number, *person.minutes.values(), person.steps_led, person.steps_listened)
        for person in model.people
    ]
    return np.array(rows, dtype=PERSON)


# --- segments -----------------------------------------------------------------------------------------


def step_segment(
    step: Step, kind: SegmentKind, person: PersonAgent, end: float, cumulative: list[float] | None = None
) -> None:
    """Write down a step (with its parts), or what a colleague does for it (without)."""
    case, model = step.case, step.case.model
    if model.segments is None:
        return
    change, warm, context, parts = NO_CHANGE, NOT_WARM, nan, NO_PARTS
    if cumulative is not None:
        change, warm, context = step.change, step.warm, step.context
        parts = [after - before for before, after in zip([0.0, *cumulative], cumulative, strict=False)]
    head = (model.replication, case.number, 0, step.number, kind, change, warm)
    what = (step.apparent, step.need, step.position, step.attempt, team_number(case), person.number)
    model.segments.append((*head, *what, step.begins, end, context, *parts))


def link_segment(model: OrganisationModel, person: PersonAgent, end: float) -> None:
    """Write down the giver's side of handoffs; it may cover several, so it belongs to no case."""
    if model.segments is not None:
        head = (model.replication, -1, -1, -1, SegmentKind.LINK, NO_CHANGE, NOT_WARM)
        what = (-1, -1, -1, -1, person.home.number, person.number)
        model.segments.append((*head, *what, model.now, end, nan, *NO_PARTS))


def segment_rows(model: OrganisationModel) -> np.ndarray | None:
    """All segments in the order of writing. SEGMENT[m], or None when not asked for."""
    if model.segments is None:
        return None
    return np.array(model.segments, dtype=SEGMENT)


def team_number(case: CustomerAgent) -> int:
    """Number of the team of the last queue the case was in, -1 without walls."""
    return -1 if case.team is None else case.team.number
