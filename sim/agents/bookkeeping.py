"""Writing down what happens: the rows of contacts, people and segments."""

from __future__ import annotations

from math import nan
from typing import TYPE_CHECKING

import numpy as np

from sim.foundation.calendar import closed_minutes
from sim.foundation.kinds import Change, ComesBack, Outcome, SegmentKind
from sim.records.tables import CONTACT, PARTS, PERSON, SEGMENT, STEP_PARTS
from sim.rules.service import minutes_within

if TYPE_CHECKING:
    from sim.agents.customer import CustomerAgent
    from sim.agents.model import OrganisationModel
    from sim.agents.person import PersonAgent
    from sim.agents.service import Step
    from sim.agents.tape_rows import TapeRows

CLOSED = PARTS.index("closed_minutes")
INTERVAL_PART = {
    SegmentKind.QUEUE: PARTS.index("queue_minutes"),
    SegmentKind.PICKUP: PARTS.index("pickup_minutes"),
    SegmentKind.BOT: PARTS.index("bot_minutes"),
}
FIRST_STEP_PART = PARTS.index(STEP_PARTS[0])
NO_CHANGE, NOT_WARM, NO_PERSON = -1, -1, -1
NO_PARTS = (0.0,) * len(STEP_PARTS)


# --- contacts -----------------------------------------------------------------------------------------


def book_wait(case: CustomerAgent, kind: SegmentKind) -> None:
    """Book the interval without anybody that ends now, up to the deadline; waiting is split from closed minutes."""
    model, contact, parts = case.model, case.contact, case.contact.parts
    start, end = case.interval_start, model.now
    stop = min(end, case.deadline)
    if stop > start:
        closed = 0.0
        if kind != SegmentKind.BOT:
            closed = closed_minutes(start, stop, case.channel, model.conditions.open_before)
        parts[CLOSED] += closed
        parts[INTERVAL_PART[kind]] += (stop - start) - closed
    if model.segments is not None and end > start:
        what = (case.apparent, case.true_function, case.position, case.attempt, team_number(case), NO_PERSON)
        head = (model.replication, case.number, contact.number, contact.step_number, kind, NO_CHANGE, NOT_WARM)
        model.segments.append((*head, *what, start, end, nan, nan, *NO_PARTS))


def count_step(step: Step) -> None:
    """Raise the counts of a contact when a step begins, as long as its deadline has not passed."""
    case, person, contact = step.case, step.person, step.case.contact
    if step.begins <= case.deadline:
        raise_counts(step)
    if contact.first_served_at is None:
        contact.first_served_at = step.begins
        contact.first_team = person.home
    if step.change == Change.HANDOFF:
        case.team_before = step.giver.home
    contact.step_number += 1
    contact.wrong_attempts += step.wrong
    case.met.add(person)


def raise_counts(step: Step) -> None:
    """Raise the counts of a contact, and the sums over its steps."""
    case, person, contact = step.case, step.person, step.case.contact
    handoff, known = step.change == Change.HANDOFF, person in case.met
    contact.steps += 1
    contact.handoffs += handoff
    contact.lead_changes += step.change == Change.LEAD_CHANGE
    contact.ping_pongs += handoff and person.home is case.team_before
    contact.warm_takeovers += step.warm
    contact.misroutes += step.wrong
    contact.referrals += step.referral
    contact.borrowed += case.model.conditions.walls and person.home is not case.team
    contact.people_met += not known
    contact.known_steps += known
    contact.context_sum += step.context
    contact.skill_sum += step.skill
    contact.fatigue_sum += step.fatigue
    contact.warmth_sum += person.warmth


def book_step(step: Step, cumulative: list[float]) -> None:
    """Book the parts of a step, each up to the deadline."""
    parts, left = step.case.contact.parts, step.case.deadline - step.begins
    before = 0.0
    for part, minutes in enumerate(cumulative, FIRST_STEP_PART):
        within = minutes_within(minutes, left)
        parts[part] += within - before
        before = within


def contact_row(case: CustomerAgent, replication: int) -> tuple:
    """The row of the present contact, in the order of CONTACT."""
    contact = case.contact
    return (
        *(replication, case.number),
        -1 if contact.first_team is None else contact.first_team.number,
        -1 if case.holder is None else case.holder.number,
        contact.arrived_at,
        nan if contact.first_served_at is None else contact.first_served_at,
        nan if contact.ended_at is None else contact.ended_at,
        case.deadline,
        contact.distress,
        *(contact.context_sum, contact.skill_sum, contact.fatigue_sum, contact.warmth_sum),
        *contact.parts,
        *(contact.steps, contact.handoffs, contact.lead_changes, contact.ping_pongs),
        *(contact.misroutes, contact.referrals),
        *(contact.borrowed, contact.warm_takeovers, contact.people_met, contact.known_steps),
        *(contact.number, case.channel, contact.outcome, contact.comes_back),
    )


def blank_row(tape: TapeRows, number: int, replication: int) -> tuple:
    """The row of a case that had not arrived when the run stopped."""
    known = (tape.arrival[number], nan, nan, tape.deadline[number], tape.distress[number])
    last = (0, tape.channel[number], Outcome.OPEN, ComesBack.NO)
    return (replication, number, -1, -1, *known, *[0.0] * 4, *[0.0] * len(PARTS), *[0] * 10, *last)


def contact_rows(model: OrganisationModel) -> np.ndarray:
    """Rows of all contacts, at least one for each case of the replication's tape, by (case, contact). CONTACT[n]."""
    rows: list[tuple] = []
    for number, contacts in enumerate(model.contact_rows):
        rows += contacts or [blank_row(model.tape, number, model.replication)]
    return np.array(rows, dtype=CONTACT)


# --- people -------------------------------------------------------------------------------------------


def person_rows(model: OrganisationModel) -> np.ndarray:
    """Rows of all people. PERSON[P]."""
    rows = []
    for person in model.people:
        sums = (*person.minutes.values(), person.fatigue_sum, person.steps_led, person.steps_listened)
        rows.append((model.replication, person.number, *sums))
    return np.array(rows, dtype=PERSON)


# --- segments -----------------------------------------------------------------------------------------


def step_segment(
    step: Step, kind: SegmentKind, person: PersonAgent, end: float, cumulative: list[float] | None = None
) -> None:
    """Write down a step (with its parts), or what a colleague does for it (without)."""
    case, model = step.case, step.case.model
    if model.segments is None:
        return
    change, warm, fatigue, context, parts = NO_CHANGE, NOT_WARM, nan, nan, NO_PARTS
    if cumulative is not None:
        change, warm, fatigue, context = step.change, step.warm, step.fatigue, step.context
        parts = [after - before for before, after in zip([0.0, *cumulative], cumulative, strict=False)]
    head = (model.replication, case.number, case.contact.number, step.number, kind, change, warm)
    what = (step.apparent, step.need, step.position, step.attempt, team_number(case), person.number)
    model.segments.append((*head, *what, step.begins, end, fatigue, context, *parts))


def link_segment(model: OrganisationModel, person: PersonAgent, end: float) -> None:
    """Write down the giver's side of handoffs; it may cover several, so it belongs to no case."""
    if model.segments is not None:
        head = (model.replication, -1, -1, -1, SegmentKind.LINK, NO_CHANGE, NOT_WARM)
        what = (-1, -1, -1, -1, person.home.number, person.number)
        model.segments.append((*head, *what, model.now, end, nan, nan, *NO_PARTS))


def segment_rows(model: OrganisationModel) -> np.ndarray | None:
    """All segments in the order of writing. SEGMENT[m], or None when not asked for."""
    if model.segments is None:
        return None
    return np.array(model.segments, dtype=SEGMENT)


def team_number(case: CustomerAgent) -> int:
    """Number of the team of the last queue the case was in, -1 without walls."""
    return -1 if case.team is None else case.team.number
