"""Columns, functions and measures as people call them; in tables, files and options they keep their keys.

A scenario's own `labels` come first. They hold in the context of whoever shows its results, so that no sentence has to
be handed the scenario: `speak_of` says which one it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

from sim.measures import measure_named
from sim.scenario.built_in_columns import BETTER_HABITS, DEFAULT_COLUMNS, HABITS, PODS, PODS_TODAY, TODAY

if TYPE_CHECKING:
    from sim.scenario.scenario_settings import Scenario

Told = ParamSpec("Told")
Result = TypeVar("Result")


class HasScenario(Protocol):
    """Results of a scenario."""

    @property
    def scenario(self) -> Scenario:
        """The scenario."""


Of = TypeVar("Of", bound=HasScenario)

NAMES = {
    TODAY: "Departments",
    PODS_TODAY: "Pods, today's habits",
    HABITS: "Departments, better habits",
    PODS: "Pods, better habits",
    **{f"{TODAY}_{habits}": f"Departments, {habits} habits" for habits in BETTER_HABITS},
    **{f"{PODS}_{habits}": f"Pods, {habits} habits" for habits in BETTER_HABITS},
}
_LABELS: ContextVar[Mapping[str, str]] = ContextVar("labels", default={})  # noqa: B039 (nobody changes it)


def speak_of(*scenarios: Scenario, keys: bool = False) -> None:
    """From here on say what these scenarios call things, the first of them first. keys: call columns by their keys."""
    labels = {key: called for one in reversed(scenarios) for key, called in one.labels.items()}
    columns = {column: column for one in scenarios for column in one.formations} if keys else {}
    _LABELS.set(labels | columns)


@contextmanager
def speaking(labels: Mapping[str, str]) -> Iterator[None]:
    """Until the end of the block say what a scenario with these labels calls things."""
    before = _LABELS.set(labels)
    try:
        yield
    finally:
        _LABELS.reset(before)


def in_its_words(
    function: Callable[Concatenate[Of, Told], Result],
) -> Callable[Concatenate[Of, Told], Result]:
    """The function, speaking as the scenario of its first argument does. Not for generators, which outlive the call."""

    @wraps(function)
    def told(results: Of, /, *args: Told.args, **kwargs: Told.kwargs) -> Result:
        with speaking(results.scenario.labels):
            return function(results, *args, **kwargs)

    return told


def name_of(key: str) -> str:
    """A column or a function as people call it; a label is made of the key where the scenario has none."""
    return _LABELS.get().get(key) or NAMES.get(key) or upper(key.replace("_", " "))


def folded(key: str) -> str:
    """As `name_of`, with habits on a line of their own, where there is little room."""
    return name_of(key).replace(", ", ",\n", 1)


def in_text(key: str) -> str:
    """The same inside a sentence: "departments with better habits"; a label stays as it was given."""
    if label := _LABELS.get().get(key):
        return label
    name = NAMES.get(key)
    return lower(name).replace(", ", " with ") if name else key.replace("_", " ")


def measure_words(measure: str) -> str:
    """A measure as leaders call it."""
    known = measure_named(measure)
    return _LABELS.get().get(measure) or (known.said if known else "") or measure.replace("_", " ")


def labelled(key: str, otherwise: str) -> str:
    """The scenario's label, or other words where it has none."""
    return _LABELS.get().get(key) or otherwise


def relabelled(key: str) -> bool:
    """Whether the scenario has a label of its own for this."""
    return key in _LABELS.get()


def corners_relabelled() -> bool:
    """Whether one of the four corners is called otherwise than departments or pods."""
    return any(map(relabelled, DEFAULT_COLUMNS))


def against(first: str, second: str) -> str:
    """A pair in a sentence, the second column first: "pods with better habits against departments"."""
    return f"{in_text(second)} against {in_text(first)}"


def apart(first: str, second: str) -> tuple[str, str]:
    """A pair without the habits that both have: ("departments", "pods") where both have better ones."""
    (one, _, habits), (other, _, same) = (name_of(key).partition(", ") for key in (first, second))
    if relabelled(first) or relabelled(second) or habits != same or one == other:
        return in_text(first), in_text(second)
    return lower(one), lower(other)


def lower(text: str) -> str:
    """A name as it stands inside a sentence."""
    return f"{text[0].lower()}{text[1:]}"


def upper(text: str) -> str:
    """A text as it begins a sentence."""
    return f"{text[0].upper()}{text[1:]}"
