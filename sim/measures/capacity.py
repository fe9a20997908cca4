"""How much work people can do in a week of the cohort, by home function: planned shifts, absences taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.measures.arriving import MINUTES_PER_WEEK, cohort_minutes

if TYPE_CHECKING:
    import numpy as np

    from sim.formation.arrays import People
    from sim.scenario.scenario_settings import Scenario


def capacity_of(scenario: Scenario) -> dict[str, float]:
    """Minutes of work at skill 1 by function. Raises DataError where a file of people cannot be used."""
    people = scenario.people
    if people.groups and not people.away_waves and not people.pace_cv:
        return _of_groups(scenario)
    from sim.formation import build_people

    # Nobody's warmth matters here, and drawing it would import SciPy.
    plain = scenario.model_copy(update={"people": people.model_copy(update={"warmth_spread": 0.0})})
    functions = list(scenario.demand.needs)
    able = able_minutes(build_people(plain), *cohort_minutes(scenario), len(functions))
    return dict(zip(functions, map(float, able), strict=True))


def _of_groups(scenario: Scenario) -> dict[str, float]:
    """The same by arithmetic alone, where every week and everybody's pace is like any other."""
    from sim.scenario.hours import weekly_spans

    people = scenario.people
    length = {name: sum(end - start for start, end in weekly_spans(text)) for name, text in people.shifts.items()}
    able = dict.fromkeys(scenario.demand.needs, 0.0)
    for group in people.groups:
        names = group.shifts or tuple(people.shifts)
        dealt = [group.count // len(names) + (place < group.count % len(names)) for place in range(len(names))]
        planned = sum(count * length[name] for count, name in zip(dealt, names, strict=True))
        able[group.function] += planned * (1.0 - people.away_share)
    return able


def able_minutes(people: People, start: float, end: float, functions: int) -> np.ndarray:
    """Minutes of work at skill 1 a week of [start, end), by home function. Returns float64[functions].

    Planned shifts at everybody's own pace. Shifts that fall to a wave of absence are left out, as in a run; the usual
    absence is taken off on average. start, end: minutes of the run, whole weeks.
    """
    import numpy as np

    from sim.formation import build_roster
    from sim.foundation.kinds import ShiftEvent

    roster = build_roster(people, end)
    begins = roster.kind == ShiftEvent.START
    inside = np.clip(roster.ends[begins], start, end) - np.clip(roster.time[begins], start, end)
    planned = np.bincount(roster.person[begins], weights=inside, minlength=people.count)
    able = planned * (1.0 - people.away_share) * people.pace * MINUTES_PER_WEEK / (end - start)
    return np.bincount(people.function, weights=able, minlength=functions)
