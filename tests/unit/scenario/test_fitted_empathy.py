"""What experiments/fit_empathy.py stored is what the settings use, and it says how well it fits."""

from __future__ import annotations

import json

import pytest

from sim.scenario.empathy_settings import FITTED_FILE, Empathy

FIT = json.loads(FITTED_FILE.read_text(encoding="utf-8"))


def test_the_settings_are_the_stored_fit():
    settings = Empathy()
    assert settings.anchor == FIT["anchor"]
    for name, value in (FIT["coefficients"] | FIT["held_fixed"]).items():
        assert getattr(settings, name) == value, f"{name}: run experiments/fit_empathy.py --write"


def test_every_target_is_stored_with_what_was_reached():
    rows = {row["evidence_row"]: row for row in FIT["targets"]}
    assert list(rows) == ["25", "26", "27", "28", "30", "32", "23"]
    for row in rows.values():
        least, most = row["range"]
        assert least <= row["target"] <= most
        assert row["within_range"] == (least <= row["reached"] <= most)
        assert row["reached_on_other_customers"] == pytest.approx(row["reached"], abs=0.05)


def test_the_level_is_that_of_its_source():
    assert FIT["level"]["target"] == 0.525
    assert FIT["level"]["reached"] == pytest.approx(0.525, abs=0.001)
    assert FIT["simulated"]["column"] == "silos"
    assert len(FIT["simulated"]["scenario_hash_without_empathy"]) == 64


def test_no_coefficient_has_the_wrong_sign():
    settings = Empathy()
    good = ("heard", "timely", "fitted", "cared_for", "known", "human", "solved", "in_one_contact")
    assert all(getattr(settings, name) >= 0 for name in good)
    assert settings.interaction <= 0
