"""The tables of a World: of a column, of a block of replications, and of one replication at its start."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from sim.core.accounts import account_tables, by_name
from sim.core.bits import BITS
from sim.core.completions import GROUP, NEVER, groups_of
from sim.core.loads import load_tables
from sim.core.scratch import Scratch
from sim.core.world import (
    ARRAYS,
    CASE,
    CHANGING,
    CHANNEL,
    FIRST_ROWS,
    FUNCTION,
    GROWING,
    LENGTH,
    MAX_WINGS,
    QUEUE,
    RUN,
    SEAT,
    SHIFT,
    START,
    TAPE_COLUMNS,
    TEAM,
    UNKNOWN,
    WHO,
)
from sim.demand.tape import Customers, Tape
from sim.formation.arrays import USUAL, Formation, People, Roster
from sim.formation.skills import peers_of
from sim.foundation.calendar import MINUTES_PER_WEEK, minutes_to_closing
from sim.foundation.kinds import Borrowing
from sim.process.accounts import keeps_accounts
from sim.process.learning import (
    experience_in_seat,
    familiarity_today,
    note_skill,
    skill_by_experience,
    speed_today,
)
from sim.process.staff import begin_in_seat
from sim.records.tables import BLANK_CONTACT, BLANK_SEGMENT, CONTACT, PERSON, SEGMENT, blank_weeks


def _rows(dtype: np.dtype, size: int, **columns: Any) -> np.ndarray:
    table = np.zeros(size, dtype=dtype)
    for name, values in columns.items():
        table[name] = values
    return table


def column_tables(people: People, customers: Customers, roster: Roster, formation: Formation) -> dict[str, Any]:
    """Tables that depend on the column only; `run`, `who` and `queue` are copied for every replication."""
    people, team = people.trained_in(formation), formation.home_team
    walls = bool(formation.policy["walls"])
    room = team if walls else np.zeros_like(team)
    rooms = int(room.max()) + 1
    first_line = formation.first_line & walls
    skill = np.column_stack([people.skill, first_line[team]])
    able, at_home = _with_front_door(people, first_line[team])
    classes, ranks = able.shape[1], np.unique(customers.priority).size
    queue, able_list = _queue_tables(able, at_home, room, rooms)
    seats, seat_bounds = _seats(queue, able_list, people.count)
    home = [room[person] * classes + np.flatnonzero(at_home[person]) for person in range(people.count)]
    bounds = np.cumsum([0, *[queues.size for queues in home]])
    return {
        "run": _run_table(people, customers, formation, rooms, classes),
        **_blanks(),
        **_customer_tables(customers, formation.pickup),
        "who": _who_table(people, team, room, bounds, seat_bounds),
        "skill": skill,
        "given": np.ascontiguousarray(people.skill),
        "usual_hours": np.ascontiguousarray(people.usual_practice),
        "peers": peers_of(people, formation),
        "queue": queue,
        "able": able_list,
        "waiting_of": np.zeros(ranks, dtype=np.int64),
        **{name: np.zeros(customers.live.size, dtype=np.int64) for name in ("lines_in_use", "waiting_by")},
        "owing": np.zeros(int(people.group.max(initial=0)) + 1, dtype=np.int64),
        "free": np.zeros(int(queue["free_last"].max(initial=0)) + 1, dtype=np.int64),
        **{name: np.zeros(rooms, dtype=np.int64) for name in ("free_in", "present_in", "waiting_in", "touched")},
        "waiting_classes": np.zeros((rooms, math.ceil(classes / BITS)), dtype=np.int64),
        "waiting_rooms": np.zeros((classes, math.ceil(rooms / BITS)), dtype=np.int64),
        **load_tables(rooms, classes),
        "seat": seats,
        "home": np.concatenate(home),
        "removed": np.zeros(len(customers.function_names)),
        "team": _rows(TEAM, first_line.size, first_line=first_line, lane=formation.lane),
        "distance": np.ascontiguousarray(formation.distance),
        "policy": formation.policy.reshape(1).copy(),
        "shift": _rows(SHIFT, roster.time.size, **{name: getattr(roster, name) for name in SHIFT.names or ()}),
    }


def _run_table(people: People, customers: Customers, formation: Formation, rooms: int, classes: int) -> np.ndarray:
    """What holds for the whole run, and counters at its start."""
    walls = bool(formation.policy["walls"])
    has_door = bool(walls and formation.first_line.any())
    return _rows(
        RUN,
        1,
        end=customers.end,
        **{name: getattr(customers, name) for name in ("cohort_start", "cohort_end", "mean_ambiguity", "hidden_share")},
        **{name: getattr(people, name) for name in ("pace_sigma", "warmth_mean", "warmth_spread")},
        functions=len(customers.function_names),
        languages=len(customers.language_names),
        classes=classes,
        has_door=has_door,
        selects=has_door or formation.lane.any(),
        rooms=rooms,
        lends=rooms > 1 and formation.policy["borrowing"] != Borrowing.NONE,
        next_done=NEVER,
        spare_case=-1,
        spare_meeting=-1,
        slow_clock=customers.slow_clock,
        by_count=people.leavers_by_count,
        mean_speed=speed_today(by_name(formation.policy.reshape(1))),
        mean_familiarity=familiarity_today(by_name(formation.policy.reshape(1))),
        keep_accounts=keeps_accounts(by_name(formation.policy.reshape(1))),
        switch_week=-1,
        week_ends=MINUTES_PER_WEEK if customers.slow_clock else math.inf,
    )


def _blanks() -> dict[str, np.ndarray]:
    people, cases = ("owner", "holder", "last_met", "met"), ("below", "after", "before")
    nobody = dict.fromkeys((*people, "team", "team_before", *cases), -1)
    return {
        "blank_case": _rows(CASE, 1, apparent=-1, called_for=-1, last_effort=1.0, **nobody),
        "blank_contact": _rows(CONTACT, 1, **BLANK_CONTACT),
        "blank_segment": _rows(SEGMENT, 1, **BLANK_SEGMENT),
    }


def _who_table(people: People, team: np.ndarray, room: np.ndarray, home: np.ndarray, seats: np.ndarray) -> np.ndarray:
    """People before they come. team, room: int64[P]. home, seats: int64[P + 1], bounds in World.home and World.seat."""
    own = people.function[:, None] == np.arange(people.skill.shape[1])
    return _rows(
        WHO,
        people.count,
        key=people.key,
        pace=people.pace,
        warmth=people.warmth,
        overrun_since=-1.0,
        lasting_load=-1.0,
        lasting_strain=-1.0,
        usual_load=-1.0,
        effort=1.0,
        familiarity=1.0,
        **{name: people.usual[name] for name in USUAL.names or ()},
        home_skill=people.skill[np.arange(people.count), people.function],
        second_skill=np.where(own, 0.0, people.skill).max(axis=1),
        function=people.function,
        group=people.group,
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
            lines=customers.lines,
            waiting_room=customers.waiting_room,
        ),
        "open_before": customers.open_before,
        "closing": minutes_to_closing(customers.open_before, customers.call_again, customers.turn_away),
        "function": _function_table(customers),
        "wrong": customers.wrong,
        "independent": customers.independent,
    }


def _function_table(customers: Customers) -> np.ndarray:
    """Functions, and the front door: its mean work is never told from another, as everybody is at home there."""
    table = np.ones(len(customers.function_names) + 1, dtype=FUNCTION)
    for name in FUNCTION.names or ():
        table[name][:-1] = getattr(customers, name)
    return table


def block_tables(tape: Tape, people: int, weeks: int, rows: np.ndarray | None) -> dict[str, np.ndarray]:
    """Rows that a block of replications leaves behind: first contacts by (replication, case), people by replication,
    and by (replication, week). rows: those of contacts, where there is memory for them already."""
    return {
        # Each row is blank before anything else. As many again stay untouched, for customers who come back.
        "contacts": np.empty(2 * tape.arrival.size, dtype=CONTACT) if rows is None else rows,
        "people": _rows(
            PERSON,
            tape.replications * people,
            replication=np.repeat(np.arange(tape.replications), people) + tape.first_replication,
            person=np.tile(np.arange(people), tape.replications),
        ),
        "weeks": blank_weeks(tape.replications, weeks, people, tape.first_replication),
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
        "skill": fixed["skill"].copy() if fixed["run"]["slow_clock"][0] else fixed["skill"],
        "at_most": np.full((*fixed["skill"].shape, 2), UNKNOWN),
        **{name: getattr(tape, name)[rows] for name in TAPE_COLUMNS},
        **account_tables(tape.account[rows], fixed, tape.first_replication + replication),
        **growing_tables(scratch),
        "done_at": np.full(GROUP * groups, NEVER),
        "first_done": np.full(groups, NEVER),
        "start": np.zeros(people, dtype=START),
        "requeue": np.zeros(0, dtype=np.int64),
        "share_kept": np.ones(people),
        "training_hours": np.zeros(people),
        "length": np.zeros(2, dtype=LENGTH),
        "joining": np.zeros(tape.need.shape[1], dtype=np.int64),
        "contacts": block["contacts"][rows],
        "people": block["people"][replication * people : (replication + 1) * people],
        "weeks": block["weeks"].reshape(tape.replications, -1)[replication],
        "practice": np.zeros((people, fixed["skill"].shape[1] - 1)),
        "overheard": np.zeros((people, fixed["skill"].shape[1] - 1)),
        "experience": np.ones_like(fixed["given"]),
    }
    arrival, run = tables["arrival"], tables["run"]
    run["unfinished"] = np.count_nonzero((arrival >= run["cohort_start"]) & (arrival < run["cohort_end"]))
    run["key"] = tape.replication_key[replication]
    if run["slow_clock"][0]:
        _sit_down(tables)
    for name in ("blank_contact", "blank_segment"):
        tables[name]["replication"] = tape.first_replication + replication
    return tables


def _sit_down(tables: dict[str, Any]) -> None:
    """Have everybody's seat at the start filled for as long as it may have been."""
    policy, run = by_name(tables["policy"]), by_name(tables["run"])
    for number, person in enumerate(tables["who"].view(np.recarray)):
        begin_in_seat(person, policy, run)
        experience = experience_in_seat(person, policy)
        tables["experience"][number] = experience
        person.second_skill = 0.0
        for function, given in enumerate(tables["given"][number].tolist()):
            skill = tables["skill"][number, function] = skill_by_experience(policy, run, given, experience)
            note_skill(person, skill, function == person.function)


def growing_tables(scratch: Scratch, too_small: str | None = None) -> dict[str, np.ndarray]:
    """Tables that grow, as long as this scratch ever needed them. too_small: which must be longer, its rows kept."""
    if too_small is not None:
        scratch.enlarge(too_small)
    tables = {name: scratch.table(name, FIRST_ROWS, ARRAYS[name][0]) for name in GROWING}
    return tables | {"wing": scratch.table("wing", MAX_WINGS * tables["case"].size, ARRAYS["wing"][0])}
