"""Another rule in place of one of ours, for as long as a run takes: what students change first.

A rule is a plain function that modules of the readable engine import by name. Each such name is bound to the other
function while the run lasts, and bound back whatever happens. The compiled core holds its rules as machine code: it
refuses, by name, instead of quietly running the old one.
"""

from __future__ import annotations

import hashlib
import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from sim.scenario.problems import did_you_mean

Rule = Callable[..., Any]
Rules = Mapping[str, Rule]
_READERS = ("sim.agents", "sim.process", "sim.rules")
_MEASURED = "sim.rules.empathy"  # said in words there; computed by sim.measures, over all customers at once


@cache
def all_rules() -> dict[str, Rule]:
    """Every rule by name."""
    import sim.rules

    rules: dict[str, Rule] = {}
    for info in pkgutil.iter_modules(sim.rules.__path__):
        module = importlib.import_module(f"sim.rules.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                rules[name] = function
    return rules


def check_rules(rules: Rules, engine: str) -> None:
    """Refuse what could not take the place of a rule.

    Raises KeyError for an unknown name, with the nearest; TypeError for something with other arguments; ValueError
    for an engine that cannot run it.
    """
    for name, function in rules.items():
        if name not in all_rules():
            raise KeyError(f"there is no rule {name!r}. {did_you_mean(name, all_rules())}")
        if all_rules()[name].__module__ == _MEASURED:
            raise ValueError(
                f"rule {name} is measured over all customers at once, and cannot be replaced; "
                "set empathy.definition or the coefficients of `empathy` instead"
            )
        wanted = list(inspect.signature(all_rules()[name]).parameters)
        if not callable(function):
            raise TypeError(f"rule {name}: {function!r} is no function; it must take ({', '.join(wanted)})")
        given = list(inspect.signature(function).parameters)
        if given != wanted:
            raise TypeError(f"rule {name}: takes ({', '.join(given)}), and must take ({', '.join(wanted)})")
    if rules and engine != "agents":
        raise ValueError(
            f"the compiled core cannot run a modified rule ({', '.join(rules)}): its rules are machine code. "
            'Use engine="agents", with few replications or weeks; or change the rule in sim/rules, which both take'
        )


def described(rules: Rules) -> tuple[tuple[str, str], ...]:
    """(name, SHA-256) of each modified rule, for manifests: of its source and the plain values that it closes over."""
    return tuple((name, hashlib.sha256(_source(function).encode()).hexdigest()) for name, function in rules.items())


def _source(function: Rule) -> str:
    """The source; where there is no file of it (typed at a prompt), the bytecode with its constants."""
    code = getattr(function, "__code__", None)
    try:
        if code and not Path(code.co_filename).is_file():  # Python 3.13 takes lines of whatever was typed last for it
            raise OSError(code.co_filename)
        text = inspect.getsource(function)
    except (OSError, TypeError):
        text = f"{code.co_code.hex()} {code.co_names} {_plain(code.co_consts)}" if code else type(function).__name__
    bound = (cell.cell_contents for cell in getattr(function, "__closure__", None) or ())
    return f"{text}\n{_plain(bound)} {_plain(getattr(function, '__defaults__', None) or ())}"


def _plain(values: Iterable[object]) -> list[object]:
    """Values that look the same in every process; others may hold an address."""
    return [value if isinstance(value, bool | int | float | str | None) else type(value).__name__ for value in values]


@contextmanager
def in_force(rules: Rules) -> Iterator[None]:
    """Modified rules take the place of ours in every module that reads them, until the block ends, however it ends."""
    if not rules:
        yield
        return
    ours = {name: all_rules()[name] for name in rules}
    readers = _readers()
    places = [(module, name, was) for name, was in ours.items() for module in readers if vars(module).get(name) is was]
    try:
        for module, name, _ in places:
            setattr(module, name, rules[name])
        yield
    finally:
        for module, name, was in places:
            setattr(module, name, was)


def _readers() -> list[ModuleType]:
    """Every module that may call a rule, imported where it was not yet."""
    import sim.agents
    import sim.process

    for folder in (sim.agents, sim.process):
        for info in pkgutil.walk_packages(folder.__path__, f"{folder.__name__}."):
            importlib.import_module(info.name)
    return [module for name, module in sorted(sys.modules.items()) if name.startswith(_READERS) and module is not None]
