"""The built-in columns and how a column's policy comes about."""

import pytest

from sim.scenario import Policy, changed, declared_dials, partition_of, policy_of
from sim.scenario.built_in_columns import DEFAULT_COLUMNS
from sim.scenario.columns import ancestry
from sim.scenario.scenario_settings import Scenario


def dials(scenario, column):
    policy = policy_of(scenario, column)
    return policy.wings, policy.kept_across_share, policy.kept_inside_share, policy.borrowing


TODAY, LOCAL, CROSSING = (0, 0.30, 0.40, "none"), (1, 0.75, 0.83, "none"), (1, 0.75, 0.83, "anywhere")


@pytest.mark.parametrize(
    ("habits", "better", "other"), [("local", LOCAL, CROSSING), ("crossing", CROSSING, LOCAL)]
)  # fmt: skip
def test_two_partitions_under_three_sets_of_habits_are_always_there(desk, habits, better, other):
    scenario = desk.load(more=f"better_habits: {habits}\n")
    of_others = "crossing" if habits == "local" else "local"
    expected = {
        "silos": TODAY, "pods_today": TODAY, "silos_plus": better, "pods": better,
        f"silos_{of_others}": other, f"pods_{of_others}": other,
    }  # fmt: skip
    assert {name: dials(scenario, name) for name in scenario.formations} == expected
    for name in expected:
        partition = "cross_functional" if name.startswith("pods") else "by_function"
        assert partition_of(scenario, name).partition == partition
        assert policy_of(scenario, name) == policy_of(scenario, name.replace("pods", "silos").replace(
            "silos_today", "silos") if name != "pods" else "silos_plus")  # fmt: skip


def test_what_is_said_of_a_partition_holds_for_all_columns_that_have_it(desk):
    scenario = desk.load(more="formations: {pods: {teams: 3, apart: [service]}, pods_crossing: {team_size: 2}}\n")
    today, crossing = partition_of(scenario, "pods_today"), partition_of(scenario, "pods_crossing")
    assert (today.partition, today.teams, today.apart) == ("cross_functional", 3, ("service",))
    assert (crossing.teams, crossing.team_size, crossing.apart) == (None, 2, ("service",))  # said otherwise there
    tiered = desk.load(more="formations: {silos: {partition: tiered}}\n")
    assert [partition_of(tiered, name).partition for name in ("silos_plus", "silos_crossing")] == ["tiered", "tiered"]


def test_a_setting_changed_in_one_column_reaches_all_that_start_from_it(desk):
    scenario = desk.load(more="formations: {pods: {teams: 3}, b: {partition_from: pods, policy: {wings: 2}}}\n")
    other = changed(scenario, {"formations.pods.teams": 2, "better_habits": "crossing"})
    assert [partition_of(other, name).teams for name in ("pods", "pods_today", "pods_local", "b")] == [2] * 4
    assert (dials(other, "pods"), dials(other, "pods_local")) == (CROSSING, LOCAL)
    assert "pods_crossing" not in other.formations
    assert changed(other, {"formations.pods.teams": 3, "better_habits": "local"}) == scenario


def test_teams_that_cannot_be_are_said_once_where_they_were_set(desk):
    assert [one.message for one in desk.problems(more="formations: {pods: {teams: 99}}\n")] == [
        "99 teams cannot be made of 10 people."
    ]
    chain = "The partition of a starts from itself: a -> b -> a."
    assert chain in [
        one.message for one in desk.problems(more="formations: {a: {partition_from: b}, b: {partition_from: a}}\n")
    ]


def test_they_are_there_without_a_file_too():
    need, group = {"a": {"first_share": 1}}, {"function": "a", "count": 1}
    scenario = Scenario(
        name="x", demand={"channels": {"mail": {"cases_per_week": 1}}, "needs": need}, people={"groups": (group,)}
    )
    assert tuple(scenario.formations) == (*DEFAULT_COLUMNS, "silos_crossing", "pods_crossing")


def test_built_in_columns_come_first_then_the_order_of_the_file(desk):
    scenario = desk.load(more="formations: {zeta: {}, pods: {teams: 2}, alpha: {}}\n")
    assert tuple(scenario.formations) == (*DEFAULT_COLUMNS, "silos_crossing", "pods_crossing", "zeta", "alpha")
    assert scenario.formations["pods"].policy_from == "silos_plus"


def test_a_file_is_laid_over_the_built_in_dials(desk):
    scenario = desk.load(more="formations: {silos_plus: {policy: {wings: 2, lead: fixed}}}\n")
    assert dials(scenario, "pods") == (2, 0.75, 0.83, "none")
    assert policy_of(scenario, "pods").lead == "fixed"
    assert policy_of(scenario, "silos").lead == "rotating"


def test_the_common_policy_is_where_all_start(desk):
    scenario = desk.load(more="policy: {misroute_share: 0.1}\nformations: {other: {policy: {wings: 3}}}\n")
    assert {policy_of(scenario, name).misroute_share for name in scenario.formations} == {0.1}
    assert dials(scenario, "other") == (3, 0.30, 0.40, "none")


def test_a_common_dial_has_effect_as_soon_as_one_column_takes_it(desk):
    scenario = desk.load(more="policy: {wings: 2}\nformations: {other: {}}\n")
    assert policy_of(scenario, "other").wings == 2


def test_minutes_by_channel_are_merged(desk):
    scenario = desk.load(
        more="policy: {pickup_inside_minutes: {voice: 1, mail: 36}}\n"
        "formations: {pods: {policy: {pickup_inside_minutes: {mail: 5}}}}\n"
    )
    assert policy_of(scenario, "pods").pickup_inside_minutes == {"voice": 1, "mail": 5}
    assert declared_dials(scenario, "pods")["pickup_inside_minutes"] == {"voice": 1, "mail": 5}


def test_declared_dials_hold_what_is_declared_on_the_way(desk):
    scenario = desk.load(more="formations: {pods: {policy: {wings: 2, link_minutes: 1}}}\n")
    assert declared_dials(scenario, "silos") == {
        "wings": 0, "kept_across_share": 0.30, "kept_inside_share": 0.40, "borrowing": "none",
        "return_to": "front",
    }  # fmt: skip
    assert declared_dials(scenario, "pods") == {
        "wings": 2, "kept_across_share": 0.75, "kept_inside_share": 0.83, "link_minutes": 1.0, "borrowing": "none",
        "return_to": "same_person",
    }  # fmt: skip


def test_every_difference_between_columns_is_declared(desk):
    scenario = desk.load(more="formations: {b: {policy_from: pods, policy: {lead: fixed}}}\n")
    assert ancestry(scenario, "b") == ("b", "pods", "silos_plus")
    for one in scenario.formations:
        for other in scenario.formations:
            declared = {*declared_dials(scenario, one), *declared_dials(scenario, other)}
            first, second = policy_of(scenario, one), policy_of(scenario, other)
            differing = {dial for dial in Policy.model_fields if getattr(first, dial) != getattr(second, dial)}
            assert differing <= declared


def test_an_unknown_column(desk):
    with pytest.raises(KeyError):
        policy_of(desk.load(), "nobody")
