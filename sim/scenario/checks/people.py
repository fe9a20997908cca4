"""Checks of the people: functions, skills, and whether every need has somebody."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.scenario.checks.demand import NEEDS
from sim.scenario.checks.finding import Finding, bad_names, unknown
from sim.scenario.demand_settings import Demand
from sim.scenario.people_settings import Group
from sim.scenario.scenario_settings import Scenario
from sim.scenario.tree import Loc, dotted

GROUPS: Loc = ("people", "groups")
SHIFTS: Loc = ("people", "shifts")


def people_findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything about the people but their hours."""
    needs, shifts = scenario.demand.needs, scenario.people.shifts
    yield from bad_names(SHIFTS, shifts)
    for i, group in enumerate(scenario.people.groups):
        loc: Loc = (*GROUPS, i)
        if group.function not in needs:
            yield unknown((*loc, "function"), "need", group.function, needs, NEEDS)
        for j, shift in enumerate(group.shifts or ()):
            if shift not in shifts:
                yield unknown((*loc, "shifts", j), "shift", shift, shifts, SHIFTS)
        yield from _skills(loc, group, list(needs))
    yield from _unserved(scenario)


def _skills(loc: Loc, group: Group, needs: list[str]) -> Iterator[Finding]:
    for function, skill in group.also.items():
        here: Loc = (*loc, "also", function)
        if not 0 < skill <= 1:
            yield Finding(
                here,
                f"{dotted(here)} must be a number above 0 and at most 1 (skill), for example 0.926; it is {skill:g}.",
            )
        if function == group.function:
            yield Finding(here, f"{function} is the group's own function, which it has with skill 1.")
        elif function not in needs:
            yield unknown(here, "need", function, needs, NEEDS)


def needs_that_occur(demand: Demand) -> list[str]:
    """Needs that a case can have, in the order of the scenario: first ones, and what may follow them."""
    if demand.replay is not None:
        named = {*demand.replay.functions.values(), demand.replay.other}
        return [name for name in demand.needs if name in named]
    reached = {name for name, need in demand.needs.items() if need.first_share > 0}
    for _ in range(min(demand.max_needs, len(demand.needs)) - 1):
        following = {f for name in reached for f, share in demand.needs[name].then.items() if share > 0}
        reached |= following & set(demand.needs)
    return [name for name in demand.needs if name in reached]


def _dealt(group: Group, number: int) -> bool:
    """Whether dealing the group's further skill of this number, one person in 1/also_share, reaches anybody."""
    before = math.floor(number * group.also_share + 1e-9)
    return math.floor((number + group.count) * group.also_share + 1e-9) > before


def _unserved(scenario: Scenario) -> Iterator[Finding]:
    able = {group.function for group in scenario.people.groups}
    able |= {f for group in scenario.people.groups for i, f in enumerate(group.also) if _dealt(group, i)}
    if able - set(scenario.demand.needs):
        return  # a misspelt function, which is said where it stands, may be the one that is missing here
    for name in needs_that_occur(scenario.demand):
        if name not in able:
            message = f"Nobody can serve {name}: no group has it as its function, or as a further one under also."
            yield Finding((*NEEDS, name), message, (GROUPS, NEEDS))
