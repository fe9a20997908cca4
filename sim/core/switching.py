"""A stage of a road begins: a replication goes over to the tables of another formation."""

from __future__ import annotations

from typing import Any

import numpy as np

from sim.core.cases import end_interval, find_place
from sim.core.inline import called
from sim.core.loads import note_load
from sim.core.people import be_skilled, change_team
from sim.core.queues import join, touch
from sim.core.world import UNKNOWN
from sim.formation.arrays import Formation
from sim.formation.stages import new_stage, share_kept
from sim.foundation.kinds import NewStage, State
from sim.process.staff import be_sent_to_training
from sim.process.stages import be_among_new_teams, stands_for
from sim.process.waiting import stand_in_queue

# What is of a formation, and not of what has happened: tables; those of them that say who is in which team, and are
# where people and cases are found; columns of `run` and of `who`.
OF_POLICY = ("policy", "distance", "way_in")
OF_TEAMS = ("able", "seat", "home", "team", "given", "peers")
WITH_STATE = (
    *("queue", "waiting_of", "waiting_by", "free", "free_in", "present_in", "waiting_in", "touched"),
    *("waiting_classes", "waiting_rooms", "load", "least_load"),
)
OF_RUN = ("classes", "has_door", "selects", "rooms", "lends")
OF_WHO = ("team", "room", "home_first", "home_last", "seat_first", "seat_last")


def go_over(tables: dict[str, Any], new: dict[str, Any], before: Formation, after: Formation) -> None:
    """Go over to the tables of another formation; `begin_stage` does the rest, in the loop.

    tables: of the replication, changed. new: `column_tables` of the formation after.
    """
    run = tables["run"]
    run["new_stage"] = new_stage(before, after)
    tables["share_kept"] = share_kept(before, after)
    tables |= {name: new[name] for name in OF_POLICY}
    run["lends"] = new["run"]["lends"]
    tables["at_most"][:] = UNKNOWN
    if run["new_stage"][0] == NewStage.TEAMS:
        _regroup(tables, new)


def _regroup(tables: dict[str, Any], new: dict[str, Any]) -> None:
    run, who = tables["run"], tables["who"]
    for name in OF_RUN:
        run[name] = new["run"][name]
    for name in OF_WHO:
        who[name] = new["who"][name]
    tables |= {name: new[name] for name in OF_TEAMS} | {name: new[name].copy() for name in WITH_STATE}
    tables["skill"][:, -1] = new["skill"][:, -1]  # at the front door; the others follow from `given`
    cases = tables["case"][: run["cases"][0]]
    waits = (cases["number"] >= 0) & np.isin(cases["state"], (State.WAITING, State.PICKUP))
    places = np.flatnonzero(waits)
    tables["requeue"] = places[np.argsort(cases["number"][places])]
    run["waiting"] = run["touched"] = 0
    _find_people(tables, who)


def _find_people(tables: dict[str, Any], who: np.ndarray) -> None:
    """Count who is on shift and busy, and mark who is free, in queues that are new."""
    here = who["on_shift"].astype(bool)
    free = here & ~who["occupied"].astype(bool)
    at_home = np.repeat(np.arange(who.size), who["home_last"] - who["home_first"])
    np.add.at(tables["queue"]["on_shift"], tables["home"][here[at_home]], 1)
    np.add.at(tables["queue"]["busy"], tables["home"][(here & ~free)[at_home]], 1)
    seats = tables["seat"][free[np.repeat(np.arange(who.size), who["seat_last"] - who["seat_first"])]]
    np.bitwise_or.at(tables["free"], seats["word"], seats["bit"])
    for name, which in (("free_in", free), ("present_in", here)):
        tables[name][:] = np.bincount(who["room"][which], minlength=tables[name].size)


@called
def begin_stage(w, now):
    """12.6 Whoever waits is assigned anew where anybody's team is another; all rooms look for work."""
    run = w.run[0]
    for person in range(w.who.size):
        be_sent_to_training(w.who[person], run, run.week, w.training_hours[person], run.training_weeks, now)
    if run.new_stage == NewStage.TEAMS:
        for queue in range(run.rooms * run.classes):
            note_load(w, queue)
        for person in range(w.who.size):
            be_skilled(w, person)
            change_team(w, person, w.share_kept[person])
        for place in range(w.requeue.size):
            end_interval(w, w.requeue[place], now)
        for case in range(run.cases):
            if w.case[case].number >= 0:
                person = np.int64(stands_for(w.case[case], w.policy[0]))
                be_among_new_teams(w.case[case], w.who[person].team if person >= 0 else -1)
        for place in range(w.requeue.size):
            case = w.requeue[place]
            find_place(w, case)
            stand_in_queue(w.case[case], now)
            join(w, case, now)
    if run.new_stage != NewStage.SAME:
        for room in range(run.rooms):
            touch(w, room)
    run.new_stage = NewStage.NONE
    run.joined = -1
