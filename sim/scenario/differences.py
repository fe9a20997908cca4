"""In which settings two scenarios differ, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.scenario.built_in_columns import without_built_in
from sim.scenario.catalogue import SETTINGS
from sim.scenario.identity import resolved
from sim.scenario.scenario_settings import DATA_FILES, FormationSettings, Scenario

NAMES_ALONE = ("name", "title", "about", "functions_about", "labels")  # of a scenario: they change nothing that happens
OF_CUSTOMERS = ("demand.", "time.", "seed", "open", "closed")  # how keys begin that decide who comes, and when
ABSENT = "not there"


@dataclass(frozen=True)
class SettingDifference:
    """key: dotted; a group of people by its function. first, second: values as a file has them."""

    key: str
    first: str
    second: str

    @property
    def of_customers(self) -> bool:
        """Whether it may decide who comes, and when."""
        return self.key.startswith(OF_CUSTOMERS)

    @property
    def words(self) -> str:
        """ "people.groups.service.count: 20 people (was 16)", after what leaders call it where that is declared."""
        info = SETTINGS.listed(self.key)
        called = info.declared.called.format(name=self.key.rpartition(".")[2]) if info else ""
        one = info.unit.partition(" by ")[0] if info else ""  # of a block by channel, of the one that differs
        unit = f" {one}" if one not in ("-", "", "function") and _is_number(self.second) else ""
        said = f"{self.second}{unit} (was {self.first})"
        return f"{called} ({self.key}): {said}" if called else f"{self.key}: {said}"


def setting_differences(first: Scenario, second: Scenario) -> tuple[SettingDifference, ...]:
    """What the second scenario has otherwise than the first one, in the order of its settings.

    Columns are told by what they say beyond the built-in ones, so that a dial changed in one place is told once. Files
    of data are told by their names, and where the names are the same by their contents.
    """
    one, other = dict(_leaves(_values(first), ())), dict(_leaves(_values(second), ()))
    # What a built-in column has without being told to is looked up whole.
    whole, other_whole = dict(_leaves(resolved(first), ())), dict(_leaves(resolved(second), ()))
    found = [
        SettingDifference(key, whole.get(key, ABSENT), other_whole.get(key, ABSENT))
        for key in {**other, **one}
        if one.get(key) != other.get(key)
    ]
    return (*found, *_files(first, second))


def _values(scenario: Scenario) -> dict[str, Any]:
    values = {key: value for key, value in resolved(scenario).items() if key not in NAMES_ALONE}
    blank = FormationSettings().model_dump(mode="json")
    values["formations"] = {
        name: {key: value for key, value in column.items() if value != blank.get(key)}
        for name, column in without_built_in(values["formations"], scenario.better_habits, blank).items()
    }
    return values


def _leaves(value: Any, at: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping) and value:
        for key, held in value.items():
            yield from _leaves(held, (*at, str(key)))
    elif isinstance(value, list) and value and all(isinstance(item, Mapping) for item in value):
        functions = [item.get("function") for item in value]
        for place, (item, function) in enumerate(zip(value, functions, strict=True)):
            alone = function is not None and functions.count(function) == 1
            yield from _leaves(item, (*at, str(function) if alone else str(place)))
    else:
        yield ".".join(at), _text(value)


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return {None: "nothing", True: "true", False: "false"}[value]
    if isinstance(value, float):
        return f"{value:.10g}"
    if isinstance(value, list):
        return f"[{', '.join(map(_text, value))}]"
    return "{}" if value == {} else str(value)


def _files(first: Scenario, second: Scenario) -> Iterator[SettingDifference]:
    """Files of the same name with other contents."""
    for key in DATA_FILES:
        name = first.named_file(key)
        if name and name == second.named_file(key) and _bytes(first, key) != _bytes(second, key):
            yield SettingDifference(key, name, f"{name}, with other content")


def _bytes(scenario: Scenario, key: str) -> bytes | None:
    try:
        return scenario.data_file(key).read_bytes()
    except OSError:
        return None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
