"""Every rule in words: what it says, which settings it is given, and which rules feed it.

Settings say themselves to which rules they are given. Which rule feeds another is read off the readable model, where
the rule is called, but for what goes through a parameter of a function.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from sim.scenario import all_settings

_MODEL = ("sim.agents", "sim.process")
_COMPONENTS = ("heard", "timely", "fitted", "cared_for", "known", "human", "solved_in_one_contact")
_ALSO_FED_BY = {
    "context_after_handoff": ("kept_share", "context_with_technology"),
    "cared_for": ("bot_warmth",),
    "with_component": _COMPONENTS,
    "with_interaction": ("cared_for", "with_component"),
    "felt_empathy": ("with_interaction",),
    "response_probability": ("felt_empathy",),
    "servqual": ("heard", "prompt", "fitted", "cared_for", "known", "solved_in_one_contact"),
    "effort_saved": ("heard", "prompt"),
}


@dataclass(frozen=True)
class Rule:
    """One rule in words.

    chapter: module of sim/rules. sentence: first line of what it says. more: the rest, equation and arguments.
    call: name and arguments as declared.
    """

    name: str
    chapter: str
    sentence: str
    more: str
    call: str

    @property
    def place(self) -> str:
        """The file that holds it."""
        return f"sim/rules/{self.chapter}.py"

    @property
    def settings(self) -> tuple[str, ...]:
        """Keys of the settings that it is given, in their order."""
        return tuple(info.key for info in all_settings() if f"{self.chapter}.{self.name}" in info.declared.rules)

    @property
    def fed_by(self) -> tuple[str, ...]:
        """Names of the rules whose results it is given at once."""
        given = {*inputs_in_the_model()[self.name], *_ALSO_FED_BY.get(self.name, ())} - {self.name}
        return tuple(rule.name for rule in all_rules() if rule.name in given)


@cache
def chapters() -> dict[str, str]:
    """What each module of rules is about: name -> its text, in order of the names."""
    import sim.rules

    names = [found.name for found in pkgutil.iter_modules(sim.rules.__path__)]
    return {name: inspect.getdoc(importlib.import_module(f"sim.rules.{name}")) or "" for name in names}


@cache
def all_rules() -> tuple[Rule, ...]:
    """Every rule, chapter by chapter."""
    return tuple(rule for chapter in chapters() for rule in _rules_in(chapter))


def _rules_in(chapter: str) -> Iterator[Rule]:
    module = importlib.import_module(f"sim.rules.{chapter}")
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__:
            sentence, _, more = (inspect.getdoc(function) or "").partition("\n")
            call = f"{name}{inspect.signature(function)}".replace("'", "")  # annotations that are texts
            yield Rule(name, chapter, sentence, more.strip("\n"), call)


def rule_named(name: str) -> Rule | None:
    """The rule called so, alone or after its chapter ("matching.match_score"); None where there is none."""
    return next((rule for rule in all_rules() if name in (rule.name, f"{rule.chapter}.{rule.name}")), None)


@cache
def inputs_in_the_model() -> dict[str, set[str]]:
    """Rule -> what it is given where it is called: names of rules, and "policy.NAME" for each value of an object."""
    found: dict[str, set[str]] = {rule.name: set() for rule in all_rules()}
    for function in _functions_of_the_model():
        for rule, inputs in _calls(function, frozenset(found)):
            found[rule] |= inputs
    return found


def _functions_of_the_model() -> Iterator[ast.FunctionDef]:
    """Every function of the readable model, read and not imported: that would start Mesa."""
    specs = [find_spec(package) for package in _MODEL]
    for folder in [folder for spec in specs if spec for folder in spec.submodule_search_locations or ()]:
        for file in sorted(Path(folder).glob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            yield from (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _calls(function: ast.FunctionDef, rules: frozenset[str]) -> Iterator[tuple[str, set[str]]]:
    """(rule, what it is given) for every call of a rule in a function."""
    local: dict[str, set[str]] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            for name in _names(node.targets):
                local.setdefault(name, set()).update(_read(node.value, {}, rules))
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and (rule := _rule_called(node, rules)):
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            yield rule, {found for argument in given for found in _read(argument, local, rules)}


def _names(targets: list[ast.expr]) -> list[str]:
    """Names that an assignment binds; what it changes inside an object is not among them."""
    parts = [part for target in targets for part in (target.elts if isinstance(target, ast.Tuple) else [target])]
    return [part.id for part in parts if isinstance(part, ast.Name)]


def _rule_called(node: ast.Call, rules: frozenset[str]) -> str | None:
    return node.func.id if isinstance(node.func, ast.Name) and node.func.id in rules else None


def _read(node: ast.AST, local: dict[str, set[str]], rules: frozenset[str]) -> set[str]:
    """The values of objects that an expression reads, and the rules whose results it takes.

    local: the same for the names of the function. What a rule itself is given is not looked into.
    """
    if isinstance(node, ast.Call) and (rule := _rule_called(node, rules)):
        return {rule}
    found = set(local.get(node.id, ())) if isinstance(node, ast.Name) else set()
    if isinstance(node, ast.Attribute):
        owner = node.value
        name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
        found.add(f"{name}.{node.attr}")
    return found.union(*(_read(child, local, rules) for child in ast.iter_child_nodes(node)))
