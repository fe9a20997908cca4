"""Files of settings that are no scenarios, such as experiments and roads: read whole, all mistakes of them at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from sim.scenario.catalogue import Catalogue
from sim.scenario.files import read_text, shown_path
from sim.scenario.origins import Node, plain, problem_at, problem_of
from sim.scenario.plain_text import controls_in
from sim.scenario.problems import Problem, ScenarioError, in_order_of_lines
from sim.scenario.setting_texts import refusal_text
from sim.scenario.yaml_reader import parse_yaml

Model = TypeVar("Model", bound=BaseModel)


def read_settings(path: Path, model: type[Model], settings: Catalogue) -> tuple[Model, Node, str]:
    """What a file says, where each of its values was said, and its text. Raises ScenarioError with all that is wrong.

    settings: those of `model`, by which error texts name what is allowed.
    """
    text, shown = read_text(path, settings.file), shown_path(path)
    tree = parse_yaml(text, shown)
    whole = settings.file[:1].upper() + settings.file[1:]
    if not tree.is_block:
        raise ScenarioError([problem_of(tree, f"{whole} is a block of settings, name: value.")])
    if unprintable := list(controls_in(tree)):
        raise ScenarioError(unprintable)
    try:
        return model.model_validate(plain(tree), strict=True), tree, text
    except ValidationError as error:
        raise ScenarioError(in_order_of_lines(_refusals(error, tree, shown, settings))) from None


def _refusals(error: ValidationError, tree: Node, path: str, settings: Catalogue) -> Iterator[Problem]:
    """Everything that the models refuse, one problem each."""
    for entry in error.errors(include_url=False, include_input=False):
        reason = str(entry.get("ctx", {}).get("error", ""))
        yield problem_at(tree, path, entry["loc"], refusal_text(settings, entry["type"], entry["loc"], reason))
