"""Today's figures: you said, the model says, off by, turn this."""

import pytest

from sim.report.page import report_html
from sim.report.summary import all_numbers, as_text
from sim.report.today import TURN, today_rows
from sim.scenario import explain
from sim.scenario.figure_settings import MeasuredToday
from tests.unit.comparison.made import comparison, tiny

LEVELS = {"silos": (200.0, 0.8), "pods_today": (200.0, 0.8), "silos_plus": (150.0, 0.8), "pods": (100.0, 0.8)}


def desk(**figures):
    found = comparison(LEVELS)
    scenario = tiny({"measured_today": figures})
    for samples in found.samples.values():
        samples["calls_abandoned_share@voice"] = samples["felt_empathy"] * 0.08
    return type(found)(**{**vars(found), "scenario": scenario})


def test_what_is_missed_comes_first_with_what_to_turn():
    missed, met = today_rows(desk(resolution_minutes=205, calls_abandoned_share={"voice": 0.05}))
    assert (missed.called, missed.said, missed.model, missed.off, missed.missed) == (
        "calls given up (voice)", "0.050", "0.080", "+60%", True,
    )  # fmt: skip
    assert missed.turn == ("demand.channels.voice.patience_minutes", "people.away_share")
    assert (met.called, met.said, met.model, met.off, met.missed, met.turn) == (
        "resolution time", "3.42 h", "3.33 h", "-2%", False, (),
    )  # fmt: skip


def test_page_and_all_numbers_show_them():
    found = desk(resolution_minutes=100)
    html = report_html(found)
    assert "you said" in html
    assert "policy.pickup_across_minutes" in html
    assert html.index('id="today"') < html.index('id="numbers"')
    said = as_text(all_numbers(found))
    assert "turn this" in said
    assert "you said" not in as_text(all_numbers(comparison(LEVELS)))


@pytest.mark.parametrize("measure", MeasuredToday.model_fields)
def test_every_figure_has_settings_to_turn_and_they_exist(measure):
    if measure != "tolerance":
        for key in TURN[measure]:
            assert explain(key)
