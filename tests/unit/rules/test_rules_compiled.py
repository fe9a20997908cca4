"""Each rule gives the same bits as plain Python and compiled, on a grid of arguments.

Rules are found by looking into `sim.rules`, and their grids follow from their annotations, so a new
rule is covered without a change here.
"""

from __future__ import annotations

import importlib
import inspect
import itertools
import pkgutil
import struct
import typing

import pytest
from numba import njit

import sim.core.compiled
import sim.measures.empathy
import sim.rules

VALUES = {float: (0.0, 2.0**-20, 0.3, 1.0, 2.5, 1e6), int: (0, 1, 2, 3, 4), bool: (False, True)}
MOST_POINTS = 20_000
OUTSIDE = "ValueError"  # plain Python refuses the logarithm of 0 and less, the compiled form gives -inf or nan


def _rule_modules():
    return [importlib.import_module(m.name) for m in pkgutil.iter_modules(sim.rules.__path__, "sim.rules.")]


def _rules() -> list:
    found = []
    for module in _rule_modules():
        functions = inspect.getmembers(module, inspect.isfunction)
        found += [function for _, function in functions if function.__module__ == module.__name__]
    return found


def _grid(rule) -> list[tuple]:
    """Points of the full grid, evenly thinned where there are too many."""
    hints = typing.get_type_hints(rule)
    axes = [VALUES[hints[name]] for name in inspect.signature(rule).parameters]
    size = 1
    for axis in axes:
        size *= len(axis)
    step = -(-size // MOST_POINTS)
    while step > 1 and (step % 2 == 0 or step % 3 == 0 or step % 5 == 0):  # visit every value of every axis
        step += 1
    return list(itertools.islice(itertools.product(*axes), 0, None, step))


def _result(function, point):
    """The value to the last bit, or the kind of error."""
    try:
        value = function(*point)
    except (ZeroDivisionError, OverflowError, ValueError) as error:
        return type(error).__name__
    if isinstance(value, bool):
        return value
    return value if isinstance(value, int) else struct.pack("<d", value)


def test_every_module_of_rules_is_compiled_somewhere():
    assert set(_rule_modules()) == {*sim.core.compiled.RULES, sim.measures.empathy.empathy}


@pytest.mark.parametrize("rule", _rules(), ids=lambda rule: rule.__name__)
def test_plain_and_compiled_agree_to_the_last_bit(rule):
    names = ", ".join(inspect.signature(rule).parameters)
    compiled = njit(eval(f"lambda {names}: rule({names})", {"rule": rule}))
    expected = typing.get_type_hints(rule)["return"]
    for point in _grid(rule):
        plain = _result(rule, point)
        if plain == OUTSIDE:
            continue
        assert plain == _result(compiled, point), f"{rule.__name__}{point}"
        if not isinstance(plain, str):
            value = rule(*point)
            right = isinstance(value, expected) and isinstance(value, bool) == (expected is bool)
            assert right, f"{rule.__name__}{point} gives {value!r}, not a {expected.__name__}"
