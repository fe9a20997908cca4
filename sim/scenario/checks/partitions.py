"""Checks of a column's partition: settings that belong to another one, and teams that cannot be made."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.checks.finding import Finding
from sim.scenario.checks.people import GROUPS, headcounts
from sim.scenario.explicit_teams import FORM, seated
from sim.scenario.scenario_settings import FormationSettings, Scenario
from sim.scenario.tree import Loc

# What a partition is, said where a setting has no place in it.
MEANING = {
    "by_function": "by_function, one team per function",
    "cross_functional": "cross_functional, pods that are made by the program",
    "random": "random, teams that are drawn",
    "pool": "pool, everybody in one team",
    "tiered": "tiered, a first line before departments",
    "hybrid": "hybrid, departments and pods that are made by the program",
    "explicit": "explicit, the teams given as members",
}
WITH_A_COUNT = ("cross_functional", "random", "hybrid")


def partition_findings(scenario: Scenario, loc: Loc, column: FormationSettings) -> Iterator[Finding]:
    """Everything about the teams of one column. loc: of the column."""
    yield from _out_of_place(loc, column)
    counts = headcounts(scenario)
    if column.partition in WITH_A_COUNT:
        yield from _count(loc, column, None if counts is None else sum(counts.values()))
    elif column.partition == "explicit":
        yield from _members(loc, column, counts)


def _out_of_place(loc: Loc, column: FormationSettings) -> Iterator[Finding]:
    for name, homes in (
        ("teams", WITH_A_COUNT),
        ("team_size", WITH_A_COUNT),
        ("shifts_together", ("cross_functional", "hybrid")),
        ("members", ("explicit",)),
    ):
        if name == "shifts_together" and column.shifts_together:
            continue
        if getattr(column, name) in (None, {}) or column.partition in homes:
            continue
        message = (
            f"{name} says nothing where the partition is {MEANING[column.partition]}. Take it out, or choose "
            f"{' or '.join(homes)}."
        )
        yield Finding((*loc, name), message, ((*loc, "partition"),))


def _count(loc: Loc, column: FormationSettings, people: int | None) -> Iterator[Finding]:
    if column.teams is not None and column.team_size is not None:
        message = (
            "teams and team_size both say how many teams there are. Take one of them out; teams: ~ takes out a "
            "parent's."
        )
        yield Finding((*loc, "team_size"), message, ((*loc, "teams"),))
    if people is None:
        return
    if column.teams is not None and column.teams > people:
        yield Finding((*loc, "teams"), f"{column.teams} teams cannot be made of {people} people.", (GROUPS,))
    if column.team_size is not None and column.team_size > people:
        message = f"A team of {column.team_size} cannot be made of {people} people."
        yield Finding((*loc, "team_size"), message, (GROUPS,))


def _members(loc: Loc, column: FormationSettings, counts: dict[str, int] | None) -> Iterator[Finding]:
    here: Loc = (*loc, "members")
    if not column.members:
        yield Finding(here, f"An explicit partition needs members: {FORM}.", ((*loc, "partition"),))
    elif counts is not None:
        for below, message in seated(column.members, counts).problems:
            yield Finding((*here, *below), message, (GROUPS,))
