"""How a setting is declared: meaning, unit, range, default and source in one place."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Settings(BaseModel):
    """Base of every block of a scenario: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, allow_inf_nan=False)


def setting(
    default: Any = ..., *, unit: str, about: str, source: str, example: Any = None, needed: bool = False, **bounds: Any
) -> Any:
    """Declare one setting.

    unit: unit of the value in words ("minutes", "share", "count", "-").
    about: meaning, one sentence.
    source: "evidence row N: ..." where there is one; "assumption" (swept, never trusted) or
        "convention" (a choice of the modeller that is no claim about the world) otherwise.
    example: a value that error texts can show; by default the default.
    needed: it must be given, although the model has a default, unless something else takes its place.
    bounds: `ge`, `gt`, `le`, `lt`, `min_length`, `default_factory` as in pydantic.
    """
    extra: dict[str, Any] = {"unit": unit, "source": source}
    if needed:
        extra["needed"] = True
    if example is not None:
        extra["example"] = example
    if "default_factory" in bounds:
        return Field(description=about, json_schema_extra=extra, **bounds)
    return Field(default, description=about, json_schema_extra=extra, **bounds)
