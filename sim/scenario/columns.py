"""How a column's policy comes about.

A column is a partition of the same people and a policy. Its policy starts from the scenario's common
one, or from another column's, and changes the dials that the column declares.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.scenario.origins import Loc
    from sim.scenario.policy_settings import Policy
    from sim.scenario.scenario_settings import Scenario


def ancestry(scenario: Scenario, column: str) -> tuple[str, ...]:
    """The columns that this one's policy starts from, nearest first, itself included.

    Raises ValueError with the chain where it comes back to itself, KeyError for an unknown column.
    """
    chain = [column]
    while (parent := scenario.formations[chain[-1]].policy_from) is not None:
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
