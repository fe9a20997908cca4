"""The policy row that engines read: every number of its blocks of settings, under its own name."""

from typing import get_args

import numpy as np
import pytest

from sim.formation.arrays import BLOCKS, POLICY
from sim.formation.build import policy_row
from sim.foundation.kinds import Assignment, Borrowing
from sim.scenario import load_scenario, policy_of
from sim.scenario.declaration import declaration_of

FIELDS = {name: field for block in BLOCKS for name, field in block.model_fields.items()}


def test_every_setting_of_the_blocks_is_in_the_row_but_what_is_by_channel():
    assert sum(len(block.model_fields) for block in BLOCKS) == len(FIELDS), "two settings of one name"
    assert set(FIELDS) - set(POLICY.names) == {"pickup_inside_minutes", "pickup_across_minutes"}


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if declaration_of(field).codes])
def test_every_word_has_its_number(name):
    field = FIELDS[name]
    assert {word.upper() for word in get_args(field.annotation)} == set(declaration_of(field).codes.__members__)


def test_a_word_without_numbers_is_noticed():
    words = {name for name, field in FIELDS.items() if get_args(field.annotation) and name in POLICY.names}
    assert words - {"max_lead_minutes"} == {name for name, field in FIELDS.items() if declaration_of(field).codes}


def test_values_are_those_of_the_scenario():
    changes = ["policy.assignment=greedy", "policy.listen_share=0.3", "people.fatigue.slow=0.07"]
    scenario = load_scenario("support_desk", [*changes, "demand.technology.bot_minutes=3"])
    row = policy_row(scenario, policy_of(scenario, "pods_crossing"))
    assert row["assignment"] == Assignment.GREEDY
    assert row["borrowing"] == Borrowing.ANYWHERE
    assert (row["wings"], row["walls"], row["listen_share"], row["slow"], row["bot_minutes"]) == (1, 1, 0.3, 0.07, 3.0)
    assert np.isinf(row["max_lead_minutes"])
