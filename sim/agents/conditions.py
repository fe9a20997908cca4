"""What stays the same while a model runs, as plain Python numbers.

A NumPy scalar costs ten times a float in a loop, so the arrays are unpacked once, here.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from sim.demand.tape import Customers
from sim.formation.arrays import Formation, People
from sim.foundation.kinds import Borrowing, Lead

STAGE = 0  # one stage until transformations come


@dataclass(frozen=True)
class Conditions:
    """The surroundings of a case: opening hours, needs, and the policy of the column.

    open_before: {(channel, whole minute of the week): open minutes before it}, indexed like the array.
    wrong: rows of the cumulative distribution of the wrong function named.
    misroute_factor: per channel. pickup: (inside, across) per channel, minutes.
    first_line, lane: per team. distance: levels between two teams. front_door: whether a first line answers, per
        language.
    policy: the settings of the column by name, as in POLICY.
    """

    functions: int
    function_names: tuple[str, ...]
    language_names: tuple[str, ...]
    channel_names: tuple[str, ...]
    priority: list[int]
    live: list[bool]
    turn_away: list[bool]
    bot: list[bool]
    misroute_factor: list[float]
    open_before: dict[tuple[int, int], float]
    mean_work: list[float]
    wrong: list[list[float]]
    likeliest_next: list[int]
    next_share: list[float]
    mean_ambiguity: float
    cohort_start: float
    cohort_end: float
    end: float
    pickup: list[list[float]]
    first_line: list[bool]
    lane: list[int]
    distance: list[list[int]]
    front_door: list[bool]
    policy: SimpleNamespace
    walls: bool
    fixed_lead: bool
    leaderless: bool
    borrowing: bool


def conditions_of(customers: Customers, people: People, formation: Formation) -> Conditions:
    """Unpack the arrays of demand and of one column."""
    policy = policy_of(formation)
    answers = formation.first_line[STAGE][formation.home_team[STAGE]]
    front_door = people.speaks[answers].any(axis=0) & bool(policy.walls)
    return Conditions(
        functions=len(customers.function_names),
        function_names=customers.function_names,
        language_names=customers.language_names,
        channel_names=customers.channel_names,
        priority=customers.priority.tolist(),
        live=customers.live.tolist(),
        turn_away=customers.turn_away.tolist(),
        bot=customers.bot.tolist(),
        misroute_factor=customers.misroute_factor.tolist(),
        open_before=by_minute(customers.open_before.tolist()),
        mean_work=customers.mean_work.tolist(),
        wrong=customers.wrong.tolist(),
        likeliest_next=customers.likeliest_next.tolist(),
        next_share=customers.next_share.tolist(),
        mean_ambiguity=float(customers.mean_ambiguity),
        cohort_start=float(customers.cohort_start),
        cohort_end=float(customers.cohort_end),
        end=float(customers.end),
        pickup=formation.pickup[STAGE].tolist(),
        first_line=formation.first_line[STAGE].tolist(),
        lane=formation.lane[STAGE].tolist(),
        distance=formation.distance[STAGE].tolist(),
        front_door=front_door.tolist(),
        policy=policy,
        walls=bool(policy.walls),
        fixed_lead=policy.lead == Lead.FIXED,
        leaderless=policy.lead == Lead.LEADERLESS,
        borrowing=policy.borrowing != Borrowing.NONE,
    )


def policy_of(formation: Formation) -> SimpleNamespace:
    """The policy row of a column by name."""
    row = formation.policy[STAGE]
    return SimpleNamespace(**{name: row[name].item() for name in formation.policy.dtype.names})


def by_minute(open_before: list[list[float]]) -> dict[tuple[int, int], float]:
    """The opening hours in a form that [channel, minute] looks up without NumPy."""
    return {(channel, minute): value for channel, row in enumerate(open_before) for minute, value in enumerate(row)}


def check_staffed(customers: Customers, people: People) -> None:
    """Stop before the run if nobody can serve a function in a language: such work could wait for ever."""
    missing = [
        f"{customers.function_names[function]} in {customers.language_names[language]}".removesuffix(" in ")
        for function, language in np.argwhere(~people.able.any(axis=0)).tolist()
    ]
    if missing:
        raise ValueError(
            f"Nobody can serve {', '.join(missing)}: every function needs at least one person who is able and speaks "
            "the language."
        )
