"""What people can do in a column that trains them otherwise than they are: specialists, or two functions each."""

from __future__ import annotations

import numpy as np

from sim.formation.arrays import Formation, People
from sim.scenario.checks.people import SPECIALIST, unserved
from sim.scenario.columns import partition_of
from sim.scenario.problems import DataError, Problem
from sim.scenario.scenario_settings import Scenario

USUAL_SKILL = 0.926  # evidence row 48: 1/1.08, where no colleague has the skill


def skills_in(scenario: Scenario, column: str, people: People) -> np.ndarray | None:
    """Skill by person and function in a column, float64[P, F]; None where they are as they are."""
    said = partition_of(scenario, column).second_skills
    if said == "as_they_are":
        return None
    if said == "nobody":
        _refuse_unserved(scenario, column, people)
        at_home = people.function[:, None] == np.arange(people.skill.shape[1])
        return np.where(at_home, people.skill, 0.0)
    skill = people.skill.copy()
    for function in np.unique(people.function).tolist():
        members = np.flatnonzero(people.function == function)
        second, value = _second(scenario, function, people.skill[members])
        alone = members[(people.skill[members] > 0.0).sum(axis=1) == 1]
        if second is not None:
            skill[alone, second] = value
    return skill


def _refuse_unserved(scenario: Scenario, column: str, people: People) -> None:
    """Say what specialists alone cannot serve: of groups this is said when a scenario is read, of a file it is news."""
    languages = list(scenario.demand.languages) or [""]
    speakers: dict[str, set[str]] = {}
    for name, speaks in zip(np.array(list(scenario.demand.needs))[people.function], people.speaks, strict=True):
        speakers.setdefault(str(name), set()).update(np.array(languages)[speaks].tolist())
    seen = f"formations.{column}.second_skills: nobody"
    raised = [
        Problem(scenario.name, None, seen, f"Specialists alone: {message}")
        for _, message in unserved(scenario, speakers, SPECIALIST)
    ]
    if raised:
        raise DataError(raised)


def _second(scenario: Scenario, function: int, skill: np.ndarray) -> tuple[int | None, float]:
    """(what people of a function learn as their second one, how well). skill: float64[members, F], as they are.

    What most colleagues have, as well as they do on average; else what most often follows, else the next function.
    None where there is no other function.
    """
    functions = list(scenario.demand.needs)
    others = [number for number in range(len(functions)) if number != function]
    if not others:
        return None, 0.0
    colleagues = (skill > 0.0).sum(axis=0)
    most = max(others, key=lambda number: colleagues[number])
    if colleagues[most]:
        return most, float(skill[skill[:, most] > 0.0, most].mean())
    follows = scenario.demand.needs[functions[function]].then
    after = [*others[function:], *others[:function]]  # from the next one on, round the list
    return max(after, key=lambda number: follows.get(functions[number], 0.0)), USUAL_SKILL


def peers_of(people: People, formation: Formation) -> np.ndarray:
    """Team-mates whose home function each function is, by person, themselves left out. int64[P, F]."""
    home = formation.home_team
    own = (people.function[:, None] == np.arange(people.skill.shape[1])).astype(np.int64)
    of_team = np.zeros((formation.team_count, own.shape[1]), dtype=np.int64)
    np.add.at(of_team, home[home >= 0], own[home >= 0])
    return np.where(home[:, None] >= 0, of_team[home] - own, 0)
