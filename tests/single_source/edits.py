"""One edit at a rule: what it returns, or a field that it writes, is something else from now on."""

from __future__ import annotations

import ast
import importlib
import inspect
import math
import pkgutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FunctionType
from typing import Any

PACKAGES = ("sim.rules", "sim.process")
RETURNED = "returned"
Change = Callable[[Any], Any]


STEPS_PER_MINUTE = 2.0**20


def something_else(value: Any) -> Any:
    """Another value of the same kind: a share stays a share, a time on the grid."""
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else on_grid(value * 0.75 + 0.0625)


def less(value: float) -> float:
    """Something else where there is something."""
    return on_grid(value * 0.75)


def reversed_order(value: float) -> float:
    """The other way round."""
    return -value


def on_grid(value: float) -> float:
    """Down to the time grid."""
    return math.floor(value * STEPS_PER_MINUTE) / STEPS_PER_MINUTE


# Where `something_else` changes nothing, or makes something impossible: what is done in its place, and why.
OTHER_EDITS: dict[str, tuple[Change, str]] = {
    "rules.hands.kind_of_change": (lambda kind: (0, 1, 3, 2)[kind], "there are four kinds"),
    "rules.lanes.first_line_serves": (lambda serves: False, "nobody serves without skill"),
    "rules.matching.match_score": (lambda score: 2.0 - score, "a score only puts people in order"),
    "rules.matching.order_key": (reversed_order, "a key only puts cases in order"),
    "rules.matching.work_per_person": (reversed_order, "a load only puts teams in order"),
    "rules.service.overlap_minutes": (less, "no time overlaps where there is none"),
}
# What only one engine asks, to spare itself other rules: too low it makes the engines differ.
BOUNDS = {"rules.matching.match_score_at_most"}
# Edits that show that a rule is written twice, or not run: to be cured, and then to be taken out here.
DEFECTS: dict[str, str] = {
    "rules.hands.kept_share": "the agents do not ask at a first step",
    "rules.service.minutes_within": "the core asks it for segments too, which are not cut",
}


def rules() -> dict[str, FunctionType]:
    """Every function of PACKAGES by its module and name, as "rules.matching.match_score"."""
    found = {}
    for package in PACKAGES:
        if importlib.util.find_spec(package) is None:
            continue
        for module in pkgutil.iter_modules(importlib.import_module(package).__path__, f"{package}."):
            inside = vars(importlib.import_module(module.name))
            own = (one for one in inside.values() if inspect.isfunction(one) and one.__module__ == module.name)
            found |= {f"{module.name.removeprefix('sim.')}.{one.__name__}": one for one in own}
    return found


def edits() -> list[str]:
    """Every edit by the name of its rule; where the rule writes fields, one for each of them, as "name:field"."""
    return [
        f"{name}:{what}" if what != RETURNED else name for name, rule in rules().items() for what in changed_by(rule)
    ]


def changed_by(rule: FunctionType) -> list[str]:
    """What a rule returns, and the fields that it writes."""
    found = dict.fromkeys(what for _, what in _values(_tree_of(rule)))
    return list(found)


@contextmanager
def edited(name: str) -> Iterator[None]:
    """Whoever calls the rule meanwhile, gets something else: its code is another, whatever it was imported as."""
    rule_name, _, what = name.partition(":")
    rule = rules()[rule_name]
    original = rule.__code__
    rule.__globals__["_edited"] = OTHER_EDITS.get(name, (something_else, ""))[0]
    rule.__code__ = _code_of(rule, what or RETURNED)
    try:
        yield
    finally:
        rule.__code__ = original
        del rule.__globals__["_edited"]


def _code_of(rule: FunctionType, what: str) -> CodeType:
    tree = _tree_of(rule)
    for node, changed in _values(tree):
        if changed == what:
            node.value = ast.Call(ast.Name("_edited", ast.Load()), [node.value], [])
    inside: dict[str, FunctionType] = {}
    code = compile(ast.fix_missing_locations(tree), inspect.getsourcefile(rule), "exec", dont_inherit=True)
    exec(code, rule.__globals__, inside)
    return inside[rule.__name__].__code__


def _tree_of(rule: FunctionType) -> ast.Module:
    tree = ast.parse(inspect.getsource(rule))
    tree.body.insert(0, ast.ImportFrom("__future__", [ast.alias("annotations")], 0))
    return tree


def _values(tree: ast.Module) -> Iterator[tuple[ast.Return | ast.Assign | ast.AugAssign, str]]:
    """Statements that say what a rule returns, or what a field becomes; with the name of that."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Return) and node.value is not None:
            yield node, RETURNED
        elif isinstance(node, ast.Assign | ast.AugAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            if isinstance(target, ast.Attribute):
                yield node, target.attr
