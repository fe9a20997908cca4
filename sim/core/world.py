"""Everything one replication of one column needs, as a few arrays: a World.

What belongs to one case, one person or one queue lies in one row, so an event touches few cache lines
and the compiler sees few arrays. Nothing is allocated inside the loop: it stops where a table is too short.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.core.bits import BITS
from sim.core.completions import GROUP, NEVER, groups_of
from sim.core.scratch import Scratch
from sim.demand.tape import Customers, Tape
from sim.formation.arrays import POLICY, Formation, People, Roster
from sim.foundation.calendar import minutes_to_closing
from sim.foundation.kinds import Borrowing, EventKind
from sim.records.tables import BLANK_CONTACT, BLANK_SEGMENT, CONTACT, PERSON, SEGMENT, STEP_PARTS

# Kinds of events, shifted into the upper bits of an event's key
SHIFT_END, SHIFT_START, CALL, COMPLETION, LANDING, ARRIVAL, RETURN, EXPIRY, LENDING = (
    kind << 40 for kind in range(EventKind.SHIFT_END, EventKind.LENDING + 1)
)
INDEX = (1 << 40) - 1
MAX_WINGS = 3

RUN = np.dtype(
    [
        ("key", "u8"),
        ("end", "f8"),
        ("cohort_start", "f8"),
        ("cohort_end", "f8"),
        ("mean_ambiguity", "f8"),
        ("hidden_share", "f8"),
        ("functions", "i8"),
        ("languages", "i8"),
        ("classes", "i8"),  # queues of a room: functions, and the front door where there is one, by languages
        ("has_door", "?"),
        ("selects", "?"),  # some team does not admit every case
        ("rooms", "i8"),
        ("lends", "?"),  # people may be lent from one room to another
        ("keep_segments", "i8"),
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
        ("contact_arrival", "f8"),
        ("order", "f8"),  # place in its queue among those of the same rank
        ("rank", "i8"),  # of its channel
        ("waiting_since", "f8"),
        ("interval_start", "f8"),
        ("expiry_at", "f8"),
        ("landing_at", "f8"),
        ("context", "f8"),
        ("told", "f8"),
        ("account", "i4"),
        ("owner", "i4"),  # who first led a serving step, in any contact
        ("team", "i4"),
        ("holder", "i4"),  # of this contact, -1: nobody yet
        ("last_met", "i4"),  # last person who led a step of the case, in any contact
        ("row", "i4"),  # of the contact
        ("met", "i4"),  # last of those who led or heard a step, a chain
        ("wrong_attempts", "i4"),  # of this contact
        ("team_before", "i4"),  # home team before the last change between home teams
        ("after", "i4"),  # in its queue
        ("before", "i4"),
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
        ("expiry_set", "?"),  # an entry lies in the heap
        ("is_triage", "?"),  # what the present step is
        ("is_wrong", "?"),
        ("warm", "?"),
        ("change", "i1"),
        ("again", "?"),  # the last need is done again
    ],
    align=True,
)
WHO = np.dtype(
    [
        ("key", "u8"),
        ("pace", "f8"),
        ("free_since", "f8"),
        ("overrun_since", "f8"),  # -1: none
        ("owed", "f8"),  # link minutes
        ("warmth", "f8"),
        ("fatigue", "f8"),
        ("settled_at", "f8"),
        ("tiring", "f8"),  # rate, 0: not occupied
        ("led_minutes", "f8"),  # minutes since the last rest
        ("leading_case", "i8"),
        ("function", "i8"),
        ("team", "i8"),
        ("room", "i8"),
        ("home_first", "i8"),  # bounds in World.home
        ("home_last", "i8"),
        ("seat_first", "i8"),  # bounds in World.seat
        ("seat_last", "i8"),
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
        ("turn_away", "?"),
        ("live", "?"),
        ("bot", "?"),
    ],
    align=True,
)
FUNCTION = np.dtype([("mean_work", "f8"), ("next_share", "f8"), ("likeliest_next", "i8")])
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
MEETING = np.dtype([("person", "i8"), ("before", "i4"), ("led", "?"), ("heard", "?")], align=True)


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
    "meeting": (MEETING, 1),  # who led or heard a step of a case in the system, each case a chain
    "wing": ("i4", 1),  # MAX_WINGS places for each of `case`
    "way_in": (CHANNEL, 1),  # [C]
    "open_before": ("f8", 2),  # [C, 10081]
    "closing": ("f8", 2),  # [C, 10080]
    "function": (FUNCTION, 1),  # [F + 1], the last one for the front door
    "wrong": ("f8", 2),  # [F, F]
    "who": (WHO, 1),  # [P]
    "skill": ("f8", 2),  # [P, F + 1], the last one for the front door: 1 in a first line
    "queue": (QUEUE, 1),  # [R x K + K], per (room, class), then per class for everybody
    "last": ("i8", 2),  # [R x K, ranks], the last case of each rank in each queue, -1: none
    "able": ("i8", 1),  # people able for a class, ascending, room by room and then all
    "free": ("i8", 1),  # those of them who are free, as sets of bits, each queue from a word of its own
    "seat": (SEAT, 1),  # bits of each person in `free`, person by person
    "free_in": ("i8", 1),  # [R], free people of each room
    "waiting_of": ("i8", 1),  # [ranks], cases of each rank in all queues
    "touched": ("i8", 1),  # [R], rooms touched by this event, ascending
    "waiting_classes": ("i8", 2),  # [R, words], sets of the classes of which cases wait in a room
    "waiting_rooms": ("i8", 2),  # [K, words], sets of the rooms in which cases of a class wait
    "home": ("i8", 1),  # queues of their room at which people are at home, person by person
    "team": (TEAM, 1),  # [T]
    "distance": ("i8", 2),  # [T, T]
    "policy": (POLICY, 1),  # [1]
    "shift": (SHIFT, 1),
    "event": (EVENT, 1),  # heap, of all that is no completion
    "done_at": ("i8", 1),  # [64 x groups], ticks at which each person is done
    "first_done": ("i8", 1),  # [groups], the least of each 64 of them
    "start": (START, 1),  # [P]
    "length": (LENGTH, 1),  # [1], of the step being started, cumulative by part
    "contacts": (CONTACT, 1),  # [n], first contacts by case
    "later": (CONTACT, 1),  # later ones as they come
    "people": (PERSON, 1),  # [P]
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
    *("run", "who", "queue", "last", "waiting_of", "free", "free_in", "touched", "waiting_classes", "waiting_rooms"),
    *("blank_contact", "blank_segment"),
)


def _rows(dtype: np.dtype, size: int, **columns: Any) -> np.ndarray:
    table = np.zeros(size, dtype=dtype)
    for name, values in columns.items():
        table[name] = values
    return table


def column_tables(people: People, customers: Customers, roster: Roster, formation: Formation) -> dict[str, Any]:
    """Tables that depend on the column only; `run`, `who` and `queue` are copied for every replication."""
    people, team = people.trained_in(formation), formation.home_team[0]
    walls = bool(formation.policy["walls"][0])
    room = team if walls else np.zeros_like(team)
    rooms = int(room.max()) + 1
    first_line = formation.first_line[0] & walls
    skill = np.column_stack([people.skill, first_line[team]])
    able, at_home = _with_front_door(people, first_line[team])
    classes, ranks = able.shape[1], np.unique(customers.priority).size
    queue, able_list = _queue_tables(able, at_home, room, rooms)
    seats, seat_bounds = _seats(queue, able_list, people.count)
    home = [room[person] * classes + np.flatnonzero(at_home[person]) for person in range(people.count)]
    bounds = np.cumsum([0, *[queues.size for queues in home]])
    return {
        "run": _rows(
            RUN,
            1,
            end=customers.end,
            cohort_start=customers.cohort_start,
            cohort_end=customers.cohort_end,
            mean_ambiguity=customers.mean_ambiguity,
            hidden_share=customers.hidden_share,
            functions=len(customers.function_names),
            languages=len(customers.language_names),
            classes=classes,
            has_door=first_line.any(),
            selects=first_line.any() or formation.lane[0].any(),
            rooms=rooms,
            lends=rooms > 1 and formation.policy["borrowing"][0] != Borrowing.NONE,
            next_done=NEVER,
            spare_case=-1,
            spare_meeting=-1,
        ),
        **_blanks(),
        **_customer_tables(customers, formation.pickup[0]),
        "who": _who_table(people, team, room, bounds, seat_bounds),
        "skill": skill,
        "queue": queue,
        "able": able_list,
        "last": np.full((rooms * classes, ranks), -1),
        "waiting_of": np.zeros(ranks, dtype=np.int64),
        "free": np.zeros(int(queue["free_last"].max(initial=0)) + 1, dtype=np.int64),
        "free_in": np.zeros(rooms, dtype=np.int64),
        "touched": np.zeros(rooms, dtype=np.int64),
        "waiting_classes": np.zeros((rooms, math.ceil(classes / BITS)), dtype=np.int64),
        "waiting_rooms": np.zeros((classes, math.ceil(rooms / BITS)), dtype=np.int64),
        "seat": seats,
        "home": np.concatenate(home),
        "team": _rows(TEAM, first_line.size, first_line=first_line, lane=formation.lane[0]),
        "distance": np.ascontiguousarray(formation.distance[0]),
        "policy": formation.policy[:1].copy(),
        "shift": _rows(SHIFT, roster.time.size, **{name: getattr(roster, name) for name in SHIFT.names or ()}),
    }


def _blanks() -> dict[str, np.ndarray]:
    nobody = dict.fromkeys(("owner", "team", "holder", "last_met", "met", "team_before", "after", "before"), -1)
    return {
        "blank_case": _rows(CASE, 1, apparent=-1, called_for=-1, **nobody),
        "blank_contact": _rows(CONTACT, 1, **BLANK_CONTACT),
        "blank_segment": _rows(SEGMENT, 1, **BLANK_SEGMENT),
    }


def _who_table(people: People, team: np.ndarray, room: np.ndarray, home: np.ndarray, seats: np.ndarray) -> np.ndarray:
    """People before they come. team, room: int64[P]. home, seats: int64[P + 1], bounds in World.home and World.seat."""
    return _rows(
        WHO,
        people.count,
        key=people.key,
        pace=people.pace,
        warmth=people.warmth,
        overrun_since=-1.0,
        function=people.function,
        team=team,
        room=room,
        home_first=home[:-1],
        home_last=home[1:],
        seat_first=seats[:-1],
        seat_last=seats[1:],
    )


def _with_front_door(people: People, first_line: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Who is able, and at home, by class of work. first_line: bool[P]. Returns bool[P, K] twice."""
    able, at_home = people.able, people.at_home
    if first_line.any():
        door = (first_line[:, None] & people.speaks)[:, None, :]
        able, at_home = np.concatenate([able, door], axis=1), np.concatenate([at_home, door], axis=1)
    return able.reshape(people.count, -1), at_home.reshape(people.count, -1)


def _queue_tables(able: np.ndarray, at_home: np.ndarray, room: np.ndarray, rooms: int) -> tuple[np.ndarray, np.ndarray]:
    """Empty queues per (room, class), with the people able for each; then the same for everybody.

    able, at_home: bool[P, K]. room: int64[P].
    """
    classes = able.shape[1]
    members = [np.flatnonzero(room == r) for r in range(rooms)]
    members.append(np.arange(room.size))
    lists = [inside[able[inside, c]] for inside in members for c in range(classes)]
    bounds = np.cumsum([0, *[people.size for people in lists]])
    words = np.cumsum([0, *[math.ceil(people.size / BITS) for people in lists]])
    queue = _rows(QUEUE, len(lists), head=-1, able_first=bounds[:-1], able_last=bounds[1:])
    queue["free_first"], queue["free_last"] = words[:-1], words[1:]
    queue["having"] = [np.count_nonzero(at_home[inside, c]) for inside in members for c in range(classes)]
    having = queue["having"][:-classes].reshape(rooms, classes)
    queue["teams"][-classes:] = np.count_nonzero(having, axis=0)
    queue["all_home"] = np.tile((at_home == able).all(axis=0), rooms + 1)
    return queue, np.concatenate(lists)


def _seats(queue: np.ndarray, able: np.ndarray, people: int) -> tuple[np.ndarray, np.ndarray]:
    """Where each person's bits lie in `free`. Returns SEAT[...] person by person, and its bounds int64[people + 1]."""
    of_queue = np.repeat(np.arange(queue.size), np.diff([*queue["able_first"], able.size]))
    place = np.arange(able.size) - queue["able_first"][of_queue]
    seats = _rows(SEAT, able.size, word=queue["free_first"][of_queue] + place // BITS, bit=1 << (place % BITS))
    bounds = np.concatenate([[0], np.cumsum(np.bincount(able, minlength=people))])
    return seats[np.argsort(able, kind="stable")], bounds


def _customer_tables(customers: Customers, pickup: np.ndarray) -> dict[str, Any]:
    """Channels and functions. pickup: f8[C, 2], minutes inside and across teams."""
    return {
        "way_in": _rows(
            CHANNEL,
            len(customers.channel_names),
            rank=np.unique(customers.priority, return_inverse=True)[1],
            turn_away=customers.turn_away,
            live=customers.live,
            bot=customers.bot,
            misroute_factor=customers.misroute_factor,
            pickup_inside=pickup[:, 0],
            pickup_across=pickup[:, 1],
        ),
        "open_before": customers.open_before,
        "closing": minutes_to_closing(customers.open_before, customers.call_again, customers.turn_away),
        "function": _function_table(customers),
        "wrong": customers.wrong,
    }


def _function_table(customers: Customers) -> np.ndarray:
    """Functions, and the front door: its mean work is never told from another, as everybody is at home there."""
    table = np.ones(len(customers.function_names) + 1, dtype=FUNCTION)
    for name in FUNCTION.names or ():
        table[name][:-1] = getattr(customers, name)
    return table


def block_tables(tape: Tape, people: int) -> dict[str, np.ndarray]:
    """Rows that a block of replications leaves behind: first contacts by (replication, case), people by replication."""
    return {
        # Each row is blank before anything else. As many again stay untouched, for customers who come back.
        "contacts": np.empty(2 * tape.arrival.size, dtype=CONTACT),
        "people": _rows(
            PERSON,
            tape.replications * people,
            replication=np.repeat(np.arange(tape.replications), people) + tape.first_replication,
            person=np.tile(np.arange(people), tape.replications),
        ),
    }


def replication_tables(
    tape: Tape, replication: int, fixed: dict[str, Any], block: dict[str, np.ndarray], scratch: Scratch
) -> dict[str, Any]:
    """Tables of one replication at its start.

    replication: counted from the start of the block. fixed: `column_tables`. block: `block_tables`.
    """
    rows = tape.cases_of(replication)
    people = fixed["who"].size
    groups = groups_of(people)
    tables = {
        **fixed,
        **{name: fixed[name].copy() for name in CHANGING},
        **{name: getattr(tape, name)[rows] for name in TAPE_COLUMNS},
        **growing_tables(scratch),
        "done_at": np.full(GROUP * groups, NEVER),
        "first_done": np.full(groups, NEVER),
        "start": np.zeros(people, dtype=START),
        "length": np.zeros(1, dtype=LENGTH),
        "contacts": block["contacts"][rows],
        "people": block["people"][replication * people : (replication + 1) * people],
    }
    arrival, run = tables["arrival"], tables["run"]
    run["unfinished"] = np.count_nonzero((arrival >= run["cohort_start"]) & (arrival < run["cohort_end"]))
    run["key"] = tape.replication_key[replication]
    for name in ("blank_contact", "blank_segment"):
        tables[name]["replication"] = tape.first_replication + replication
    return tables


def growing_tables(scratch: Scratch, too_small: str | None = None) -> dict[str, np.ndarray]:
    """Tables that grow, as long as this scratch ever needed them. too_small: which must be longer, its rows kept."""
    if too_small is not None:
        scratch.enlarge(too_small)
    tables = {name: scratch.table(name, FIRST_ROWS, ARRAYS[name][0]) for name in GROWING}
    return tables | {"wing": scratch.table("wing", MAX_WINGS * tables["case"].size, ARRAYS["wing"][0])}
