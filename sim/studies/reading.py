"""Experiment files to validated studies, or to everything that is wrong with them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sim.scenario.files import shown_path
from sim.scenario.origins import problem_at
from sim.scenario.problems import Problem, ScenarioError, did_you_mean, in_order_of_lines
from sim.scenario.schema import schema_of
from sim.scenario.settings_file import read_settings
from sim.studies.checks import SETTINGS, problems_of_names
from sim.studies.loaded import LoadedStudy
from sim.studies.plan import planned
from sim.studies.settings import Study


def read_study(name_or_path: str | os.PathLike[str]) -> LoadedStudy:
    """A validated study from a shipped or local name ("rotation"), or a file.

    Names of scenarios, columns, measures, factors and levels are checked; that every cell is a valid scenario is
    checked by `planned`. Raises ScenarioError with everything that is wrong.
    """
    path = find_study(os.fspath(name_or_path))
    study, tree, text = read_settings(path, Study, SETTINGS)
    loaded = LoadedStudy(study, path, tree, text)
    if problems := [problem_at(tree, shown_path(path), loc, words) for loc, words in problems_of_names(study)]:
        try:
            planned(loaded)
        except ScenarioError as error:  # what is wrong with the scenarios is said in one go
            problems += error.problems
        raise ScenarioError(in_order_of_lines(problems))
    return loaded


SUFFIX = ".yaml"


def shipped_studies() -> Path:
    """Folder of the shipped experiments: inside the package where it was installed, else in the checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_experiments"
    return installed if installed.is_dir() else package.parent / "experiments"


def known_studies() -> tuple[str, ...]:
    """Names that may be used for a path, sorted."""
    folders = (Path("experiments"), shipped_studies())
    return tuple(sorted({path.stem for folder in folders for path in folder.glob(f"*{SUFFIX}")}))


def find_study(name: str) -> Path:
    """The file meant by a name ("rotation"), looked for in ./experiments first, or by a path. Raises ScenarioError."""
    if Path(name).name == name and not name.lower().endswith((SUFFIX, ".yml")):
        for folder in (Path("experiments"), shipped_studies()):
            if (path := folder / f"{name}{SUFFIX}").is_file():
                return path
        if not Path(name).exists():
            words = f"There is no such experiment. {did_you_mean(name, known_studies())}"
            raise ScenarioError([Problem(name, None, name, words)])
    if not Path(name).exists():
        raise ScenarioError([Problem(name, None, name, "There is no such file.")])
    return Path(name)


def study_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of an experiment file."""
    stops = {"oneOf": [{"required": ["replications"]}, {"required": ["stopping"]}]}
    return schema_of(Study, "podsim experiment") | stops
