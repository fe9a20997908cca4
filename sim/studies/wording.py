"""What an error text says of a setting of an experiment file: where, what is allowed, the nearest name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from sim.scenario.bounds import allowed_text, written
from sim.scenario.problems import Problem, nearest
from sim.scenario.tree import Loc, Node, deepest, dotted
from sim.studies.settings import Study


def problem_at(tree: Node, path: str, loc: Loc, message: str) -> Problem:
    """A problem of what stands at `loc`, or of the block in which it is missing."""
    node, depth = deepest(tree, loc)
    if depth == 0:
        return Problem(path, None, dotted(loc), message)
    return Problem(path, node.origin.line, node.origin.text, message)


def refusals(error: ValidationError, tree: Node, path: str) -> Iterator[Problem]:
    """Everything that the models refuse, one problem each."""
    for entry in error.errors(include_url=False, include_input=False):
        loc = entry["loc"]
        yield problem_at(tree, path, loc, _message(entry["type"], loc, str(entry.get("ctx", {}).get("error", ""))))


def _message(kind: str, loc: Loc, reason: str) -> str:
    if kind == "extra_forbidden":
        return _unknown(loc)
    if kind == "value_error":
        return f"{dotted(loc) or 'An experiment'}: {reason}."
    field = _field(loc)
    if field is None:
        return f"{dotted(loc) or 'An experiment'} must be a block of settings, written as name: value."
    allowed = allowed_text(*_type_and_bounds(loc, field), str(_extra(field).get("unit", "-")))
    example = _extra(field).get("example")
    shown = f", for example {written(example)}" if example is not None else ""
    if kind == "missing":
        return f"{dotted(loc)} is missing ({field.description}). It must be {allowed}{shown}."
    return f"{dotted(loc)} must be {allowed}{shown}."


def _unknown(loc: Loc) -> str:
    block, name = loc[:-1], str(loc[-1])
    here = f'in "{dotted(block)}"' if block else "at the top of an experiment"
    model = _model(block)
    names = list(model.model_fields) if model else []
    if guess := nearest(name, names):
        assert model is not None
        return f"Unknown setting {here}. Did you mean {guess} ({model.model_fields[guess].description})?"
    return f"Unknown setting {here}. Allowed: {', '.join(names)}."


def _walk(loc: Loc) -> tuple[Any, FieldInfo | None, bool]:
    """Type and declaration of what stands at `loc`, and whether it is an entry of a block or list."""
    kind: Any = Study
    field: FieldInfo | None = None
    entry = False
    for part in loc:
        kind = next((a for a in get_args(kind) if a is not type(None)), kind) if type(None) in get_args(kind) else kind
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            field = kind.model_fields.get(str(part))
            if field is None:
                return None, None, False
            kind, entry = field.annotation, False
        elif get_origin(kind) in (dict, tuple):
            kind, entry = get_args(kind)[1 if get_origin(kind) is dict else 0], True
        else:
            return None, None, False
    return kind, field, entry


def _model(loc: Loc) -> type[BaseModel] | None:
    kind, _, _ = _walk(loc)
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _field(loc: Loc) -> FieldInfo | None:
    return _walk(loc)[1]


def _type_and_bounds(loc: Loc, field: FieldInfo) -> tuple[Any, list[Any]]:
    kind, _, entry = _walk(loc)
    return kind, [] if entry else list(field.metadata)


def _extra(field: FieldInfo) -> dict[str, Any]:
    return field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
