"""The load that is offered: work that arrives, expected returns included, over what people can do.

Of each function by itself: at 1 or more it cannot keep up alone. Work at skill 1, done by its own people at their
pace: no retelling, changeover or misroute, no help by others, and everybody who comes is served.
Returns: a solved contact comes back with probability p = return_share, the part that no policy changes, so a case is
visited 1 + p + p^2 + ... = 1 / (1 - p) times, cut at most_contacts; a return is return_work_share of its last need.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

from sim.measures.overload import LoadState, load_state, tiring_of

if TYPE_CHECKING:
    import numpy as np

    from sim.demand.tape import Customers, Tape
    from sim.formation.arrays import People
    from sim.scenario.scenario_settings import Scenario

MINUTES_PER_WEEK = 10080.0


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
    load = expected_load(scenario, column) if is_expected(scenario) else drawn_load(scenario, column)
    tiring = tiring_of(scenario)
    return {function: load_state(offered, tiring) for function, offered in load.items()}


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


def is_expected(scenario: Scenario) -> bool:
    """Whether the settings alone say what arrives; else it must be read off the customers."""
    demand = scenario.demand
    return demand.replay is None and demand.volumes_file is None and not demand.bursts


def expected_load(scenario: Scenario, column: str) -> dict[str, float]:
    """Offered load by function out of settings alone, without drawing anybody. inf where nobody is at home."""
    visits = visits_of(scenario, column)
    whole, last, alone = expected_work(scenario)
    channels = scenario.demand.channels.values()
    cases = sum(channel.cases_per_week for channel in channels)
    on_bot = sum(channel.cases_per_week for channel in channels if channel.bot)
    able = planned_capacity(scenario) if scenario.people.groups else capacity_of_file(scenario)
    found = {}
    for name in scenario.demand.needs:
        brought = whole[name] + visits.returns * last[name]
        spared = visits.by_bot * alone[name] * (1.0 + visits.returns)
        arriving = visits.work_share * (cases * brought - on_bot * spared)
        found[name] = arriving / able[name] if able[name] > 0.0 else inf if arriving > 0.0 else 0.0
    return found


def drawn_load(scenario: Scenario, column: str) -> dict[str, float]:
    """Offered load by function of the customers of one replication, where settings alone do not say it."""
    from sim.demand.build import build_tape
    from sim.demand.customers import build_customers
    from sim.formation import build_people

    customers, people = build_customers(scenario), build_people(scenario)
    tape = build_tape(scenario, customers, seed=scenario.seed, first_replication=0, replications=1)
    found = offered_load(tape, customers, people, visits_of(scenario, column))
    return dict(zip(customers.function_names, map(float, found), strict=True))


def expected_work(scenario: Scenario) -> tuple[dict[str, float], dict[str, float], dict[str, float]]:
    """Mean minutes of a case by function: of all needs, of the last need, and of cases that have one need only."""
    needs, most = scenario.demand.needs, scenario.demand.max_needs
    reach: Mapping[str, float] = {name: need.first_share for name, need in needs.items()}
    whole, last, alone = ({name: 0.0 for name in needs} for _ in range(3))
    for position in range(most):
        following = dict.fromkeys(needs, 0.0)
        for name, need in needs.items():
            ends = max(0.0, 1.0 - sum(need.then.values())) if position + 1 < most else 1.0
            whole[name] += reach[name] * need.work_minutes
            last[name] += reach[name] * ends * need.work_minutes
            if position == 0:
                alone[name] = reach[name] * ends * need.work_minutes
            for other, share in need.then.items():
                following[other] += reach[name] * share
        reach = following
    return whole, last, alone


def planned_capacity(scenario: Scenario) -> dict[str, float]:
    """Minutes of work a week by home function, at mean pace, absences taken off."""
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


def capacity_of_file(scenario: Scenario) -> dict[str, float]:
    """The same where the people come from a file."""
    from sim.formation import build_people

    functions = list(scenario.demand.needs)
    return dict(zip(functions, map(float, capacity_per_week(build_people(scenario), len(functions))), strict=True))


def offered_load(
    tape: Tape,
    customers: Customers,
    people: People,
    visits: Visits = Visits(),
) -> np.ndarray:
    """The same read off the customers themselves, for logs and volumes of the user's, float64[F]."""
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
    able = capacity_per_week(people, functions)
    with np.errstate(divide="ignore"):
        return np.divide(arriving, able, out=np.where(arriving > 0, np.inf, 0.0), where=able > 0)


def capacity_per_week(people: People, functions: int) -> np.ndarray:
    """Minutes of work at skill 1 that the people of each function can do in a week, absences taken off."""
    import numpy as np

    planned = np.bincount(people.shift_person, weights=people.shift_end - people.shift_start, minlength=people.count)
    able = planned * (1.0 - people.away_share) * people.pace
    return np.bincount(people.function, weights=able, minlength=functions)
