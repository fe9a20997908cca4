"""JSON Schema of scenario files, so that editors can complete and check them."""

from __future__ import annotations

from typing import Any

from sim.scenario.policy_settings import Policy
from sim.scenario.scenario_settings import Scenario

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a scenario file.

    A file may extend another and then say only what differs. Therefore nothing inside the blocks is
    required here; what is missing in the end is for `podsim validate` to say.
    """
    schema = Scenario.model_json_schema()
    schema["$defs"]["FormationSettings"]["properties"]["policy"] |= {"$ref": "#/$defs/Policy"}
    for model in (schema, *schema["$defs"].values()):
        for_editors(model)
    properties = {"extends": _EXTENDS, **schema.pop("properties")}
    required = {"anyOf": [{"required": ["extends"]}, {"required": ["name", "demand", "people"]}]}
    return {"$schema": DRAFT, **schema, "title": "podsim scenario", "properties": properties, **required}


_EXTENDS = {
    "type": "string",
    "minLength": 1,
    "description": "Parent scenario, by name or by path; this file is laid over it",
}


def for_editors(model: dict[str, Any]) -> None:
    """Unit, default and source go into the text, where an editor shows them; nothing is required."""
    model.pop("required", None)
    model.pop("title", None)
    for name, prop in model.get("properties", {}).items():
        prop.pop("title", None)
        unit, source = prop.pop("unit", "-"), prop.pop("source", None)
        if prop.pop("needed", False):
            prop.pop("default", None)
        if "example" in prop:
            prop["examples"] = [prop.pop("example")]
        notes = [text for text in (unit if unit != "-" else "", source) if text]
        if notes:
            prop["description"] = f"{prop.get('description', name)} [{'; '.join(notes)}]"
        if "$ref" in prop:
            for word in ("type", "additionalProperties"):
                prop.pop(word, None)


def dial_names() -> tuple[str, ...]:
    """The dials of a policy, in the order in which tables show them."""
    return tuple(Policy.model_fields)
