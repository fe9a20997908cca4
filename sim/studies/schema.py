"""JSON Schema of experiment files, so that editors can complete and check them."""

from __future__ import annotations

from typing import Any

from sim.scenario.schema import DRAFT, for_editors
from sim.studies.settings import Study


def study_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of an experiment file."""
    schema = Study.model_json_schema()
    required = {name: model.get("required", []) for name, model in schema["$defs"].items()} | {"": schema["required"]}
    for name, model in {"": schema, **schema["$defs"]}.items():
        for_editors(model)
        if required[name]:
            model["required"] = required[name]
    stops = {"oneOf": [{"required": ["replications"]}, {"required": ["stopping"]}]}
    return {"$schema": DRAFT, **schema, "title": "podsim experiment", **stops}
