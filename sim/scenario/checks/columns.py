"""Checks of the columns: teams, the chain of policies, dials that have no effect."""

from __future__ import annotations

from collections.abc import Iterator

from sim.scenario.checks.demand import CHANNELS
from sim.scenario.checks.finding import Finding, is_file_name, out_of_range, unknown
from sim.scenario.checks.partitions import partition_findings
from sim.scenario.checks.people import GROUPS, heads_by_site
from sim.scenario.columns import ancestry, declared_dials, dial_in
from sim.scenario.scenario_settings import FormationSettings, Scenario
from sim.scenario.team_plan import Heads, bound_to_sites
from sim.scenario.tree import Loc

COLUMNS: Loc = ("formations",)
PICKUP_DIALS = ("pickup_inside_minutes", "pickup_across_minutes")
LONGEST_PICKUP_MINUTES = 10_000
NOTHING_IS_NEAR = (
    "Any two teams of {} are equally far apart, so near would be the same as anywhere. Write anywhere, or give the "
    "column units, or people a site."
)


def column_findings(scenario: Scenario) -> Iterator[Finding]:
    """Everything about partitions and policies."""
    yield from _pickup(scenario, ("policy",), scenario.policy.model_dump(include=set(PICKUP_DIALS)))
    for name, column in scenario.formations.items():
        loc: Loc = (*COLUMNS, name)
        if not is_file_name(name):
            yield Finding(loc, f"The column name {name!r} may hold small letters, digits, _ and - only.")
        yield from partition_findings(scenario, loc, column)
        yield from _pickup(scenario, (*loc, "policy"), column.policy)
    broken = list(_chains(scenario))
    yield from broken
    if not broken:
        yield from _common_dials_without_effect(scenario)
        for name in scenario.formations:
            yield from _near(scenario, name)
            yield from _owner(scenario, name)


def _pickup(scenario: Scenario, loc: Loc, dials: dict[str, object]) -> Iterator[Finding]:
    channels = scenario.demand.channels
    for dial in PICKUP_DIALS:
        minutes = dials.get(dial)
        for channel, value in minutes.items() if isinstance(minutes, dict) else ():
            here: Loc = (*loc, dial, channel)
            if channel not in channels:
                yield unknown(here, "channel", channel, channels, CHANNELS)
            yield from out_of_range(here, value, 0, LONGEST_PICKUP_MINUTES, "minutes")


def _chains(scenario: Scenario) -> Iterator[Finding]:
    for name, column in scenario.formations.items():
        here: Loc = (*COLUMNS, name, "policy_from")
        if column.policy_from is not None and column.policy_from not in scenario.formations:
            yield unknown(here, "column", column.policy_from, scenario.formations, COLUMNS)
            continue
        try:
            ancestry(scenario, name)
        except KeyError:
            continue  # said at the column that names it
        except ValueError as chain:
            yield Finding(here, f"The policy of {name} starts from itself: {chain}.", names_in=(COLUMNS,))


def _near(scenario: Scenario, name: str) -> Iterator[Finding]:
    """Lending to the nearest where nobody is nearer than others."""
    borrowing, said = dial_in(scenario, name, "borrowing")
    if borrowing == "near" and equally_far(scenario.formations[name], heads_by_site(scenario)):
        loc: Loc = (*COLUMNS, name)
        yield Finding(said, NOTHING_IS_NEAR.format(name), (GROUPS, (*loc, "units"), (*loc, "across_sites")), (COLUMNS,))


def equally_far(column: FormationSettings, heads: Heads | None) -> bool:
    """Whether any two teams of a column are equally far apart. heads: None where nobody knows the sites yet."""
    if column.units:
        return False
    return column.across_sites if heads is None else not bound_to_sites(column, len(heads))


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
