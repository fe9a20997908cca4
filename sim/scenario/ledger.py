"""The ledger of assumptions: every number of a scenario that a verdict may hang on, with its range and its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from sim.scenario.catalogue import SETTINGS, SettingInfo, without_column
from sim.scenario.changes import changed
from sim.scenario.columns import ancestry, policy_of
from sim.scenario.declaration import Plausible
from sim.scenario.empathy_settings import DRAWS, MODE_AT
from sim.scenario.identity import resolved
from sim.scenario.origins import place_in
from sim.scenario.problems import ScenarioError, did_you_mean
from sim.scenario.scenario_settings import Scenario

SWEPT, ABSENT, SOURCED, TOGETHER, NAMED = "swept", "zero means absent", "sourced", "only when named", "named"
POLICY = "policy."
# By channel: how long work that changed hands lies inside a team, and between teams; each alone, and both when named.
PICKUP = ("policy.pickup_inside_minutes", "policy.pickup_across_minutes")
PICKUP_BOTH, PICKUP_CALLED = "policy.pickup_minutes", "{name} wait after a handoff, minutes"
EMPATHY = "empathy.draw"
LOAD, NEEDS = "load", "demand.channels.*.continuation_factor"
LOAD_RANGE = (0.85, 1.1)


@dataclass(frozen=True)
class Assumption:
    """One number, or several that move together.

    name: on a command line. called: by leaders. keys: the settings that it changes, dotted. base: with
    several values of their own, those values, and `value`, `low` and `high` are factors of them. draws: where numbers
    are known together, rows of values, one for each key, and `value`, `low` and `high` are numbers of rows. value:
    today's. low, high: the plausible range, which may leave out today's value. whole: only whole numbers. source: of
    the value. why: of the range. role: "swept" in plausible worlds; "zero means absent": stays as it is there;
    "sourced"; "only when named".
    """

    name: str
    called: str
    keys: tuple[str, ...]
    value: float
    low: float
    high: float
    unit: str
    whole: bool
    source: str
    why: str
    about: str
    role: str
    base: tuple[float, ...] = ()
    draws: tuple[tuple[float, ...], ...] = ()

    @property
    def swept(self) -> bool:
        """Whether plausible worlds vary it."""
        return self.role == SWEPT

    def changes(self, value: float) -> dict[str, float | int]:
        """What a scenario has to be changed in for it to have this value: dotted key -> value."""
        if self.draws:
            return dict(zip(self.keys, self.draws[round(value)], strict=True))
        values = [value * own for own in self.base] if self.base else [value] * len(self.keys)
        return {key: round(one) if self.whole else one for key, one in zip(self.keys, values, strict=True)}


def ledger(scenario: Scenario, columns: Iterable[str] | None = None) -> tuple[Assumption, ...]:
    """Every assumption that has an effect in these columns (default: all), in the order of the settings."""
    chosen = tuple(scenario.formations if columns is None else columns)
    shared = [_load(scenario), *_empathy(scenario), *_shared(scenario, chosen)]
    found = [*shared, *_dials(scenario, chosen), *_pickup(scenario, chosen)]
    return tuple(sorted(found, key=lambda one: SETTINGS.place_of[_setting(one.keys[0]).key]))


def any_number(scenario: Scenario, name: str) -> Assumption | None:
    """Any setting of the scenario as an assumption without a range; None where it is no number. name: dotted."""
    value: Any = resolved(scenario)
    for part in name.split("."):
        if isinstance(value, list):
            value = None if (at := place_in(part, len(value))) is None else value[at]
        else:
            value = value.get(part) if isinstance(value, dict) else None
    info = SETTINGS.listed(name)
    if info is None or not isinstance(value, int | float) or isinstance(value, bool):
        return None
    one = _assumption(info, name, (name,), [value], Plausible(value, value))
    return replace(one, role=NAMED)


def named(scenario: Scenario, columns: Sequence[str], keys: Sequence[str]) -> list[Assumption]:
    """Assumptions meant by "NAME" or "NAME=LOW:HIGH", in order: of the ledger, or any numeric setting with a range.

    Raises ValueError with the nearest name.
    """
    known = {one.name: one for one in ledger(scenario, columns)}
    chosen = []
    for text in keys:
        name, equals, bounds = text.partition("=")
        ends = [name_ for name_ in known if name_ == name or name_.endswith(f".{name}")]
        if len(ends) > 1 and name not in known:
            raise ValueError(f"{text}: {name} may be {' or '.join(ends)}; say which")
        one = known[name if name in known else ends[0]] if ends else _any_number_named(scenario, name, text)
        if equals:
            low, high = _range(text, bounds)
            one = replace(one, low=low, high=high, why="a range of one's own", role=NAMED)
        elif not ends:
            raise ValueError(
                f"{text}: give a range, as {name}=LOW:HIGH; the ledger has none for it. {did_you_mean(name, known)}"
            )
        chosen.append(one)
    return chosen


def _range(text: str, bounds: str) -> tuple[float, float]:
    low, colon, high = bounds.partition(":")
    try:
        ends = float(low), float(high)
    except ValueError:
        ends = (0.0, 0.0)
    if not colon or not ends[0] < ends[1]:
        raise ValueError(f"{text}: a range is LOW:HIGH, two numbers, the lower one first")
    return ends


def _any_number_named(scenario: Scenario, name: str, text: str) -> Assumption:
    if one := any_number(scenario, name):
        return one
    guesses = SETTINGS.nearest(name)
    hint = f"Did you mean {' or '.join(guesses)}?" if guesses else "podsim explain settings lists all."
    raise ValueError(f"{text}: not a setting with a number in this scenario. {hint}")


def with_values(scenario: Scenario, values: Mapping[Assumption, float]) -> Scenario:
    """The scenario with other values of some assumptions. Raises ScenarioError."""
    return changed(scenario, {key: v for one, value in values.items() for key, v in one.changes(value).items()})


def possible(scenario: Scenario, one: Assumption, values: Iterable[float]) -> list[float]:
    """Those values of one assumption that go together with the rest of the scenario, in order."""
    found = []
    for value in values:
        with suppress(ScenarioError):
            with_values(scenario, {one: value})
            found.append(value)
    return found


def _called(info: SettingInfo, name: str) -> str:
    """What leaders call the setting of that name, and of which column it is."""
    parts = name.split(".")
    column = f" in {parts[1]}" if without_column(name) != name else ""
    return info.called.format(name=parts[-1]) + column


def _setting(key: str) -> SettingInfo:
    found = SETTINGS.listed(key)
    assert found is not None, key
    return found


def _with_a_range() -> Iterator[tuple[SettingInfo, Plausible]]:
    for info in SETTINGS.all:
        if isinstance(info.declared.plausible, Plausible):
            yield info, info.declared.plausible


def matters(info: SettingInfo, scenario: Scenario, columns: Iterable[str]) -> bool:
    """Whether a setting can have an effect in these columns."""
    policies = [policy_of(scenario, column) for column in columns]

    def values_at(key: str) -> Iterator[Any]:
        roots: list[BaseModel] = [scenario]
        if key.startswith(POLICY):
            roots, key = list(policies), key.removeprefix(POLICY)
        return (value for root in roots for _, value in _values(root, key.split("."), ()))

    return info.declared.matters.holds(values_at)


def _values(value: Any, parts: list[str], done: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Where a key with * leads in settings: (dotted key, value)."""
    if not parts:
        yield ".".join(done), value
    elif parts[0] == "*":
        items = value.items() if isinstance(value, Mapping) else enumerate(value)
        for name, child in items:
            yield from _values(child, parts[1:], (*done, str(name)))
    elif value is not None:
        yield from _values(getattr(value, parts[0]), parts[1:], (*done, parts[0]))


def _load(scenario: Scenario) -> Assumption:
    """Work offered, as a multiple of today's: by how many come; with a replayed log, by the work that each brings.

    `sim.exploring.load` also holds it the other way.
    """
    demand = scenario.demand
    keys: tuple[str, ...] = ("demand.volume_factor",)
    base: tuple[float, ...] = (demand.volume_factor,)
    if demand.replay is not None:
        keys = tuple(f"demand.needs.{name}.work_minutes" for name in demand.needs)
        base = tuple(need.work_minutes for need in demand.needs.values())
    low, high = LOAD_RANGE
    return Assumption(
        LOAD, "load (today: 1)", keys, 1.0, low, high, "x own", False, "assumption",
        "the organisation's own number, of which nobody is sure to a tenth",
        "Work offered to every function, as a multiple of today's", SWEPT, base,
    )  # fmt: skip


def _empathy(scenario: Scenario) -> Iterator[Assumption]:
    """What experiences count for felt empathy, drawn as it was fitted; not where a scenario says it itself."""
    if scenario.empathy.as_fitted and scenario.empathy.definition == "logit":
        rows = tuple(zip(*DRAWS.values(), strict=True))
        yield Assumption(
            EMPATHY, "what felt empathy counts (from what little changes of hands count on)",
            tuple(f"empathy.{name}" for name in DRAWS), MODE_AT, 0, len(rows) - 1, "number of a draw", True,
            "fitted jointly to evidence rows 23 to 32", "draws of the fit, coefficients varying together",
            "Coefficients of felt empathy with their anchor, in the order of what changes of hands count", SWEPT,
            draws=rows,
        )  # fmt: skip


def _shared(scenario: Scenario, columns: tuple[str, ...]) -> Iterator[Assumption]:
    """Everything but the dials of policies."""
    for info, plausible in _with_a_range():
        if info.key.startswith(POLICY) or not matters(info, scenario, columns):
            continue
        places = [
            (f"{key}.{name}" if name else key, one)
            for key, value in _values(scenario, info.key.split("."), ())
            for name, one in (value.items() if isinstance(value, Mapping) else [("", value)])
            if one is not None
        ]
        if places:
            keys = tuple(key for key, _ in places)
            yield _assumption(info, info.key, keys, [value for _, value in places], plausible)


def _dials(scenario: Scenario, columns: tuple[str, ...]) -> Iterator[Assumption]:
    """Dials of policies: one entry for every place at which a value is said that a column uses."""
    for info, plausible in _with_a_range():
        if not info.key.startswith(POLICY) or info.key in PICKUP:
            continue
        for home, users in _homes(scenario, info.name, columns).items():
            value = getattr(policy_of(scenario, users[0]), info.name)
            if value is None or not matters(info, scenario, users):
                continue
            name = f"{home}.{info.name}"
            yield _assumption(info, name, (name,), [value], plausible.at(value))


def _homes(scenario: Scenario, dial: str, columns: tuple[str, ...]) -> dict[str, list[str]]:
    """Where the value of a dial is said ("policy", "formations.silos.policy") -> columns that use it."""
    homes: dict[str, list[str]] = {}
    for column in columns:
        said = next((name for name in ancestry(scenario, column) if dial in scenario.formations[name].policy), None)
        homes.setdefault(f"formations.{said}.policy" if said else "policy", []).append(column)
    return homes


def _pickup(scenario: Scenario, columns: tuple[str, ...]) -> Iterator[Assumption]:
    """Pickup by channel: inside and across teams, each alone; both together when named, where they are equal."""
    if any(dial.removeprefix(POLICY) in scenario.formations[column].policy for column in columns for dial in PICKUP):
        return  # declared by a column: a difference of the designs, shown in the parity table
    inside, across = scenario.policy.pickup_inside_minutes, scenario.policy.pickup_across_minutes
    for channel, settings in scenario.demand.channels.items():
        if settings.live:  # somebody waits on the line: there is no pickup
            continue
        values = inside.get(channel, 0.0), across.get(channel, 0.0)
        keys = tuple(f"{dial}.{channel}" for dial in PICKUP)
        infos = [_setting(key) for key in keys]
        plausible = infos[0].declared.plausible
        assert isinstance(plausible, Plausible)
        if values[0] == values[1]:
            both = _assumption(infos[0], f"{PICKUP_BOTH}.{channel}", keys, [values[0]], plausible)
            yield replace(both, called=PICKUP_CALLED.format(name=channel), role=TOGETHER if both.swept else both.role)
        for info, key, value in zip(infos, keys, values, strict=True):
            yield _assumption(info, key, (key,), [value], plausible)


def _assumption(
    info: SettingInfo, name: str, keys: tuple[str, ...], values: list[float], plausible: Plausible
) -> Assumption:
    """values: one for all keys, or one for each."""
    # Each has a value of its own: they move together, as factors.
    several = len(set(values)) > 1 or (plausible.as_factor and any(values))
    own = float(values[0])
    scale = own if plausible.relative and not several else 1.0
    low, high = plausible.low * scale, plausible.high * scale
    if several and not plausible.relative:
        mean = sum(values) / len(values)
        low, high = low / mean, high / mean
    most = min(plausible.most, info.most)
    high = min(high, most / max(values) if several else most)
    role = ABSENT if not any(values) and not plausible.from_zero else SOURCED if plausible.only_named else SWEPT
    return Assumption(
        name=name,
        called=_called(info, name),
        keys=keys,
        value=1.0 if several else own,
        low=low,
        high=high,
        unit="x own" if several else info.unit,
        whole="whole number" in info.allowed,
        source=info.source,
        why=plausible.why,
        about=info.about,
        role=role,
        base=tuple(float(value) for value in values) if several else (),
    )
