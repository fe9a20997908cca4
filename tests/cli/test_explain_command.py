"""`podsim explain`: settings, rules, measures, words, and names that were nearly right."""

import re

import pytest

from sim.cli.glossary import glossary
from sim.cli.rule_book import all_rules, inputs_in_the_model, rule_named
from sim.measures import MEASURES, measure_names
from sim.scenario import all_settings


def test_a_setting(podsim):
    said = podsim("explain", "policy.wings").out
    assert said.startswith("policy.wings\n")
    assert "evidence row 69a" in said


def test_a_setting_says_which_rules_it_is_given_to(podsim):
    assert podsim("explain", "policy.skill_weight").out.endswith("  rules     match_score, match_score_at_most\n")
    assert "  rules     prompt, timely\n" in podsim("explain", "demand.channels.voice.patience_minutes").out


def test_a_measure(podsim):
    said = podsim("explain", "load_p90").out
    assert said.startswith("load_p90 (measure)\n")
    for row in ("unit: share", "better: less is better", "primary: yes", "smallest difference worth having: 0.02"):
        assert f"\n  {row}" in said


def test_a_rule(podsim):
    said = podsim("explain", "match_score").out
    assert said.startswith("match_score (rule)\n  How well a person fits a piece of work; higher is better.\n")
    assert (
        "  match_score(skill: float, fatigue: float, served_before: float, heard_before: bool, over_lead: bool," in said
    )
    assert "  score = skill_weight * skill - fatigue_weight * fatigue + familiarity_weight *" in said
    weights = [f"policy.{name}_weight" for name in ("skill", "familiarity", "fatigue", "rest", "heard")]
    assert f"\n  settings: {', '.join(weights)}\n" in said
    assert said.endswith("  written in: sim/rules/matching.py\n")
    assert podsim("explain", "matching.match_score").out == said


def test_a_name_with_several_senses_is_explained_in_all(podsim):
    said = podsim("explain", "felt_empathy").out
    assert said.startswith("felt_empathy (measure)\n")
    assert "\n\nfelt_empathy (rule)\n" in said
    said = podsim("explain", "link_minutes").out
    assert said.startswith("link_minutes (measure)\n")
    assert "\n\npolicy.link_minutes (setting)\n" in said


@pytest.mark.parametrize(
    ("words", "name"), [("busiest tenth", "load_p90 (measure)"), ("Resolution time", "resolution_minutes (measure)")]
)
def test_words_of_a_table_are_found_with_or_without_quotes(podsim, words, name):
    assert podsim("explain", *words.split()).out.startswith(f"{name}\n")
    assert podsim("explain", words).out == podsim("explain", *words.split()).out


def test_words_of_a_verdict_are_found_as_the_setting_that_they_name(podsim):
    assert "\n\npolicy.link_minutes (setting)\n" in podsim("explain", "link", "minutes").out


@pytest.mark.parametrize("words", glossary())
def test_every_word_of_the_glossary(podsim, words):
    for word in words.split(", "):
        assert f"{words} (glossary)\n  " in podsim("explain", word).out


@pytest.mark.parametrize(
    "said",
    ["FCR", "H", "habits", "pods today", "In people", "How sure", "Turns if", "Rests on", "Flips", "worlds", "same",
     "WORSE", "Too little", "not  settled", "proxy", "parity table", "replications", "handoff"],
)  # fmt: skip
def test_what_screens_say_is_explained(podsim, said):
    ended = podsim("explain", said)
    assert ended.code == 0
    assert "(glossary)\n  " in ended.out
    assert "](" not in ended.out


def test_words_that_may_mean_several_measures_mean_none(podsim):
    assert podsim("explain", "gave", "up").code == 2


@pytest.mark.parametrize("name", measure_names())
def test_every_measure(podsim, name):
    ended = podsim("explain", name)
    assert ended.code == 0
    assert ended.out.startswith(f"{name} (measure)\n")


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_every_rule(podsim, rule):
    ended = podsim("explain", rule.name)
    assert ended.code == 0
    assert f"{rule.name} (rule)\n  {rule.sentence}\n  {rule.name}(" in ended.out
    assert f"written in: {rule.place}" in ended.out


def test_lists(podsim):
    measures, rules = podsim("explain", "measures").out, podsim("explain", "rules").out
    settings, everything = podsim("explain", "settings").out, podsim("explain").out
    assert len(measures.splitlines()) == 1 + len(MEASURES)
    assert "  resolution_minutes (minutes), less is better; primary, the verdict rests on it\n" in measures
    assert "  lead_changes (per case), neither more nor less is better\n" in measures
    assert "    order_key: Place in a queue among work of the same priority; least first.\n" in rules
    assert len(re.findall(r"^    \w+: ", rules, flags=re.MULTILINE)) == len(all_rules())
    assert len(settings.splitlines()) == 1 + len(all_settings())
    words = podsim("explain", "words").out
    assert len(words.splitlines()) == 1 + len(glossary())
    assert everything == f"{measures}\n{rules}\n{settings}\n{words}"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("policy.wing", "Did you mean the setting policy.wings?"),
        ("match_scor", "Did you mean the rule match_score?"),
        ("felt_empaty", "Did you mean the rule felt_empathy or the measure felt_empathy?"),
        ("load_p9", "Did you mean the measure load_p90?"),
        ("handof", "Did you mean the setting measured_today.handoffs or the measure handoffs?"),
        ("qqq", "There is no setting, rule, measure or word 'qqq'. podsim explain lists all."),
        ("", "There is no setting, rule, measure or word ''."),
    ],
)
def test_unknown_names(podsim, typed, said):
    ended = podsim("explain", typed)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_what_feeds_a_rule_is_read_off_the_model():
    assert rule_named("retelling_minutes").settings == ("policy.retelling_share",)
    assert rule_named("secondary_pays").settings == ("demand.needs.*.work_minutes",)
    assert rule_named("tiring_rate").fed_by == ("drafting_saving",)
    # What a rule before it was given is its own, and a name for a part of the model is no setting.
    minutes = rule_named("minutes_at_speed")
    assert (minutes.settings, set(minutes.fed_by)) == ((), {"speed_in_dip", "work_with_history"})
    assert rule_named("strain_serving").settings == (
        "people.fatigue.rise_half_life_minutes", "people.fatigue.strain_line",
    )  # fmt: skip


def test_rules_that_settings_name_are_there():
    rules = {f"{rule.chapter}.{rule.name}" for rule in all_rules()}
    for info in all_settings():
        assert set(info.declared.rules) <= rules, info.key


def test_settings_that_the_model_gives_a_rule_name_it():
    """Read off the calls of the readable model: a rule is given no dial that does not say so."""
    blocks = ("policy", "people.fatigue", "demand.coming_back", "demand.technology")
    keys = {f"policy.{info.name}": info.key for info in all_settings() if info.key.rpartition(".")[0] in blocks}
    seen = 0
    for rule in all_rules():
        given = {keys[name] for name in inputs_in_the_model()[rule.name] if name in keys}
        assert given <= set(rule.settings), f"{rule.name}: declare it among the rules of these settings"
        seen += len(given)
    assert seen > 30


def test_what_feeds_rules_is_known():
    keys = {info.key for info in all_settings()}
    names = {rule.name for rule in all_rules()}
    for rule in all_rules():
        assert set(rule.settings) <= keys
        assert set(rule.fed_by) <= names - {rule.name}
    # A model that reads its settings otherwise would leave most rules unfed.
    assert sum(bool(rule.settings) for rule in all_rules()) > 25


def before(rule):
    """A rule, and all whose results it is given, at once or by another one."""
    found = {rule.name: rule}
    for one in (left := [rule]):
        left += (new := [rule_named(name) for name in one.fed_by if name not in found])
        found |= {other.name: other for other in new}
    return found.values()


def test_arguments_named_as_dials_are_fed_by_them():
    """Where a rule calls an argument by the name of a dial, it is given that dial, at once or by other rules.

    But for wings: a rule is given those who are attached, and the dial is the most of them.
    """
    dials = {info.name: info.key for info in all_settings() if info.key.startswith("policy.")}
    del dials["wings"]
    for rule in all_rules():
        arguments = re.findall(r"(\w+): ", rule.call)
        given = {key for one in before(rule) for key in one.settings}
        if given:  # else nothing calls it with a setting
            assert {dials[name] for name in arguments if name in dials} <= given, rule.name


def test_a_measure_is_found_by_what_leaders_call_it(podsim):
    ended = podsim("explain", "repeat contacts")
    assert ended.code == 0
    assert ended.out.startswith("failure_demand_share (measure)")
    assert "called: repeat contacts" in ended.out
