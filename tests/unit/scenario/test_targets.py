"""Lines that an organisation wants to reach, as settings."""

import typing

import pytest

from sim.measures import measure_named
from sim.scenario import ScenarioError, load_scenario
from sim.scenario.figure_settings import OF_PEOPLE, NamedMeasure


def with_target(text):
    return load_scenario("support_desk", [f"targets=[{text}]"])


def test_a_line_of_a_channel_and_one_of_all():
    both = with_target(
        "{measure: answered_in_target, channel: voice, at_least: 0.8}, {measure: load_p90, at_most: 0.9}"
    )
    first, second = both.targets
    assert (first.name, first.line, first.upward) == ("answered_in_target@voice", 0.8, True)
    assert (second.name, second.line, second.upward) == ("load_p90", 0.9, False)
    assert load_scenario("support_desk").targets == ()


def test_all_that_can_be_wanted_are_measures():
    for name in typing.get_args(NamedMeasure):
        assert measure_named(name), name
    assert set(OF_PEOPLE) < set(typing.get_args(NamedMeasure))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{measure: handoff, at_most: 1}", "must be one of resolution_minutes"),
        ("{measure: handoffs}", "targets.0 needs one of at_least and at_most, and not both"),
        ("{measure: handoffs, at_most: 1, at_least: 0}", "targets.0 needs one of at_least and at_most, and not both"),
        ("{measure: handoffs, channel: voic, at_most: 1}", "there is no channel 'voic'. Did you mean voice?"),
        ("{measure: load_p90, channel: mail, at_most: 1}", "load_p90 is of people, who serve all channels"),
    ],
)
def test_what_is_wrong_is_said(text, said):
    with pytest.raises(ScenarioError) as error:
        with_target(text)
    assert said in str(error.value)


def test_what_is_worth_having_is_of_known_measures_and_sizes():
    own = load_scenario("support_desk", ["worth_having={resolution_minutes: 0.1, abandoned_share: 1}"])
    assert own.worth_having == {"resolution_minutes": 0.1, "abandoned_share": 1.0}
    assert load_scenario("support_desk").worth_having == {}
    for text, said in (
        (
            "{resolution_minute: 0.1}",
            "there is no measure 'resolution_minute' to judge by. Did you mean resolution_minutes",
        ),
        ("{load_p90: 0}", "worth_having.load_p90 is 0, but must be above 0 and at most 1"),
        ("{resolution_minutes: 30}", "worth_having.resolution_minutes is 30, but must be above 0 and at most 1"),
        ("{load_p90: much}", "worth_having.load_p90 must be a number"),
    ):
        with pytest.raises(ScenarioError) as error:
            load_scenario("support_desk", [f"worth_having={text}"])
        assert said in str(error.value)
