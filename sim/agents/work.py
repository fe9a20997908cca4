"""Kinds of work, and who can do which: a function in a language, or a first line's front door in a language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sim.agents.conditions import Conditions
    from sim.formation.arrays import People

FRONT_DOOR = -1  # in place of a function, where a first line answers before anybody has looked what the need is

Work = tuple[int, int]  # (function or FRONT_DOOR, language)


def kinds_of_work(conditions: Conditions) -> list[Work]:
    """All kinds that a column has; a front door only where a first line answers in the language."""
    languages = range(len(conditions.language_names))
    kinds = [(function, language) for function in range(conditions.functions) for language in languages]
    return kinds + [(FRONT_DOOR, language) for language in languages if conditions.front_door[language]]


def able_and_at_home(
    conditions: Conditions, people: People, home_team: list[int]
) -> list[tuple[frozenset[Work], frozenset[Work]]]:
    """(what they can take, what they count as capacity for), for each person. home_team: int[P].

    Whoever is in a first line is able and at home at its front door in every language that they speak.
    """
    found = []
    for able, at_home, speaks, team in zip(people.able, people.at_home, people.speaks, home_team, strict=True):
        door: list[Work] = []
        if conditions.walls and conditions.first_line[team]:
            door = [(FRONT_DOOR, language) for language in np.flatnonzero(speaks).tolist()]
        found.append((frozenset([*pairs(able), *door]), frozenset([*pairs(at_home), *door])))
    return found


def pairs(where: np.ndarray) -> list[Work]:
    """(function, language) wherever it is so. where: bool[F, L]."""
    return [(function, language) for function, language in np.argwhere(where).tolist()]
