"""The load that is offered: work that arrives, expected returns included, over what people can do.

Of each function by itself: at 1 or more it cannot keep up alone. Work at skill 1, done by its own people at their
pace: no retelling, changeover or misroute, no help by others, and everybody who comes is served.
Returns: a solved contact comes back with probability p = return_share, the part that no policy changes, so a case is
visited 1 + p + p^2 + ... = 1 / (1 - p) times, cut at most_contacts; a return is return_work_share of its last need.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from sim.foundation.calendar import MINUTES_PER_WEEK
from sim.measures.expected_demand import Arriving, arriving_of, cohort_minutes
from sim.measures.overload import LoadState, load_state, tiring_of

if TYPE_CHECKING:
    import numpy as np

    from sim.demand.tape import Customers, Tape
    from sim.formation.arrays import People
    from sim.scenario.scenario_settings import Scenario


@dataclass(frozen=True)
class Visits:
    """What a column makes of the work that customers bring.

    returns: work of returns, as a multiple of the last need's. by_bot: share of one-need cases on bot channels that a
    bot solves for good. work_share: what intelligent routing leaves of work.
    """

    returns: float = 0.0
    by_bot: float = 0.0
    work_share: float = 1.0


def load_states(scenario: Scenario, column: str) -> dict[str, LoadState]:
    """Offered load by function as a column is set, with what fatigue makes of it. Runs no model."""
    arriving = arriving_of(scenario)
    tiring = tiring_of(scenario.people.fatigue, arriving.distress)
    load = _over_capacity(scenario, arriving, visits_of(scenario, column))
    return {function: load_state(offered, tiring) for function, offered in load.items()}


def expected_load(scenario: Scenario, column: str) -> dict[str, float]:
    """Offered load by function, without drawing anybody. inf where nobody is at home."""
    return _over_capacity(scenario, arriving_of(scenario), visits_of(scenario, column))


def _over_capacity(scenario: Scenario, arriving: Arriving, visits: Visits) -> dict[str, float]:
    able = capacity_of(scenario)
    found = {}
    for name in scenario.demand.needs:
        brought = arriving.whole[name] + visits.returns * arriving.last[name]
        spared = visits.by_bot * arriving.alone[name] * (1.0 + visits.returns)
        minutes = visits.work_share * (brought - spared)
        found[name] = minutes / able[name] if able[name] > 0.0 else inf if minutes > 0.0 else 0.0
    return found


def visits_of(scenario: Scenario, column: str) -> Visits:
    """Expected visits in a column."""
    from sim.scenario import policy_of

    policy, demand = policy_of(scenario, column), scenario.demand
    back, technology = demand.coming_back, demand.technology
    again = sum(back.return_share**visit for visit in range(1, back.most_contacts))
    return Visits(
        returns=back.return_work_share * again,
        by_bot=policy.automation * technology.bot_solves_share * (1.0 - technology.bot_unhelped_share),
        work_share=1.0 - policy.intelligent_routing * technology.routing_time_gain,
    )


def offered_load(
    tape: Tape,
    customers: Customers,
    people: People,
    visits: Visits = Visits(),
) -> np.ndarray:
    """The same read off customers that were drawn, float64[F]: what `expected_load` comes to on average."""
    import numpy as np

    functions = len(customers.function_names)
    cohort = (tape.arrival >= customers.cohort_start) & (tape.arrival < customers.cohort_end)
    need, work, needs = tape.need[cohort], tape.work[cohort], tape.needs[cohort]
    cases = np.arange(needs.size)
    ends = np.maximum(needs.astype(np.int64) - 1, 0)
    spared = np.where((needs == 1) & customers.bot[tape.channel[cohort]], visits.by_bot, 0.0)
    weight = work * (1.0 - spared)[:, None]
    weight[cases, ends] *= 1.0 + visits.returns
    real = need >= 0
    weeks = (customers.cohort_end - customers.cohort_start) / MINUTES_PER_WEEK * tape.replications
    arriving = np.bincount(need[real], weights=weight[real], minlength=functions) * visits.work_share / weeks
    able = able_minutes(people, customers.cohort_start, customers.cohort_end, functions)
    with np.errstate(divide="ignore"):
        return np.divide(arriving, able, out=np.where(arriving > 0, np.inf, 0.0), where=able > 0)


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
