"""Labels: people read what the scenario calls a column, a function or a measure; tables and files keep the key."""

from dataclasses import replace

import pytest

from sim.report.names import against, in_text, measure_words, name_of, speaking
from sim.report.page import report_html
from sim.report.rows import table_rows
from sim.report.summary import as_text, page
from sim.scenario import load_scenario
from sim.scenario.problems import ScenarioError
from tests.unit.comparison.made import comparison, tiny
from tests.unit.report.test_verdict import GAIN

LABELS = {"pods": "Squads", "sales": "Orders", "felt_empathy": "kindness felt"}


@pytest.mark.parametrize(
    ("key", "name", "said"),
    [
        ("silos", "Departments", "departments"),
        ("pods_today", "Pods, today's habits", "pods with today's habits"),
        ("pods_of_five", "Pods of five", "pods of five"),
        ("service", "Service", "service"),
    ],
)
def test_a_label_is_made_of_the_key(key, name, said):
    assert (name_of(key), in_text(key)) == (name, said)


def test_a_label_of_the_scenario_comes_first_and_goes_with_it():
    with speaking(LABELS):
        assert (name_of("pods"), in_text("pods"), measure_words("felt_empathy")) == (
            "Squads",
            "Squads",
            "kindness felt",
        )
        assert against("silos", "pods") == "Squads against departments"
    assert (name_of("pods"), measure_words("felt_empathy")) == ("Pods, better habits", "felt empathy")


def test_people_read_labels_and_machines_keys():
    found = comparison(GAIN, load={"sales": 0.8, "service": 0.8})
    found = replace(found, scenario=tiny({"labels": LABELS}))
    with speaking(LABELS):
        screen = as_text(page(found, everything=True))
    for text in (found.verdict, screen, report_html(found)):
        assert "Squads against departments" in text
        assert "kindness felt" in text
        assert "pods with better habits" not in text
    assert "4 Squads" in screen
    assert "kindness felt, of 100 *" in screen
    assert "Orders 0.80 → " in screen
    assert {"pods", "silos"} <= {row["formation"] for row in table_rows(found)}
    assert "felt_empathy" in {row["measure"] for row in table_rows(found)}


@pytest.mark.parametrize(
    ("key", "label", "message"),
    [
        ("podz", "Squads", "labels: there is no column, function or measure 'podz'. Did you mean pods?"),
        ("felt_empathi", "kindness", "Did you mean felt_empathy?"),
        ("pods", "", "labels.pods must be 1 to 40 letters on one line"),
        ("pods", "S" * 41, "labels.pods must be 1 to 40 letters on one line"),
        ("pods", "two\nlines", "labels.pods must be 1 to 40 letters on one line"),
        ("pods", "\x1b[31mred", "Text may not hold \\x1b"),
    ],
)
def test_a_label_of_nothing_or_that_no_table_can_show_is_refused(key, label, message):
    with pytest.raises(ScenarioError) as refused:
        tiny({"labels": {key: label}})
    assert message in str(refused.value)


def test_two_things_may_not_be_called_the_same():
    with pytest.raises(ScenarioError, match=r"and so is labels\.pods: nobody could tell them apart"):
        tiny({"labels": {"pods": "Squads", "silos": "Squads"}})


def test_labels_change_no_column_and_can_be_set():
    scenario = load_scenario("support_desk", ["labels.pods=Squads"])
    assert scenario.labels == {"pods": "Squads"}
    assert list(scenario.formations) == list(load_scenario("support_desk").formations)
