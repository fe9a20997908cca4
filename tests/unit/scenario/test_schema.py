"""The JSON Schema for editors, checked by hand against every shipped scenario."""

import json
from pathlib import Path

import pytest

from sim.scenario import Policy, all_settings, json_schema, shipped_scenarios
from sim.scenario.files import find_scenario
from sim.scenario.origins import plain
from sim.scenario.yaml_reader import parse_yaml

SCHEMA = json_schema()
TYPES = {"object": dict, "array": tuple, "string": str, "boolean": bool, "null": type(None)}


def of_type(value, name):
    if name in ("number", "integer"):
        return isinstance(value, int if name == "integer" else (int, float)) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


def errors(value, schema, where=""):
    """Texts of what the schema refuses: the part of JSON Schema that ours uses."""
    if "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        tried = [list(errors(value, {**option}, where)) for option in schema["anyOf"]]
        if all(tried):
            yield from tried[0]
    if "type" in schema and not of_type(value, schema["type"]):
        yield f"{where}: {value!r} is no {schema['type']}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where}: {value!r} not in {schema['enum']}"
    for word, broken in (
        ("minimum", lambda a, b: a < b),
        ("maximum", lambda a, b: a > b),
        ("exclusiveMinimum", lambda a, b: a <= b),
        ("exclusiveMaximum", lambda a, b: a >= b),
    ):
        if word in schema and broken(value, schema[word]):
            yield f"{where}: {value} breaks {word}"
    if isinstance(value, dict):
        yield from (f"{where}: {name} missing" for name in schema.get("required", ()) if name not in value)
        for name, child in value.items():
            below = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
            if below is False:
                yield f"{where}.{name}: unknown"
            elif below is not True:
                yield from errors(child, below, f"{where}.{name}")
    if isinstance(value, tuple):
        if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", 10**9):
            yield f"{where}: {len(value)} items"
        for child in value:
            yield from errors(child, schema.get("items", {}), f"{where}[]")


@pytest.mark.parametrize("name", shipped_scenarios())
def test_shipped_scenarios_are_valid(name):
    text = Path(find_scenario(name)).read_text(encoding="utf-8")
    assert list(errors(plain(parse_yaml(text, name)), SCHEMA)) == []


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"name": "x"}, ": extends missing"),
        ({"extends": "x", "seeds": 1}, ".seeds: unknown"),
        ({"extends": "x", "seed": "1"}, ".seed: '1' is no integer"),
        ({"extends": "x", "formations": {"pods": {"policy": {"wing": 1}}}}, ".formations.pods.policy.wing: unknown"),
        ({"extends": "x", "policy": {"wings": 4}}, ".policy.wings: 4 breaks maximum"),
        ({"extends": "x", "policy": {"lead": "all"}}, ".policy.lead: 'all' not in ['rotating', 'fixed', 'leaderless']"),
    ],
)
def test_mistakes_are_not(values, error):
    assert list(errors(values, SCHEMA)) == [error]


def test_the_dials_of_a_column_are_those_of_a_policy():
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$defs"]["FormationSettings"]["properties"]["policy"]["$ref"] == "#/$defs/Policy"
    assert set(SCHEMA["$defs"]["Policy"]["properties"]) == set(Policy.model_fields)
    assert SCHEMA["properties"]["extends"]["type"] == "string"


def test_unit_and_source_are_shown():
    about = SCHEMA["$defs"]["Policy"]["properties"]["wings"]["description"]
    assert about.endswith("[people; evidence row 69a: 1, range 0-3]")


def test_it_is_json_and_knows_every_setting():
    text = json.dumps(SCHEMA)
    assert all(f'"{info.name}":' in text for info in all_settings())
