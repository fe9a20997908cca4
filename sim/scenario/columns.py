"""How the policy and the partition of a column come about.

A column is a partition of the same people and a policy. Its policy starts from the scenario's common
one, or from another column's, and changes the dials that the column declares. Its partition may start from another
column's as well.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from sim.scenario.origins import Loc
    from sim.scenario.policy_settings import Policy
    from sim.scenario.scenario_settings import FormationSettings, Scenario


PolicyOrPartition = Literal["policy_from", "partition_from"]
NOT_OF_PARTITION = ("partition_from", "policy_from", "policy")
COUNTS = {"teams", "team_size"}


def ancestry(scenario: Scenario, column: str, link: PolicyOrPartition = "policy_from") -> tuple[str, ...]:
    """The columns that this one's policy, or partition, starts from, nearest first, itself included.

    Raises ValueError with the chain where it comes back to itself, KeyError for an unknown column.
    """
    chain = [column]
    while (parent := getattr(scenario.formations[chain[-1]], link)) is not None:
        if parent in chain:
            raise ValueError(" -> ".join([*chain, parent]))
        chain.append(parent)
    return tuple(chain)


def policy_of(scenario: Scenario, column: str) -> Policy:
    """The policy of a column with every dial resolved.

    Minutes by channel are merged channel by channel; every other dial is replaced.
    """
    dials = scenario.policy.model_dump()
    for name in reversed(ancestry(scenario, column)):
        for dial, value in scenario.formations[name].policy.items():
            dials[dial] = {**dials[dial], **value} if isinstance(value, dict) else value
    return type(scenario.policy).model_validate(dials)


def column_that_says(scenario: Scenario, column: str, setting: str) -> str:
    """The column from which a setting of the partition of this one comes; itself where nobody says it."""
    chain = ancestry(scenario, column, "partition_from")
    return next((name for name in chain if setting in _said_of_partition(scenario.formations[name])), column)


def partition_of(scenario: Scenario, column: str) -> FormationSettings:
    """The settings of a column with every setting of its partition resolved: its own, else of where it starts from.

    A setting at its default is one that the column says nothing of. Raises as `ancestry`.
    """
    nearest, *others = (scenario.formations[name] for name in ancestry(scenario, column, "partition_from"))
    said = _said_of_partition(nearest)
    for other in others:
        taken = _said_of_partition(other)
        if COUNTS & said.keys():  # either of them says how many teams there are
            taken = {name: value for name, value in taken.items() if name not in COUNTS}
        said = taken | said
    return nearest.model_copy(update=said) if others else nearest


def _said_of_partition(column: FormationSettings) -> dict[str, Any]:
    defaults = _defaults_of_partition(type(column)).items()
    return {name: said for name, default in defaults if (said := getattr(column, name)) != default}


@cache
def _defaults_of_partition(settings: type[FormationSettings]) -> dict[str, Any]:
    fields = settings.model_fields.items()
    return {
        name: field.get_default(call_default_factory=True) for name, field in fields if name not in NOT_OF_PARTITION
    }


def declared_dials(scenario: Scenario, column: str) -> dict[str, Any]:
    """Dials that a column declares, itself or through `policy_from`, with their resolved values.

    A difference between two columns that is declared by neither is an error of the program.
    """
    resolved = policy_of(scenario, column)
    names = {dial for name in ancestry(scenario, column) for dial in scenario.formations[name].policy}
    return {dial: getattr(resolved, dial) for dial in type(resolved).model_fields if dial in names}


def dial_in(scenario: Scenario, column: str, dial: str) -> tuple[Any, Loc]:
    """(value, where it was said) of a dial that is not by channel; the common policy's where the chain is broken."""
    try:
        names = ancestry(scenario, column)
    except (KeyError, ValueError):
        names = ()  # said at the column
    for name in names:
        if dial in scenario.formations[name].policy:
            return scenario.formations[name].policy[dial], ("formations", name, "policy", dial)
    return getattr(scenario.policy, dial), ("policy", dial)
