"""Every setting there is: read off the models, for error texts, `explain` and the reference pages."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.scenario.bounds import allowed_text, written
from sim.scenario.policy_settings import Policy
from sim.scenario.problems import nearest
from sim.scenario.scenario_settings import FormationSettings, Scenario
from sim.scenario.tree import Loc, dotted

ANY_NAME = "*"


@dataclass(frozen=True)
class SettingInfo:
    """One setting in words.

    key: dotted, with * where a name or a position of the user's stands. allowed: values in words.
    default: in words, "" where the setting must be given. source: as in `setting`. example: in YAML.
    block: whether other settings stand below it. entry: whether it is an entry of a block of values.
    """

    key: str
    about: str
    unit: str
    allowed: str
    default: str
    source: str
    example: str
    block: bool = False
    entry: bool = False

    @property
    def name(self) -> str:
        """The last word of the key."""
        return self.key.rpartition(".")[2]


@dataclass(frozen=True)
class _Place:
    """A position in the models: its type, and the declaration that it belongs to."""

    annotation: Any
    field: FieldInfo | None
    entry: bool = False


_ROOT = _Place(Scenario, None)


def _without_none(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, types.UnionType):
        return next(a for a in get_args(annotation) if a is not type(None))
    return annotation


def _model(annotation: Any) -> type[BaseModel] | None:
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _below(place: _Place, part: str | int) -> _Place | None:
    """One step down, None where there is nothing of that name."""
    kind = _without_none(place.annotation)
    if model := _model(kind):
        field = model.model_fields.get(str(part))
        if field is None:
            return None
        # A column's policy holds any of the dials, which the model of a column cannot say.
        annotation = Policy if (model, part) == (FormationSettings, "policy") else field.annotation
        return _Place(annotation, field)
    if get_origin(kind) is dict:
        return _Place(get_args(kind)[1], place.field, entry=True)
    if get_origin(kind) is tuple:
        return _Place(get_args(kind)[0], place.field, entry=True)
    return None


def _at(loc: Loc) -> _Place | None:
    place: _Place | None = _ROOT
    for part in loc:
        place = _below(place, part) if place else None
    return place


def setting_at(loc: Loc) -> SettingInfo | None:
    """The setting at a location of a scenario, None where there is none."""
    place = _at(loc)
    return _info(dotted(loc), place) if place and place.field else None


def names_at(loc: Loc) -> list[str]:
    """Names that may stand in the block at `loc`; empty where the user chooses them."""
    place = _at(loc)
    model = _model(_without_none(place.annotation)) if place else None
    return list(model.model_fields) if model else []


def is_required(loc: Loc) -> bool:
    """Whether leaving out what stands at `loc` is an error."""
    place = _at(loc)
    return bool(place and place.field and not place.entry and _needed(place.field))


def example_at(loc: Loc) -> Any:
    """A value that is allowed at `loc`."""
    place = _at(loc)
    return _example(place.field) if place and place.field else None


def _example(field: FieldInfo) -> Any:
    extra = field.json_schema_extra
    if isinstance(extra, dict) and "example" in extra:
        return extra["example"]
    if field.is_required() or _model(_without_none(field.annotation)):
        return None
    return field.get_default(call_default_factory=True)


def _info(key: str, place: _Place) -> SettingInfo:
    field = place.field
    assert field is not None
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    model = _model(_without_none(place.annotation))
    example = _example(field)
    if place.entry and isinstance(example, dict | list | tuple):
        example = next(iter(example.values() if isinstance(example, dict) else example), None)
    return SettingInfo(
        key=key,
        about=field.description or "",
        unit=str(extra.get("unit", "-")),
        allowed=allowed_text(place.annotation, [] if place.entry else field.metadata, str(extra.get("unit", "-"))),
        default="" if place.entry or _needed(field) else _default(field),
        source=str(extra.get("source", "convention")),
        example=written(example) if example is not None else "",
        block=model is not None,
        entry=place.entry,
    )


def _needed(field: FieldInfo) -> bool:
    """Whether the setting must be given, as far as its block alone can say."""
    extra = field.json_schema_extra
    return field.is_required() or (isinstance(extra, dict) and bool(extra.get("needed")))


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    return "its own defaults" if isinstance(value, BaseModel) else written(value)


@cache
def all_settings() -> tuple[SettingInfo, ...]:
    """Every setting, in the order of the models. Blocks stand before what they hold."""
    return tuple(_walk(_ROOT, ()))


def _walk(place: _Place, loc: Loc) -> Iterator[SettingInfo]:
    kind = _without_none(place.annotation)
    if model := _model(kind):
        # The dials are listed once, under policy, and not again for every column.
        names = [] if (loc[:1], model) == (("formations",), Policy) else list(model.model_fields)
        for name in names:
            below = _below(place, name)
            assert below is not None
            yield _info(dotted((*loc, name)), below)
            yield from _walk(below, (*loc, name))
    elif get_origin(kind) in (dict, tuple):
        below = _below(place, ANY_NAME)
        if below and _model(_without_none(below.annotation)):
            yield from _walk(below, (*loc, ANY_NAME))


def find_settings(key: str) -> tuple[SettingInfo, ...]:
    """Settings meant by a dotted key, a key with * or names in it, or only the end of one.

    A single word means every setting of that name.
    """
    loc = tuple(key.strip().split("."))
    exact = setting_at(loc)
    if exact and len(loc) > 1:
        known = [info for info in all_settings() if _matches(info.key, loc)]
        return tuple(known[:1]) or (exact,)
    return tuple(info for info in all_settings() if _ends(info.key, loc))


def _matches(key: str, loc: Loc) -> bool:
    parts = key.split(".")
    return len(parts) == len(loc) and all(a in (b, ANY_NAME) for a, b in zip(parts, loc, strict=True))


def _ends(key: str, loc: Loc) -> bool:
    tail = key.split(".")[-len(loc) :]
    return loc[-1] != ANY_NAME and _matches(".".join(tail), loc)


def nearest_settings(key: str) -> list[str]:
    """Keys that were probably meant by an unknown one."""
    name = key.rpartition(".")[2]
    guess = nearest(name, {info.name for info in all_settings()})
    return [info.key for info in all_settings() if info.name == guess]
