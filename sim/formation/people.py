"""Settings -> people and their planned shifts; built once, the same for every column."""

from __future__ import annotations

import math

import numpy as np

from sim.formation.arrays import USUAL, People, Roster
from sim.formation.members import Member, members_of_groups
from sim.formation.people_file import people_file_of
from sim.foundation.draws import Kind, draw_key, text_key, uniform
from sim.foundation.grid import NEVER
from sim.foundation.kinds import ShiftEvent
from sim.scenario.hours import MINUTES_PER_DAY, MINUTES_PER_WEEK, minute_of
from sim.scenario.people_settings import People as PeopleSettings
from sim.scenario.scenario_settings import Scenario

EVERYWHERE = 0  # key of what is drawn once for all replications and seeds: people stay the same


def build_people(scenario: Scenario) -> People:
    """Everybody, numbered in the order of the groups or of the file.

    A person's key is (function, number within the function): one more person in one function leaves the pace and the
    absences of all others as they were. Raises DataError where a file cannot be used.
    """
    functions = list(scenario.demand.needs)
    members = people_file_of(scenario).members if scenario.people.file else tuple(members_of_groups(scenario))
    keys = [draw_key(text_key(member.function), Kind.PERSON, 0, member.number) for member in members]
    rows = [(person, start, end) for person, member in enumerate(members) for start, end in member.spans]
    shifts = np.array(rows, dtype=np.float64).reshape(-1, 3)
    wave_date, wave_share = _waves(scenario.people)
    sites = list(dict.fromkeys(member.site for member in members))
    usual, usual_practice = _usual(scenario, [member.function for member in members], shifts)
    return People(
        key=np.array(keys, dtype=np.uint64),
        seat=tuple(member.seat for member in members),
        function=np.array([functions.index(member.function) for member in members], dtype=np.int64),
        skill=np.array([_skills(member, functions) for member in members]),
        pace=np.array([_pace(key, scenario.people.pace_cv) for key in keys]),
        warmth=np.array([_warmth(key, scenario.people) for key in keys]),
        pay_per_hour=np.array([member.pay_per_hour for member in members], dtype=np.float64),
        away_share=np.full(len(members), scenario.people.away_share),
        shift_person=shifts[:, 0].astype(np.int64),
        shift_start=shifts[:, 1],
        shift_end=shifts[:, 2],
        speaks=np.array([_speaks(member, list(scenario.demand.languages)) for member in members]),
        site=np.array([sites.index(member.site) for member in members], dtype=np.int64),
        site_names=tuple(sites),
        wave_date=wave_date,
        wave_share=wave_share,
        pace_sigma=_pace_sigma(scenario.people.pace_cv),
        warmth_mean=scenario.people.warmth_mean,
        warmth_spread=scenario.people.warmth_spread,
        group=np.array([member.group for member in members], dtype=np.int64),
        leavers_by_count=scenario.people.leavers == "by_count",
        usual=usual,
        usual_practice=usual_practice,
    )


def _usual(scenario: Scenario, functions: list[str], shifts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What is usual today, by person: USUAL[P], and hours of practice in a week by function, float64[P, F].

    functions: by person. shifts: float64[K, 3], person, start and end.
    """
    usual = np.zeros(len(functions), dtype=USUAL)
    practice = np.zeros((len(functions), len(scenario.demand.needs)))
    hours = np.bincount(shifts[:, 0].astype(np.int64), shifts[:, 2] - shifts[:, 1], len(functions)) / 60.0
    for person, function in enumerate(functions):
        known = scenario.over_time.usual.get(function)
        if known is not None:
            for name in USUAL.names or ():
                usual[name][person] = getattr(known, name.removeprefix("usual_")) or 0.0
            shares = [known.practice_shares.get(name, 0.0) for name in scenario.demand.needs]
            practice[person] = hours[person] * np.array(shares)
    return usual, practice


def _skills(member: Member, functions: list[str]) -> list[float]:
    """Skill per function: 1 at home, 0 where there is none."""
    skills = [member.skills.get(name, 0.0) for name in functions]
    skills[functions.index(member.function)] = 1.0
    return skills


def _speaks(member: Member, languages: list[str]) -> list[bool]:
    """Whether somebody speaks each language; where the customers have none, everybody speaks the same."""
    return [member.languages is None or name in member.languages for name in languages] or [True]


def _waves(people: PeopleSettings) -> tuple[np.ndarray, np.ndarray]:
    """Dates in waves of absence, ascending, and the share away on each beside the usual absence; waves add up
    as independent ones do. Returns int64[W], float64[W]."""
    present: dict[int, float] = {}
    for wave in people.away_waves:
        first = minute_of(wave.start) // MINUTES_PER_DAY
        for date in range(first, first + wave.days):
            present[date] = present.get(date, 1.0) * (1.0 - wave.away_share)
    dates = sorted(present)
    return np.array(dates, dtype=np.int64), np.array([1.0 - present[date] for date in dates], dtype=np.float64)


def _pace(key: int, cv: float) -> float:
    """Lognormal pace with mean 1, drawn once per person."""
    if cv == 0.0:
        return 1.0
    from scipy.special import ndtri

    sigma = _pace_sigma(cv)
    return math.exp(sigma * float(ndtri(uniform(EVERYWHERE, Kind.PACE, key, 0))) - sigma * sigma / 2.0)


def _pace_sigma(cv: float) -> float:
    """Standard deviation of the logarithm of pace."""
    return math.sqrt(math.log(1.0 + cv * cv))


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
        away_share=np.tile(_away_shares(people, person, dates), 2)[order],
    )


def _away_shares(people: People, person: np.ndarray, dates: np.ndarray) -> np.ndarray:
    """Probability of being away from each planned shift, by person and the date on which it begins. Returns float64[n].

    The usual absence and the waves of that date act independently.
    """
    away = people.away_share[person]
    if people.wave_date.size == 0:
        return away
    place = np.searchsorted(people.wave_date, dates).clip(max=people.wave_date.size - 1)
    wave = np.where(people.wave_date[place] == dates, people.wave_share[place], 0.0)
    return np.where(wave > 0.0, 1.0 - (1.0 - away) * (1.0 - wave), away)
