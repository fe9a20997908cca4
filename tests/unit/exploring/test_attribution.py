"""A difference taken apart: parts add up, groups that are nowhere at work bring nothing, every dial has its group."""

from __future__ import annotations

import numpy as np
import pytest

from sim import compare
from sim.exploring.attribution import GROUPS, attribute, interaction, shapley, without_groups
from sim.report.attribution import attribution_json, attribution_page
from sim.report.summary import as_text
from sim.scenario import policy_of
from sim.scenario.policy_settings import Policy
from tests.unit.comparison.made import tiny

REPLICATIONS = 3
SHORT = ["time.warm_up_weeks=0"]


@pytest.fixture(scope="module")
def found():
    return attribute(tiny(SHORT), ("silos", "pods"), replications=REPLICATIONS)


def test_shapley_values_by_hand():
    """One left glove (0) and two right ones (1, 2): a pair is worth 6. The left one gets 4, the others 1 each."""
    worth = np.array([[6.0 if mask & 1 and mask & 6 else 0.0] for mask in range(8)])
    assert shapley(worth).ravel() == pytest.approx([4.0, 1.0, 1.0])
    assert interaction(worth, 0, 1) == pytest.approx([3.0])  # 6 where 2 is missing, 0 where it is there; half each
    assert interaction(worth, 1, 2) == pytest.approx([-3.0])  # they replace each other


def test_who_adds_the_same_everywhere_gets_that_and_interacts_with_nobody():
    worth = np.array([[2.0 * (mask & 1) + 5.0 * (mask >> 1 & 1) - 1.0] for mask in range(4)])
    assert shapley(worth).ravel() == pytest.approx([2.0, 5.0])
    assert interaction(worth, 0, 1) == pytest.approx([0.0])


def test_every_dial_of_a_policy_is_in_one_group():
    dials = [dial for group in GROUPS for dial in (*group.absent, *group.as_first)]
    assert sorted(dials) == sorted(Policy.model_fields)
    assert len(GROUPS) == len({group.name for group in GROUPS}) == 8


def test_parts_add_up_to_the_difference_in_every_replication(found):
    for measure in found.measures:
        values = found.values[measure]
        parts = found.parts_by_replication(measure).sum(axis=0)
        np.testing.assert_allclose(parts, values[-1] - values[0], rtol=0, atol=1e-9)
        assert sum(one.interval.mean for one in found.parts(measure)) == pytest.approx(
            found.whole(measure).mean - found.left(measure).mean, abs=1e-9
        )


def test_with_all_groups_it_is_the_difference_of_a_comparison(found):
    samples = compare(tiny(SHORT), formations=["silos", "pods"], replications=REPLICATIONS).samples
    for measure in found.measures:
        wanted = samples["pods"][measure] - samples["silos"][measure]
        np.testing.assert_array_equal(found.values[measure][-1], wanted)


def test_without_any_group_formations_differ_by_nothing(found):
    """To the last bit: nothing but these groups tells columns apart."""
    for measure in found.measures:
        assert (found.values[measure][0] == 0.0).all()


def test_a_group_that_is_nowhere_at_work_brings_exactly_nothing(found):
    absent = [part for part in found.parts("resolution_minutes") if not part.present]
    assert {part.group.name for part in absent} == {"lending across teams", "waiting to be looked at"}
    assert all((part.interval.mean, part.interval.low, part.first.mean, part.last.mean) == (0,) * 4 for part in absent)
    assert found.combinations == 2**6


def test_a_group_taken_away_is_away_in_both_columns_and_nothing_else_moves():
    scenario, pair = tiny(), ("silos", "pods")
    for group in GROUPS:
        without = without_groups(scenario, pair, [group])
        assert not group.is_in(without, pair)
        for column in pair:
            before, after = (policy_of(one, column).model_dump() for one in (scenario, without))
            own = {*group.absent, *group.as_first}
            assert {dial for dial in before if before[dial] != after[dial]} <= own


def test_the_page_names_every_group_and_json_adds_up(found):
    text = as_text(attribution_page(found))
    for group in GROUPS:
        assert text.count(f"\n{group.name} ") == len(found.measures)
    assert max(map(len, text.splitlines())) <= 100
    said = attribution_json(found)
    total = sum(row["part"] for row in said["parts"] if row["measure"] == "resolution_minutes")
    assert total == pytest.approx(said["differences"]["resolution_minutes"]["mean"])
    assert "tiny: 0." not in repr(found)
    assert "most of it" in repr(found)
