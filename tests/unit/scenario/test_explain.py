"""What is said of settings; every one has unit, source and meaning."""

import pytest

from sim.scenario import Policy, UnknownSetting, all_settings, explain
from sim.scenario.setting_texts import matters_text


def test_one_setting():
    assert explain("policy.wings") == (
        "policy.wings\n"
        "  Most people called to listen to the last part of a step, the best of whom leads next; by no fixed lead\n"
        "  allowed   a whole number from 0 to 3 (people)\n"
        "  default   0\n"
        "  source    evidence row 69a: 1, range 0-3\n"
        "  swept     no: a choice of the design, not a belief about the world: compare columns, or sweep it"
    )
    assert explain("wings") == explain("formations.pods.policy.wings") == explain("policy.wings")


def test_names_and_stars_mean_the_same():
    text = explain("demand.channels.voice.patience_minutes")
    assert text.startswith("demand.channels.*.patience_minutes\n")
    assert text == explain("demand.channels.*.patience_minutes") == explain("channels.*.patience_minutes")
    assert "  example   12\n" in text
    assert explain("people.groups.0.count") == explain("groups.*.count")


def test_a_setting_that_must_be_given():
    assert "  default   none, it must be given\n" in explain("demand.channels.*.cases_per_week")


def test_a_block_lists_its_settings():
    assert explain("time").endswith("  settings  warm_up_weeks, measured_weeks, slow_clock")


def test_several_of_one_name():
    text = explain("open")
    assert text.startswith("2 settings are called open\n\nopen\n")
    assert "\n\ndemand.channels.*.open\n" in text


def test_several_that_take_each_others_place_stand_from_the_general_to_the_special():
    lines = explain("work_minutes").splitlines()
    assert lines[0] == "3 settings are called work_minutes; of those given for a contact the last of this list holds"
    places = ["demand.needs.*", "demand.channels.*", "demand.channels.*.at_times.*"]
    assert [line for line in lines if line.startswith("demand.")] == [f"{place}.work_minutes" for place in places]
    assert "\n\ndemand" not in explain("demand.needs.*.work_minutes")


def test_an_entry_of_a_block_of_values():
    text = explain("demand.needs.sales.then.service")
    assert text.splitlines()[2] == "  allowed   a number (share)"


def test_unknown_names_the_nearest():
    with pytest.raises(UnknownSetting, match=r"There is no setting 'policy.wing'. Did you mean policy.wings\?"):
        explain("policy.wing")
    with pytest.raises(UnknownSetting, match=r"There is no setting 'qqq'. Blocks: name, title,"):
        explain("qqq")
    for empty in ("", ".", "*", "a..b"):
        with pytest.raises(UnknownSetting):
            explain(empty)


def test_every_setting_says_what_it_is():
    settings = all_settings()
    keys = [info.key for info in settings]
    assert len(set(keys)) == len(keys)
    assert {f"policy.{dial}" for dial in Policy.model_fields} <= set(keys)
    for info in settings:
        assert info.about, info.key
        assert info.allowed, info.key
        assert info.unit, info.key
        assert info.source.startswith(("evidence row", "assumption", "convention")), info.key
        assert f"{info.key}\n  {info.about}\n" in explain(info.key)
        assert info.default or info.example or info.block, info.key
        assert info.key not in matters_text(info), "it would matter only with itself"
