"""The table of an experiment, its words, and how it is held against a published one."""

from __future__ import annotations

import numpy as np
import pytest

from sim.comparison.intervals import mean_interval
from sim.exploring.cells import CellResult
from sim.measures import PRIMARY
from sim.report.csv_files import csv_text
from sim.report.studies import in_short, prediction_lines, read_table, sure_line, tally_lines
from sim.studies import checked, judged, planned, read_study, run_study, table_of
from sim.studies.checking import CONSISTENT, DIFFERENT, IDENTICAL, WITHIN
from tests.unit.studies.studies import small, write


def samples(resolution, handoffs, size=4):
    wobble = np.linspace(-1.0, 1.0, size)
    return {"resolution_minutes": resolution + wobble, "handoffs": handoffs + 0.01 * wobble**2}


@pytest.fixture
def study(tmp_path):
    return read_study(write(tmp_path)).study


@pytest.fixture
def made(tmp_path):
    """(study, plan, results of made-up values): at load 0.5 and at 1."""
    loaded = read_study(write(tmp_path))
    plan = planned(loaded)
    values = [
        {"silos_plus": samples(100.0, 0.5), "pods": samples(80.0, 0.3)},
        {"silos_plus": samples(200.0, 0.6), "pods": samples(201.0, 0.2)},
    ]
    return loaded.study, plan, [CellResult(one.cell, found) for one, found in zip(plan, values, strict=True)]


def the_row(rows, **wanted):
    (found,) = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return found


def test_means_differences_and_contrasts(made):
    rows = table_of(*made)
    assert list(rows[0]) == ["part", "scenario", "load", "contrast", "first", "second", "measure", "unit",
                             "replications", "mean", "low", "high", "smallest", "word", "alone"]  # fmt: skip
    assert len(rows) == 2 * 2 * 3 + 2 * 2 * 3  # (cells or contrasts) x measures x (two columns and a pair)
    about = {"measure": "resolution_minutes", "contrast": ""}
    level = the_row(rows, load="0.5", first="pods", second="", **about)
    assert (level["mean"], level["replications"], level["alone"]) == (80.0, 4, "")
    pair = the_row(rows, load="0.5", second="pods", **about)
    assert (pair["mean"], pair["smallest"], pair["alone"]) == (-20.0, 5.0, "better")
    assert the_row(rows, load="1", second="pods", **about)["alone"] == "worse, too little to matter"
    more = the_row(rows, contrast="more", first="pods", second="", measure="resolution_minutes")
    assert (more["mean"], more["load"], more["alone"]) == (121.0, "", "above")
    extra = the_row(rows, contrast="more", second="pods", measure="resolution_minutes")
    assert (extra["mean"], extra["alone"]) == (21.0, "above")
    times = the_row(rows, contrast="times", first="silos_plus", second="", measure="resolution_minutes")
    by_hand = mean_interval(samples(200.0, 0)["resolution_minutes"] / samples(100.0, 0)["resolution_minutes"])
    assert (times["mean"], times["low"], times["unit"]) == (by_hand.mean, by_hand.low, "ratio")
    assert times["alone"] == "above"


def test_what_holds_by_itself_may_not_hold_over_all(made):
    study, plan, results = made
    noisy = 20.0 * np.array([-1.0, -0.1, 0.1, 1.0]) - 60.0
    results[0].samples["pods"]["resolution_minutes"] = results[0].samples["silos_plus"]["resolution_minutes"] + noisy
    row = the_row(table_of(study, plan, results), load="0.5", second="pods", measure="resolution_minutes")
    assert mean_interval(noisy, 0.99).high < -5.0  # 5% of 100; four replications need 99%
    assert row["alone"] == "better"
    assert mean_interval(noisy, 0.995).high > -5.0
    assert row["word"] == "not settled"


def test_a_contrast_uses_the_replications_that_all_levels_have(made):
    study, plan, results = made
    results[0].samples.update(silos_plus=samples(100.0, 0.5, size=3), pods=samples(80.0, 0.3, size=3))
    rows = table_of(study, plan, results)
    assert the_row(rows, contrast="more", first="pods", second="", measure="handoffs")["replications"] == 3


def test_predictions_are_judged_row_by_row(made):
    study, plan, results = made
    rows = table_of(study, plan, results)
    (one,) = judged(study, rows)
    assert (one.word, one.held, one.refuted, len(one.rows)) == ("held", 2, 0, 2)
    results[1].samples["pods"]["handoffs"] = results[1].samples["silos_plus"]["handoffs"] + 1.0
    (other,) = judged(study, table_of(study, plan, results))
    assert (other.word, other.held, other.refuted) == ("mixed", 1, 1)


@pytest.mark.parametrize(
    ("expect", "seen", "word"),
    [
        ("second", "better", "held"), ("second", "worse", "refuted"), ("second", "the same", "refuted"),
        ("second", "better, too little to matter", "refuted"), ("same", "better, too little to matter", "held"),
        ("second", "not settled", "open"), ("first", "worse", "held"), ("same", "the same", "held"),
        ("not second", "the same", "held"), ("not second", "worse", "held"), ("not second", "better", "refuted"),
    ],
)  # fmt: skip
def test_every_expectation_of_a_pair(study, expect, seen, word):
    prediction = study.predictions[0].model_copy(update={"expect": expect})
    row = {"part": "loads", "contrast": "", "first": "silos_plus", "second": "pods", "measure": "handoffs", "load": "1"}
    changed = study.model_copy(update={"predictions": (prediction,)})
    assert judged(changed, [row | {"word": seen}])[0].word == word


@pytest.mark.parametrize(
    ("expect", "seen", "word"),
    [
        ("above", "above", "held"), ("above", "the same", "refuted"), ("below", "below", "held"),
        ("not above", "the same", "held"), ("not above", "above", "refuted"), ("same", "above", "refuted"),
        ("same", "below, too little to matter", "held"), ("below", "not settled", "open"),
    ],
)  # fmt: skip
def test_every_expectation_of_a_contrast(study, expect, seen, word):
    changes = {"expect": expect, "contrast": "more", "pair": (), "column": "pods"}
    changed = study.model_copy(update={"predictions": (study.predictions[0].model_copy(update=changes),)})
    row = {"part": "loads", "contrast": "more", "first": "pods", "second": "", "measure": "handoffs", "load": ""}
    assert judged(changed, [row | {"word": seen}])[0].word == word


def test_the_words_are_those_of_the_table(made):
    study = made[0]
    rows = read_table(csv_text(table_of(*made)))
    assert in_short(study, rows) == "Of 1 prediction, 1 held."
    (line,) = prediction_lines(study, rows)
    assert line.startswith("Held (2 of 2): Pods save handoffs at every load. Seen: pods better 2; from -0.40 ")
    assert "(load 1)" in line
    tallies = list(tally_lines(study, rows))
    assert tallies[0].startswith("loads, resolution_minutes, silos_plus→pods: ")
    assert any("more in silos_plus→pods" in line for line in tallies)
    assert sure_line(study, rows, 3).startswith("4 replications of every cell, seed 3.")


def test_stopping_goes_on_where_a_difference_is_not_known_well_enough(tmp_path, monkeypatch):
    changes = {"replications": None, "stopping": {"start": 4, "most": 18, "half_width": 0.5}, "budget": 100}
    description = {name: said for name, said in small(**changes).items() if said is not None}
    loaded = read_study(write(tmp_path, description))
    asked = []

    def made_up(cells, **options):
        """At load 0.5 differences are known from the start, at 1 never."""
        asked.append([(cell.labels["load"], cell.replications) for cell in cells])
        return [made_up_result(cell, spread=0.001 if cell.labels["load"] == "0.5" else 100.0) for cell in cells]

    monkeypatch.setattr("sim.studies.plan.run_cells", made_up)
    results = run_study(loaded.study, planned(loaded))
    assert asked == [[("0.5", 4), ("1", 4)], [("1", 14)], [("1", 18)]]
    assert [result.cell.replications for result in results] == [4, 18]


def made_up_result(cell, spread):
    noise = np.random.default_rng(1).normal(0.0, spread, cell.replications)
    before = {name: np.full(cell.replications, 100.0) for name in PRIMARY}
    return CellResult(cell, {"silos_plus": before, "pods": {name: 90.0 + noise for name in PRIMARY}})


# Holding one table against another


@pytest.fixture
def table(made):
    return read_table(csv_text(table_of(*made)))


def altered(table, place, name, text):
    return [{**row, name: text} if number == place else row for number, row in enumerate(table)]


def test_identical(table):
    assert checked(table, table, by_luck=False).answer == IDENTICAL


def test_equal_within_1e_9(table):
    near = altered(table, 0, "mean", repr(float(table[0]["mean"]) * (1 + 1e-12)))
    assert checked(table, near, by_luck=False).answer == WITHIN
    far = altered(table, 0, "mean", repr(float(table[0]["mean"]) * (1 + 1e-8)))
    assert checked(table, far, by_luck=False).answer == DIFFERENT


def test_different_says_where(table):
    found = checked(table, altered(table, 4, "low", "1.5"), by_luck=False)
    assert found.answer == DIFFERENT
    assert found.where.startswith("row 5 (loads, tiny")
    assert found.where.endswith(f"low: {table[4]['low']}, published 1.5")
    assert not found.passed


def test_other_rows_or_columns_are_different_even_with_luck(table):
    assert "first" in checked(table, altered(table, 2, "first", "tiered"), by_luck=True).where
    assert "number of rows" in checked(table, table[:-1], by_luck=True).where
    assert "columns" in checked(table, [{**row, "more": ""} for row in table], by_luck=True).where


def drawn(seed, shift=0.0, rows=200, size=8):
    """A table of means of normal values whose true mean is the number of the row, but for a shift of the first."""
    rng = np.random.default_rng(seed)
    found = []
    for place in range(rows):
        interval = mean_interval(rng.normal(place + shift * (place == 0), 1.0, size))
        words = {"part": "p", "scenario": "s", "contrast": "", "first": f"c{place}", "second": "", "measure": "m"}
        numbers = {"mean": interval.mean, "low": interval.low, "high": interval.high, "smallest": float("nan")}
        found.append({**words, "unit": "u", "replications": size, **numbers, "word": "", "alone": ""})
    return read_table(csv_text(found))


@pytest.mark.parametrize("rows", [1, 60])
def test_another_seed_is_consistent_in_at_least_99_of_100_runs_however_many_rows(rows):
    answers = [checked(drawn(s, rows=rows), drawn(1000 + s, rows=rows), by_luck=True).answer for s in range(150)]
    assert answers.count(CONSISTENT) >= 0.98 * len(answers)
    assert set(answers) <= {CONSISTENT, DIFFERENT}


def test_another_model_is_not_put_down_to_luck():
    found = checked(drawn(1), drawn(2, shift=20.0), by_luck=True)
    assert found.answer == DIFFERENT
    assert found.where.startswith("row 1 (p, s, c0, m), mean: ")
    assert found.note == "Luck does not explain it: 1 of 200 rows are too far apart."


def test_what_is_known_exactly_must_be_equal(table):
    exact = [{**row, "low": row["mean"], "high": row["mean"]} for row in table]
    assert checked(exact, altered(exact, 0, "mean", "99.0"), by_luck=True).answer == DIFFERENT


def test_consistency_says_how_many_rows_agree_each_by_itself():
    note = checked(drawn(1), drawn(2), by_luck=True).note
    assert note.startswith("All 200 rows agree at once at 99%")
