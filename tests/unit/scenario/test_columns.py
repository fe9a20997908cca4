"""The built-in columns and how a column's policy comes about."""

import pytest

from sim.scenario import Policy, declared_dials, policy_of
from sim.scenario.columns import ancestry
from sim.scenario.scenario_settings import Scenario


def dials(scenario, column):
    policy = policy_of(scenario, column)
    return policy.wings, policy.context_kept_plain, policy.context_kept_team, policy.borrowing


def test_the_three_columns_are_always_there(desk):
    scenario = desk.load()
    assert dials(scenario, "silos") == (0, 0.30, 0.30, "none")
    assert dials(scenario, "silos_plus") == (1, 0.75, 0.75, "anywhere")
    assert policy_of(scenario, "pods") == policy_of(scenario, "silos_plus")
    assert [column.partition for column in scenario.formations.values()] == [
        "by_function", "by_function", "cross_functional",
    ]  # fmt: skip


def test_they_are_there_without_a_file_too():
    need, group = {"a": {"first_share": 1}}, {"function": "a", "count": 1}
    scenario = Scenario(
        name="x", demand={"channels": {"mail": {"cases_per_week": 1}}, "needs": need}, people={"groups": (group,)}
    )
    assert list(scenario.formations) == ["silos", "silos_plus", "pods"]


def test_built_in_columns_come_first_then_the_order_of_the_file(desk):
    scenario = desk.load(more="formations: {zeta: {}, pods: {teams: 2}, alpha: {}}\n")
    assert list(scenario.formations) == ["silos", "silos_plus", "pods", "zeta", "alpha"]
    assert scenario.formations["pods"].policy_from == "silos_plus"


def test_a_file_is_laid_over_the_built_in_dials(desk):
    scenario = desk.load(more="formations: {silos_plus: {policy: {wings: 2, lead: fixed}}}\n")
    assert dials(scenario, "pods") == (2, 0.75, 0.75, "anywhere")
    assert policy_of(scenario, "pods").lead == "fixed"
    assert policy_of(scenario, "silos").lead == "rotating"


def test_the_common_policy_is_where_all_start(desk):
    scenario = desk.load(more="policy: {misroute_share: 0.1}\nformations: {other: {policy: {wings: 3}}}\n")
    assert {policy_of(scenario, name).misroute_share for name in scenario.formations} == {0.1}
    assert dials(scenario, "other") == (3, 0.30, 0.30, "none")


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
        "wings": 0, "context_kept_plain": 0.30, "context_kept_team": 0.30, "borrowing": "none",
        "return_to": "front",
    }  # fmt: skip
    assert declared_dials(scenario, "pods") == {
        "wings": 2, "context_kept_plain": 0.75, "context_kept_team": 0.75, "link_minutes": 1.0, "borrowing": "anywhere",
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
