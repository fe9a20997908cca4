"""How the loop ends for good, or stops for a table that is too short."""

from __future__ import annotations

from sim.core.cases import end_interval, first_contact
from sim.core.inline import inlined
from sim.core.world import GROWING, MAX_WINGS
from sim.foundation.kinds import NewStage
from sim.process.fatigue import settle
from sim.process.people import close_overrun
from sim.process.waiting import is_landing, is_waiting
from sim.process.weeks import book_week

CASES, MEETINGS, EVENTS, CONTACTS, SEGMENTS = range(len(GROWING))
# At most in one event: entries in the heap beside a call for each step that starts; people who become free in it, as
# whoever leads a step and its wings do, and who rested meanwhile; segments for each of them or of a step that starts,
# with its adviser, those who owe link minutes for it and the wait that ends.
MOST_PUSHED, MOST_FREED, MOST_SEGMENTS = 6, 2 * (1 + MAX_WINGS), 6


@inlined
def close_books(w, stopped_at):
    """Book what is still under way when the run stops, and describe the cases that never came."""
    for number in range(w.run[0].next_case, w.arrival.size):
        first_contact(w, number)
    for case in range(w.run[0].cases):
        if is_waiting(w.case[case]) or is_landing(w.case[case]):
            end_interval(w, case, stopped_at)
    for person in range(w.people.size):
        settle(w.who[person], w.people[person], w.policy[0], w.run[0], stopped_at)
        close_overrun(w.who[person], w.people[person], w.run[0], stopped_at)
        row = w.run[0].week * w.who.size + person
        if row < w.weeks.size:
            book_week(w.who[person], w.weeks[row], w.policy[0], stopped_at)


@inlined
def table_too_small(w):
    """The place in GROWING of a table that the next event, or the closing of the books, might overfill; -1: none."""
    run = w.run[0]
    anew = w.requeue.size if run.new_stage == NewStage.TEAMS else 0
    if run.cases >= w.case.size:
        return CASES
    if run.contacts >= w.later.size:
        return CONTACTS
    most_started = run.free + MOST_FREED
    if run.events_ahead + MOST_PUSHED + most_started + anew > w.event.size:
        return EVENTS
    if run.meetings + most_started > w.meeting.size:
        return MEETINGS
    if run.keep_segments and run.segments + MOST_SEGMENTS * (most_started + 1) + run.cases + anew > w.segments.size:
        return SEGMENTS
    return -1
