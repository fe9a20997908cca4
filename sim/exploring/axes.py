"""What a sweep varies: settings, each with its values, as they are written on a command line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import prod
from typing import Any

from sim.scenario import ScenarioError, changed
from sim.scenario.origins import plain
from sim.scenario.problems import Problem
from sim.scenario.scenario_settings import Scenario
from sim.scenario.yaml_reader import parse_yaml

MOST_VALUES = 1000
MOST_DIGITS = 20  # before or behind the point
FORM = "write key=from:to:step or key=x,y,z, for example demand.volume_factor=0.8:1.2:0.1 or policy.wings=0,1"
_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"  # one way to read a row of digits, however long
_RANGE = re.compile(rf"({_NUMBER}):({_NUMBER}):({_NUMBER})")
_OPENING, _CLOSING = "[{(", "]})"


class AxisError(ValueError):
    """A `--vary` that cannot be understood; the text says what is allowed."""


@dataclass(frozen=True)
class Axis:
    """One setting and the values that it takes. key: dotted, as in `--set`. values: at least two, all unlike."""

    key: str
    values: tuple[Any, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The values as a reader writes them."""
        return tuple(value_text(value) for value in self.values)

    @property
    def numeric(self) -> bool:
        """Whether all values are numbers."""
        return all(isinstance(value, int | float) and not isinstance(value, bool) for value in self.values)


def value_text(value: Any) -> str:
    """A value of a setting as a scenario file has it."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(value_text, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {value_text(held)}' for key, held in value.items())}}}"
    return str(value)


def read_axis(text: str) -> Axis:
    """`key=from:to:step`, both ends included, or `key=x,y,z`, values as in a scenario file. Raises AxisError."""
    key, equals, values_text = text.partition("=")
    key = key.strip()
    if not equals or not values_text.strip() or not all(key.split(".")):
        raise AxisError(f"--vary {text}: {FORM}")
    spans = _RANGE.fullmatch(values_text.strip())
    values = tuple(_numbers(text, *spans.groups()) if spans else _listed(text, values_text))
    return axis_of(key, values, text)


def axis_of(key: str, values: Sequence[Any], text: str = "") -> Axis:
    """A setting with its values. text: as it was written. Raises AxisError."""
    told = text or f"{key}={','.join(map(value_text, values))}"
    if len({value_text(value) for value in values}) != len(values):
        raise AxisError(f"--vary {told}: a value stands there twice")
    if len(values) < 2:
        raise AxisError(
            f"--vary {told}: one value varies nothing; give at least two, or use --set {told.replace(' ', '')}"
        )
    return Axis(key, tuple(values))


def _numbers(text: str, first: str, last: str, step: str) -> Iterator[int | float]:
    start, end, by = Decimal(first), Decimal(last), Decimal(step)
    if not all(number == 0 or abs(number.adjusted()) < MOST_DIGITS for number in (start, end, by)):
        raise AxisError(f"--vary {text}: numbers have at most {MOST_DIGITS} digits")
    if by == 0 or (end - start) / by < 0:
        raise AxisError(f"--vary {text}: a step of {step} does not lead from {first} to {last}")
    steps = (end - start) / by
    if steps >= MOST_VALUES:
        raise AxisError(f"--vary {text}: more than {MOST_VALUES} values")
    whole = all(value == value.to_integral_value() for value in (start, by))
    for place in range(int(steps) + 1):
        value = start + place * by
        yield int(value) if whole else float(value)


def _listed(text: str, values_text: str) -> Iterator[Any]:
    for part in _parts(values_text):
        try:
            yield plain(parse_yaml(part, "--vary", override=text)) if part.strip() else _nothing(text)
        except ScenarioError as error:
            raise AxisError(f"--vary {text}: {error.problems[0].message}") from None


def _nothing(text: str) -> Any:
    raise AxisError(f"--vary {text}: there is an empty value; {FORM}")


def _parts(text: str) -> Iterator[str]:
    """Split at commas, but not within brackets or quotes."""
    part, depth, quote = "", 0, ""
    for letter in text:
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'":
            quote = letter
        elif letter in _OPENING:
            depth += 1
        elif letter in _CLOSING:
            depth -= 1
        if letter == "," and depth <= 0 and not quote:
            yield part
            part = ""
        else:
            part += letter
    yield part


MOST_CELLS = 10_000


def scenarios_of(scenario: Scenario, axes: Sequence[Axis]) -> list[tuple[tuple[Any, ...], Scenario]]:
    """(one value per axis, the scenario with them) for every combination; the last axis varies fastest.

    Raises as `scenarios_at`, and AxisError for more than MOST_CELLS combinations.
    """
    if (cells := combinations_of(axes)) > MOST_CELLS:
        raise AxisError(f"--vary: {cells:,} combinations; at most {MOST_CELLS:,}, or more with --emulate 2000")
    return scenarios_at(scenario, axes, product(*(axis.values for axis in axes)))


def combinations_of(axes: Sequence[Axis]) -> int:
    """How many combinations there are."""
    return prod(len(axis.values) for axis in axes)


def scenarios_at(
    scenario: Scenario, axes: Sequence[Axis], wanted: Iterable[tuple[Any, ...]]
) -> list[tuple[tuple[Any, ...], Scenario]]:
    """(one value per axis, the scenario with them) for some combinations, in their order.

    Raises ScenarioError with everything that is wrong with any value or combination, AxisError for one key twice.
    """
    keys = [axis.key for axis in axes]
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise AxisError(f"--vary {twice}: it is varied twice")
    problems: dict[tuple[str, str], Problem] = {}
    for axis in axes:  # one by one first, so that a bad value is said once and not with all that it meets
        for value in axis.values:
            _tried(scenario, {axis.key: value}, problems)
    if not problems:
        found = [(values, _tried(scenario, dict(zip(keys, values, strict=True)), problems)) for values in wanted]
    if problems:
        raise ScenarioError(problems.values())
    return found  # type: ignore[return-value]


def _tried(scenario: Scenario, changes: dict[str, Any], problems: dict[tuple[str, str], Problem]) -> Scenario | None:
    try:
        return changed(scenario, changes)
    except ScenarioError as error:
        for problem in error.problems:
            problems.setdefault((problem.seen, problem.message), problem)
        return None
