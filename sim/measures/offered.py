"""Offered load: work that arrives, expected returns included, over what people can do (planned shifts, less absences).

Of each function by itself: at 1 or more it cannot keep up alone. Work at skill 1, done by its own people at their
pace: no retelling, changeover or misroute, and everybody who comes in open hours is served. Where a function has no
people of its own, those who know it as a second skill bear it beside the work of their own functions. Where its own
people are too few, and others may and would help, it is the least load at which all of them together do all the work.
Returns: a solved contact comes back with probability p = return_share, the part that no policy changes, so a case is
visited 1 + p + p^2 + ... = 1 / (1 - p) times, cut at most_contacts; a return is return_work_share of its last need.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from sim.measures.expected_demand import ExpectedDemand, cohort_minutes, expected_demand
from sim.measures.overload import LoadState, load_state, tiring_of
from sim.rules.technology import routed_work_minutes
from sim.scenario.hours import MINUTES_PER_WEEK

if TYPE_CHECKING:
    import numpy as np

    from sim.formation.arrays import People
    from sim.scenario.scenario_settings import Scenario


@dataclass(frozen=True)
class WorkAdjustment:
    """What a column makes of the work that customers bring.

    returns: work of returns, as a multiple of the last need's. by_bot: share of one-need cases on bot channels that a
    bot solves for good. work_share: what intelligent routing leaves of work.
    """

    returns: float = 0.0
    by_bot: float = 0.0
    work_share: float = 1.0


def load_states(scenario: Scenario, column: str) -> dict[str, LoadState]:
    """Offered load by function as a column is set, with what fatigue makes of it. Runs no model."""
    demand = expected_demand(scenario)
    tiring = tiring_of(scenario.people.fatigue, demand.distress)
    load = _over_capacity(scenario, demand, work_adjustment(scenario, column), column)
    lasting = demand.lasting_work
    return {name: load_state(offered, tiring, lasting[name] == 0.0) for name, offered in load.items()}


def functions_too_full(scenario: Scenario, column: str) -> tuple[str, ...]:
    """Functions that cannot keep up with the work offered to them, with fatigue."""
    return tuple(name for name, state in load_states(scenario, column).items() if state.too_full)


def expected_load(scenario: Scenario, column: str) -> dict[str, float]:
    """Offered load by function, without drawing anybody. inf where nobody is at home."""
    return _over_capacity(scenario, expected_demand(scenario), work_adjustment(scenario, column), column)


def _over_capacity(
    scenario: Scenario, demand: ExpectedDemand, adjustment: WorkAdjustment, column: str
) -> dict[str, float]:
    able = weekly_capacity(scenario)
    found = {}
    for name in scenario.demand.needs:
        brought = demand.work[name] + adjustment.returns * demand.last_work[name]
        spared = adjustment.by_bot * demand.single_work[name] * (1.0 + adjustment.returns)
        minutes = adjustment.work_share * (brought - spared)
        found[name] = minutes
    loads = {name: minutes / able[name] if able[name] > 0.0 else 0.0 for name, minutes in found.items()}
    without = [name for name, minutes in found.items() if minutes > 0.0 and able[name] <= 0.0]
    loads |= _by_second_skill(scenario, found, without) if without else {}
    over = [name for name in found if able[name] > 0.0 and loads[name] >= 1.0]
    return loads | (_with_help(scenario, found, over, column) if over and _may_help(scenario, column) else {})


def _may_help(scenario: Scenario, column: str) -> bool:
    """Whether people of one function may reach the work of another."""
    from sim.scenario.columns import partition_of, policy_of

    policy = policy_of(scenario, column)
    skilled = scenario.people.file is not None or any(group.also for group in scenario.people.groups)
    apart = partition_of(scenario, column).partition == "by_function"
    return skilled and (not policy.walls or policy.borrowing != "none" or not apart)


def _with_help(scenario: Scenario, work: dict[str, float], over: list[str], column: str) -> dict[str, float]:
    """Offered load of functions that cannot keep up alone, where others with the skill would help; none where no help.

    The least r at which everybody, for r of their time, gets all the work done: a linear programme over people alike.
    """
    import numpy as np
    from scipy.optimize import linprog

    people = _plain_people(scenario)
    minutes, names = able_by_person(people, *cohort_minutes(scenario)), list(scenario.demand.needs)
    skill = np.where(_would_help(scenario, people, column), people.skill, 0.0)
    alike, place = np.unique(np.column_stack([people.function, skill]), axis=0, return_inverse=True)
    time, skill = np.bincount(place.ravel(), weights=minutes), alike[:, 1:]
    kinds, functions = skill.shape
    # Unknown: r, then minutes of each kind of people for each function.
    done = np.hstack([np.zeros((functions, 1)), *(np.diag(row) for row in skill)])
    spent = np.hstack([-time[:, None], np.kron(np.eye(kinds), np.ones((1, functions)))])
    bounds = [(0, None), *((0, None if one > 0.0 else 0) for one in skill.ravel())]
    limits = np.concatenate([[-work[name] for name in names], np.zeros(kinds)])
    found = linprog([1.0, *np.zeros(kinds * functions)], np.vstack([-done, spent]), limits, bounds=bounds)
    return dict.fromkeys(over, float(found.x[0])) if found.success and found.x[0] < 1.0 else {}


def _would_help(scenario: Scenario, people: People, column: str) -> np.ndarray:
    """Who would take work of which function: always at home, elsewhere where a second skill pays. bool[P, F]."""
    import numpy as np

    from sim.rules.matching import secondary_pays
    from sim.scenario.columns import policy_of

    home = people.function[:, None] == np.arange(people.skill.shape[1])
    if policy_of(scenario, column).assignment == "greedy":
        return home | (people.skill > 0.0)
    there = home.sum(axis=0).tolist()
    pays = [[s > 0.0 and secondary_pays(s, n, 0, 1.0) for s, n in zip(row, there, strict=True)]
            for row in people.skill.tolist()]  # fmt: skip
    return home | np.array(pays)


def _by_second_skill(scenario: Scenario, work: dict[str, float], functions: list[str]) -> dict[str, float]:
    """Offered load of functions in which nobody is at home; inf where nobody can do them at all.

    The larger of two bounds: its work over the time of those able; and its work with that of their own functions over
    the time of everybody at home there.
    """
    import numpy as np

    people = _plain_people(scenario)
    minutes = able_by_person(people, *cohort_minutes(scenario))
    names = list(scenario.demand.needs)
    found = {}
    for name in functions:
        skill = people.skill[:, names.index(name)]
        able = float(minutes @ skill)
        if able <= 0.0:
            found[name] = inf
            continue
        theirs = np.unique(people.function[(skill > 0.0) & (minutes > 0.0)])
        hours = float(minutes[skill > 0.0].sum()) / able * work[name]  # of those able, for this work
        together = hours + sum(work[names[f]] for f in theirs)
        found[name] = max(work[name] / able, together / float(minutes[np.isin(people.function, theirs)].sum()))
    return found


def work_adjustment(scenario: Scenario, column: str) -> WorkAdjustment:
    """Expected visits in a column."""
    from sim.scenario import policy_of

    policy, demand = policy_of(scenario, column), scenario.demand
    back, technology = demand.coming_back, demand.technology
    again = sum(back.return_share**visit for visit in range(1, back.most_contacts))
    return WorkAdjustment(
        returns=back.return_work_share * again,
        by_bot=policy.automation * technology.bot_solves_share * (1.0 - technology.bot_unhelped_share),
        work_share=routed_work_minutes(1.0, policy.intelligent_routing, technology.routing_time_gain),
    )


def weekly_capacity(scenario: Scenario) -> dict[str, float]:
    """Minutes of work at skill 1 by function. Raises DataError where a file of people cannot be used."""
    people = scenario.people
    numbers = any(group.staffing for group in people.groups)
    if people.groups and not numbers and not people.away_waves and not people.pace_cv:
        return _of_groups(scenario)
    functions = list(scenario.demand.needs)
    able = able_minutes(_plain_people(scenario), *cohort_minutes(scenario), len(functions))
    return dict(zip(functions, map(float, able), strict=True))


def _plain_people(scenario: Scenario) -> People:
    """The people, all alike in warmth: it does not matter here, and drawing it would import SciPy."""
    from sim.formation import build_people

    alike = scenario.people.model_copy(update={"warmth_spread": 0.0})
    return build_people(scenario.model_copy(update={"people": alike}))


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

    start, end: minutes of the run, whole weeks.
    """
    import numpy as np

    return np.bincount(people.function, weights=able_by_person(people, start, end), minlength=functions)


def able_by_person(people: People, start: float, end: float) -> np.ndarray:
    """The same by person: planned shifts at everybody's own pace. Returns float64[P].

    Absences, those of waves included, are taken off on average.
    """
    import numpy as np

    from sim.formation import build_roster
    from sim.foundation.kinds import ShiftEvent

    roster = build_roster(people, end)
    begins = roster.kind == ShiftEvent.START
    inside = np.clip(roster.ends[begins], start, end) - np.clip(roster.time[begins], start, end)
    present = inside * (1.0 - roster.away_share[begins])
    present = np.bincount(roster.person[begins], weights=present, minlength=people.count)
    return present * people.pace * MINUTES_PER_WEEK / (end - start)
