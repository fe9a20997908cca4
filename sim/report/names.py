"""Columns as people call them; in files and in JSON they keep their keys."""

from __future__ import annotations

from sim.scenario.built_in_columns import BETTER_HABITS, HABITS, PODS, PODS_TODAY, TODAY

NAMES = {
    TODAY: "Departments",
    PODS_TODAY: "Pods, today's habits",
    HABITS: "Departments, better habits",
    PODS: "Pods, better habits",
    **{f"{TODAY}_{habits}": f"Departments, {habits} habits" for habits in BETTER_HABITS},
    **{f"{PODS}_{habits}": f"Pods, {habits} habits" for habits in BETTER_HABITS},
}


def name_of(column: str) -> str:
    """A column as people call it; a scenario's own columns by the name that it gives them."""
    return NAMES.get(column, column)


def in_text(column: str) -> str:
    """The same inside a sentence: "departments with better habits"."""
    name = NAMES.get(column)
    if name is None:
        return column
    return f"{name[0].lower()}{name[1:]}".replace(", ", " with ")


def against(first: str, second: str) -> str:
    """A pair in a sentence, the second column first: "pods with better habits against departments"."""
    return f"{in_text(second)} against {in_text(first)}"


def upper(text: str) -> str:
    """A text as it begins a sentence."""
    return f"{text[0].upper()}{text[1:]}"
