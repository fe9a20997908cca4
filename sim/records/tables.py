"""What both engines write: fixed-width rows of contacts and people, and segments when asked.

Column by column in docs/reference/tables.md. Every minute and count of a contact is taken up to its
deadline (H open minutes after arrival), so the parts of a row add up to min(end, deadline) - arrival
and nothing depends on when the run stopped.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

# Parts of the time from arrival to min(end, deadline), in minutes; they add up exactly.
WAIT_PARTS = ("bot_minutes", "closed_minutes", "queue_minutes", "pickup_minutes", "outside_minutes")
STEP_PARTS = (
    "work_minutes",  # at skill 1 and pace 1
    "skill_minutes",  # added (or saved) by the person's skill and pace
    "retold_minutes",
    "changeover_minutes",
    "fatigue_minutes",
    "coordination_minutes",
    "link_minutes",
    "rework_minutes",  # triage of work that came to the wrong function
)
PARTS = WAIT_PARTS + STEP_PARTS

# Columns of one width stand together.
CONTACT = np.dtype(
    [
        ("replication", "i4"),
        ("case", "i4"),  # row within the replication
        ("first_team", "i4"),  # home team of the first person met, -1: none
        ("last_person", "i4"),  # -1: none
        ("arrived_at", "f8"),
        ("first_served_at", "f8"),  # nan: never
        ("ended_at", "f8"),  # nan: still open when the run stopped
        ("deadline_at", "f8"),
        ("distress", "f8"),  # in this contact
        ("context_sum", "f8"),  # sums over the steps of this contact, of the context the person started with,
        ("skill_sum", "f8"),  # of the skill for the need (0 in triage),
        ("fatigue_sum", "f8"),  # of the person's fatigue at the start
        ("warmth_sum", "f8"),  # of the person's warmth,
        ("remembered_sum", "f8"),  # and of what who had not led one of this case remembered of the account
        *[(part, "f8") for part in PARTS],
        ("steps", "i2"),
        ("handoffs", "i2"),  # changes of hands between home teams
        ("lead_changes", "i2"),  # changes of hands inside a home team
        ("ping_pongs", "i2"),  # handoffs back to the home team before last
        ("misroutes", "i2"),  # attempts that named a wrong function
        ("referrals", "i2"),  # cases that a first line passed on
        ("borrowed", "i2"),  # steps served by somebody lent to the queue's team
        ("warm_takeovers", "i2"),  # changes of hands to a wing of the step before
        ("wings_called", "i2"),  # to listen to a step
        ("delayed_by_wings", "i2"),  # waits that began while somebody listened who might have served
        ("people_met", "i2"),  # who had not met this customer before
        ("known_steps", "i2"),  # steps led or joined by somebody who had led or joined one of this case before
        ("contact", "i1"),  # 0: first contact of the case
        ("channel", "i1"),
        ("outcome", "i1"),
        ("comes_back", "i1"),
        ("complaints", "i1"),
    ]
)

PERSON = np.dtype(
    [
        ("replication", "i4"),
        ("person", "i4"),
        ("shift_minutes", "f8"),  # present, inside the cohort's weeks, as all minutes below
        ("overrun_minutes", "f8"),  # occupied after the end of a shift
        ("leading_minutes", "f8"),
        ("listening_minutes", "f8"),
        ("consulting_minutes", "f8"),
        ("linking_minutes", "f8"),
        ("strain_minutes", "f8"),  # with fatigue past the line, serving or not
        ("fatigue_sum", "f8"),  # fatigue at the start of the steps counted in steps_led
        ("steps_led", "i4"),  # steps begun in the cohort's weeks
        ("interruptions", "i4"),  # occupations other than leading or joining, begun in the cohort's weeks
    ]
)

# A week of a person, where the slow clock is on. Minutes count in the week in which they begin, in full, whether or not
# the week is one of the cohort's.
PERSON_WEEK = np.dtype(
    [
        ("replication", "i4"),
        ("person", "i4"),
        ("week", "i4"),  # 0 first
        ("team", "i4"),  # home team in that week, -1: the run stopped before it
        ("shift_minutes", "f8"),
        ("overrun_minutes", "f8"),  # of overruns that ended in the week
        ("leading_minutes", "f8"),
        ("listening_minutes", "f8"),
        ("consulting_minutes", "f8"),
        ("linking_minutes", "f8"),
        ("strain_minutes", "f8"),  # as far as fatigue was settled in the week
        ("fatigue", "f8"),  # at its end, or where the run stopped
        ("away_minutes", "f8"),  # of shifts that the person did not come to
        ("training_minutes", "f8"),  # of shifts in training, before a newcomer serves or for a stage of a road
        ("vacant_minutes", "f8"),  # of shifts while nobody has the seat
        ("pressure_sum", "f8"),  # over the steps begun, of the logarithm of the load of the room
        ("effort", "f8"),  # standard of effort at its end
        ("skill", "f8"),  # in the own function, in that week
        ("second_skill", "f8"),  # the best in another one, 0: none
        ("familiarity", "f8"),  # with the team
        ("dip", "f8"),  # how much slower, as the team is new
        ("steps", "i4"),  # begun, leading or joining
        ("newcomer", "i1"),  # somebody new works in the seat
        ("left", "i1"),  # at its end somebody leaves for good
    ]
)

SEGMENT = np.dtype(
    [
        ("replication", "i4"),
        ("case", "i4"),
        ("contact", "i2"),
        ("step", "i2"),  # number of the step within the contact (of the coming one for waits)
        ("kind", "i1"),
        ("change", "i1"),  # steps only, else -1
        ("warm", "i1"),  # steps only: taken over by a wing of the step before
        ("apparent", "i2"),  # function that the work seemed to need
        ("need", "i2"),  # function it truly needs
        ("need_position", "i2"),
        ("attempt", "i2"),
        ("team", "i4"),  # whose queue it is in, -1: none (walls off)
        ("person", "i4"),  # -1 for waits
        ("start", "f8"),
        ("end", "f8"),
        ("fatigue", "f8"),  # steps and who joins them: of the person, at the start, else nan
        ("context", "f8"),  # likewise: share of the story the person starts with, else nan
        ("own_minutes", "f8"),  # likewise: of the person's own part, after which a lead waits for who joined
        *[(part, "f8") for part in STEP_PARTS],  # likewise, not cut at the deadline
    ]
)

# An account, where the slow clock is on: what it went through, and what it thinks.
ACCOUNT = np.dtype(
    [
        ("replication", "i4"),
        ("account", "i4"),  # its number on the tape
        ("closed_well", "i4"),  # contacts, all of the run
        ("closed_badly", "i4"),
        ("dropped", "i4"),  # cases that did not come, as the account had left
        ("trust", "f8"),
        ("ended_at", "f8"),  # when its last case ended for good, 0: none has
        ("lost_at", "f8"),  # nan: kept
        ("relief_minutes", "f8"),  # work of the cohort's cases that did not come
    ]
)

# What stands in a row before anything is written in it, where that is not 0.
BLANK_CONTACT = {"first_team": -1, "last_person": -1, "first_served_at": np.nan, "ended_at": np.nan}
BLANK_ACCOUNT = {"lost_at": np.nan}
BLANK_SEGMENT = {"change": -1, "warm": -1, "person": -1, "context": np.nan, "fatigue": np.nan}


@dataclass(frozen=True)
class Records:
    """All rows of one column over a block of replications.

    contacts: CONTACT[n], in order of (replication, case, contact).
    people: PERSON[R * P], in order of (replication, person).
    segments: SEGMENT[m] in the order of `sorted_segments`, or None when not asked for.
    stopped_at: float64[R], when each replication stopped.
    events: int64[R], events processed.
    weeks: PERSON_WEEK[R * W * P], in order of (replication, week, person); none where the slow clock is off.
    accounts: ACCOUNT[a], in order of (replication, account), of those on the tape; none where nobody keeps account.
    taken: int64[R], stages of a road that were taken. back_in: int64[R], week in which the run went back to its first
        formation, -1: it did not.
    """

    contacts: np.ndarray
    people: np.ndarray
    segments: np.ndarray | None
    stopped_at: np.ndarray
    events: np.ndarray
    weeks: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=PERSON_WEEK))
    accounts: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=ACCOUNT))
    taken: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    back_in: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


def blank_weeks(replications: int, weeks: int, people: int, first_replication: int = 0) -> np.ndarray:
    """Rows of weeks before anything is written in them. PERSON_WEEK[replications * weeks * people]."""
    rows = np.zeros((replications, weeks, people), dtype=PERSON_WEEK)
    rows["replication"] = np.arange(replications)[:, None, None] + first_replication
    rows["week"] = np.arange(weeks)[:, None]
    rows["person"] = np.arange(people)
    rows["team"] = -1
    return rows.reshape(-1)


def sorted_segments(segments: np.ndarray) -> np.ndarray:
    """Segments in their one order: (replication, case, contact, start, kind, person, step, end)."""
    order = ("replication", "case", "contact", "start", "kind", "person", "step", "end")
    return segments[np.lexsort([segments[column] for column in reversed(order)])]


def first_difference(left: np.ndarray, right: np.ndarray) -> str | None:
    """The first row and column in which two tables differ, in words; None if they are equal.

    nan equals nan. Tables of different length differ at the first row that only one has.
    """
    shared = min(left.size, right.size)
    rows_of_column = {}
    names = left.dtype.names or ()
    for column in names:
        a, b = left[column][:shared], right[column][:shared]
        unequal = (a != b) & ~((a != a) & (b != b))
        if unequal.any():
            rows_of_column[column] = int(np.argmax(unequal))
    if rows_of_column:
        row = min(rows_of_column.values())
        columns = [column for column, found in rows_of_column.items() if found == row]
        shown = "; ".join(f"{column}: {left[column][row]} against {right[column][row]}" for column in columns)
        of_whom = names[1]
        where = f"replication {left['replication'][row]}, {of_whom} {left[of_whom][row]}"
        return f"row {row} ({where}): {shown}"
    if left.size != right.size:
        return f"{left.size} rows against {right.size}; the first {shared} are equal"
    return None
