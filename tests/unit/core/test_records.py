"""Both engines keep the records that processes take, under the same names."""

from __future__ import annotations

import pytest

from sim.agents.customer import Meeting, Note
from sim.agents.rows import AccountRow
from sim.core import world
from sim.foundation.kinds import Occupation, State
from sim.process import records
from sim.records.tables import ACCOUNT
from tests.unit.agents.factory import Case, Person, build

CORE = {
    "Run": world.RUN,
    "Case": world.CASE,
    "Person": world.WHO,
    "Channel": world.CHANNEL,
    "Function": world.FUNCTION,
    "Team": world.TEAM,
    "Account": ACCOUNT,
    "Meeting": world.MEETING,
    "Note": world.NOTE,
}


@pytest.fixture(scope="module")
def agents():
    model = build([Case(at=0.0)], [Person()])
    model.run_until(1.0)
    kinds = {"Run": model.conditions, "Case": model.cases[0], "Person": model.people[0], "Team": model.teams[0]}
    assert (model.cases[0].state, model.people[0].occupation) == (State.SERVING, Occupation.LEADING)
    kinds |= {"Account": AccountRow(), "Meeting": Meeting(), "Note": Note()}
    return kinds | {"Channel": model.conditions.way_in[0], "Function": model.conditions.function[0]}


@pytest.mark.parametrize("record", CORE)
def test_the_core_has_every_field(record):
    assert set(getattr(records, record).__annotations__) <= set(CORE[record].names)


@pytest.mark.parametrize("record", CORE)
def test_the_agents_have_every_field_and_of_the_same_kind(agents, record):
    kinds = {"float": float, "int": int, "bool": bool}
    for field, kind in getattr(records, record).__annotations__.items():
        assert isinstance(getattr(agents[record], field), kinds[kind]), (record, field)


def test_every_record_declared_is_looked_at():
    declared = {name for name, found in vars(records).items() if getattr(found, "_is_protocol", False)}
    assert declared - {"Protocol"} == set(CORE)
