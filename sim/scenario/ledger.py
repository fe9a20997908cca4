"""The ledger of assumptions: every number of a scenario that a verdict may hang on, with its range and its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sim.scenario.catalogue import setting_at
from sim.scenario.changing import changed
from sim.scenario.columns import ancestry, policy_of
from sim.scenario.identity import resolved
from sim.scenario.plausible import PLAUSIBLE, STRUCTURED, STRUCTURED_FROM, Plausible
from sim.scenario.scenario_settings import Scenario
from sim.scenario.used import is_used

SWEPT, ABSENT, SOURCED, ALONE = "swept", "zero means absent", "sourced", "only when named"
PICKUP_BOTH = "policy.pickup_minutes"
SPLIT_PICKUP = ("policy.pickup_inside_minutes", "policy.pickup_across_minutes")
KEPT = ("context_kept_plain", "context_kept_team")


@dataclass(frozen=True)
class Assumption:
    """One number, or several that move together.

    name: what people call it, and name on a command line. keys: the settings that it changes, dotted. base: with
    several values of their own, those values, and `value`, `low` and `high` are factors of them. value: today's.
    low, high: the plausible range, which may leave out today's value. whole: only whole numbers. source: of the value.
    why: of the range. role: "swept" in plausible worlds; "zero means absent": stays as it is there; "sourced";
    "only when named".
    """

    name: str
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

    @property
    def swept(self) -> bool:
        """Whether plausible worlds vary it."""
        return self.role == SWEPT

    def changes(self, value: float) -> dict[str, float | int]:
        """What a scenario has to be changed in for it to have this value: dotted key -> value."""
        values = [value * own for own in self.base] if self.base else [value] * len(self.keys)
        return {key: round(one) if self.whole else one for key, one in zip(self.keys, values, strict=True)}


def ledger(scenario: Scenario, columns: Iterable[str] | None = None) -> tuple[Assumption, ...]:
    """Every assumption that has an effect in these columns (default: all), in the order of the settings."""
    chosen = tuple(scenario.formations if columns is None else columns)
    values = resolved(scenario)
    found = [*_plain(scenario, values, chosen), *_dials(scenario, chosen), *_pickup(scenario, chosen)]
    order = list(PLAUSIBLE)
    return tuple(sorted(found, key=lambda one: order.index(_pattern(one))))


def with_values(scenario: Scenario, values: Mapping[Assumption, float]) -> Scenario:
    """The scenario with other values of some assumptions. Raises ScenarioError."""
    return changed(scenario, {key: v for one, value in values.items() for key, v in one.changes(value).items()})


def _pattern(one: Assumption) -> str:
    """Key of PLAUSIBLE that the first setting of an assumption belongs to."""
    parts = one.keys[0].split(".")
    if parts[0] == "formations":
        parts = parts[2:]
    tries = [".".join(parts), ".".join([*parts[:2], "*"])]
    tries += [".".join([*parts[:2], "*", *parts[3:]]), ".".join([*parts[:2], "*", *parts[3:4]])]
    return next(key for key in tries if key in PLAUSIBLE)


def _plain(scenario: Scenario, values: Mapping[str, Any], columns: tuple[str, ...]) -> Iterator[Assumption]:
    """Everything but the dials of policies."""
    for pattern, plausible in PLAUSIBLE.items():
        if pattern.startswith("policy.") or not is_used(pattern, scenario, columns):
            continue
        places = [(key, value) for key, value in _places(values, pattern.split("."), ()) if _is_number(value)]
        if pattern == "people.groups.*.also":
            places = [
                (f"{key}.{name}", skill)
                for key, also in _places(values, pattern.split("."), ())
                for name, skill in (also or {}).items()
            ]
        if places:
            yield _assumption(pattern, tuple(key for key, _ in places), [value for _, value in places], plausible)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _places(value: Any, parts: list[str], done: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Where a pattern leads in plain values: (dotted key, value)."""
    if not parts:
        yield ".".join(done), value
    elif parts[0] == "*":
        items = value.items() if isinstance(value, Mapping) else enumerate(value or ())
        for name, child in items:
            yield from _places(child, parts[1:], (*done, str(name)))
    elif isinstance(value, Mapping) and parts[0] in value:
        yield from _places(value[parts[0]], parts[1:], (*done, parts[0]))


def _dials(scenario: Scenario, columns: tuple[str, ...]) -> Iterator[Assumption]:
    """Dials of policies: one entry for every place at which a value is said that a column uses."""
    for pattern, plausible in PLAUSIBLE.items():
        dial = pattern.removeprefix("policy.")
        if not pattern.startswith("policy.") or dial.endswith(".*"):
            continue
        for home, users in _homes(scenario, dial, columns).items():
            value = getattr(policy_of(scenario, users[0]), dial)
            if value is None or not is_used(pattern, scenario, tuple(users)):
                continue
            moving = _moving(scenario, dial, home, columns)
            structured = dial in KEPT and value >= STRUCTURED_FROM
            if moving:
                keys = tuple(f"{home}.{one}" for one in moving)
                yield _assumption(f"{home}.{dial}", keys, [value], STRUCTURED if structured else plausible)


def _moving(scenario: Scenario, dial: str, home: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    """Dials that move with this one: context kept inside a team is the same as between teams unless said otherwise.

    None of them where it moves with another.
    """
    if dial not in KEPT:
        return (dial,)
    plain, team = (_homes(scenario, name, columns).get(home) for name in KEPT)
    policies = [policy_of(scenario, column) for column in plain or ()]
    together = plain == team and all(getattr(p, KEPT[0]) == getattr(p, KEPT[1]) for p in policies)
    if not together:
        return (dial,)
    return KEPT if dial == KEPT[0] else ()


def _homes(scenario: Scenario, dial: str, columns: tuple[str, ...]) -> dict[str, list[str]]:
    """Where the value of a dial is said ("policy", "formations.silos.policy") -> columns that use it."""
    homes: dict[str, list[str]] = {}
    for column in columns:
        said = next((name for name in ancestry(scenario, column) if dial in scenario.formations[name].policy), None)
        homes.setdefault(f"formations.{said}.policy" if said else "policy", []).append(column)
    return homes


def _pickup(scenario: Scenario, columns: tuple[str, ...]) -> Iterator[Assumption]:
    """Pickup by channel: inside and across teams together where they are equal, and each alone when named."""
    if any(dial.removeprefix("policy.") in scenario.formations[c].policy for c in columns for dial in SPLIT_PICKUP):
        return  # declared by a column: a difference of the designs, shown in the parity table
    inside, across = scenario.policy.pickup_inside_minutes, scenario.policy.pickup_across_minutes
    for channel, settings in scenario.demand.channels.items():
        if settings.live:  # somebody waits on the line: there is no pickup
            continue
        values = inside.get(channel, 0.0), across.get(channel, 0.0)
        keys = tuple(f"{dial}.{channel}" for dial in SPLIT_PICKUP)
        plausible = PLAUSIBLE["policy.pickup_across_minutes.*"]
        equal = values[0] == values[1]
        if equal:
            yield _assumption(f"{PICKUP_BOTH}.{channel}", keys, [values[0]], plausible)
        for key, value in zip(keys, values, strict=True):
            one = _assumption(key, (key,), [value], plausible)
            role = ALONE if equal and one.role == SWEPT else one.role
            yield Assumption(**{**vars(one), "role": role})


def _assumption(name: str, keys: tuple[str, ...], values: list[float], plausible: Plausible) -> Assumption:
    """values: one for all keys, or one for each."""
    info = setting_at(tuple(int(p) if p.isdecimal() else p for p in _said(keys[0]).split(".")))
    assert info is not None, keys[0]
    several = len(set(values)) > 1  # each has a value of its own: they move together, as factors
    own = float(values[0])
    scale = own if plausible.relative and not several else 1.0
    low, high = plausible.low * scale, plausible.high * scale
    if several and not plausible.relative:
        mean = sum(values) / len(values)
        low, high = low / mean, high / mean
    high = min(high, plausible.most / max(values) if several else plausible.most)
    role = ABSENT if not any(values) else SOURCED if plausible.sourced else SWEPT
    return Assumption(
        name=name,
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


def _said(key: str) -> str:
    """A column's own dial is described as the dial of the common policy."""
    parts = key.split(".")
    return ".".join(parts[2:]) if parts[0] == "formations" else key
