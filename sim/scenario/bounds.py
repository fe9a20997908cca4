"""What values a setting allows, in words."""

from __future__ import annotations

import json
import math
import types
from collections.abc import Sequence
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel


def written(value: Any) -> str:
    """A value as it may stand in a scenario file, in one line."""
    if isinstance(value, BaseModel):
        return "{...}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {written(child)}" for key, child in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(written(child) for child in value) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"{value:,}".replace(",", "_") if isinstance(value, int) and abs(value) >= 10**7 else f"{value:.12g}"
    if value is None:
        return "nothing"
    return str(value) if value and not any(c in value for c in ":#,[]{}&*!|>'\"%@`") else json.dumps(value)


def allowed_text(annotation: Any, metadata: Sequence[Any], unit: str) -> str:
    """Allowed values of a type with its limits, for example "a whole number from 0 to 3"."""
    origin = get_origin(annotation)
    if origin in (Union, types.UnionType):
        kinds = [a for a in get_args(annotation) if a is not type(None)]
        return allowed_text(kinds[0], metadata, unit)
    if origin is Literal:
        return "one of " + ", ".join(str(word) for word in get_args(annotation))
    if origin is dict:
        return f"a block of names, each with {allowed_text(get_args(annotation)[1], [], unit)}"
    if origin is tuple:
        return f"a list of {_length(metadata)}, each {allowed_text(get_args(annotation)[0], [], unit)}"
    return _plain(annotation, metadata, unit)


def _plain(kind: Any, metadata: Sequence[Any], unit: str) -> str:
    if kind is bool:
        return "true or false"
    if kind is int:
        return f"a whole number{_limits(metadata)}"
    if kind is float:
        return f"a number{_limits(metadata)}"
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return "a block of settings"
    if kind is object:
        return "a value"
    words = {"weekly hours": "weekly hours", "date": "a date (year-month-day)", "path": "the path of a file"}
    longest = _bound(metadata, "max_length")
    return words.get(unit, "text") + (f" of at most {longest} characters" if longest else "")


def most_allowed(metadata: Sequence[Any]) -> float:
    """The largest value that a setting may have, its limit included; inf without one."""
    most = _bound(metadata, "le")
    return math.inf if most is None else float(most)


def _bound(metadata: Sequence[Any], name: str) -> Any:
    return next((getattr(m, name) for m in metadata if getattr(m, name, None) is not None), None)


def _limits(metadata: Sequence[Any]) -> str:
    ge, gt, le, lt = (_bound(metadata, name) for name in ("ge", "gt", "le", "lt"))
    low = f"above {written(gt)}" if gt is not None else f"of at least {written(ge)}" if ge is not None else ""
    high = f"below {written(lt)}" if lt is not None else f"at most {written(le)}" if le is not None else ""
    if ge is not None and le is not None:
        return f" from {written(ge)} to {written(le)}"
    if ge is not None and lt is not None:
        return f" from {written(ge)} to below {written(lt)}"
    return "".join(f" {part}" for part in [" and ".join(filter(None, [low, high]))] if part)


def _length(metadata: Sequence[Any]) -> str:
    least, most = _bound(metadata, "min_length"), _bound(metadata, "max_length")
    if least is not None and least == most:
        return f"{least} entries"
    return "at least one entry" if least else "entries"
