"""Single settings changed: laid over a file, as by `--set a.b.c=value`, or in a scenario at hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sim.scenario.built_in_columns import without_built_in
from sim.scenario.identity import resolved
from sim.scenario.origins import Node, Origin, merged, node_of, place_in, tree_of
from sim.scenario.problems import Problem, ScenarioError, did_you_mean, shown
from sim.scenario.scenario_settings import FormationSettings, Scenario
from sim.scenario.validation import validated
from sim.scenario.yaml_reader import parse_yaml

Overrides = Sequence[str] | Mapping[str, Any]
_FORM = "Write key=value, for example people.away_share=0.25."


def laid_over(tree: Node, overrides: Overrides, path: str) -> Node:
    """The tree with the overrides in it, in their order.

    overrides: texts "key=value", the value as YAML; or a mapping of dotted keys to values. A group of
    people is addressed by its number from 0, or by its function. Raises ScenarioError with all that
    cannot be read or placed; whether a setting exists is for the validation to say.
    """
    problems: list[Problem] = []
    for keys, value in _parsed(overrides, path, problems):
        try:
            tree = _with(tree, keys, value, ())
        except LookupError as error:
            problems.append(Problem(path, None, value.origin.text, str(error.args[0])))
    if problems:
        raise ScenarioError(problems)
    return tree


def changed(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """The scenario with other values. changes: dotted key -> value, as in `--set`.

    Raises ScenarioError where a key is unknown, or the values do not go together.
    """
    if not changes:
        return scenario
    tree = laid_over(_tree_of(_Itself(scenario)), changes, scenario.name)
    return validated(tree, scenario.name, dict(scenario.data_folders))


class _Itself:
    """A scenario as a key that equals itself alone: comparing settings would take as long as what is kept."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.scenario is other.scenario

    def __hash__(self) -> int:
        return id(self.scenario)


@lru_cache(maxsize=4)
def _tree_of(one: _Itself) -> Node:
    """What a scenario says. Kept, since whoever changes one mostly changes it many times."""
    scenario = one.scenario
    values = resolved(scenario)
    own = without_built_in(values["formations"], scenario.better_habits, FormationSettings().model_dump(mode="json"))
    return tree_of({**values, "formations": own}, scenario.name)


def _parsed(overrides: Overrides, path: str, problems: list[Problem]) -> Iterator[tuple[list[str], Node]]:
    if isinstance(overrides, Mapping):
        for key, value in overrides.items():
            yield str(key).split("."), node_of(value, Origin(path, None, f"{key}={value}"))
        return
    for text in overrides:
        key, equals, value = text.partition("=")
        seen = f"--set {text}"
        if not equals or not all(key.strip().split(".")):
            problems.append(Problem(path, None, seen, _FORM))
            continue
        try:
            node = parse_yaml(value, path, override=seen) if value.strip() else Node("", Origin(path, None, seen))
        except ScenarioError as error:
            problems += error.problems
            continue
        yield key.strip().split("."), node


def _with(node: Node, keys: Sequence[str], value: Node, done: tuple[str, ...]) -> Node:
    """The node with `value` at `keys` below it. Raises LookupError with a text."""
    if not keys:
        return merged(node, value)
    key, rest, here = keys[0], keys[1:], (*done, keys[0])
    if isinstance(node.value, list):
        place = _place(node.value, key, ".".join(done))
        items = list(node.value)
        items[place] = _with(items[place], rest, value, here)
        return Node(items, node.origin)
    if not node.is_block:
        raise LookupError(f"{'.'.join(done)} is {node.value!r} in {node.origin}, so nothing stands below it.")
    child = node.value.get(key)
    if child is None or (rest and child.value is None):
        return Node({**node.value, key: _nested(rest, value)}, node.origin)
    return Node({**node.value, key: _with(child, rest, value, here)}, node.origin)


def _nested(keys: Sequence[str], value: Node) -> Node:
    for key in reversed(keys):
        value = Node({key: value}, value.origin)
    return value


def _place(items: list[Node], key: str, block: str) -> int:
    """Position in a list: a number, or the function of a group. Raises LookupError with a text."""
    if key.isdecimal():
        if (at := place_in(key, len(items))) is not None:
            return at
        raise LookupError(f"{block} has {len(items)} entries, numbered from 0; there is no {shown(key)}.")
    functions = [_function(item) for item in items]
    places = [place for place, function in enumerate(functions) if function == key]
    if len(places) == 1:
        return places[0]
    if places:
        choices = " or ".join(f"{block}.{place}" for place in places)
        raise LookupError(f"{len(places)} groups have the function {key}; say which: {choices}.")
    names = [name for name in functions if name is not None]
    raise LookupError(f"There is no entry {key!r} in {block}. {did_you_mean(key, names)}")


def _function(item: Node) -> str | None:
    function = item.value.get("function") if isinstance(item.value, dict) else None
    return function.value if function is not None and isinstance(function.value, str) else None
