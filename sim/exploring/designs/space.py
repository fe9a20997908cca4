"""What is tried on each side: the same people as other departments, or as other pods.

A design says what differs from the column that the scenario has on this side; its habits are those of that column.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any, Literal

import numpy as np

from sim.formation.people_file import people_file_of
from sim.scenario import changed, partition_of
from sim.scenario.built_in_columns import HABITS, PODS
from sim.scenario.checks.people import heads_by_site
from sim.scenario.columns import NOT_OF_PARTITION
from sim.scenario.problems import BadInput
from sim.scenario.scenario_settings import Scenario
from sim.scenario.team_plan import dealt, together

Kind = Literal["as shipped", "departments", "sub-teams", "joint", "sites together", "tiered", "pods", "hybrid"]
SIDES = (HABITS, PODS)
BEST = {HABITS: "departments_best", PODS: "pods_best"}
SKILLS = ("as_they_are", "nobody", "everybody")
CHOICES = ("least_wait", "account")
LADDER = (2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512)  # numbers of pods
SPLITS = (2, 3, 4, 6)  # teams that a department is divided into
JOINT = (1, 2)  # teams that a department of two functions is divided into
FIRST_LINES = (0.15, 0.3, 0.45, 0.6)
COMPLEX = (0.3, 0.6)
# Settings of a column that hold whatever its partition is.
OF_ANY = ("across_sites", "second_skills")
OF_PODS = (*OF_ANY, "apart", "shifts_together")


@dataclass(frozen=True)
class Design:
    """One design of a side.

    teams: pods, or teams that every department is divided into; None where there is no such number. share: of the
    people in a first line, or in the pods of a hybrid one. column: as a scenario says it.
    """

    side: str
    kind: Kind
    teams: int | None
    share: float | None
    second_skills: str
    team_choice: str
    column: str

    @property
    def settings(self) -> dict[str, Any]:
        """The column as a scenario says it."""
        return dict(json.loads(self.column))

    def scenario(self, scenario: Scenario, name: str = "") -> Scenario:
        """The scenario with this design as a column, by default the best one of its side. Raises ScenarioError."""
        return changed(scenario, {f"formations.{name or BEST[self.side]}": self.settings})


def designs_of(scenario: Scenario, side: str) -> list[Design]:
    """All designs of a side, none twice; the first is the scenario's own. Some may be impossible with its people."""
    found: dict[str, Design] = {}
    for design in _wanted(scenario, side):
        found.setdefault(design.column, design)
    return list(found.values())


def drawn(scenario: Scenario, designs: list[Design], most: int, seed: int) -> list[Design]:
    """So many of the designs that the people can make, drawn at random; the scenario's own is always the first."""
    own, *others = designs
    chosen = [own]
    for place in np.random.default_rng(seed).permutation(len(others)):
        if len(chosen) >= most:
            break
        if possible(scenario, others[place]):
            chosen.append(others[place])
    return chosen


def possible(scenario: Scenario, design: Design) -> bool:
    """Whether the people make the teams. What is wrong with the scenario itself was said when it was read."""
    from sim.formation import build_formation, build_people

    try:
        made = design.scenario(scenario)
        if made.people.file is not None:  # of groups it is said when the scenario is read
            build_formation(made, BEST[design.side], build_people(made))
    except BadInput:
        return False
    return True


def _wanted(scenario: Scenario, side: str) -> Iterator[Design]:
    own = partition_of(scenario, side).model_dump(mode="json", exclude_defaults=True, exclude=set(NOT_OF_PARTITION))
    skills, choice = own.get("second_skills", SKILLS[0]), _choice(scenario, side)
    yield _design(side, "as shipped", own, skills, choice)
    shapes = _departments(scenario, own) if side == HABITS else _pods(scenario, own)
    for (kind, column, teams, share, choices), skill in product(shapes, SKILLS):
        for team_choice in CHOICES if choices else (choice,):
            yield _design(side, kind, {**column, "second_skills": skill}, skill, team_choice, teams, share)


def _choice(scenario: Scenario, side: str) -> str:
    from sim.scenario import policy_of

    return policy_of(scenario, side).team_choice


def _design(
    side: str, kind: Kind, column: dict[str, Any], skills: str, choice: str,
    teams: int | None = None, share: float | None = None,
) -> Design:  # fmt: skip
    said = {key: value for key, value in column.items() if (key, value) != ("second_skills", SKILLS[0])}
    said |= {"policy_from": side, "policy": {"team_choice": choice}}
    return Design(side, kind, teams, share, skills, choice, json.dumps(said, sort_keys=True))


# kind, column, teams, share, whether a team has to be chosen
Shape = tuple[Kind, dict[str, Any], int | None, float | None, bool]


def _departments(scenario: Scenario, own: dict[str, Any]) -> Iterator[Shape]:
    """One per function, each divided, two functions in one, across sites, and behind a first line.

    Where nobody works outside their team, a second skill serves only who is in one department with that function.
    """
    heads, common = _heads(scenario), {key: own[key] for key in OF_ANY if key in own}
    sites = len(heads) > 1
    yield "departments", common, None, None, sites and not common.get("across_sites")
    if sites and not common.get("across_sites"):
        yield "sites together", {**common, "across_sites": True}, None, None, False
    if not sites:
        (functions,) = heads.values()
        alone: list[tuple[str, ...]] = [(name,) for name in functions]
        together_ = _paired(scenario, list(functions))
        wanted: list[tuple[Kind, list[tuple[str, ...]], tuple[int, ...]]] = [
            ("sub-teams", alone, SPLITS), ("joint", together_, JOINT if len(together_) < len(alone) else ())
        ]  # fmt: skip
        for kind, departments, splits in wanted:
            for teams in splits:
                members = dict(_divided(functions, departments, teams))
                column = {**common, "partition": "explicit", "members": members}
                yield kind, column, teams, None, len(members) > len(departments)
    for share in FIRST_LINES:
        apart = {key: own[key] for key in ("apart",) if key in own}
        yield "tiered", {**common, **apart, "partition": "tiered", "first_line_share": share}, None, share, sites


def _divided(
    functions: Mapping[str, int], departments: Sequence[tuple[str, ...]], teams: int
) -> Iterator[tuple[str, dict[str, int]]]:
    """Every department in so many teams, where each team has two people at least of each of its functions."""
    for names in departments:
        called = " and ".join(names)
        number = max(1, min(teams, *(functions[name] // 2 for name in names)))
        for team in range(number):
            sizes = {name: functions[name] * (team + 1) // number - functions[name] * team // number for name in names}
            yield f"{called} {team + 1}" if number > 1 else called, sizes


def _paired(scenario: Scenario, names: list[str]) -> list[tuple[str, ...]]:
    """Functions two by two, first those that follow each other most; one may be left alone."""
    needs = scenario.demand.needs
    flow = {(a, b): needs[a].then.get(b, 0.0) + needs[b].then.get(a, 0.0) for a, b in combinations(names, 2)}
    found: list[tuple[str, ...]] = []
    for pair in sorted(flow, key=lambda pair: -flow[pair]):
        if not any(set(pair) & set(known) for known in found):
            found.append(pair)
    return found + [(name,) for name in names if not any(name in known for known in found)]


def _pods(scenario: Scenario, own: dict[str, Any]) -> Iterator[Shape]:
    """Pods of everybody, and pods for complex cases beside departments for simple ones."""
    common = {key: own[key] for key in OF_PODS if key in own}
    in_pods = _in_pods(scenario, common)
    people, functions = sum(in_pods.values()), len(in_pods)
    for number in _numbers(people, functions):
        yield "pods", {**common, "partition": "cross_functional", "teams": number}, number, None, True
    for share in COMPLEX:
        for number in _numbers(int(share * people), functions):
            column = {**common, "partition": "hybrid", "teams": number, "complex_share": share}
            yield "hybrid", column, number, share, False


def people_in_pods(scenario: Scenario, design: Design) -> int:
    """How many people the pods of a design share."""
    return sum(dealt(people, design.share or 1.0) for people in _in_pods(scenario, design.settings).values())


def _in_pods(scenario: Scenario, column: Mapping[str, Any]) -> dict[str, int]:
    """People by function who are not apart."""
    heads = together(_heads(scenario))
    return {name: people for name, people in heads.items() if name not in column.get("apart", ())}


def _numbers(people: int, functions: int) -> list[int]:
    """Numbers of pods that leave each as many people as there are functions."""
    return [number for number in LADDER if number * functions <= people]


def _heads(scenario: Scenario) -> dict[str, dict[str, int]]:
    """People by site and function."""
    heads = heads_by_site(scenario)
    if heads is None:
        heads = {}
        for member in people_file_of(scenario).members:
            here = heads.setdefault(member.site, {})
            here[member.function] = here.get(member.function, 0) + 1
    return heads
