"""docs/reference/tables.md has every column of the data contract, in order, with its type, unit and meaning."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from sim.demand.build import build_tape
from sim.demand.customers import build_customers
from sim.demand.tape import Customers, Tape
from sim.formation.arrays import Formation, People, Roster
from sim.records.tables import ACCOUNT, CONTACT, PERSON, PERSON_WEEK, SEGMENT, Records
from sim.scenario.scenario_settings import Scenario

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "tables.md"
ROW = re.compile(r"^\| `(\w+)` \| `([^`]+)` \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
UNITS = {
    "-", "minutes", "hours", "share", "row", "needs", "rank", "day", "teams", "people", "steps", "count", "events",
    "currency/hour",
}  # fmt: skip
DATACLASSES = (Tape, Customers, People, Roster, Formation, Records)
DTYPES = {
    "CONTACT": CONTACT,
    "ACCOUNT": ACCOUNT,
    "PERSON": PERSON,
    "PERSON_WEEK": PERSON_WEEK,
    "SEGMENT": SEGMENT,
}


def sections() -> dict[str, list[tuple[str, str, str, str]]]:
    """Section -> rows (column, type, unit, meaning)."""
    parts = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {part.partition("\n")[0]: ROW.findall(part) for part in parts}


@pytest.mark.parametrize("table", DATACLASSES, ids=lambda table: table.__name__)
def test_every_field_of_a_dataclass_is_documented(table):
    assert [row[0] for row in sections()[table.__name__]] == [field.name for field in fields(table)]


@pytest.mark.parametrize("name", DTYPES)
def test_every_column_of_a_row_is_documented_with_its_type(name):
    documented = [(row[0], row[1]) for row in sections()[name]]
    assert documented == [(column, DTYPES[name][column].str[1:]) for column in DTYPES[name].names]


def test_every_column_has_a_unit_and_a_meaning():
    for name, rows in sections().items():
        for column, _, unit, meaning in rows:
            assert unit in UNITS, f"{name}.{column}: {unit}"
            assert len(meaning) >= 3, f"{name}.{column}"
            if column.endswith("_minutes"):
                assert unit == "minutes", f"{name}.{column}"


def test_documented_types_are_those_of_a_tape():
    demand = {"channels": {"mail": {"cases_per_week": 100}}, "needs": {"a": {"first_share": 1.0}}}
    people = {"groups": [{"function": "a", "count": 1}]}
    scenario = Scenario.model_validate({"name": "test", "demand": demand, "people": people})
    customers = build_customers(scenario)
    tape = build_tape(scenario, customers, seed=1, first_replication=0, replications=1)
    for table in (tape, customers):
        for column, kind, *_ in sections()[type(table).__name__]:
            value = getattr(table, column)
            assert described(value) == re.sub(r"\[.*", "", kind), column


def described(value) -> str:
    """The type of a value in the words of the page, without its shape."""
    if isinstance(value, np.ndarray):
        return str(value.dtype)
    return "str" if isinstance(value, tuple) else type(value).__name__
