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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from sim.scenario.problems import did_you_mean

if TYPE_CHECKING:
    from sim.agents.processes import Processes

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


def modified_of(rules: Rules | None, processes: Sequence[type], engine: str) -> Modified:
    """What takes the place of ours: rules by name, and subclasses of the processes of the readable engine.

    Raises KeyError for an unknown name, with the nearest; TypeError for a function with other arguments, or a class
    that is no process; ValueError for an engine that cannot run it.
    """
    rules = rules or {}
    _check_rules(rules)
    named: dict[str, Any] = dict(rules)
    classes = None
    if processes:
        from sim.agents.processes import Processes

        classes = Processes().with_subclasses(processes)
        named |= classes.modified
    if named and engine != "agents":
        raise ValueError(
            f"the compiled core cannot run a modified rule ({', '.join(named)}): its rules are machine code. "
            'Use engine="agents", with few replications or weeks; or change the rule in sim/rules, which both take'
        )
    return Modified(rules, classes, named)


@dataclass(frozen=True)
class Modified:
    """Rules by name, processes, and both in words."""

    rules: Rules
    processes: Processes | None
    named: Mapping[str, Any]

    @property
    def described(self) -> tuple[tuple[str, str], ...]:
        """(name, SHA-256) of each, for manifests: of its source and the plain values that it closes over."""
        return tuple((name, hashlib.sha256(_source(one).encode()).hexdigest()) for name, one in self.named.items())

    @contextmanager
    def in_force(self) -> Iterator[None]:
        """They take the place of ours until the block ends, however it ends."""
        with _rules_in_force(self.rules):
            if self.processes is None:
                yield
                return
            from sim.agents import Organisation

            ours = Organisation.processes
            try:
                Organisation.processes = self.processes
                yield
            finally:
                Organisation.processes = ours


def _check_rules(rules: Rules) -> None:
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


def _source(function: Rule) -> str:
    """The source; where there is no file of it (typed at a prompt), the bytecode with its constants.

    Of a class, of all that it and its parents outside podsim define.
    """
    if isinstance(function, type):
        parents = [one for one in function.__mro__ if one.__module__.partition(".")[0] != "sim" and one is not object]
        members = [(name, one) for parent in parents for name, one in sorted(vars(parent).items())]
        return "\n".join(
            f"{name} {_member(one)}" for name, one in members if not name.startswith("__") or callable(one)
        )
    code = getattr(function, "__code__", None)
    try:
        if code and not Path(code.co_filename).is_file():  # Python 3.13 takes lines of whatever was typed last for it
            raise OSError(code.co_filename)
        text = inspect.getsource(function)
    except (OSError, TypeError):
        text = f"{code.co_code.hex()} {code.co_names} {_plain(code.co_consts)}" if code else type(function).__name__
    bound = (cell.cell_contents for cell in getattr(function, "__closure__", None) or ())
    return f"{text}\n{_plain(bound)} {_plain(getattr(function, '__defaults__', None) or ())}"


def _member(one: Any) -> str:
    function = getattr(one, "__func__", getattr(one, "fget", one))
    return _source(function) if inspect.isfunction(function) else str(_plain([one]))


def _plain(values: Iterable[object]) -> list[object]:
    """Values that look the same in every process; others may hold an address."""
    return [value if isinstance(value, bool | int | float | str | None) else type(value).__name__ for value in values]


@contextmanager
def _rules_in_force(rules: Rules) -> Iterator[None]:
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
