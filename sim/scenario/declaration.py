"""How a setting is declared: one declaration holds all that is ever said of it, and everything else is derived.

Derived from it: error texts, `podsim explain`, the JSON schema, docs/reference, the ledger of assumptions with its
plausible worlds, and the policy row that engines read. A rule is named by text, so that this floor imports none above.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

from sim.scenario.problems import did_you_mean, shown

# Why a number without a source is not swept.
OWN = "the organisation's own number: bring it, or sweep it with podsim sweep"
CHOICE = "a choice of the design, not a belief about the world: compare columns, or sweep it"
MEASURED = "decides how something is measured, and nothing that happens"

# Nearly two years. Draws about a mean can be 550,000 times as long (Weibull, shape 0.2), and a time in steps of the
# grid must fit into 63 bits: 8.8e12 minutes.
MOST_MINUTES = 1_000_000
_DURATIONS = ("minutes", "open minutes")


class Settings(BaseModel):
    """Base of every block of a scenario: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, allow_inf_nan=False)

    if not TYPE_CHECKING:  # a checker refuses by itself what it knows to be frozen

        def __setattr__(self, name: str, value: Any) -> None:
            """Refuse, and say how it is done. Raises AttributeError."""
            if name.startswith("_"):
                super().__setattr__(name, value)
                return
            kind, fields = type(self).__name__, type(self).model_fields
            if name not in fields:
                raise AttributeError(f"{kind} has no setting {name!r}. {did_you_mean(name, fields)}")
            raise AttributeError(
                f"{kind} is frozen, so {name} stays as it is. Another scenario: podsim.changed(scenario, "
                f"{{key: {shown(repr(value), 40)}}}), with the key as podsim explain {name} says it"
            )


@dataclass(frozen=True)
class Plausible:
    """Over which range plausible worlds vary a number.

    low, high: of the value, or with `relative` as factors of the scenario's own value. why: where the range comes from.
    most: the value is never more. only_named: the value has a source, so that it is varied only where somebody names
    it. higher: (from which value on, which range holds instead). from_zero: 0 is a value as any other.
    as_factor: told as a multiple of the scenario's own value, also where that is one number.
    """

    low: float
    high: float
    why: str = ""
    relative: bool = False
    most: float = math.inf
    only_named: bool = False
    higher: tuple[float, Plausible] | None = None
    from_zero: bool = False
    as_factor: bool = False

    def at(self, value: float) -> Plausible:
        """The range that holds for a value."""
        return self.higher[1] if self.higher and value >= self.higher[0] else self


def between(low: float, high: float, why: str = "", **more: Any) -> Plausible:
    """From low to high. why: by default the evidence row of the setting, or that there is none."""
    return Plausible(float(low), float(high), why, **more)


def times(low: float, high: float, why: str = "", **more: Any) -> Plausible:
    """From low to high times the scenario's own value."""
    return Plausible(float(low), float(high), why, relative=True, **more)


HALF_TO_DOUBLE = times(0.5, 2.0, "no source: half to double")
NONE_TO_DOUBLE = times(0.0, 2.0, "no source: none to double", most=1.0)


@dataclass(frozen=True)
class Condition:
    """That any of these settings is on, or has a value; or with `off` that none is.

    keys: dotted, with * for names. value: None stands for anything but 0, false, empty and absent. called: in words.
    """

    keys: tuple[str, ...]
    value: str | None = None
    off: bool = False
    called: str = ""

    def holds(self, values_at: Callable[[str], Iterable[Any]]) -> bool:
        """Whether it does. values_at: key -> all the values that stand there."""
        values = (value for key in self.keys for value in values_at(key))
        return any(bool(value) if self.value is None else value == self.value for value in values) != self.off

    def __str__(self) -> str:
        """As "with policy.wings" or "without demand.replay"."""
        said = self.called or " or ".join(self.keys) + ("" if self.value is None else f" {self.value}")
        return f"{'without' if self.off else 'with'} {said}"


@dataclass(frozen=True)
class Matters:
    """When a setting can have any effect.

    ways: each alone is enough; of a way, every condition must hold. No way at all: always.
    """

    ways: tuple[tuple[Condition, ...], ...] = ()

    def __and__(self, other: Matters) -> Matters:
        """Where both hold."""
        return Matters(tuple((*a, *b) for a in self.ways for b in other.ways))

    def __or__(self, other: Matters) -> Matters:
        """Where one of them holds."""
        return Matters((*self.ways, *other.ways))

    def holds(self, values_at: Callable[[str], Iterable[Any]]) -> bool:
        """Whether it matters. values_at: key -> all the values that stand there."""
        return not self.ways or any(all(condition.holds(values_at) for condition in way) for way in self.ways)

    def __str__(self) -> str:
        """As "only with policy.wings"; empty where it always matters."""
        ways = [" and ".join(str(condition) for condition in way) for way in self.ways]
        return f"only {', or '.join(ways)}" if ways else ""


def where(*keys: str, be: str | None = None, called: str = "") -> Matters:
    """A setting matters where any of these is on, or has the value `be`."""
    return Matters(((Condition(keys, be, called=called),),))


def unless(key: str) -> Matters:
    """A setting matters where that one is off."""
    return Matters(((Condition((key,), off=True),),))


@dataclass(frozen=True)
class Declaration:
    """What is said of a setting beside its type, default, limits and meaning, which pydantic holds. See `setting`."""

    unit: str = "-"
    source: str = "convention"
    plausible: Plausible | str | None = None
    matters: Matters = Matters()
    called: str = ""
    rules: tuple[str, ...] = ()
    codes: type[IntEnum] | None = None
    dials_of: type[BaseModel] | None = None
    pays_for: str = ""
    example: Any = None
    needed: bool = False
    absent: float | None = None
    live: str = ""

    def __call__(self, schema: dict[str, Any]) -> None:
        """Add to the JSON schema of the setting what an editor shows: unit and source in the text, and an example."""
        notes = [text for text in (self.unit if self.unit != "-" else "", self.source) if text]
        schema["description"] = f"{schema.get('description', '')} [{'; '.join(notes)}]".lstrip()
        if self.example is not None:
            schema["examples"] = [self.example]
        if self.needed:
            schema["needed"] = True


def setting(
    default: Any = ...,
    *,
    about: str,
    source: str,
    unit: str = "-",
    plausible: Plausible | str | None = None,
    matters: Matters = Matters(),
    called: str = "",
    rules: str | tuple[str, ...] = (),
    codes: type[IntEnum] | None = None,
    dials_of: type[BaseModel] | None = None,
    pays_for: str = "",
    example: Any = None,
    needed: bool = False,
    absent: float | None = None,
    live: str = "",
    **limits: Any,
) -> Any:
    """Declare one setting.

    about: meaning, one sentence.
    source: "evidence row N: ..." where there is one; "assumption" (swept, never trusted) or "convention" (a choice
        of the modeller that is no claim about the world) otherwise.
    unit: of the value in words ("minutes", "share", "count"); "-" for texts, switches and pure numbers.
    plausible: the range over which plausible worlds vary it, or why they do not. A number that is an assumption needs
        either.
    matters: when it can have an effect; always by default.
    called: what leaders call it; by default its name. {name} stands for the name of an entry.
    rules: the rules of the model that are given it, "matching.match_score".
    codes: of a choice of words: the numbers by which the engines know them.
    dials_of: of a block that may hold any of the settings of another one: the model of that.
    pays_for: of a price: the dial of the policy that is paid for in proportion to it.
    example: a value that error texts can show; by default the default.
    absent: of a setting of the slow clock: the number that engines read where that is off, at which nothing happens.
    live: of minutes by channel: "table.field" of a World that they are copied to, on the grid of time, in the row of
        the channel. A page may write any number there. Numbers of the policy row need no word: they are copied to it.
    needed: it must be given, although the model has a default, unless something else takes its place.
    limits: `ge`, `gt`, `le`, `lt`, `min_length`, `default_factory` as in pydantic. A duration is at most MOST_MINUTES
        where none is given.
    """
    if unit in _DURATIONS and "lt" not in limits and "default_factory" not in limits:
        limits.setdefault("le", MOST_MINUTES)
    if isinstance(plausible, Plausible) and not plausible.why:
        row = source.partition(":")[0] if source.startswith("evidence row") else ""
        plausible = replace(plausible, why=row or "no source: as wide as the words make sense")
    given = (rules,) if isinstance(rules, str) else rules
    declared = Declaration(
        unit, source, plausible, matters, called, given, codes, dials_of, pays_for, example, needed, absent, live
    )
    if "default_factory" in limits:
        return Field(description=about, json_schema_extra=declared, **limits)
    return Field(default, description=about, json_schema_extra=declared, **limits)


def declaration_of(field: FieldInfo) -> Declaration:
    """What was declared for a field of a model; of a block, nothing but the defaults."""
    extra: Any = field.json_schema_extra
    return extra if isinstance(extra, Declaration) else Declaration()
