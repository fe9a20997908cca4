"""The columns that every scenario has: two partitions of the same people, each under three sets of habits.

Four of them are compared unless asked otherwise, the corners: departments and pods, each with today's habits and with
better ones. Which habits are the better ones is the scenario's choice, `better_habits`; the two columns with the others
are there too. Nothing but its teams tells a pods column from the departments with the same habits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

TODAY, PODS_TODAY, HABITS, PODS = DEFAULT_COLUMNS = ("silos", "pods_today", "silos_plus", "pods")
LOCAL, CROSSING = BETTER_HABITS = ("local", "crossing")

Dials = Mapping[str, Any]
# Today people hand over loosely, and help nobody outside their team. With local habits a colleague of the team
# listens in, the story is handed over in a structured way, and whoever comes back meets the same person; with
# crossing habits people of all teams lend a hand and listen in as well.
HABITS_TODAY: Dials = {
    "wings": 0,
    "kept_across_share": 0.30,
    "kept_inside_share": 0.40,
    "borrowing": "none",
    "return_to": "front",
}
HABITS_BETTER: Mapping[str, Dials] = {
    LOCAL: (local := {
        "wings": 1,
        "kept_across_share": 0.75,
        "kept_inside_share": 0.83,
        "borrowing": "none",
        "return_to": "same_person",
    }),
    CROSSING: {**local, "borrowing": "anywhere"},
}  # fmt: skip


def other_habits(better_habits: str) -> str:
    """The better habits that the corners do not have."""
    return CROSSING if better_habits == LOCAL else LOCAL


def other_columns(better_habits: str) -> tuple[str, str]:
    """Departments and pods with the habits that the corners do not have."""
    other = other_habits(better_habits)
    return f"{TODAY}_{other}", f"{PODS}_{other}"


def built_in(better_habits: str) -> dict[str, dict[str, Any]]:
    """The six columns, as a file would say them."""
    silos_other, pods_other = other_columns(better_habits)
    departments, pods = {"partition_from": TODAY}, {"partition_from": PODS}
    return {
        TODAY: {"partition": "by_function", "policy": dict(HABITS_TODAY)},
        PODS_TODAY: {**pods, "policy_from": TODAY},
        HABITS: {**departments, "policy": dict(HABITS_BETTER[better_habits])},
        PODS: {"partition": "cross_functional", "policy_from": HABITS},
        silos_other: {**departments, "policy": dict(HABITS_BETTER[other_habits(better_habits)])},
        pods_other: {**pods, "policy_from": silos_other},
    }


def default_columns(formations: Iterable[str], better_habits: str) -> tuple[str, ...]:
    """What is compared unless asked otherwise: the four corners, and the columns of the scenario's own."""
    always = built_in(better_habits)
    return (*DEFAULT_COLUMNS, *(name for name in formations if name not in always))


def with_built_in(formations: Mapping[str, Any], better_habits: str) -> dict[str, Any]:
    """What a scenario says of its columns, laid over the built-in ones; these come first.

    Raises ValueError where a built-in column is set to nothing.
    """
    always = built_in(better_habits)
    removed = [name for name in always if name in formations and formations[name] is None]
    if removed:
        raise ValueError(f"the column {removed[0]} is always there")
    columns = {name: _laid_over(column, formations.get(name, {})) for name, column in always.items()}
    return columns | {name: said for name, said in formations.items() if name not in always}


def without_built_in(
    formations: Mapping[str, Mapping[str, Any]], better_habits: str, defaults: Mapping[str, Any]
) -> dict[str, Any]:
    """What columns say beyond the built-in ones, so that a setting changed in one reaches all that start from it.

    formations: as a scenario holds them, complete. defaults: of the settings of a column.
    """
    always = built_in(better_habits)
    own = {
        name: _beyond({**defaults, **always[name]}, column) if name in always else column
        for name, column in formations.items()
    }
    return {name: column for name, column in own.items() if column}


def _laid_over(built_in: Mapping[str, Any], said: Any) -> Any:
    if not isinstance(said, Mapping):
        return said
    column = {**built_in, **said}
    policy = said.get("policy")
    if isinstance(policy, Mapping):
        column["policy"] = {**built_in.get("policy", {}), **policy}
    return column


def _beyond(built_in: Mapping[str, Any], column: Mapping[str, Any]) -> dict[str, Any]:
    """What a column says beyond the built-in one."""
    rest = {key: value for key, value in column.items() if key not in built_in or value != built_in[key]}
    if "policy" in rest and "policy" in built_in:
        dials = built_in["policy"]
        rest["policy"] = {dial: v for dial, v in rest["policy"].items() if dial not in dials or v != dials[dial]}
    return rest
