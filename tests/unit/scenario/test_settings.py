"""One wrong setting: its line, what stands there, what is allowed."""

import copy
import functools
import json
import math
import operator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.scenario import ScenarioError, build_scenario, load_scenario, resolved
from sim.scenario.scenario_settings import Scenario


def test_the_good_scenario_loads(desk):
    scenario = desk.load()
    assert scenario.demand.needs["sales"].work_minutes == 6
    assert list(scenario.formations)[:4] == ["silos", "pods_today", "silos_plus", "pods"]
    with pytest.raises(AttributeError, match=r"Scenario is frozen, so seed .* podsim.changed\(scenario, {key: 2}\)"):
        scenario.seed = 2
    with pytest.raises(AttributeError, match=r"podsim explain misroute_share says it"):
        scenario.policy.misroute_share = 0.1
    with pytest.raises(AttributeError, match=r"Scenario has no setting 'sed'. Did you mean seed\?"):
        scenario.sed = 2


def test_a_scenario_says_its_size_in_two_lines(desk):
    scenario = desk.load()
    first, second = repr(scenario).splitlines()
    people = sum(group.count for group in scenario.people.groups)
    assert first.startswith(f"Scenario {scenario.name}")
    assert f"{people} people, " in first
    assert second.startswith("columns silos, pods_today")
    assert "&lt;b&gt;" in scenario.model_copy(update={"title": "<b>"})._repr_html_()


@pytest.mark.parametrize(
    ("seen", "must"),
    [
        ("seed: twelve", "seed must be a whole number from 0 to 9_223_372_036_854_775_807 (default 1), for example 1."),
        ("seed: true", "seed must be a whole number from 0 to 9_223_372_036_854_775_807 (default 1), for example 1."),
        ('seed: "12"', "seed must be a whole number from 0 to 9_223_372_036_854_775_807 (default 1), for example 1."),
        ("seed: 1.5", "seed must be a whole number from 0 to 9_223_372_036_854_775_807 (default 1), for example 1."),
        ("seed: -1", "seed must be a whole number from 0 to 9_223_372_036_854_775_807 (default 1), for example 1."),
        ("seed:", "seed must be a whole number from 0 to 9_223_372_036_854_775_807 (default 1), for example 1."),
        ("replications: 1", "replications must be a whole number from 2 to 1000000 (replications; default 20), for "
                            "example 20."),
        ("policy: {misroute_share: 1}", "policy.misroute_share must be a number from 0 to 0.95 (share; default 0.2), "
         "for "
                                        "example 0.2."),
        ("policy: {misroute_share: true}", "policy.misroute_share must be a number from 0 to 0.95 (share; default "
         "0.2), "
                                           "for example 0.2."),
        ("policy: {misroute_share: .nan}", "policy.misroute_share must be a number from 0 to 0.95 (share; default "
         "0.2), "
                                           "for example 0.2."),
        ("policy: {consult_skill: 0}", "policy.consult_skill must be a number above 0 and at most 1 (skill; default "
         "0.7), "
                                       "for example 0.7."),
        ("policy: {walls: off}", "policy.walls must be true or false (default true), for example true."),
        ("policy: {lead: rotate}", "policy.lead must be one of rotating, fixed, leaderless (default rotating), for "
                                   "example rotating."),
        ("policy: {pickup_inside_minutes: {mail: soon}}", "policy.pickup_inside_minutes.mail must be a number "
         "(minutes by "
                                                          "channel), for example 36."),
        ("policy: {pickup_inside_minutes: 3}", "policy.pickup_inside_minutes must be a block of names, each with a "
         "number "
                                               "(minutes by channel; default {}), for example {mail: 36}."),
        ("policy: 3", "policy must be a block of settings (lead, skill_weight, familiarity_weight, consult_skill, "
                      "consult_share, fatigue_weight, ...)."),
        ("policy:", "policy must be a block of settings (lead, skill_weight, familiarity_weight, consult_skill, "
                    "consult_share, fatigue_weight, ...)."),
        ("title: 3", 'title must be text (default "").'),
        ("formations: {pods: {teams: 0}}", "formations.pods.teams must be a whole number of at least 1 (teams; default "
                                           "nothing), for example 6."),
        ("formations: {pods: {policy: {wings: 4}}}", "formations.pods.policy.wings must be a whole number from 0 to 3 "
                                                     "(people; default 0), for example 0."),
        ("formations: {pods: ~}", "formations: the column pods is always there."),
        ("formations: {new: ~}", "formations.new must be a block of settings (partition, teams, team_size, "
                                 "shifts_together, first_line_share, complex_share, ...)."),
    ],
)  # fmt: skip
def test_a_value_that_is_not_allowed(desk, seen, must):
    assert desk.only(more=seen + "\n") == (22, seen, must)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("cases_per_week: 50", "cases_per_week: twelve", 7,
         "demand.channels.mail.cases_per_week must be a number from 0 to 10000000 (cases/week), for example 1500."),
        ("count: 6", "count: 0", 21,
         "people.groups.1.count must be a whole number from 1 to 1000000 (people), for example 12."),
        ("cases_per_week: 50", "cases_per_week: 50\n      weekday_weights: [1, 2]", 8,
         "demand.channels.mail.weekday_weights must be a list of 7 entries, each a number (weights; default "
         "nothing), for "
         "example [1.2, 1, 1, 1, 0.9, 0, 0]."),
        ("early: mon-fri 08:00-16:00", "early: 8", 16,
         'people.shifts.early must be weekly hours, for example "mon-fri 08:00-16:00".'),
    ],
)  # fmt: skip
def test_deeper_values(desk, old, new, line, message):
    assert desk.only(old, new)[::2] == (line, message)


@pytest.mark.parametrize(
    ("seen", "message"),
    [
        ("policy: {misroute_shar: 0.3}", 'Unknown setting in "policy". Did you mean misroute_share (probability that '
         'the '
         "apparent need is wrong at the first attempt, at mean ambiguity; default 0.2)?"),
        ("replicatoins: 3", "Unknown setting at the top of a scenario. Did you mean replications (independent "
         "repetitions "
         "of a comparison; default 20)?"),
        ("wings: 1", "Unknown setting at the top of a scenario. Did you mean policy.wings (most people called to "
         "listen to the last part of a step, the best of whom leads next; by no fixed lead; default 0)?"),
        ("time: {zzz: 1}", 'Unknown setting in "time". Allowed: warm_up_weeks, measured_weeks, slow_clock.'),
        ("formations: {pods: {policy: {wing: 1}}}", 'Unknown setting in "formations.pods.policy". Did you mean wings '
         "(most people called to listen to the last part of a step, the best of whom leads next; by no fixed lead; "
         "default 0)?"),
        ("formations: {pods: {team: 3}}", 'Unknown setting in "formations.pods". Did you mean teams (number of teams '
         'of a '
         "cross-functional or random partition, or of pods of a hybrid one; by default one per five people; default "
         "nothing)?"),
    ],
)  # fmt: skip
def test_an_unknown_setting_names_the_nearest(desk, seen, message):
    assert desk.only(more=seen + "\n") == (22, seen, message)


def test_missing_settings(desk):
    assert desk.only("name: small\n", "") == (
        None, "name (missing)",
        "name is missing (Short name, used for the results folder). It must be text of at most 60 characters, for "
        "example "
        "name: support_desk.",
    )  # fmt: skip
    assert desk.only("      cases_per_week: 50", "      live: false") == (
        6, "mail:",
        "demand.channels.mail.cases_per_week is missing (Mean number of new cases in a week, over all days; ignored "
        "where "
        "a log is replayed or volumes come from a file). It must be a number from 0 to 10000000 (cases/week), for "
        "example cases_per_week: 1500.",
    )  # fmt: skip
    desk.write("name: x\n")
    with pytest.raises(ScenarioError) as caught:
        load_scenario("desk.yaml")
    assert [problem.seen for problem in caught.value.problems] == ["demand (missing)", "people (missing)"]


def test_all_problems_of_a_file_at_once_in_the_order_of_lines(desk):
    problems = desk.problems(
        "first_share: 0.4",
        "first_share: lots",
        """\
        seeds: 3
        formations:
          pods: {teams: 60}
        """,
        overrides=["people.away_share=1"],
    )
    assert [(p.line, p.message.split(".")[0]) for p in problems] == [
        (10, "demand"),
        (22, "Unknown setting at the top of a scenario"),
        (24, "60 teams cannot be made of 10 people"),
        (None, "people"),
    ]


def test_a_check_that_rests_on_a_refused_setting_says_nothing(desk):
    # first_share no longer sums to 1 without the misspelt one; only the spelling is to blame.
    assert desk.only("first_share: 0.4", "first_shar: 0.4")[0] == 10
    # Whatever `live` was meant to be, it decides whether patience makes sense.
    assert "live" in desk.only("live: true", "live: perhaps")[2]


def test_one_wrong_entry_does_not_make_a_list_too_short(desk):
    assert desk.only("- {function: sales, count: 4}", "- 4")[2].startswith(
        "people.groups.0 must be a block of settings"
    )


def test_whole_numbers_are_numbers(desk):
    assert desk.load(more="policy: {misroute_share: 0}\n").policy.misroute_share == 0.0
    dials = desk.load(more="formations: {pods: {policy: {misroute_share: 0}}}\n").formations["pods"].policy
    assert type(dials["misroute_share"]) is float


def test_a_scenario_from_plain_values():
    values = {"extends": "theory/mm1", "name": "mine", "people": {"groups": [{"function": "task", "count": 2}]}}
    scenario = build_scenario(values, {"seed": 4})
    assert isinstance(scenario, Scenario)
    assert (scenario.name, scenario.people.groups[0].count, scenario.seed) == ("mine", 2, 4)
    with pytest.raises(ScenarioError) as caught:
        build_scenario(values | {"policy": {"wing": 2}}, {"seed": "x"})
    assert [problem.seen for problem in caught.value.problems] == ["policy.wing: 2", "seed=x"]


JUNK = (None, True, -1, 0, 1e300, "x", "", [], {}, [1], {"a": 1}, {"a": {"b": None}}, math.nan, 10**400)


def below(values, place=()):
    """Every place in nested values."""
    entries = values.items() if isinstance(values, dict) else enumerate(values) if isinstance(values, list) else ()
    for key, child in entries:
        yield (*place, key)
        yield from below(child, (*place, key))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_junk_anywhere_is_a_scenario_error_or_a_scenario(data):
    values = json.loads(json.dumps(resolved(load_scenario("support_desk"))))
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from(list(below(values))))
        block = functools.reduce(operator.getitem, place[:-1], values)
        block[place[-1]] = copy.deepcopy(data.draw(st.sampled_from(JUNK)))
    try:
        problems = () if build_scenario(values) else None
    except ScenarioError as error:
        problems = error.problems
    assert all(problem.message and problem.seen for problem in problems)
