"""Checks of the columns: settings of another partition, teams that cannot be, the chain of policies, dials without
effect."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.checks.demand import CHANNELS, NEEDS
from sim.scenario.checks.finding import NAME_FORM, Finding, is_file_name, is_title, out_of_range, unknown
from sim.scenario.checks.people import GROUPS, heads_by_site, site_of_seat
from sim.scenario.columns import NOT_OF_PARTITION, PolicyOrPartition, ancestry, declared_dials, dial_in, partition_of
from sim.scenario.explicit_teams import FORM
from sim.scenario.origins import Loc
from sim.scenario.scenario_settings import FormationSettings, Scenario
from sim.scenario.team_plan import WITH_A_COUNT, TeamPlan, unit_problems

COLUMNS: Loc = ("formations",)
PICKUP_DIALS = ("pickup_inside_minutes", "pickup_across_minutes")
LONGEST_PICKUP_MINUTES = 10_000
NOTHING_IS_NEAR = (
    "Any two teams of {} are equally far apart, so near would be the same as anywhere. Write anywhere, or give the "
    "column units, or people a site."
)
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


def column_findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything about partitions and policies."""
    yield from _pickup(scenario, ("policy",), scenario.policy.model_dump(include=set(PICKUP_DIALS)))
    for name, column in scenario.formations.items():
        loc: Loc = (*COLUMNS, name)
        if not is_file_name(name):
            yield Finding(loc, f"The column name {name!r} may hold small letters, digits, _ and - only.")
        yield from _pickup(scenario, (*loc, "policy"), column.policy)
    teams_broken = list(_chains(scenario, "partition_from"))
    yield from teams_broken
    if not teams_broken:
        for name, column in scenario.formations.items():
            if column.partition_from is None or partition_of(scenario, name) != _all_taken(scenario, name):
                yield from _teams(scenario, (*COLUMNS, name), partition_of(scenario, name))
    broken = list(_chains(scenario, "policy_from"))
    yield from broken
    if not broken and not teams_broken:
        yield from _common_dials_without_effect(scenario)
        for name in scenario.formations:
            yield from _near(scenario, name)
            yield from _owner(scenario, name)


def _all_taken(scenario: Scenario, name: str) -> FormationSettings:
    """The column as it would be, had it nothing of its own to say of its teams."""
    column = scenario.formations[name]
    assert column.partition_from is not None
    kept = {key: getattr(column, key) for key in NOT_OF_PARTITION}
    return partition_of(scenario, column.partition_from).model_copy(update=kept)


def _teams(scenario: Scenario, loc: Loc, column: FormationSettings) -> Iterator[Finding]:
    """Everything about the teams of one column. loc: of the column."""
    found = [*_out_of_place(loc, column), *_apart(scenario, loc, column), *_incomplete(loc, column)]
    plan = team_plan(scenario, column)
    names = None
    rests_on = (GROUPS, *((*loc, name) for name in WHO_IS_WHERE))
    if plan is not None:
        if column.across_sites and len(plan.heads) == 1:
            message = "across_sites says nothing where all people work at one site. Take it out."
            yield Finding((*loc, "across_sites"), message, (GROUPS,))
        found += [Finding((*loc, *below), message, rests_on) for below, message in plan.problems()]
        names = plan.names() if column.units and not found else None
    yield from found
    for below, message in unit_problems(column.units, names):
        yield Finding((*loc, "units", *below), message, rests_on if names else (), (NEEDS,))


def team_plan(scenario: Scenario, column: FormationSettings) -> TeamPlan | None:
    """The plan of a column; None where a file, which is read later, says who there is."""
    heads = heads_by_site(scenario)
    if heads is None:
        return None
    return TeamPlan(column, heads, site_of_seat(scenario) if column.partition == "explicit" else {})


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
    for team in column.members:
        if not is_title(team):
            message = f"The name of a team may hold {NAME_FORM}, and spaces between."
            yield Finding((*loc, "members", team), message)
    if column.partition == "explicit" and not column.members:
        yield Finding((*loc, "members"), f"An explicit partition needs members: {FORM}.", ((*loc, "partition"),))


def _pickup(scenario: Scenario, loc: Loc, dials: dict[str, object]) -> Iterator[Finding]:
    channels = scenario.demand.channels
    for dial in PICKUP_DIALS:
        minutes = dials.get(dial)
        for channel, value in minutes.items() if isinstance(minutes, dict) else ():
            here: Loc = (*loc, dial, channel)
            if channel not in channels:
                yield unknown(here, "channel", channel, channels, CHANNELS)
            yield from out_of_range(here, value, 0, LONGEST_PICKUP_MINUTES, "minutes")


def _chains(scenario: Scenario, link: PolicyOrPartition) -> Iterator[Finding]:
    for name, column in scenario.formations.items():
        here: Loc = (*COLUMNS, name, link)
        parent = getattr(column, link)
        if parent is not None and parent not in scenario.formations:
            yield unknown(here, "column", parent, scenario.formations, COLUMNS)
            continue
        try:
            ancestry(scenario, name, link)
        except KeyError:
            continue  # said at the column that names it
        except ValueError as chain:
            what = link.removesuffix("_from")
            yield Finding(here, f"The {what} of {name} starts from itself: {chain}.", names_in=(COLUMNS,))


def _near(scenario: Scenario, name: str) -> Iterator[Finding]:
    """Lending to the nearest where nobody is nearer than others."""
    borrowing, said = dial_in(scenario, name, "borrowing")
    column = partition_of(scenario, name)
    plan = team_plan(scenario, column)
    equally_far = plan.equally_far if plan else column.across_sites and not column.units
    if borrowing == "near" and equally_far:
        loc: Loc = (*COLUMNS, name)
        yield Finding(said, NOTHING_IS_NEAR.format(name), (GROUPS, (*loc, "units"), (*loc, "across_sites")), (COLUMNS,))


def _owner(scenario: Scenario, name: str) -> Iterator[Finding]:
    return_to, said = dial_in(scenario, name, "return_to")
    owner, owner_said = dial_in(scenario, name, "owner")
    if return_to == "owner" and owner == "none":
        message = f"Cases of {name} have no owner to return to. Set owner: first, or another return_to."
        yield Finding(said, message, (owner_said,), (COLUMNS,))


def _common_dials_without_effect(scenario: Scenario) -> Iterator[Finding]:
    """A dial that every column declares for itself: setting the common one would change nothing."""
    everywhere = set.intersection(*(set(declared_dials(scenario, name)) for name in scenario.formations))
    for dial, field in type(scenario.policy).model_fields.items():
        value = getattr(scenario.policy, dial)
        if dial in everywhere and value != field.default and not isinstance(value, dict):
            sources = [name for name, column in scenario.formations.items() if dial in column.policy]
            keys = " or ".join(f"formations.{name}.policy.{dial}" for name in sources)
            message = f"policy.{dial} would change nothing, because every column has its own. Set {keys}."
            yield Finding(("policy", dial), message, (COLUMNS,))
