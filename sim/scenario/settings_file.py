"""Files of settings that are no scenarios, such as experiments and roads: read whole, all mistakes of them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from sim.scenario.catalogue import Catalogue
from sim.scenario.checks.finding import related
from sim.scenario.files import read_text, shown_path
from sim.scenario.origins import Loc, Node, plain, problem_at, problem_of
from sim.scenario.plain_text import controls_in
from sim.scenario.problems import Problem, ScenarioError, in_order_of_lines
from sim.scenario.setting_texts import refusal_text
from sim.scenario.yaml_reader import parse_yaml

Model = TypeVar("Model", bound=BaseModel)
ROUNDS_OF_REPAIR = 6
MOST_TOLD = 400  # settings of which is said what they should be; of a file with more, most are of the same kind
NOT_TOLD = "It is not allowed either."


def read_settings(
    path: Path,
    model: type[Model],
    settings: Catalogue,
    check: Callable[[Model], Iterable[tuple[Loc, str]]] = lambda made: (),
) -> tuple[Model, Node, str]:
    """What a file says, where each of its values was said, and its text. Raises ScenarioError with all that is wrong.

    settings: those of `model`, by which error texts name what is allowed. check: what does not go together; where the
    model refuses a setting, nothing is said that may rest on it.
    """
    text, shown = read_text(path, settings.file), shown_path(path)
    tree = parse_yaml(text, shown)
    whole = settings.file[:1].upper() + settings.file[1:]
    if not tree.is_block:
        raise ScenarioError([problem_of(tree, f"{whole} is a block of settings, name: value.")])
    if unprintable := list(controls_in(tree)):
        raise ScenarioError(unprintable)
    values, found, refused = plain(tree), list[Problem](), list[Loc]()
    made: Model | None = None
    for _ in range(ROUNDS_OF_REPAIR):
        try:
            made = model.model_validate(values, strict=True)
            break
        except ValidationError as error:
            entries = error.errors(include_url=False, include_input=False)
            found = found or [_refusal(entry, tree, shown, settings) for entry in entries[:MOST_TOLD]]
            if len(entries) > MOST_TOLD:
                found += [problem_at(tree, shown, entry["loc"], NOT_TOLD) for entry in entries[MOST_TOLD:]]
                break
            refused += [entry["loc"] for entry in entries]
            for entry in entries:
                values = mended(values, entry["loc"], settings)
    if made is not None:
        found += [
            problem_at(tree, shown, loc, message) for loc, message in islice(check(made), MOST_TOLD)
            if not any(related(loc, other) for other in refused)
        ]  # fmt: skip
    if found or made is None:
        raise ScenarioError(in_order_of_lines(found))
    return made, tree, text


def _refusal(entry: Any, tree: Node, path: str, settings: Catalogue) -> Problem:
    """What the models refuse. entry: of pydantic's errors."""
    reason = str(entry.get("ctx", {}).get("error", ""))
    return problem_at(tree, path, entry["loc"], refusal_text(settings, entry["type"], entry["loc"], reason))


def mended(value: Any, loc: Loc, settings: Catalogue, depth: int = 0) -> Any:
    """`value`, which stands at loc[:depth], with something allowed at `loc`, or nothing where none is known."""
    if not loc:  # of the whole file, which no other value mends
        return value
    key, last = loc[depth], depth + 1 == len(loc)
    if isinstance(value, tuple) and isinstance(key, int) and key < len(value):
        example = _as_settings(settings.example_at(loc[:depth]))
        items = (
            example[:1] if last and isinstance(example, tuple)
            else () if last
            else (mended(value[key], loc, settings, depth + 1),)
        )  # fmt: skip
        return (*value[:key], *items, *value[key + 1 :])
    if not isinstance(value, dict):
        return value
    if not last and isinstance(value.get(str(key)), dict | tuple):
        return {**value, str(key): mended(value[str(key)], loc, settings, depth + 1)}
    rest = {name: child for name, child in value.items() if name != key}
    if settings.is_required(loc[: depth + 1]):
        rest[str(key)] = _as_settings(settings.example_at(loc[: depth + 1]) or {})
    return rest


def _as_settings(example: Any) -> Any:
    """An example as the models take it: lists as tuples."""
    if isinstance(example, dict):
        return {key: _as_settings(child) for key, child in example.items()}
    return tuple(_as_settings(child) for child in example) if isinstance(example, list | tuple) else example
