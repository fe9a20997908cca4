"""How much of the open time each team has every function present, by the shifts that are planned."""

from __future__ import annotations

import numpy as np

from sim.demand.tape import Customers
from sim.formation.arrays import Formation, People, Roster
from sim.foundation.calendar import MINUTES_PER_WEEK
from sim.foundation.kinds import ShiftEvent


def completeness(people: People, roster: Roster, formation: Formation, customers: Customers) -> np.ndarray:
    """Share of open time in which every function is present in a team, in [0, 1]. Returns float64[teams].

    Open: any channel is, in the cohort's weeks. Every function: each that anybody in the organisation has at home.
    Present: somebody of the team who has it at home is on a planned shift; absences are not taken off, so that
    what is left over in a run is less. A department is complete never, unless it is alone.
    """
    home = formation.home_team
    functions = np.unique(people.function)
    starts, ends = customers.cohort_start, customers.cohort_end
    total = float(_open_until(np.array([ends]), customers)[0] - _open_until(np.array([starts]), customers)[0])
    found = np.zeros(formation.team_count)
    for team in range(found.size):
        events = np.flatnonzero((home[roster.person] == team) & (roster.time < ends))
        if events.size and total > 0.0:
            found[team] = _complete_minutes(people, roster, events, functions, customers) / total
    return found


def _complete_minutes(
    people: People, roster: Roster, events: np.ndarray, functions: np.ndarray, customers: Customers
) -> float:
    """Open minutes of the cohort's weeks in which a team has every function. events: rows of its roster, by time."""
    times, place = np.unique(roster.time[events], return_inverse=True)
    change = np.where(roster.kind[events] == ShiftEvent.START, 1, -1)
    complete = np.ones(times.size, dtype=np.bool_)
    for function in functions:
        mine = people.function[roster.person[events]] == function
        present = np.cumsum(np.bincount(place[mine], weights=change[mine], minlength=times.size))
        complete &= present > 0.5
    bounds = np.clip(np.append(times, customers.cohort_end), customers.cohort_start, customers.cohort_end)
    return float(np.diff(_open_until(bounds, customers))[complete].sum())


def _open_until(times: np.ndarray, customers: Customers) -> np.ndarray:
    """Minutes before each time in which any channel is open. times: float64[n], minutes of the run."""
    opened = (np.diff(customers.open_before, axis=1) > 0).any(axis=0)
    before = np.concatenate([[0.0], np.cumsum(opened)])
    week = np.floor(times / MINUTES_PER_WEEK)
    return week * before[-1] + np.interp(times - week * MINUTES_PER_WEEK, np.arange(before.size), before)
