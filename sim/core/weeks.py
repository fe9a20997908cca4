"""The end of a week in the compiled core: all that changes slowly."""

from __future__ import annotations

from sim.core.inline import called
from sim.core.people import be_replaced, learn
from sim.core.queues import touch
from sim.foundation.calendar import MINUTES_PER_WEEK
from sim.process.learning import is_looked_at_anew
from sim.process.weeks import end_week


@called
def weeks_end(w, now):
    """A week is over for everybody."""
    people = w.who.size
    run = w.run[0]
    for person in range(people):
        is_newcomer = end_week(w.who[person], w.weeks[run.week * people + person], w.policy[0], run, now)
        learn(w, person)
        if is_newcomer:
            be_replaced(w, person)
        for function in range(run.functions):
            w.practice[person, function] = 0.0
            w.overheard[person, function] = 0.0
    if is_looked_at_anew(w.policy[0]):
        for room in range(run.rooms):
            touch(w, room)
    run.week += 1
    run.week_ends += MINUTES_PER_WEEK
