"""Experiment files to validated studies, or to everything that is wrong with them."""

from __future__ import annotations

import os

from pydantic import ValidationError

from sim.scenario.places import read_text, shown_path
from sim.scenario.problems import ScenarioError
from sim.scenario.tree import plain
from sim.scenario.yaml_reader import parse_yaml
from sim.studies.loaded import LoadedStudy
from sim.studies.names import problems_of_names
from sim.studies.places import find_study
from sim.studies.plan import planned
from sim.studies.settings import Study
from sim.studies.wording import problem_at, refusals


def read_study(name_or_path: str | os.PathLike[str]) -> LoadedStudy:
    """A validated study from a shipped or local name ("rotation"), or a file.

    Names of scenarios, columns, measures, factors and levels are checked; that every cell is a valid scenario is
    checked by `planned`. Raises ScenarioError with everything that is wrong.
    """
    path = find_study(os.fspath(name_or_path))
    text, shown = read_text(path), shown_path(path)
    tree = parse_yaml(text, shown)
    if not tree.is_block:
        raise ScenarioError([problem_at(tree, shown, (), "An experiment is a block of settings, name: value.")])
    try:
        study = Study.model_validate(plain(tree), strict=True)
    except ValidationError as error:
        found = sorted(refusals(error, tree, shown), key=lambda problem: (problem.line is None, problem.line or 0))
        raise ScenarioError(found) from None
    loaded = LoadedStudy(study, path, tree, text)
    if problems := [problem_at(tree, shown, loc, words) for loc, words in problems_of_names(study)]:
        try:
            planned(loaded)
        except ScenarioError as error:  # what is wrong with the scenarios is said in one go
            problems += error.problems
        raise ScenarioError(sorted(problems, key=lambda problem: (problem.line is None, problem.line or 0)))
    return loaded
