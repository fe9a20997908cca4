"""A full comparison: the ladder of habits, whether teams bind, the newest mechanisms."""

import numpy as np
import pytest

from sim import compare
from sim.comparison.corners import FORMATION
from sim.exploring.full import all_columns, full_of
from sim.exploring.ladder import ALONE, LEFT_OUT
from sim.exploring.mechanisms import AGAINST_PODS, ALL, FOR_PODS, MECHANISMS, NONE, in_force, without
from sim.report.full import check_lines, check_rows, full_page, ladder_rows, variant_rows, which_habits
from sim.report.summary import as_text
from sim.scenario import policy_of
from sim.scenario.policy_settings import Policy
from tests.unit.comparison.made import tiny

REPLICATIONS = 3


@pytest.fixture(scope="module")
def compared():
    return compare(tiny(), formations=all_columns(tiny()), replications=REPLICATIONS)


@pytest.fixture(scope="module")
def full(compared):
    return full_of(compared)


def rung(full, habit, how, partition):
    (found,) = [one for one in full.ladder.rungs if (one.habit, one.how, one.partition) == (habit, how, partition)]
    return found.differences


def test_all_six_columns_are_run():
    assert all_columns(tiny()) == ("silos", "pods_today", "silos_plus", "pods", "silos_crossing", "pods_crossing")
    assert all_columns(tiny({"better_habits": "crossing"}))[4:] == ("silos_local", "pods_local")


def test_every_habit_is_added_alone_and_left_out_in_both_formations(full):
    assert len(full.ladder.rungs) == 4 * 2 * 2
    for one in full.ladder.rungs:
        assert list(one.differences) == ["", "voice", "mail"]


def test_to_leave_lending_out_of_all_habits_are_the_local_ones(compared, full):
    """So what lending adds to all others is known from the columns, to the last bit."""
    for partition, with_it, without_it in (
        ("silos", "silos_crossing", "silos_plus"),
        ("pods", "pods_crossing", "pods"),
    ):
        for channel, key in (("", "resolution_minutes"), ("mail", "resolution_minutes@mail")):
            expected = np.mean(compared.samples[with_it][key] - compared.samples[without_it][key])
            assert rung(full, "lending across teams", LEFT_OUT, partition)[channel].interval.mean == expected


def test_a_habit_alone_is_today_with_its_dials(compared, full):
    own = {
        "partition_from": "pods",
        "policy_from": "silos",
        "policy": {"kept_inside_share": 0.83, "kept_across_share": 0.75},
    }
    alone = compare(tiny({"formations.own": own}), formations=["pods_today", "own"], replications=REPLICATIONS)
    found = rung(full, "structured handover", ALONE, "pods")
    assert found[""].interval == alone.paired["pods_today", "own"]["resolution_minutes"].interval


def test_whether_teams_bind_is_asked_of_both_kinds_of_better_habits(full):
    assert [one.of for one in full.bindings] == ["pods", "pods_crossing"]
    *bindings, pool = check_lines(full)
    assert len(bindings) == 2
    assert pool.startswith("Everybody in one pool with the same habits, a bound and no test: pods less the pool ")


def test_every_dial_of_a_mechanism_is_one():
    for one in MECHANISMS:
        assert one.absent(Policy()).keys() <= Policy.model_fields.keys(), one.name


def test_the_newest_mechanisms_are_taken_out_of_both_columns():
    scenario = tiny({"policy.link_minutes": 1.0})
    there = {one.name: one for one in in_force(scenario)}
    assert {"a price of crossings", "more kept inside a team", "lending only inside a team"} <= there.keys()
    assert "lending only after a while" not in there
    bare = without(scenario, tuple(there.values()))
    for column in FORMATION:
        policy = policy_of(bare, column)
        assert (policy.link_minutes, policy.kept_inside_share, policy.borrowing) == (
            0.0,
            policy.kept_across_share,
            "anywhere",
        )
    assert policy_of(bare, "silos").link_minutes == 1.0
    assert "lending only inside a team" not in {one.name for one in in_force(tiny({"better_habits": "crossing"}))}


def test_variants_go_from_none_to_all(compared, full):
    assert [one.which for one in full.variants] == [NONE, FOR_PODS, AGAINST_PODS, ALL]
    none, helping, hindering, everything = full.variants
    assert none.names == ()
    assert "more kept inside a team" in helping.names
    assert hindering.names == ("lending only inside a team",)
    assert set(everything.names) == {*helping.names, *hindering.names}
    assert everything.row["resolution_minutes"].interval == compared.paired[FORMATION]["resolution_minutes"].interval
    assert none.row["resolution_minutes"].interval != everything.row["resolution_minutes"].interval


def test_what_is_shown_and_kept(full):
    said = as_text(full_page(full), 100)
    for text in ("Each habit added alone to today", "structured handover", "Checks", "against pods  "):
        assert text in said
    assert max(map(len, said.splitlines())) <= 100
    assert which_habits(full.ladder).count(" min") + which_habits(full.ladder).count(" h") >= 4
    assert len(ladder_rows(full.ladder)) == 16 * 3
    assert {row["check"] for row in check_rows(full.bindings, full.ladder.pool)} == {
        "pods less one-person pods", "pods_crossing less one-person pods", "pods less one pool",
    }  # fmt: skip
    rows = [row for row in variant_rows(full.variants) if row["channel"] == "voice"]
    assert {row["measure"] for row in rows} == {"resolution_minutes", "first_response_minutes", "abandoned_share"}
