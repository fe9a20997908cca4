"""A full comparison: the ladder of habits, whether teams bind, the newest mechanisms."""

import numpy as np
import pytest

from sim import compare
from sim.comparison.corners import FORMATION
from sim.exploring.full import all_columns, full_of
from sim.exploring.ladder import ADDED, ALONE, LEFT_OUT, ladder_of
from sim.exploring.mechanisms import AGAINST_PODS, ALL, FOR_PODS, MECHANISMS, NONE, in_force, without
from sim.report.full import (
    by_habit,
    check_lines,
    check_rows,
    full_intervals,
    full_page,
    ladder_rows,
    rung_name,
    variant_rows,
    which_habits,
)
from sim.report.summary import as_text
from sim.scenario import policy_of
from sim.scenario.channel_settings import Channel
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
        assert one.channel.keys() <= Channel.model_fields.keys(), one.name


def test_a_mechanism_of_channels_is_taken_out_of_those_that_are_live():
    scenario = tiny({"demand.channels.mail.live": False})
    closing = next(one for one in MECHANISMS if one.channel)
    assert closing in in_force(scenario)
    channels = without(scenario, (closing,)).demand.channels
    assert (channels["voice"].at_closing, channels["mail"].at_closing) == ("wait", None)
    assert closing not in in_force(without(scenario, (closing,)))


def test_side_by_side_is_a_rung_where_needs_are_independent():
    """Added to today, and to all: nothing of it is in the better habits."""
    dials = {"demand.needs.sales.independent_of": ["service"], "demand.hidden_share": 0.0, "policy.misroute_share": 0.0}
    own = {
        f"formations.{name}": {"partition_from": "silos", "policy_from": source, "policy": {"together": "anywhere"}}
        for name, source in (("own", "silos"), ("mine", "silos_crossing"))
    }
    columns = all_columns(tiny())
    ladder = ladder_of(compare(tiny(dials), formations=columns, replications=REPLICATIONS))
    again = compare(tiny(dials | own), formations=[*columns, "own", "mine"], replications=REPLICATIONS).samples
    for how, base, column in ((ALONE, "silos", "own"), (LEFT_OUT, "silos_crossing", "mine")):
        (found,) = [
            one.differences[""]
            for one in ladder.rungs
            if (one.how, one.partition) == (how, "silos") and one.habit in ADDED
        ]
        expected = np.mean(again[column]["resolution_minutes"] - again[base]["resolution_minutes"])
        assert found.interval.mean == expected != 0.0
    assert [rung_name(habit, LEFT_OUT) for habit in by_habit(ladder, LEFT_OUT)][3:] == [
        "lending across teams", "needs side by side, by anybody (added to all)"
    ]  # fmt: skip


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
    names = [one.which for one in full.variants]
    assert (names[0], names[-3:]) == (NONE, [FOR_PODS, AGAINST_PODS, ALL])
    none, *alone, helping, hindering, everything = full.variants
    assert none.names == ()
    assert [one.names for one in alone] == [(name,) for name in names[1:-3]]
    assert {*helping.names, "told to call again at closing"} == {*names[1:-3]}
    assert "more kept inside a team" in helping.names
    assert hindering.names == ("lending only inside a team",)
    assert set(everything.names) == {*names[1:-3], *hindering.names}
    assert everything.row["resolution_minutes"].interval == compared.paired[FORMATION]["resolution_minutes"].interval
    assert none.row["resolution_minutes"].interval != everything.row["resolution_minutes"].interval


def test_what_is_shown_and_kept(full):
    for width in (80, 120):
        said = as_text(full_page(full), width)
        for text in ("Each habit, added alone to today", "Checks", "against pods  ", "gave up, %"):
            assert text in said
        assert max(map(len, said.splitlines())) <= width
    (handover,) = [line for line in said.splitlines() if line.startswith("structured handover ")]
    told = [float(text) for text in handover.split() if text[0] in "+-0"]
    means = [one.differences[""].interval.mean for one in full.ladder.rungs if one.habit == "structured handover"]
    assert told == pytest.approx(means, abs=0.5)
    assert "Each habit left out of all: " in as_text(full_intervals(full), 80)
    said = which_habits(full.ladder, "local")
    assert said.count(" min") + said.count(" h") >= 4
    assert "; not among these habits: lending across teams " in said  # local habits lend inside a team alone
    assert "not among" not in which_habits(full.ladder, "crossing")
    assert len(ladder_rows(full.ladder)) == 16 * 3
    assert {row["check"] for row in check_rows(full.bindings, full.ladder.pool)} == {
        "pods less one-person pods", "pods_crossing less one-person pods", "pods less one pool",
    }  # fmt: skip
    rows = [row for row in variant_rows(full.variants) if row["channel"] == "voice"]
    assert {row["measure"] for row in rows} == {"resolution_minutes", "first_response_minutes", "abandoned_share"}
