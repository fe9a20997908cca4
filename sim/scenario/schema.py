"""JSON Schema of the files that people write, so that editors can complete and check them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from sim.scenario.scenario_settings import Scenario


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a scenario file.

    A file may extend another and then say only what differs. Therefore nothing inside the blocks is
    required here; what is missing in the end is for `podsim validate` to say.
    """
    schema = schema_of(Scenario, "podsim scenario")
    for model in schema["$defs"].values():
        model.pop("required", None)
    column = schema["$defs"]["FormationSettings"]["properties"]
    column["policy"] = {"$ref": "#/$defs/Policy"} | {k: v for k, v in column["policy"].items() if k in _SHOWN}
    schema["properties"] = {"extends": _EXTENDS, **schema["properties"]}
    del schema["required"]
    return schema | {"anyOf": [{"required": ["extends"]}, {"required": ["name", "demand", "people"]}]}


_SHOWN = ("description", "examples")
_EXTENDS = {
    "type": "string",
    "minLength": 1,
    "description": "Parent scenario, by name or by path; this file is laid over it",
}


def schema_of(model: type[BaseModel], title: str) -> dict[str, Any]:
    """JSON Schema of a file that is one block of settings; texts and examples come from their declarations."""
    schema = model.model_json_schema()
    for block in (schema, *schema["$defs"].values()):
        block.pop("title", None)
        for setting in block.get("properties", {}).values():
            setting.pop("title", None)
            if setting.pop("needed", False):
                del setting["default"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": title}
