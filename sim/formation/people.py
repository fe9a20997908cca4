"""Settings -> people and their planned shifts; built once, the same for every column."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from sim.demand.draws import Kind, draw_key, text_key, uniform
from sim.demand.grid import NEVER
from sim.formation.arrays import People, Roster, ShiftEvent
from sim.scenario.hours import MINUTES_PER_DAY, MINUTES_PER_WEEK, weekly_spans
from sim.scenario.people_settings import Group
from sim.scenario.people_settings import People as PeopleSettings
from sim.scenario.scenario_settings import Scenario

EVERYWHERE = 0  # key of what is drawn once for all replications and seeds: people stay the same


def build_people(scenario: Scenario) -> People:
    """Everybody, numbered in the order of the groups.

    A person's key is (function, number within the function): one more person in one function leaves
    the pace and the absences of all others as they were.
    """
    functions = list(scenario.demand.needs)
    members = list(_members(scenario))
    keys = [draw_key(text_key(group.function), Kind.PERSON, 0, number) for group, _, number in members]
    spans = [_spans(scenario, group, place) for group, place, _ in members]
    rows = [(person, start, end) for person, found in enumerate(spans) for start, end in found]
    shifts = np.array(rows, dtype=np.float64).reshape(-1, 3)
    return People(
        key=np.array(keys, dtype=np.uint64),
        seat=tuple(f"{group.function} {number + 1}" for group, _, number in members),
        function=np.array([functions.index(group.function) for group, _, _ in members], dtype=np.int64),
        skill=np.array([_skills(group, place, functions) for group, place, _ in members]),
        pace=np.array([_pace(key, scenario.people.pace_cv) for key in keys]),
        warmth=np.array([_warmth(key, scenario.people) for key in keys]),
        pay_per_hour=np.array([group.pay_per_hour for group, _, _ in members], dtype=np.float64),
        away_share=np.full(len(members), scenario.people.away_share),
        shift_person=shifts[:, 0].astype(np.int64),
        shift_start=shifts[:, 1],
        shift_end=shifts[:, 2],
    )


def _members(scenario: Scenario) -> Iterator[tuple[Group, int, int]]:
    """(group, place in the group, number within the function) of every person, in order."""
    seen: dict[str, int] = {}
    for group in scenario.people.groups:
        for place in range(group.count):
            number = seen.get(group.function, 0)
            seen[group.function] = number + 1
            yield group, place, number


def _spans(scenario: Scenario, group: Group, place: int) -> tuple[tuple[int, int], ...]:
    names = group.shifts or tuple(scenario.people.shifts)
    return weekly_spans(scenario.people.shifts[names[place % len(names)]])


def _skills(group: Group, place: int, functions: list[str]) -> list[float]:
    """Skill per function: 1 at home; secondary ones dealt evenly over the group, each from another seat on."""
    skills = [0.0] * len(functions)
    for number, (name, skill) in enumerate(group.also.items()):
        seat = place + number
        if math.floor((seat + 1) * group.also_share + 1e-9) > math.floor(seat * group.also_share + 1e-9):
            skills[functions.index(name)] = skill
    skills[functions.index(group.function)] = 1.0
    return skills


def _pace(key: int, cv: float) -> float:
    """Lognormal pace with mean 1, drawn once per person."""
    if cv == 0.0:
        return 1.0
    from scipy.special import ndtri

    sigma = math.sqrt(math.log(1.0 + cv * cv))
    return math.exp(sigma * float(ndtri(uniform(EVERYWHERE, Kind.PACE, key, 0))) - sigma * sigma / 2.0)


def _warmth(key: int, people: PeopleSettings) -> float:
    """Normal warmth, clipped to [0, 1], drawn once per person."""
    if people.warmth_spread == 0.0:
        return people.warmth_mean
    from scipy.special import ndtri

    drawn = people.warmth_mean + people.warmth_spread * float(ndtri(uniform(EVERYWHERE, Kind.WARMTH, key, 0)))
    return min(1.0, max(0.0, drawn))


def build_roster(people: People, end: float) -> Roster:
    """Planned shift events in [0, end], sorted by (time, kind, person).

    A shift that began in the week before the run and reaches into it starts at 0.
    """
    weeks = np.arange(-1, math.floor(end / MINUTES_PER_WEEK) + 1)[:, None] * float(MINUTES_PER_WEEK)
    begins = (weeks + people.shift_start).ravel()
    ends = (weeks + people.shift_end).ravel()
    person = np.broadcast_to(people.shift_person, (weeks.size, people.shift_person.size)).ravel()
    dates = np.floor(begins / MINUTES_PER_DAY).astype(np.int64)
    felt = (ends > 0.0) & (begins <= end)
    begins, ends, person, dates = np.maximum(begins[felt], 0.0), ends[felt], person[felt], dates[felt]
    count = begins.size
    time = np.concatenate([begins, ends])
    kind = np.repeat([ShiftEvent.START, ShiftEvent.END], count).astype(np.int64)
    order = np.lexsort((np.tile(person, 2), kind, time))
    order = order[time[order] <= end]
    return Roster(
        time=time[order],
        kind=kind[order],
        person=np.tile(person, 2)[order],
        date=np.tile(dates, 2)[order],
        ends=np.concatenate([ends, np.full(count, NEVER)])[order],
    )
