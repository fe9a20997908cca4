"""Everything at once: how people are divided, which habits they have, and how many there are of each function.

A design is a partition of either side with its second skills, a set of habits, and numbers of people. All of them are
enumerated; what costs too much, or leaves a function too full, is left out before anything is run.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations, product
from typing import Any

import numpy as np

from sim.exploring.designs.space import SIDES, Design, designs_of, possible
from sim.exploring.ladder import DIALS, columns_with_all
from sim.exploring.staffing.headcounts import Counts, counts_of, with_counts
from sim.measures.offered import load_states
from sim.scenario import changed, policy_of
from sim.scenario.built_in_columns import HABITS, TODAY
from sim.scenario.policy_settings import Policy
from sim.scenario.problems import BadInput
from sim.scenario.scenario_settings import Scenario

MOST = 10_000  # designs that are enumerated; of more, so many are drawn
MOVED = (1, 2)  # people who change function
LEFT = 2  # people whom a function keeps at least
FULLER = 0.02  # by which the fullest function may be fuller than today


@dataclass(frozen=True)
class Lever:
    """One design of all levers.

    partition: with its second skills and choice of team. habits: names in DIALS that it has. staffing: number in the
    list of staffings, 0 for today's.
    """

    partition: Design
    habits: tuple[str, ...]
    staffing: int

    def settings(self, scenario: Scenario) -> dict[str, Any]:
        """The column as a scenario says it: today's policy but for its habits."""
        said = {key: value for key, value in self.partition.settings.items() if not key.startswith("policy")}
        said.pop("partition_from", None)
        dials = {"team_choice": self.partition.team_choice, **dials_of(scenario, self.habits)}
        return said | {"policy_from": TODAY, "policy": dials}


@dataclass(frozen=True)
class Levers:
    """What there is to choose from.

    staffings: people by function, today's first; pays: what each costs more than today, as a share of today's pay.
    designs: those enumerated, or drawn. every: how many there are in all. within: those of `designs` within budget and
    load. today: departments with better habits and today's people, which are always looked at.
    """

    staffings: tuple[Counts, ...]
    pays: tuple[float, ...]
    designs: tuple[Lever, ...]
    every: int
    within: tuple[Lever, ...]
    today: Lever


def dials_of(scenario: Scenario, habits: Sequence[str]) -> dict[str, Any]:
    """Dials of these habits, as the column has them that has all."""
    policy = policy_of(scenario, columns_with_all(scenario)[0])
    return {dial: getattr(policy, dial) for habit in habits for dial in DIALS[habit]}


def levers_of(scenario: Scenario, *, budget: float = 0.0, most: int = MOST, seed: int) -> Levers:
    """All designs, or `most` drawn of them, and which are within budget and load.

    budget: share of today's pay that may be spent on top of it. scenario: with groups of people; where they come from a
    file their numbers stay. Raises ScenarioError, DataError.
    """
    habits = _habits(scenario)
    staffings = _staffings(scenario, budget)
    pays = tuple(_pay(scenario, counts) for counts in staffings)
    fine = _within(scenario, staffings, pays, budget)
    made = {number: _made(staffed(scenario, staffings[number])) for number in sorted(fine)}
    partitions = list(made[0])
    usual = policy_of(scenario, HABITS)
    better = tuple(habit for habit in DIALS if _has(usual, dials_of(scenario, [habit])))
    today = Lever(made[0][partitions[0]], tuple(habit for habit in better if habit in habits[-1]), 0)
    every = len(partitions) * len(habits) * len(staffings)
    numbers: Sequence[int] = range(every)
    if every > most:
        numbers = sorted(np.random.default_rng(seed).choice(every, most, replace=False).tolist())
    sizes = (len(partitions), len(habits), len(staffings))
    designs = []
    for number in numbers:
        a, b, c = (int(place) for place in np.unravel_index(number, sizes))
        if partition := made.get(c, made[0]).get(partitions[a]):  # people may be too few to divide them so
            designs.append(Lever(partition, habits[b], c))
    if today not in designs:
        designs.append(today)
    within = tuple(one for one in designs if one.staffing in fine and _affordable(scenario, one, pays, budget))
    return Levers(staffings, pays, tuple(designs), every, within if today in within else (*within, today), today)


Key = tuple[Any, ...]


def _made(scenario: Scenario) -> dict[Key, Design]:
    """Partitions that these people can make."""
    found = _partitions(scenario)
    if scenario.people.file is None:
        try:  # all at once, as that is nearly always so
            changed(scenario, {f"formations.design_{place}": one.settings for place, one in enumerate(found.values())})
            return found
        except BadInput:
            pass
    return {key: design for key, design in found.items() if possible(scenario, design)}


def _partitions(scenario: Scenario) -> dict[Key, Design]:
    """Partitions of both sides, the departments of today first. A key says the same whoever is to be divided."""
    found: dict[Key, Design] = {}
    seen = set()
    for side in SIDES:
        for design in designs_of(scenario, side):
            said = {key: value for key, value in design.settings.items() if not key.startswith("policy")}
            same = json.dumps([said, design.team_choice], sort_keys=True)
            if same not in seen:
                seen.add(same)
                key = (side, design.kind, design.teams, design.share, design.second_skills, design.team_choice)
                found[key] = design
    return found


def _habits(scenario: Scenario) -> list[tuple[str, ...]]:
    """All sets of the habits that today's departments do not have, the empty one first."""
    policy = policy_of(scenario, TODAY)
    new = [habit for habit in DIALS if not _has(policy, dials_of(scenario, [habit]))]
    return [chosen for count in range(len(new) + 1) for chosen in combinations(new, count)]


def _has(policy: Policy, dials: Mapping[str, Any]) -> bool:
    return all(getattr(policy, dial) == value for dial, value in dials.items())


def _staffings(scenario: Scenario, budget: float) -> tuple[Counts, ...]:
    """Today's people; one or two who change function; with a budget, also one or two more in a function."""
    if scenario.people.file is not None:
        return ({},)
    today = counts_of(scenario)
    found = [today]
    for (giver, taker), moved in product(permutations(today, 2), MOVED):
        if today[giver] - moved >= LEFT:
            found.append({**today, giver: today[giver] - moved, taker: today[taker] + moved})
    if budget > 0.0:
        found += [{**today, name: today[name] + more} for name, more in product(today, MOVED)]
    return tuple(found)


def staffed(scenario: Scenario, counts: Mapping[str, int]) -> Scenario:
    """The scenario with these people."""
    return with_counts(scenario, counts) if counts else scenario


def _pay(scenario: Scenario, counts: Mapping[str, int]) -> float:
    """Pay of these people over that of today's, less 1. Hours are as today, group by group."""

    def paid(made: Scenario) -> float:
        return sum(group.count * group.pay_per_hour for group in made.people.groups)

    return paid(staffed(scenario, counts)) / paid(scenario) - 1.0 if scenario.people.groups else 0.0


def _within(scenario: Scenario, staffings: Sequence[Counts], pays: Sequence[float], budget: float) -> set[int]:
    """Staffings that are paid for, and leave no function fuller than the fullest one of today."""

    def fullest(made: Scenario) -> float:
        return max(state.effective for state in load_states(made, TODAY).values())

    bound = min(1.0, fullest(scenario) + FULLER)
    found = {0}
    for number, (counts, pay) in enumerate(zip(staffings, pays, strict=True)):
        if number and pay <= budget + 1e-9:
            try:
                if fullest(staffed(scenario, counts)) <= bound:
                    found.add(number)
            except BadInput:  # these people cannot make the columns of the scenario
                continue
    return found


def _affordable(scenario: Scenario, one: Lever, pays: Sequence[float], budget: float) -> bool:
    """Whether second skills for everybody are within the budget too."""
    price = scenario.money.second_skill_per_year
    if one.partition.second_skills != "everybody" or not price or not scenario.people.groups:
        return True
    groups = scenario.people.groups
    yearly = sum(group.count * group.pay_per_hour for group in groups) * YEARLY_HOURS
    new = sum(group.count * (1.0 - group.also_share if group.also else 1.0) for group in groups)
    return pays[one.staffing] + price * new / yearly <= budget + 1e-9


YEARLY_HOURS = 40.0 * 52.0  # of a person; a bound, as what is left is priced exactly


def columns_in(scenario: Scenario, levers: Mapping[str, Lever]) -> Scenario:
    """The scenario with these designs as columns, by name. All of them have the same staffing."""
    return changed(scenario, {f"formations.{name}": one.settings(scenario) for name, one in levers.items()})
