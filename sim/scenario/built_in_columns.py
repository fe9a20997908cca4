"""The columns that every scenario has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# What is compared unless a file says otherwise. silos: today. silos_plus: the same teams with better
# habits. pods: exactly these habits in cross-functional teams, so that what is left is the formation.
BUILT_IN: Mapping[str, Mapping[str, Any]] = {
    "silos": {
        "partition": "by_function",
        "policy": {
            "wings": 0,
            "context_kept_plain": 0.30,
            "context_kept_team": 0.30,
            "borrowing": "none",
            "return_to": "front",
        },
    },
    "silos_plus": {
        "partition": "by_function",
        "policy": {
            "wings": 1,
            "context_kept_plain": 0.75,
            "context_kept_team": 0.75,
            "borrowing": "anywhere",
            "return_to": "same_person",
        },
    },
    "pods": {
        "partition": "cross_functional",
        "policy_from": "silos_plus",
    },
}

# What a scenario compares unless it is asked otherwise: today, better habits, pods.
TODAY, HABITS, PODS = DEFAULT_COLUMNS = ("silos", "silos_plus", "pods")


def with_built_in(formations: Mapping[str, Any]) -> dict[str, Any]:
    """What a scenario says of its columns, laid over the built-in ones; these come first.

    Raises ValueError where a built-in column is set to nothing.
    """
    removed = [name for name in BUILT_IN if name in formations and formations[name] is None]
    if removed:
        raise ValueError(f"the column {removed[0]} is always there")
    columns = {name: _laid_over(built_in, formations.get(name, {})) for name, built_in in BUILT_IN.items()}
    return columns | {name: said for name, said in formations.items() if name not in BUILT_IN}


def _laid_over(built_in: Mapping[str, Any], said: Any) -> Any:
    if not isinstance(said, Mapping):
        return said
    column = {**built_in, **said}
    policy = said.get("policy")
    if isinstance(policy, Mapping):
        column["policy"] = {**built_in.get("policy", {}), **policy}
    return column
