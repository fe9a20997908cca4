"""Everything one replication of one column needs, as a few arrays: a World.

What belongs to one case, one person or one queue lies in one row, so an event touches few cache lines
and the compiler sees few arrays. Nothing is allocated inside the loop: it stops where a table is too short.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.formation.arrays import POLICY, USUAL
from sim.foundation.kinds import EventKind
from sim.records.tables import ACCOUNT, CONTACT, PERSON, PERSON_WEEK, SEGMENT, STEP_PARTS

# Kinds of events, shifted into the upper bits of an event's key
WEEK, SHIFT_END, SHIFT_START, CALL, COMPLETION, LANDING, ARRIVAL, RETURN, EXPIRY, LENDING = (
    int(kind) << 40 for kind in EventKind
)
INDEX = (1 << 40) - 1
MAX_WINGS = 3
UNKNOWN = math.inf  # in `at_most`

RUN = np.dtype(
    [
        ("key", "u8"),
        ("end", "f8"),
        ("cohort_start", "f8"),
        ("cohort_end", "f8"),
        ("mean_ambiguity", "f8"),
        ("hidden_share", "f8"),
        ("mean_speed", "f8"),  # by experience, of who is here today
        ("mean_familiarity", "f8"),
        ("pace_sigma", "f8"),  # of newcomers
        ("warmth_mean", "f8"),
        ("warmth_spread", "f8"),
        ("functions", "i8"),
        ("languages", "i8"),
        ("classes", "i8"),  # queues of a room: functions, and the front door where there is one, by languages
        ("has_door", "?"),
        ("selects", "?"),  # some team does not admit every case
        ("rooms", "i8"),
        ("lends", "?"),  # people may be lent from one room to another
        ("keep_segments", "i8"),
        ("slow_clock", "?"),
        ("by_count", "?"),  # of a group leaves a number, whoever they are
        ("keep_accounts", "i8"),
        # counters
        ("events_ahead", "i8"),  # in the heap
        ("next_done", "i8"),  # least of `done_at`
        ("started", "i8"),  # steps started in this event
        ("touched", "i8"),  # rooms touched by it
        ("stopped_at", "f8"),
        ("last_time", "f8"),  # of an event
        # rows in use from the start of each table; what was given back among them is chained behind the spare one
        ("cases", "i8"),
        ("spare_case", "i8"),
        ("meetings", "i8"),
        ("spare_meeting", "i8"),
        ("contacts", "i8"),  # later ones
        ("segments", "i8"),
        ("free", "i8"),  # people
        ("listening", "i8"),  # people
        ("waiting", "i8"),  # cases in queues
        ("unfinished", "i8"),  # cases of the cohort
        ("events", "i8"),
        ("next_shift", "i8"),
        ("next_case", "i8"),
        ("week", "i8"),  # under way
        ("training_weeks", "f8"),  # over which people begin with the training of a stage
        ("week_ends", "f8"),  # never, where the slow clock is off
        ("switch_week", "i8"),  # at whose beginning the formation may become another, -1: in none
        ("new_stage", "i8"),  # NewStage that begins in this event
        ("begins", "i8"),  # case of which a contact begins in this event, -1: none
        ("to_assign", "i8"),  # case that this event brings, -1: none
        ("joined", "i8"),  # case that joins a queue in this event, -1: none
    ],
    align=True,
)
CASE = np.dtype(
    [
        # from the tape
        ("number", "i8"),  # row of the tape; -1: the place is spare
        ("arrival", "f8"),
        ("deadline", "f8"),
        ("lineage", "u8"),
        ("ambiguity", "f8"),
        ("distress", "f8"),
        ("patience", "f8"),
        # state
        ("patience_left", "f8"),
        ("last_context", "f8"),  # at the start of the last step: context, minutes told, fatigue and skill
        ("last_told", "f8"),
        ("last_fatigue", "f8"),
        ("last_skill", "f8"),
        ("last_effort", "f8"),
        ("contact_arrival", "f8"),
        ("order", "f8"),  # place in its queue among those of the same rank
        ("rank", "i8"),  # of its channel
        ("waiting_since", "f8"),
        ("interval_start", "f8"),
        ("expiry_at", "f8"),
        ("landing_at", "f8"),
        ("context", "f8"),
        ("told", "f8"),
        ("remembered", "f8"),  # of the account, by who leads the step
        ("known_before", "f8"),  # how far they knew the customer before this contact
        ("account", "i4"),
        ("account_row", "i4"),  # in `accounts`, 0 where no account is kept
        ("owner", "i4"),  # who first led a serving step, in any contact
        ("team", "i4"),
        ("holder", "i4"),  # of this contact, -1: nobody yet
        ("last_met", "i4"),  # last person who led a step of the case, in any contact
        ("row", "i4"),  # of the contact
        ("met", "i4"),  # last of those who led or heard a step, a chain
        ("wrong_attempts", "i4"),  # of this contact
        ("team_before", "i4"),  # home team before the last change between home teams
        ("below", "i4"),  # in its queue: the last that came below it, each with the one after it
        ("after", "i4"),
        ("before", "i4"),  # the one that it is after or, where it is the last, below
        ("apparent", "i2"),  # function, or the number after the last one: the front door
        ("called_for", "i2"),  # function of the next need, for which wings are called to the present step
        ("step", "i2"),
        ("contact", "i2"),
        ("needs", "i1"),
        ("channel", "i1"),
        ("language", "i1"),
        ("state", "i1"),
        ("position", "i1"),  # of the need being worked on
        ("attempt", "i1"),
        ("wings", "i1"),
        ("joined", "i1"),  # people who joined the present step
        ("expiry_set", "?"),  # an entry lies in the heap
        ("is_triage", "?"),  # what the present step is
        ("is_wrong", "?"),
        ("warm", "?"),
        ("change", "i1"),
        ("again", "?"),  # the last need is done again
        ("has_line", "?"),
        ("is_done", "?"),  # waits outside after its last need
    ],
    align=True,
)
WHO = np.dtype(
    [
        ("key", "u8"),
        ("pace", "f8"),
        ("here_since", "f8"),
        ("free_since", "f8"),
        ("overrun_since", "f8"),  # -1: none
        ("owed", "f8"),  # link minutes
        ("warmth", "f8"),
        ("fatigue", "f8"),
        ("settled_at", "f8"),
        ("tiring", "f8"),  # rate, 0: not occupied
        ("led_minutes", "f8"),  # minutes since the last rest
        ("week_shift", "f8"),  # minutes of the week under way
        ("week_overrun", "f8"),
        ("week_leading", "f8"),
        ("week_listening", "f8"),
        ("week_consulting", "f8"),
        ("week_linking", "f8"),
        ("week_strain", "f8"),
        ("week_away", "f8"),
        ("week_training", "f8"),
        ("week_vacant", "f8"),
        ("week_pressure", "f8"),
        ("week_steps", "i8"),
        ("predecessors", "i8"),
        ("vacant_weeks", "i8"),  # left until somebody takes the seat
        ("training_weeks", "i8"),  # left until they serve
        ("weeks_worked", "i8"),
        ("to_train", "f8"),  # minutes left, for a stage
        ("trains_from", "f8"),
        ("lasting_load", "f8"),  # -1: none has been felt yet
        ("lasting_strain", "f8"),
        ("usual_load", "f8"),
        *((name, "f8") for name in USUAL.names or ()),
        ("effort", "f8"),
        ("familiarity", "f8"),  # with the team
        ("changed_share", "f8"),  # of the team-mates, when the team was last formed anew
        ("dip", "f8"),
        ("home_skill", "f8"),
        ("second_skill", "f8"),  # the best of the others
        ("after_call", "f8"),  # minutes of work on a call that is over
        ("leading_case", "i8"),
        ("function", "i8"),
        ("group", "i8"),
        ("team", "i8"),
        ("room", "i8"),
        ("home_first", "i8"),  # bounds in World.home
        ("home_last", "i8"),
        ("seat_first", "i8"),  # bounds in World.seat
        ("seat_last", "i8"),
        ("weeks_since_change", "i8"),
        ("occupation", "i1"),
        ("on_shift", "?"),
        ("occupied", "?"),
    ],
    align=True,
)
CHANNEL = np.dtype(
    [
        ("rank", "i8"),  # of its priority: 0 for the first to be served
        ("misroute_factor", "f8"),
        ("pickup_inside", "f8"),
        ("pickup_across", "f8"),
        ("lines", "i8"),
        ("waiting_room", "i8"),
        ("turn_away", "?"),
        ("live", "?"),
        ("bot", "?"),
    ],
    align=True,
)
FUNCTION = np.dtype(
    [
        ("mean_work", "f8"),
        ("next_share", "f8"),
        ("likeliest_next", "i8"),
        ("outside_share", "f8"),
        ("outside_scale", "f8"),
        ("outside_shape", "f8"),
        ("after_call_minutes", "f8"),
        ("after_call_constant", "?"),
    ],
    align=True,
)
QUEUE = np.dtype(
    [
        ("head", "i8"),
        ("queued", "i8"),
        ("having", "i8"),  # members of the room who are at home here
        ("teams", "i8"),  # rooms that have such members; of the list of everybody alone
        ("on_shift", "i8"),
        ("busy", "i8"),  # of those on shift
        ("all_home", "i8"),  # whoever is able is at home here
        ("able_first", "i8"),  # bounds in World.able
        ("able_last", "i8"),
        ("free_first", "i8"),  # bounds in World.free
        ("free_last", "i8"),
    ],
    align=True,
)
SEAT = np.dtype([("word", "i8"), ("bit", "i8")])
LENGTH = np.dtype([(part, "f8") for part in STEP_PARTS])
TEAM = np.dtype([("first_line", "i8"), ("lane", "i8")])
SHIFT = np.dtype(
    [("time", "f8"), ("ends", "f8"), ("away_share", "f8"), ("kind", "i8"), ("person", "i8"), ("date", "i8")]
)
EVENT = np.dtype([("time", "f8"), ("key", "i8"), ("case", "i8")])
START = np.dtype([("case", "i8"), ("person", "i8"), ("adviser", "i8"), ("goes_on", "i8")])
NOTE = np.dtype([("served_at", "f8"), ("person", "i8")])
MEETING = np.dtype(
    [("key", "u8"), ("before", "i4"), ("function", "i2"), ("several", "?"), ("led", "?"), ("heard", "?")], align=True
)


TAPE_COLUMNS = {
    "arrival": ("f8", 1),
    "deadline": ("f8", 1),
    "lineage": ("u8", 1),
    "account": ("i4", 1),
    "channel": ("i1", 1),
    "language": ("i1", 1),
    "needs": ("i1", 1),
    "need": ("i1", 2),
    "hidden": ("?", 2),
    "work": ("f8", 2),
    "ambiguity": ("f8", 1),
    "distress": ("f8", 1),
    "patience": ("f8", 1),
}

# A World: inputs, state and output of one replication, as name -> (type of an element, axes). n cases in all, P people,
# F functions, R rooms, T teams. A room has K classes of work, each with its queue: class f x L + l for function f
# (F: the front door) and language l.
ARRAYS: dict[str, tuple[Any, int]] = {
    "run": (RUN, 1),  # [1]
    "case": (CASE, 1),  # those in the system: a case has a place from its arrival until it ended for good
    **TAPE_COLUMNS,
    "account_row": ("i4", 1),  # [n], row in `accounts` of each case; none where no account is kept
    "accounts": (ACCOUNT, 1),  # by number; one blank row where none is kept
    "note": (NOTE, 1),  # MOST_WHO_KNOW places for each of `accounts`: who served it, the last first
    "removed": ("f8", 1),  # [F], share of the causes of returns that is removed
    "meeting": (MEETING, 1),  # who led or heard a step of a case in the system, each case a chain
    "wing": ("i4", 1),  # MAX_WINGS places for each of `case`
    "way_in": (CHANNEL, 1),  # [C]
    "open_before": ("f8", 2),  # [C, 10081]
    "closing": ("f8", 2),  # [C, 10080]
    "function": (FUNCTION, 1),  # [F + 1], the last one for the front door
    "wrong": ("f8", 2),  # [F, F]
    "independent": ("?", 2),  # [F, F]
    "who": (WHO, 1),  # [P]
    "skill": ("f8", 2),  # [P, F + 1], the last one for the front door: 1 in a first line
    "at_most": ("f8", 3),  # [P, F + 1, 2], the most that a score can be, of a customer nobody knows and of others
    "practice": ("f8", 2),  # [P, F], minutes of the week under way, led and listened to
    "overheard": ("f8", 2),
    "given": ("f8", 2),  # [P, F], skill as the column gives it
    "usual_hours": ("f8", 2),  # [P, F], weekly practice that is usual today
    "experience": ("f8", 2),  # [P, F], share of that at par
    "peers": ("i8", 2),  # [P, F], team-mates at home in a function
    "queue": (QUEUE, 1),  # [R x K + K], per (room, class), then per class for everybody
    "able": ("i8", 1),  # people able for a class, ascending, room by room and then all
    "free": ("i8", 1),  # those of them who are free, as sets of bits, each queue from a word of its own
    "seat": (SEAT, 1),  # bits of each person in `free`, person by person
    "free_in": ("i8", 1),  # [R], free people of each room
    "present_in": ("i8", 1),  # [R], people of each room on shift
    "waiting_in": ("i8", 1),  # [R], cases in its queues
    "lines_in_use": ("i8", 1),  # [C]
    "waiting_by": ("i8", 1),  # [C], cases of each channel in all queues
    "owing": ("i8", 1),  # [groups], people who overrun and for whom nobody rests yet
    "waiting_of": ("i8", 1),  # [ranks], cases of each rank in all queues
    "touched": ("i8", 1),  # [R], rooms touched by this event, ascending
    "waiting_classes": ("i8", 2),  # [R, words], sets of the classes of which cases wait in a room
    "waiting_rooms": ("i8", 2),  # [K, words], sets of the rooms in which cases of a class wait
    "load": ("i8", 1),  # [K x 64 x groups], bits of the work per person of each team, class by class; see `loads`
    "least_load": ("i8", 1),  # [K x groups], the least of each 64 of them
    "home": ("i8", 1),  # queues of their room at which people are at home, person by person
    "team": (TEAM, 1),  # [T]
    "distance": ("i8", 2),  # [T, T]
    "policy": (POLICY, 1),  # [1]
    "shift": (SHIFT, 1),
    "event": (EVENT, 1),  # heap, of all that is no completion
    "done_at": ("i8", 1),  # [64 x groups], ticks at which each person is done
    "first_done": ("i8", 1),  # [groups], the least of each 64 of them
    "start": (START, 1),  # [P]
    "requeue": ("i8", 1),  # cases that a new stage assigns anew, by number
    "share_kept": ("f8", 1),  # [P], of the team-mates that a new stage gives, those who were so before
    "training_hours": ("f8", 1),  # [P], for a stage that begins
    "length": (LENGTH, 1),  # [2], of the step being started, and of one who joins it, cumulative by part
    "joining": ("i8", 1),  # [needs of a case at most], who joins the step being started
    "contacts": (CONTACT, 1),  # [n], first contacts by case
    "later": (CONTACT, 1),  # later ones as they come
    "people": (PERSON, 1),  # [P]
    "weeks": (PERSON_WEEK, 1),  # [weeks x P], week by week; none where the slow clock is off
    "segments": (SEGMENT, 1),
    "blank_case": (CASE, 1),  # [1] each: what a new row is before anything is written in it
    "blank_contact": (CONTACT, 1),
    "blank_segment": (SEGMENT, 1),
}
# Tables of which nobody knows beforehand how long they will be; the loop stops where one is too short, and goes on.
FIRST_ROWS = 1024
GROWING = ("case", "meeting", "event", "later", "segments")
# Tables of a column that change as a replication runs, or differ from one to the next.
CHANGING = (
    *("run", "who", "queue", "waiting_of", "free", "free_in", "touched", "waiting_classes", "waiting_rooms"),
    *("lines_in_use", "waiting_by", "owing"),
    *("present_in", "waiting_in", "load", "least_load", "blank_contact", "blank_segment", "removed"),
)
