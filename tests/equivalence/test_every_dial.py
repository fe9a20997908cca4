"""Both engines read every dial; one that an engine ignores is named.

The core shows a dial where its rows are others with the dial at its default. On such a column an engine that ignores
the dial cannot agree with it, so that one run of the readable engine for each column is enough for all dials.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from sim.agents import conditions, run_agents
from sim.core import run_core
from sim.formation import Formation
from sim.formation.stages import Switch
from sim.records.tables import Records, first_difference
from sim.scenario import build_scenario
from tests.equivalence.agreement import Inputs, assert_equal_records, inputs_of
from tests.equivalence.dials import FIELDS, another, default_of
from tests.single_source.desk import DESK

TABLES = ("contacts", "people", "weeks", "segments", "accounts")
ON_THE_ROAD = "on the road"
TOO_SLOW = {"effort_recovery_weeks"}  # effort that fell comes back over years, and the desk has two weeks
# Where the number that `another` finds would show nothing; or where so little does that any other dial may hide it.
FAR = {"heard_weight": 9.0, "attach_from_share": 0.9, "newcomer_weeks": 1.0}


@pytest.fixture(scope="module")
def inputs() -> Inputs:
    return inputs_of(build_scenario(DESK), list(DESK["formations"]), replications=1)


@pytest.fixture(scope="module")
def columns(inputs) -> dict[str, Formation]:
    return columns_of(inputs)


def columns_of(inputs: Inputs) -> dict[str, Formation]:
    """The desk's columns, each again with the dials somewhere else that no column has set, or only FAR; and a road."""
    same = [name for name in FIELDS if all(one.policy[name] == default_of(name) for one in inputs.formations)] + [*FAR]
    found = [*inputs.formations, replace(inputs.formations[3], name=ON_THE_ROAD)]
    found += [with_dials_moved(one, names, how) for how, names in (("moved", same), ("far", FAR)) for one in found[:4]]
    return {one.name: one for one in found}


@pytest.fixture(scope="module")
def shown(inputs, columns) -> dict[str, str]:
    """By dial: a column on which the core shows it."""
    rows = {column: of(run_core, inputs, formation) for column, formation in columns.items()}
    found = {}
    for name in FIELDS:
        for column, formation in columns.items():
            at_default = with_dial(formation, name, default_of(name))
            if at_default is not formation and differ(rows[column], of(run_core, inputs, at_default)):
                found[name] = column
                break
    return found


def with_dial(formation: Formation, name: str, value: float) -> Formation:
    """The column with one dial at a value; the same one where it is there already."""
    if formation.policy[name] == value:
        return formation
    row = formation.policy.copy()
    row[name] = value
    return replace(formation, policy=row)


def with_dials_moved(formation: Formation, names: Iterable[str], how: str) -> Formation:
    """The column with these dials somewhere else. Without walls many show nothing, so in one column alone."""
    moved = replace(formation, name=f"{formation.name}, {how}")
    for name in names:
        if name != "walls" or formation.name == "units":
            moved = with_dial(moved, name, FAR.get(name) or another(name, formation.policy[name].item()))
    return moved


def of(engine, inputs: Inputs, formation: Formation) -> Records:
    """What an engine writes; on the road departments become pods after a week."""
    customers, switches = inputs.customers, []
    if formation.name == ON_THE_ROAD:
        pods = next(one for one in inputs.formations if one.name == "fixed")
        switches = [Switch(1, replace(pods, policy=formation.policy))]
    return engine(inputs.tape, customers, inputs.people, inputs.roster, formation, segments=True, switches=switches)


def differ(one: Records, other: Records) -> bool:
    return any(first_difference(getattr(one, table), getattr(other, table)) for table in TABLES)


def assert_read(inputs: Inputs, formation: Formation, dials: list[str]) -> None:
    """The readable engine writes what the core does, or the dials are named without which the core would agree."""
    agents = of(run_agents, inputs, formation)
    try:
        assert_equal_records(agents, of(run_core, inputs, formation), f"{formation.name}: agents against core")
    except AssertionError as error:
        ignored = [
            name
            for name in dials
            if not differ(agents, of(run_core, inputs, with_dial(formation, name, default_of(name))))
        ]
        told = f"sim/agents ignores {', '.join(ignored)}; " if ignored else ""
        raise AssertionError(f"{told}{error}") from None


def test_the_core_shows_every_dial(shown):
    assert FIELDS.keys() - shown.keys() == TOO_SLOW, (
        "the core shows no sign of these dials: let sim/process read them, which both engines run, and let them matter "
        "in a column of tests/single_source/desk.py"
    )


def test_the_readable_engine_reads_every_dial(inputs, columns, shown):
    for column in sorted(set(shown.values())):
        assert_read(inputs, columns[column], [name for name, where in shown.items() if where == column])


def test_a_dial_that_the_readable_engine_ignores_is_named(inputs, columns, monkeypatch):
    whole = conditions.policy_of

    def without(formation):
        found = whole(formation)
        found.link_minutes = default_of("link_minutes")
        return found

    monkeypatch.setattr(conditions, "policy_of", without)
    with pytest.raises(AssertionError, match="sim/agents ignores link_minutes; tiered: agents against core, "):
        assert_read(inputs, columns["tiered"], ["retelling_share", "link_minutes"])
