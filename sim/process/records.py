"""The fields that a process reads and writes: the one vocabulary of both engines.

In the agents a record is an object, in the core a row of a table; people and teams are named by number, -1 is nobody
or none. What else an engine keeps beside these (queues, places in tables, tokens) is its own.
"""

from __future__ import annotations

from typing import Any, Protocol


class Run(Protocol):
    """One replication of one column."""

    key: int  # of its draws
    functions: int  # their number; as a function: the front door of first lines
    mean_ambiguity: float
    hidden_share: float  # of needs after the first
    cohort_start: float
    cohort_end: float
    slow_clock: bool  # whether weeks count
    mean_speed: float  # by experience, of who is here today; 1 where nobody leaves
    mean_familiarity: float  # likewise
    pace_sigma: float  # of newcomers: standard deviation of the logarithm of their pace
    warmth_mean: float
    warmth_spread: float


class Case(Protocol):
    """A customer's problem, from its first contact until it ends for good."""

    # from the tape
    number: int
    deadline: float
    lineage: int  # of its draws
    account: int
    channel: int
    needs: int  # their number
    ambiguity: float
    patience: float  # of every contact
    # the present contact, or the last
    state: int  # State
    contact: int  # number, 0 first
    contact_arrival: float
    distress: float
    patience_left: float
    holder: int  # who led the last step of this contact
    wrong_attempts: int  # of this contact, past the deadline too
    # the need being worked on
    position: int
    attempt: int  # assignments of this need that found nobody to serve it
    apparent: int  # function that it seems to need
    team: int  # of the last queue it was in; with walls off home team of the holder
    again: bool  # the last need is done again
    has_line: bool  # the present contact is one of those for which there are lines
    is_done: bool  # waits outside after its last need
    # waiting
    waiting_since: float  # since the assignment, pickup included
    interval_start: float
    # the present step, or the last
    step: int  # its number within the contact, 0 first
    change: int  # Change
    warm: bool  # taken over by a wing of the step before
    joined: int  # people who joined it, each for one of the needs that follow
    called_for: int  # function that wings are called for in it, -1: none
    is_wrong: bool  # the work came to a function that it does not need
    is_triage: bool  # only found out where the need belongs
    last_context: float  # at its start: context, minutes told, fatigue and skill of who led it (0 in triage)
    last_told: float
    last_fatigue: float
    last_skill: float
    remembered: float  # what its lead remembers of the account, 0 of who has led a step of this case
    known_before: float  # how far its lead knew the customer before this contact
    last_effort: float
    # what is known
    context: float  # share of the story that the holder knows
    told: float  # minutes of work and triage already done
    owner: int  # who first led a serving step, in any contact
    last_met: int  # who last led a step, in any contact
    team_before: int  # home team that had the case before the last change between home teams


class Account(Protocol):
    """A customer over all their cases: a row of records.tables.ACCOUNT."""

    closed_well: int
    closed_badly: int
    dropped: int
    trust: float
    ended_at: float
    lost_at: float
    relief_minutes: float


class Note(Protocol):
    """Somebody who served an account."""

    person: int
    served_at: float


class Meeting(Protocol):
    """A case and somebody who has led or heard steps of it."""

    function: int  # of the last of them, -1: none
    several: bool  # they were of several functions


class Person(Protocol):
    """Somebody who serves customers."""

    key: int  # of their draws
    here_since: float  # when who sits here came
    pace: float
    warmth: float
    on_shift: bool
    occupied: bool
    occupation: int  # Occupation, the last where not occupied
    free_since: float
    overrun_since: float  # end of the shift past which they are still occupied; -1: none
    owed: float  # link minutes
    after_call: float  # minutes of work on a call that is over
    fatigue: float  # at settled_at
    settled_at: float
    tiring: float  # minutes of serving that a minute counts for; 0: not occupied
    led_minutes: float  # since the last rest
    team: int  # home team
    week_shift: float  # minutes of the week under way, as in PERSON_WEEK, and so those below
    week_overrun: float
    week_leading: float
    week_listening: float
    week_consulting: float
    week_linking: float
    week_strain: float
    week_away: float
    week_training: float
    week_vacant: float
    week_pressure: float
    week_steps: int
    # over weeks
    predecessors: int  # who had the seat before and left
    vacant_weeks: int  # that are left until somebody takes the seat
    training_weeks: int  # that are left until they serve
    to_train: float  # minutes of training for a stage that are left
    trains_from: float  # when it begins
    weeks_worked: int  # by whoever has the seat
    lasting_load: float  # occupancy, as it is felt; -1: none has been yet
    lasting_strain: float  # likewise, share of time past the strain line
    usual_past_line: float  # usual today in their function: occupancy past the line from which more people leave,
    usual_strain: float  # share of time past the strain line,
    usual_overwork: float  # overwork,
    usual_for_effort: float  # and that at which effort stays as it is
    usual_load: float  # likewise, of the room when a step starts
    effort: float  # standard of it, 1 as today
    familiarity: float  # with their team, 1 at par
    changed_share: float  # of their team-mates, those new to them when the team was last formed anew
    weeks_since_change: int
    dip: float  # how much slower they work for that
    home_skill: float  # in the own function
    second_skill: float  # the best in another one, 0: none


class Channel(Protocol):
    """A way in."""

    live: bool
    turn_away: bool
    bot: bool
    misroute_factor: float
    pickup_inside: float
    pickup_across: float
    lines: int
    waiting_room: int


class Function(Protocol):
    """What usually follows a function, and whether somebody outside has to answer after it."""

    likeliest_next: int  # -1: nothing
    next_share: float
    outside_share: float
    outside_scale: float  # minutes
    outside_shape: float
    after_call_minutes: float  # mean
    after_call_constant: bool


class Team(Protocol):
    """Which cases a team is for."""

    first_line: bool
    lane: int  # Lane


Policy = Any  # the columns of formation.arrays.POLICY
ContactRow = Any  # those of records.tables.CONTACT, and so on
PersonRow = Any
WeekRow = Any
SegmentRow = Any
StepParts = Any  # STEP_PARTS of a contact or a segment
Length = Any  # STEP_PARTS, each the length of a step up to the end of that part
Closing = Any  # minutes until whoever waits is told to call again, see foundation.calendar
OpenBefore = Any  # open minutes of a channel before a minute of the week, see foundation.calendar
