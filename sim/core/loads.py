"""Work at hand in each team, side by side, where there are many: the least of a thousand is found at a few looks.

Kept as in `completions`: teams of a class of work stand in groups of 64, with the least of each group beside them.
Where there are few teams the tables are empty, and looking at each team costs less.
"""

from __future__ import annotations

import numpy as np

from sim.core.completions import GROUP, NEVER, groups_of, least_of_group, place_in_group
from sim.core.inline import inlined
from sim.rules.matching import work_per_person

FEW = 16  # rooms


def load_tables(rooms: int, classes: int) -> dict[str, np.ndarray]:
    """World.load and World.least_load where nobody is on shift."""
    groups = classes * groups_of(rooms) if rooms > FEW else 0
    return {"load": np.full(GROUP * groups, NEVER), "least_load": np.full(groups, NEVER)}


@inlined
def waiting_for(w, team, function):
    """Cases waiting in a team for a function, in whatever language."""
    run = w.run[0]
    first = team * run.classes + function * run.languages
    waiting = 0
    for queue in range(first, first + run.languages):
        waiting += w.queue[queue].queued
    return waiting


@inlined
def work_in(w, queue, team, function, open_only):
    """Known work per person of a team for a function. queue: of the team."""
    busy = w.queue[queue].busy if open_only else 0
    people = w.queue[queue].on_shift if open_only else w.queue[queue].having
    return work_per_person(waiting_for(w, team, function), busy, people)


@inlined
def note_load(w, queue):
    """People on shift or occupied are others, or the cases that wait. queue: where, none of the list of everybody."""
    if w.load.size == 0:
        return
    run = w.run[0]
    groups = w.least_load.size // run.classes
    team = queue // run.classes
    work_class = queue - team * run.classes
    place = work_class * groups * GROUP + team
    group = work_class * groups + team // GROUP
    load = NEVER
    if w.queue[queue].on_shift > 0:
        # Numbers that are not negative are in the order of their bits, and whole numbers are compared 64 at once.
        load = np.float64(work_in(w, queue, team, work_class // run.languages, True)).view(np.int64)
    before = w.load[place]
    w.load[place] = load
    if load <= w.least_load[group]:
        w.least_load[group] = load
    elif before == w.least_load[group]:
        w.least_load[group] = least_of_group(w.load, group * GROUP)


@inlined
def note_loads(w, team, function):
    """Cases that wait in a team for a function are others, in whatever language."""
    if w.load.size == 0:
        return
    first = team * w.run[0].classes + function * w.run[0].languages
    for queue in range(first, first + w.run[0].languages):
        note_load(w, queue)


@inlined
def least_loaded(w, work_class):
    """The team on shift with the least work per person in a class, of several the lowest number; -1: there is none."""
    groups = w.least_load.size // w.run[0].classes
    first = work_class * groups
    group = first
    least = w.least_load[first]
    if groups > 1:
        for start in range(first, first + groups, GROUP):
            least = min(least, least_of_group(w.least_load, start))
        while least_of_group(w.least_load, group) != least:
            group += GROUP
        group += place_in_group(w.least_load, group, least)
    if least == NEVER:
        return -1
    return (group - first) * GROUP + place_in_group(w.load, group * GROUP, least)
