"""--set key=value."""

import pytest

from sim.scenario import ScenarioError, load_scenario, read_scenario


def test_values_are_yaml(desk):
    scenario = desk.load(overrides=[
        "seed=7",
        "title=12:30",
        "people.away_share = 0.1",
        "demand.channels.mail={cases_per_week: 9, out_of_hours: turn_away}",
        "demand.channels.voice.patience_minutes=~",
        "demand.channels.chat.cases_per_week=3",
        "policy.pickup_inside_minutes.mail=20",
        "formations.tiny.partition=cross_functional",
        "formations.pods.teams=2",
    ])  # fmt: skip
    channels = scenario.demand.channels
    assert (scenario.seed, scenario.title, scenario.people.away_share) == (7, "12:30", 0.1)
    assert (channels["mail"].cases_per_week, channels["mail"].out_of_hours) == (9, "turn_away")
    assert channels["voice"].patience_minutes is None
    assert channels["chat"].cases_per_week == 3
    assert scenario.policy.pickup_inside_minutes == {"mail": 20}
    assert scenario.formations["tiny"].partition == "cross_functional"
    assert scenario.formations["pods"].teams == 2


def test_the_last_one_counts(desk):
    assert desk.load(overrides=["seed=1", "seed=2"]).seed == 2


def test_groups_by_number_or_function(desk):
    scenario = desk.load(overrides=["people.groups.sales.count=14", "people.groups.1.count=15"])
    assert [group.count for group in scenario.people.groups] == [14, 15]


def test_a_mapping_of_dotted_keys(desk):
    scenario = desk.load(overrides={"people.groups.sales.count": 14, "demand.channels.mail": {"cases_per_week": 3}})
    assert scenario.people.groups[0].count == 14
    assert scenario.demand.channels["mail"].cases_per_week == 3
    hours = [0.0] * 8 + [1.0] * 10 + [0.0] * 6
    scenario = desk.load(overrides={"demand.channels.mail.hour_weights": hours})
    assert scenario.demand.channels["mail"].hour_weights == tuple(hours)


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("seed", "Write key=value, for example people.away_share=0.25."),
        ("=3", "Write key=value, for example people.away_share=0.25."),
        ("a..b=3", "Write key=value, for example people.away_share=0.25."),
        ("seed=twelve", "seed must be a whole number from 0 to 9_223_372_036_854_775_807 (default 1), for example 1."),
        ("seed=", "seed must be a whole number from 0 to 9_223_372_036_854_775_807 (default 1), for example 1."),
        ("seed=[1", "This is not YAML: while parsing a flow sequence expected ',' or ']', but got '<stream end>'."),
        ("seed=!x 3", "The tag !x is not allowed; scenarios hold plain values only."),
        ("demand.chanels.voice.live=true", 'Unknown setting in "demand". Did you mean channels (ways in, by name)?'),
        ("seed.x=1", "seed must be a whole number from 0 to 9_223_372_036_854_775_807 (default 1), for example 1."),
        ("name.x=1", "name is 'small' in desk.yaml line 1, so nothing stands below it."),
        ("people.groups.2.count=1", "people.groups has 2 entries, numbered from 0; there is no 2."),
        ("people.groups.sale.count=1", "There is no entry 'sale' in people.groups. Did you mean sales? Known: sales, "
                                       "service."),
        ("formations.pods.policy.wing=1", 'Unknown setting in "formations.pods.policy". Did you mean wings (most '
         'people '
                                          "called to listen to the last part of a step, the best of whom leads next; "
                                          "by no fixed lead; "
                                          "default 0)?"),
    ],
)  # fmt: skip
def test_what_cannot_be_set(desk, override, message):
    problems = desk.problems(overrides=[override])
    assert [(p.path, p.line, p.seen, p.message) for p in problems] == [
        ("desk.yaml", None, f"--set {override}", message)
    ]


def test_groups_of_one_function_must_be_told_apart(desk):
    problems = desk.problems("function: service\n", "function: sales\n", overrides=["people.groups.sales.count=1"])
    assert problems[0].message == ("2 groups have the function sales; say which: people.groups.0 or people.groups.1.")


def test_all_bad_overrides_at_once(desk):
    assert len(desk.problems(overrides=["seed", "name.x=1", "people.groups.9.count=1"])) == 3


def test_an_override_is_the_origin_of_its_value(desk):
    desk.write(desk.good)
    origin = read_scenario("desk.yaml", ["seed=3"]).provenance["seed"]
    assert (str(origin), origin.line) == ("--set seed=3", None)


def test_the_report_shows_the_override(desk):
    desk.write(desk.good)
    with pytest.raises(ScenarioError) as caught:
        load_scenario("desk.yaml", ["seed=x"])
    assert str(caught.value) == (
        "desk.yaml: 1 problem, nothing was run\n\n  --set seed=x\n"
        "  seed must be a whole number from 0 to 9_223_372_036_854_775_807 (default 1), for example 1."
    )
