"""What experiments/fit_empathy.py stored is what the settings use, and it says how well it fits and how surely."""

from __future__ import annotations

import json

import numpy as np
import pytest

from sim.measures.empathy import COEFFICIENTS
from sim.scenario.catalogue import SETTINGS
from sim.scenario.empathy_settings import DRAWS, FITTED_FILE, MODE_AT, UNMOVED, Empathy

FIT = json.loads(FITTED_FILE.read_text(encoding="utf-8"))


def test_the_settings_are_the_stored_fit():
    settings = Empathy()
    assert settings.anchor == FIT["anchor"]
    modes = {name: known["mode"] for name, known in FIT["coefficients"].items()}
    assert tuple(modes) == COEFFICIENTS
    for name, value in (modes | FIT["held_fixed"]).items():
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


def test_no_coefficient_has_the_wrong_sign_or_lies_on_a_bound():
    for name, known in FIT["coefficients"].items():
        low, high = known["interval"]
        assert low < known["mode"] < high
        assert high < 0 if name == "interaction" else low > 0


def test_waiting_counts_and_being_solved_does_not_decide_everything():
    """A fit without priors had them at 0 and at the most that was allowed, 6."""
    assert Empathy().timely > 0.03
    assert Empathy().solved < 4.0


def test_draws_are_settings_with_the_mode_among_them_and_vary_together():
    values = np.array([DRAWS[name] for name in ("anchor", *COEFFICIENTS)])
    assert values.shape == (1 + len(COEFFICIENTS), 65)
    for draw in values.T:
        Empathy(**dict(zip(("anchor", *COEFFICIENTS), draw.tolist(), strict=True)))
    assert [DRAWS[name][MODE_AT] for name in COEFFICIENTS] == [getattr(Empathy(), name) for name in COEFFICIENTS]
    changes = np.add(DRAWS["heard"], DRAWS["known"])
    assert (np.diff(changes) >= 0.0).all()
    # What of a change of hands is not felt as told again is felt as a new face, or as not being solved at once.
    assert np.corrcoef(np.log(DRAWS["known"]), np.log(DRAWS["in_one_contact"]))[0, 1] < -0.3
    for name, known in FIT["coefficients"].items():
        logs = np.log(np.abs(DRAWS[name]))
        assert np.std(logs) == pytest.approx(known["error_of_log"], rel=0.25), name


def test_what_no_contrast_moves_is_named_where_the_setting_is_explained():
    assert "human" in UNMOVED  # departments have no bot
    for name in COEFFICIENTS:
        source = SETTINGS.find(f"empathy.{name}")[0].source
        assert ("no contrast moves it" in source) == (name in UNMOVED)
