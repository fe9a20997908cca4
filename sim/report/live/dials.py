"""What may be moved in the page: each dial with the levels at which Python derives it, or with a range of numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.formation.arrays import POLICY
from sim.report.names import upper
from sim.scenario.built_in_columns import HABITS, PODS, TODAY
from sim.scenario.catalogue import SETTINGS, without_column
from sim.scenario.ledger import LOAD, Assumption, ledger, possible
from sim.scenario.scenario_settings import Scenario

PEOPLE, PODS_GROUP, LOAD_GROUP, HABITS_GROUP, WORLD = "People", "Pods", "Customers", "Habits", "Assumptions"
VOLUMES = (0.8, 0.85, 0.9, 0.95, 1.0, 1.05, 1.1, 1.15, 1.2)
MORE_PEOPLE = (-2, -1, 0, 1, 2)
MORE_PODS = (-2, -1, 0, 1, 2)
WHOSE = {TODAY: "today's habits", HABITS: "better habits"}
STOPS = 4  # of an assumption, beside the scenario's own value
CHECKED = 2  # of one that may have any value: its ends and the middle
# Blocks of settings that the row of the policy holds, each number under its name.
IN_ROW = ("policy.", "people.fatigue.", "demand.coming_back.", "demand.technology.")
FIRST = ("policy.link_minutes", "policy.misroute_share", "policy.retelling_share")


@dataclass(frozen=True)
class Level:
    """label: what stands beside the slider. changes: dotted key -> value, as `--set` takes it."""

    label: str
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """Where derivation copies a number to: a field of an array of a World, in the row of a channel where `entry` names
    one. any_number: it is a number of eight bytes. on_grid: rounded to the grid of time."""

    array: str
    field: str
    entry: str
    any_number: bool
    on_grid: bool


@dataclass(frozen=True)
class Span:
    """A range of numbers, ends included. key: the setting; it is the number times factor. values: one per level."""

    key: str
    low: float
    high: float
    factor: float
    values: tuple[float, ...]


@dataclass(frozen=True)
class Dial:
    """title, group: as the page names it. levels: in order. own: number of the level that is the scenario's own.

    span: where it may have any value, if derivation confirms that.
    """

    title: str
    group: str
    levels: tuple[Level, ...]
    own: int
    span: Span | None = None


def place_of(key: str) -> Place | None:
    """Where a setting is copied to, None where more is made of it. key: dotted."""
    info, plain = SETTINGS.listed(key), without_column(key)
    if info is None:
        return None
    if info.declared.live:
        array, _, field = info.declared.live.partition(".")
        return Place(array, field, plain.rpartition(".")[2], any_number=True, on_grid=True)
    if plain.startswith(IN_ROW) and info.name in (POLICY.names or ()):
        return Place("policy", info.name, "", POLICY[info.name] == np.float64, on_grid=False)
    return None


def candidates(scenario: Scenario, columns: Sequence[str]) -> Iterator[Dial]:
    """Dials to try, those first that are shown first."""
    yield from _people(scenario)
    known = {one.name: one for one in ledger(scenario, columns)}
    volumes = tuple(
        Level("as mailed", {})
        if factor == 1.0
        else Level(f"{factor - 1.0:+.0%}", {"demand.volume_factor": scenario.demand.volume_factor * factor})
        for factor in VOLUMES
    )
    yield Dial("Customers", LOAD_GROUP, volumes, VOLUMES.index(1.0))
    yield from _pods(scenario)
    first = [known.pop(name) for name in FIRST if name in known]
    yield from (_assumption(scenario, one) for one in first)
    yield from _habits(scenario)
    for one in known.values():
        if one.swept and one.name != LOAD and not one.draws and _has_a_name(one):
            yield _assumption(scenario, one)


def _people(scenario: Scenario) -> Iterator[Dial]:
    """People of each group, two fewer to two more."""
    if scenario.people.file is not None:
        return
    for number, group in enumerate(scenario.people.groups):
        counts = [group.count + more for more in MORE_PEOPLE if group.count + more > 0]
        title = f"People in {group.function}"
        levels = tuple(Level(_own(count, group.count), _unless(count, group.count, f"people.groups.{number}.count"))
                       for count in counts)  # fmt: skip
        yield Dial(title, PEOPLE, levels, counts.index(group.count))


def _pods(scenario: Scenario) -> Iterator[Dial]:
    teams = scenario.formations[PODS].teams
    if isinstance(teams, int) and teams > 1:  # one pod is no pods: it changes more than their number
        counts = [teams + more for more in MORE_PODS if teams + more > 1]
        levels = tuple(Level(_own(count, teams), _unless(count, teams, f"formations.{PODS}.teams")) for count in counts)
        yield Dial("Number of pods", PODS_GROUP, levels, counts.index(teams))


def _habits(scenario: Scenario) -> Iterator[Dial]:
    """What the habits of today and the better ones are made of."""
    for column, whose in WHOSE.items():
        policy = scenario.formations[column].policy
        for dial, title, values in (
            ("wings", "Colleagues who listen in", (0, 1, 2)),
            ("borrowing", "Lending a hand", ("none", "anywhere")),
            ("return_to", "Who comes back meets", ("front", "same_person")),
        ):
            own = policy.get(dial)
            if own in values:
                key = f"formations.{column}.policy.{dial}"
                levels = tuple(Level(_own(str(v).replace("_", " "), str(own).replace("_", " ")), _unless(v, own, key))
                               for v in values)  # fmt: skip
                yield Dial(f"{title} ({whose})", HABITS_GROUP, levels, values.index(own))


def _assumption(scenario: Scenario, one: Assumption) -> Dial:
    """From the least to the most that is plausible, with the scenario's own value among them."""
    place = place_of(one.keys[0]) if len(one.keys) == 1 and not one.draws and not one.whole else None
    any_value = place is not None and place.any_number
    steps = np.linspace(one.low, one.high, (CHECKED if any_value else STOPS) + 1).tolist()
    rounded = {round(value) if one.whole else float(f"{value:.4g}") for value in steps} - {one.value}
    if len(rounded) > STOPS:
        rounded.discard(min(rounded - {min(rounded), max(rounded)}, key=lambda value: abs(value - one.value)))
    values = sorted({*possible(scenario, one, sorted(rounded)), one.value})
    levels = tuple(
        Level(_own(f"{value:g}", f"{one.value:g}"), {} if value == one.value else one.changes(value))
        for value in values
    )
    span = Span(one.keys[0], values[0], values[-1], one.base[0] if one.base else 1.0, tuple(values))
    return Dial(_title(one), _group(one), levels, values.index(one.value), span if any_value else None)


def _group(one: Assumption) -> str:
    return HABITS_GROUP if one.name.startswith("formations.") else WORLD


def _title(one: Assumption) -> str:
    """What leaders call it, whose habit it is, and its unit where the words do not say it."""
    called = one.called
    for column, whose in WHOSE.items():
        called = f"{called.removesuffix(f' in {column}')} ({whose})" if called.endswith(f" in {column}") else called
    unit = one.unit.split()[0]
    named = unit in ("-", "x", "share", "skill", "factor", "per") or unit in called
    return upper(called if named else f"{called}, {unit}")


def _has_a_name(one: Assumption) -> bool:
    """Whether leaders call it by more than the words of its key."""
    plain = one.called == one.name.rpartition(".")[2].replace("_", " ")
    return not plain or one.name.startswith("formations.")


def _own(value: Any, own: Any) -> str:
    return f"{value} (as mailed)" if value == own else f"{value}"


def _unless(value: Any, own: Any, key: str) -> dict[str, Any]:
    return {} if value == own else {key: value}
