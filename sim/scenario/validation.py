"""From plain values to a Scenario, or to everything that is wrong with them.

First the models look at each setting, then the checks look at settings together. So that both kinds
of problem are reported at once, settings that the models refuse are replaced by something allowed
before the checks run, and a check that rests on a replaced setting says nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.scenario.catalogue import SETTINGS
from sim.scenario.checks import findings
from sim.scenario.origins import Loc, Node, dotted, plain, problem_at
from sim.scenario.plain_text import controls_in
from sim.scenario.policy_settings import Policy
from sim.scenario.problems import Problem, ScenarioError
from sim.scenario.scenario_settings import Scenario
from sim.scenario.setting_texts import refusal_text
from sim.scenario.settings_file import MOST_TOLD, NOT_TOLD, ROUNDS_OF_REPAIR, mended


@dataclass(frozen=True)
class _Refusal:
    """A setting that the models refuse. kind: pydantic's name of the error. reason: of a ValueError."""

    loc: Loc
    kind: str
    reason: str


def validated(tree: Node, path: str, data_folders: Mapping[str, Path]) -> Scenario:
    """The scenario in `tree`. Raises ScenarioError with everything that is wrong.

    path: what error texts call it. data_folders: by setting that names a data file, where it may lie.
    """
    if unprintable := list(controls_in(tree)):
        raise ScenarioError(unprintable)
    values = plain(tree)
    scenario, refusals = _attempt(values, data_folders)
    said = [_refusal_problem(tree, path, refusal) for refusal in refusals[:MOST_TOLD]]
    said += [problem_at(tree, path, refusal.loc, NOT_TOLD) for refusal in refusals[MOST_TOLD:]]
    replaced: list[Loc] = []
    for _ in range(ROUNDS_OF_REPAIR):
        if scenario is not None or len(refusals) > MOST_TOLD:
            break
        for refusal in refusals:
            values = mended(values, refusal.loc, SETTINGS)
        replaced += [refusal.loc for refusal in refusals]
        scenario, refusals = _attempt(values, data_folders)
    for finding in islice(findings(scenario), MOST_TOLD) if scenario is not None else ():
        if not finding.rests_on_any(replaced):
            said.append(problem_at(tree, path, finding.loc, finding.message))
    if said or scenario is None:  # in the order of the lines of `path`, parents after it
        raise ScenarioError(sorted(said, key=lambda p: (p.path != path, p.path, p.line is None, p.line or 0)))
    return scenario


def _attempt(values: dict[str, Any], data_folders: Mapping[str, Path]) -> tuple[Scenario | None, list[_Refusal]]:
    """The scenario, or None and what the models refuse."""
    refusals = list(_refused_dials(values))
    try:
        scenario = Scenario.model_validate(values, strict=True)
    except ValidationError as error:
        return None, _without_wholes([*_refusals(error, ()), *refusals])
    if refusals:
        return None, refusals
    scenario = _with_typed_dials(scenario)
    scenario._data_folders = data_folders
    return scenario, []


def _refusals(error: ValidationError, prefix: Loc) -> Iterator[_Refusal]:
    for entry in error.errors(include_url=False, include_input=False):
        yield _Refusal((*prefix, *entry["loc"]), entry["type"], str(entry.get("ctx", {}).get("error", "")))


def _refused_dials(values: dict[str, Any]) -> Iterator[_Refusal]:
    """The dials of the columns, which the model of a column takes as they are."""
    columns = values.get("formations")
    for name, column in columns.items() if isinstance(columns, dict) else ():
        dials = column.get("policy") if isinstance(column, dict) else None
        if isinstance(dials, dict):
            try:
                Policy.model_validate(dials, strict=True)
            except ValidationError as error:
                yield from _refusals(error, ("formations", name, "policy"))


def _with_typed_dials(scenario: Scenario) -> Scenario:
    """The same with the columns' dials as the models hold them: 1 becomes 1.0 where a number is meant."""
    columns = {}
    for name, column in scenario.formations.items():
        typed = Policy.model_validate(column.policy)
        columns[name] = column.model_copy(update={"policy": {dial: getattr(typed, dial) for dial in column.policy}})
    return scenario.model_copy(update={"formations": columns})


def _without_wholes(refusals: list[_Refusal]) -> list[_Refusal]:
    """Without what only follows from the refusal of a part: a list is too short where an entry is wrong."""
    wholes = {refusal.loc[:depth] for refusal in refusals for depth in range(len(refusal.loc))}
    return [refusal for refusal in refusals if refusal.loc not in wholes]


def _refusal_problem(tree: Node, path: str, refusal: _Refusal) -> Problem:
    found = problem_at(tree, path, refusal.loc, refusal_text(SETTINGS, refusal.kind, refusal.loc, refusal.reason))
    nowhere = refusal.kind == "missing" and found.line is None and found.seen == dotted(refusal.loc)
    return replace(found, seen=f"{found.seen} (missing)") if nowhere else found
