"""Checks of a column's partition: settings that belong to another one, and teams or units that cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.scenario.checks.demand import NEEDS
from sim.scenario.checks.finding import Finding, unknown
from sim.scenario.checks.people import GROUPS, heads_by_site, site_of_seat
from sim.scenario.explicit_teams import FORM, seated, spanning_sites
from sim.scenario.scenario_settings import FormationSettings, Scenario
from sim.scenario.team_plan import (
    WITH_A_COUNT,
    Heads,
    bound_to_sites,
    cannot_be_made,
    team_names,
    unit_problems,
)
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
# Where a setting has its place.
HOMES = {
    "teams": WITH_A_COUNT,
    "team_size": WITH_A_COUNT,
    "shifts_together": ("cross_functional", "hybrid"),
    "first_line_share": ("tiered",),
    "complex_share": ("hybrid",),
    "apart": (*WITH_A_COUNT, "tiered"),
    "members": ("explicit",),
}
WHO_IS_WHERE = ("partition", *HOMES, "across_sites")


def partition_findings(scenario: Scenario, loc: Loc, column: FormationSettings) -> Iterator[Finding]:
    """Everything about the teams of one column. loc: of the column."""
    rests_on = (GROUPS, *((*loc, name) for name in WHO_IS_WHERE))
    found = [*_out_of_place(loc, column), *_apart(scenario, loc, column), *_incomplete(loc, column)]
    heads = heads_by_site(scenario)
    if heads is not None:
        if column.across_sites and len(heads) == 1:
            message = "across_sites says nothing where all people work at one site. Take it out."
            yield Finding((*loc, "across_sites"), message, (GROUPS,))
        wrong = people_problems(column, heads, site_of_seat(scenario) if column.partition == "explicit" else {})
        found += [Finding((*loc, *below), message, rests_on) for below, message in wrong]
    yield from found
    names = team_names(column, heads) if heads is not None and column.units and not found else None
    for below, message in unit_problems(column.units, names):
        yield Finding((*loc, "units", *below), message, rests_on if names else (), (NEEDS,))


def people_problems(column: FormationSettings, heads: Heads, site_of: Mapping[str, str]) -> Iterator[tuple[Loc, str]]:
    """What these people do not make, and which setting of the column is to blame.

    site_of: by seat, of everybody; needed for explicit teams only.
    """
    bound = bound_to_sites(column, len(heads))
    if column.partition == "explicit" and column.members:
        teams = seated(column.members, headcounts(heads))
        problems = teams.problems or (list(spanning_sites(teams.team, site_of)) if bound else [])
        yield from ((("members", *below), message) for below, message in problems)
    for setting, message in cannot_be_made(column, heads):
        yield (setting,), message


def _out_of_place(loc: Loc, column: FormationSettings) -> Iterator[Finding]:
    for name, homes in HOMES.items():
        if getattr(column, name) in (_default(name), {}) or column.partition in homes:
            continue
        message = (
            f"{name} says nothing where the partition is {MEANING[column.partition]}. Take it out, or choose "
            f"{_either(homes)}."
        )
        yield Finding((*loc, name), message, ((*loc, "partition"),))


def _default(name: str) -> object:
    return FormationSettings.model_fields[name].default


def _either(names: tuple[str, ...]) -> str:
    return " or ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _apart(scenario: Scenario, loc: Loc, column: FormationSettings) -> Iterator[Finding]:
    for place, name in enumerate(column.apart):
        if name not in scenario.demand.needs:
            yield unknown((*loc, "apart", place), "need", name, scenario.demand.needs, NEEDS)


def _incomplete(loc: Loc, column: FormationSettings) -> Iterator[Finding]:
    """Too much or too little said to know the teams."""
    if column.partition in WITH_A_COUNT and column.teams is not None and column.team_size is not None:
        message = (
            "teams and team_size both say how many teams there are. Take one of them out; teams: ~ takes out a "
            "parent's."
        )
        yield Finding((*loc, "team_size"), message, ((*loc, "teams"),))
    if column.partition == "explicit" and not column.members:
        yield Finding((*loc, "members"), f"An explicit partition needs members: {FORM}.", ((*loc, "partition"),))


def headcounts(heads: Heads) -> dict[str, int]:
    """People per function at all sites."""
    counts: dict[str, int] = {}
    for functions in heads.values():
        for function, people in functions.items():
            counts[function] = counts.get(function, 0) + people
    return counts
