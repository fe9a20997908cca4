"""Every setting there is, read off the models: the one walk over settings, of scenarios as of experiment files."""

from __future__ import annotations

import math
import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.scenario.bounds import allowed_text, most_allowed, written
from sim.scenario.declaration import Declaration, declaration_of
from sim.scenario.origins import Loc, dotted
from sim.scenario.problems import nearest
from sim.scenario.scenario_settings import Scenario

ANY_NAME = "*"


@dataclass(frozen=True)
class SettingInfo:
    """One setting in words.

    key: dotted, with * where a name or a position of the user's stands. allowed: values in words. most: the largest,
    inf where nothing limits it. default: in words, "" where the setting must be given. example: in YAML. declared: all
    else that was said of it. block: whether other settings stand below it. entry: whether it is an entry of a block of
    values.
    """

    key: str
    about: str
    allowed: str
    default: str
    example: str
    declared: Declaration
    most: float = math.inf
    block: bool = False
    entry: bool = False

    @property
    def name(self) -> str:
        """The last word of the key."""
        return self.key.rpartition(".")[2]

    @property
    def unit(self) -> str:
        """Unit of the value, "-" for none."""
        return self.declared.unit

    @property
    def source(self) -> str:
        """Where the value comes from."""
        return self.declared.source

    @property
    def called(self) -> str:
        """What leaders call it."""
        return self.declared.called or self.name.replace("_", " ")


@dataclass(frozen=True)
class _Place:
    """A position in the models: its type, and the declaration that it belongs to."""

    annotation: Any
    field: FieldInfo | None
    entry: bool = False

    @property
    def kind(self) -> Any:
        """The type, without "or nothing"."""
        if get_origin(self.annotation) in (Union, types.UnionType):
            return next(a for a in get_args(self.annotation) if a is not type(None))
        return self.annotation

    @property
    def model(self) -> type[BaseModel] | None:
        """The block of settings that stands here; None where a value does."""
        return self.kind if isinstance(self.kind, type) and issubclass(self.kind, BaseModel) else None

    @property
    def declared(self) -> Declaration:
        return declaration_of(self.field) if self.field else Declaration()

    @property
    def needed(self) -> bool:
        """Whether it must be given, as far as its block alone can say."""
        return bool(self.field) and not self.entry and (self.field.is_required() or self.declared.needed)  # type: ignore[union-attr]

    @property
    def example(self) -> Any:
        """A value that is allowed here."""
        if self.field is None or self.declared.example is not None:
            return self.declared.example
        if self.field.is_required() or _Place(self.field.annotation, None).model:
            return None
        return self.field.get_default(call_default_factory=True)

    def below(self, part: str | int) -> _Place | None:
        """One step down, None where there is nothing of that name."""
        if self.model:
            field = self.model.model_fields.get(str(part))
            return _Place(declaration_of(field).dials_of or field.annotation, field) if field else None
        of_entries = {dict: get_args(self.kind)[1:], tuple: get_args(self.kind)[:1]}.get(get_origin(self.kind))
        return _Place(of_entries[0], self.field, entry=True) if of_entries else None


class Catalogue:
    """The settings of one kind of file."""

    def __init__(self, root: type[BaseModel], file: str) -> None:
        """root: the model of the whole file. file: what it is called, "a scenario"."""
        self.file = file
        self._root = _Place(root, None)

    def _at(self, loc: Loc) -> _Place | None:
        place: _Place | None = self._root
        for part in loc:
            place = place.below(part) if place else None
        return place

    def at(self, loc: Loc) -> SettingInfo | None:
        """The setting at a location of a file, None where there is none."""
        place = self._at(loc)
        return _info(dotted(loc), place) if place and place.field else None

    def names_at(self, loc: Loc) -> list[str]:
        """Names that may stand in the block at `loc`; empty where the user chooses them."""
        place = self._at(loc)
        return list(place.model.model_fields) if place and place.model else []

    def is_required(self, loc: Loc) -> bool:
        """Whether leaving out what stands at `loc` is an error."""
        place = self._at(loc)
        return bool(place and place.needed)

    def example_at(self, loc: Loc) -> Any:
        """A value that is allowed at `loc`."""
        place = self._at(loc)
        return place.example if place else None

    @cached_property
    def all(self) -> tuple[SettingInfo, ...]:
        """Every setting, in the order of the models. Blocks stand before what they hold."""
        return tuple(_walk(self._root, ()))

    @cached_property
    def place_of(self) -> dict[str, int]:
        """Key -> place in the order of the settings."""
        return {info.key: place for place, info in enumerate(self.all)}

    def listed(self, key: str) -> SettingInfo | None:
        """The setting that a key with names in it belongs to: of an entry, that of its block of values.

        A column's own dial belongs to the dial of the common policy.
        """
        parts = without_column(key).split(".")
        for length in range(len(parts), 0, -1):
            if found := next((info for info in self.all if _matches(info.key, tuple(parts[:length]))), None):
                return found if length == len(parts) or not found.block else None
        return None

    def find(self, key: str) -> tuple[SettingInfo, ...]:
        """Settings meant by a dotted key, a key with * or names in it, or only the end of one.

        A single word means every setting of that name.
        """
        loc = tuple(key.strip().split("."))
        exact = self.at(loc)
        if exact and len(loc) > 1:
            known = [info for info in self.all if _matches(info.key, loc)]
            return tuple(known[:1]) or (exact,)
        if loc[-1] == ANY_NAME:
            return ()
        named = (*self._by_name.get(loc[-1], ()), *self._by_name.get(ANY_NAME, ()))
        found = [info for info in named if _ends(info.key, loc)]
        return tuple(sorted(found, key=lambda info: self.place_of[info.key]))

    @cached_property
    def _by_name(self) -> dict[str, list[SettingInfo]]:
        """Settings by the last part of their keys."""
        found: dict[str, list[SettingInfo]] = {}
        for info in self.all:
            found.setdefault(info.key.rpartition(".")[2], []).append(info)
        return found

    def nearest(self, key: str) -> list[str]:
        """Keys that were probably meant by an unknown one."""
        guess = nearest(key.rpartition(".")[2], {info.name for info in self.all})
        return [info.key for info in self.all if info.name == guess]


def without_column(key: str) -> str:
    """The key of a dial of the common policy, for that of a column's own dial; any other key as it is."""
    parts = key.strip().split(".")
    return ".".join(parts[2:]) if len(parts) >= 4 and parts[0] == "formations" and parts[2] == "policy" else key


def _info(key: str, place: _Place) -> SettingInfo:
    field, example = place.field, place.example
    assert field is not None
    if place.entry and isinstance(example, dict | list | tuple):
        example = next(iter(example.values() if isinstance(example, dict) else example), None)
    return SettingInfo(
        key=key,
        about=field.description or "",
        allowed=allowed_text(place.annotation, [] if place.entry else field.metadata, place.declared.unit),
        default="" if place.entry or place.needed else _default(field),
        example=written(example) if example is not None else "",
        declared=place.declared,
        most=math.inf if place.entry else most_allowed(field.metadata),
        block=place.model is not None,
        entry=place.entry,
    )


def _default(field: FieldInfo) -> str:
    value = field.get_default(call_default_factory=True)
    return "its own defaults" if isinstance(value, BaseModel) else written(value)


def _walk(place: _Place, loc: Loc) -> Iterator[SettingInfo]:
    if place.model:
        # The dials are listed once, under policy, and not again for every column.
        names = [] if place.declared.dials_of else list(place.model.model_fields)
        for name in names:
            below = place.below(name)
            assert below is not None
            yield _info(dotted((*loc, name)), below)
            yield from _walk(below, (*loc, name))
    elif (below := place.below(ANY_NAME)) and below.model:
        yield from _walk(below, (*loc, ANY_NAME))


def _matches(key: str, loc: Loc) -> bool:
    parts = key.split(".")
    return len(parts) == len(loc) and all(a in (b, ANY_NAME) for a, b in zip(parts, loc, strict=True))


def _ends(key: str, loc: Loc) -> bool:
    return _matches(".".join(key.split(".")[-len(loc) :]), loc)


SETTINGS = Catalogue(Scenario, "a scenario")


@cache
def all_settings() -> tuple[SettingInfo, ...]:
    """Every setting of a scenario, in the order of the models."""
    return SETTINGS.all


def find_settings(key: str) -> tuple[SettingInfo, ...]:
    """Settings of a scenario that a key means, see `Catalogue.find`."""
    return SETTINGS.find(key)
