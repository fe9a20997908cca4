"""What the verdict says, and when."""

from dataclasses import replace
from types import SimpleNamespace

from sim.experiment.load_words import growth_note
from sim.experiment.parity import ParityRow
from sim.measures import Growth
from sim.report.summary import as_text
from sim.report.summary import page as comparison_page
from tests.unit.experiment.made import comparison, tiny

GAIN = {"silos": (200.0, 0.80), "silos_plus": (150.0, 0.80), "pods": (100.0, 0.90)}


def test_headline_says_better_same_and_worse():
    said = comparison(GAIN).verdict
    assert said.startswith("pods against silos: resolution time better, felt empathy the same and load of the busiest ")
    assert "resolution time: silos 3.33 h, pods 1.67 h; difference -1.67 h (95% interval" in said
    assert "silos_plus against silos: resolution time better, felt empathy the same and load of the" in said
    assert "within the 0.020 that would be worth having" in said


def test_the_gain_is_split_between_habits_and_formation():
    said = comparison(GAIN).verdict
    assert "better habits in the same departments -50.0 min" in said
    assert "the formation itself -50.0 min" in said
    assert "About 50% of the gain is due to the formation; 50% could be had without it." in said


def test_what_is_said_of_the_share_depends_on_what_is_settled():
    worse = comparison({"silos": (200.0, 0.8), "silos_plus": (100.0, 0.8), "pods": (150.0, 0.8)}).verdict
    assert "The formation itself costs part of what better habits gain: silos_plus alone does better." in worse
    same = comparison({"silos": (200.0, 0.8), "silos_plus": (100.0, 0.8), "pods": (101.0, 0.8)}).verdict
    assert "the gain could be had without it" in same
    unclear = comparison({"silos": (200.0, 0.8), "silos_plus": (100.0, 0.8), "pods": (97.0, 0.8)}, spread=0.1).verdict
    assert "How much of the gain is due to the formation is not settled" in unclear
    alone = comparison({"silos": (200.0, 0.8), "silos_plus": (220.0, 0.8), "pods": (100.0, 0.8)}).verdict
    assert "All of the gain is due to the formation" in alone


def test_no_share_where_pods_do_not_win():
    said = comparison({"silos": (100.0, 0.8), "silos_plus": (100.0, 0.8), "pods": (150.0, 0.8)}).verdict
    assert "of the gain" not in said


def test_a_wide_interval_is_not_settled():
    said = comparison({"silos": (100.0, 0.8), "pods": (101.0, 0.8)}, spread=0.5).verdict
    assert "resolution time not settled" in said
    assert "more replications would narrow it (worth having: 5.0" in said


def test_what_is_missing_made_up_and_uncalibrated_is_said():
    said = comparison(GAIN).verdict
    assert "Felt empathy is a proxy" in said
    assert "The customers are synthetic and the scenario is not calibrated" in said
    assert "voice one open day, mail five open days" in said
    log = comparison(GAIN, replay=SimpleNamespace(made_up=False)).verdict
    assert "those of the replayed log" in log
    assert "A log has no touch times" in log
    assert "synthetic" not in log
    assert "made-up log" in comparison(GAIN, replay=SimpleNamespace(made_up=True)).verdict


def test_overload_is_said_with_the_load_per_function():
    said = comparison(GAIN, load={"sales": 1.25, "service": 0.8}).verdict
    assert "Overload: sales cannot keep up alone" in said
    assert "sales 1.25, service 0.80" in said
    grows = comparison(GAIN, growth={"silos": Growth(12.0, 5.0, True)}).verdict
    assert "Overload: in silos the backlog grows by 12.0 cases a week" in grows
    assert "Overload" not in comparison(GAIN).verdict
    tired = comparison(GAIN, load={"sales": 0.95, "service": 0.8}, slow=0.1).verdict
    assert "Overload: with fatigue, sales cannot keep up (offered 0.95, with fatigue 1.04; no balance is left" in tired


def test_growth_that_is_more_than_chance_is_said_beside_the_times():
    assert growth_note({"silos": Growth(0.5, 0.1, False), "pods": Growth(0.5, -0.1, False)}) == (
        "Backlog that grows over the measured weeks: silos +0.50 cases a week (at least +0.10); times would grow with "
        "it."
    )
    assert growth_note({"silos": Growth(0.5, -0.1, False)}) == ""
    page = as_text(comparison_page(comparison(GAIN, growth={"silos": Growth(0.5, 0.1, False)})))
    assert "Backlog that grows over the measured weeks: silos +0.50 cases a week" in page


def test_figures_of_today_that_are_missed_open_the_verdict():
    compared = comparison(GAIN)
    today = tiny({"measured_today": {"resolution_minutes": 100, "handoffs": 1.0}})
    said = replace(compared, scenario=today).verdict
    assert said.startswith("Silos do not reproduce what was measured today: 1 of 2 figures are missed")
    met = tiny({"measured_today": {"resolution_minutes": 205}})
    assert replace(compared, scenario=met).verdict.startswith("pods against silos")


def test_unequal_pickup_is_said():
    row = ParityRow("pickup_inside_minutes", "minutes", "declared", {"silos": {}, "pods": {"mail": 1.0}})
    assert "compare them with equal pickup" in comparison(GAIN, parity=[row]).verdict
    assert "equal pickup" not in comparison(GAIN).verdict


def test_a_spent_budget_is_said():
    assert "The budget ran out after 10 replications" in comparison(GAIN, settled=False).verdict
    assert "budget" not in comparison(GAIN, settled=True).verdict


def test_other_columns_get_their_own_lines():
    said = comparison({"mine": (100.0, 0.8), "yours": (50.0, 0.8)}).verdict
    assert said.startswith("yours against mine: resolution time better")
    assert "better habits" not in said
    assert "stands alone" in comparison({"mine": (100.0, 0.8)}).verdict
