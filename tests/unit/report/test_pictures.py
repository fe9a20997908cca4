"""Every picture: its numbers, in its table and in its words, and names that are none of its business."""

from itertools import pairwise

import numpy as np
import pytest

from sim.comparison.intervals import mean_interval
from sim.measures import AT, OF, WATERFALL
from sim.report.page.bars import bars, soonest
from sim.report.pictures.differences import paired_differences
from sim.report.pictures.empathy import felt_empathy
from sim.report.pictures.people import people_load
from sim.report.pictures.style import png, svg_inline
from sim.report.pictures.waterfall import waterfall
from sim.scenario.built_in_columns import DEFAULT_COLUMNS
from tests.unit.comparison.made import comparison

LEVELS = {"silos": (400.0, 0.9), "silos_plus": (300.0, 0.9), "pods": (304.0, 0.8)}
DRAWERS = [paired_differences, waterfall, felt_empathy, people_load]


@pytest.fixture(scope="module")
def made():
    found = comparison(LEVELS)
    for column, samples in found.samples.items():
        for part in WATERFALL:
            samples[part] = np.zeros(10)
        samples["queue_minutes"] = samples["resolution_minutes"] - 100.0
        samples["work_minutes"] = np.full(10, 120.0)
        samples["skill_minutes"] = np.full(10, -20.0)
        samples["listening_share"] = np.full(10, 0.0 if column == "silos" else 0.1)
        samples["felt_known"] = np.full(10, 0.75 if column == "pods" else 0.5)
        for name in ("load_mean", "load_p90", "load_max", "listening_share"):
            samples[f"{name}{OF}sales"] = samples[name]
            samples[f"{name}{AT}voice"] = samples[name]
    return found


@pytest.mark.parametrize("draw", DRAWERS)
def test_drawn_twice_it_is_the_same(made, draw):
    assert svg_inline(draw(made)) == svg_inline(draw(made))
    assert png(draw(made)) == png(draw(made))


@pytest.mark.parametrize("draw", DRAWERS)
def test_its_table_has_rows_of_one_shape(made, draw):
    table = draw(made).table
    assert table
    assert len({tuple(row) for row in table}) == 1


def test_differences_say_what_each_is_for_the_second(made):
    picture = paired_differences(made)
    row = {(r["second"], r["against"], r["measure"]): r for r in picture.table}
    faster = row["pods", "silos", "resolution time"]
    assert faster["difference"] == pytest.approx(-96.0)
    assert faster["second is"] == "better"
    assert row["pods", "silos_plus", "resolution time"]["second is"] == "worse, too little to matter"
    assert "pods with better habits against departments: resolution time better (-1.60 h)" in picture.alt


def test_differences_are_drawn_with_better_to_the_right(made):
    axes = paired_differences(made).figure.axes[1]  # pods against silos
    places = [line.get_xdata()[0] for line in axes.lines if line.get_marker() not in ("None", None, "")]
    assert places[0] == pytest.approx(96.0 / 20.0)  # less resolution time, in multiples of 5% of 400 minutes
    assert places[2] == pytest.approx(0.1 / 0.02)  # less load


def test_a_difference_off_the_scale_is_cut_and_its_number_written():
    picture = paired_differences(comparison({"silos": (400.0, 0.9), "pods": (4.0, 0.9)}))
    texts = [text.get_text() for text in picture.figure.axes[0].texts]
    assert [text for text in texts if text[0] in "+-"] == ["+20"]  # the others are names of measures


def test_the_bars_of_a_waterfall_lead_from_nothing_to_the_whole(made):
    picture = waterfall(made)
    axes = picture.figure.axes[0]
    *parts, whole = axes.patches
    per = 60.0
    assert parts[0].get_x() == 0.0
    for before, after in pairwise(parts):
        assert after.get_x() == pytest.approx(before.get_x() + before.get_width())
    assert parts[-1].get_x() + parts[-1].get_width() == pytest.approx(whole.get_width())
    assert whole.get_width() == pytest.approx(400.0 / per)
    assert "Departments: 6.67 h in all" in picture.alt


def test_felt_empathy_adds_coefficient_times_difference(made):
    picture = felt_empathy(made)
    known = next(row for row in picture.table if row["component"] == "known")
    assert known["pods adds (log-odds)"] == pytest.approx(made.scenario.empathy.known * 0.25)
    assert known["silos_plus adds (log-odds)"] == 0.0


def test_people_load_tells_listening_apart(made):
    picture = people_load(made)
    row = next(r for r in picture.table if r["column"] == "pods" and r["people"] == "sales")
    assert row["of it listening"] == pytest.approx(0.1 * row["occupied"])
    assert "listening" in picture.alt


@pytest.mark.parametrize("draw", DRAWERS)
def test_columns_have_the_names_of_the_tiles(made, draw):
    shown = svg_inline(draw(made))
    assert "silos" not in shown
    assert "epartments" in shown


@pytest.mark.parametrize("draw", DRAWERS)
def test_names_may_be_long(draw):
    name = "departments_with_better_habits_and_" * 4
    found = comparison({"silos": (300.0, 0.8), name: (290.0, 0.8)})
    for samples in found.samples.values():
        for key in ("load_mean", "load_p90", "load_max", "listening_share"):
            samples[f"{key}{OF}{name}"] = samples[key]
    picture = draw(found)
    assert name in str(picture.table)
    assert name not in svg_inline(picture).partition("</desc>")[2]


@pytest.mark.parametrize("draw", DRAWERS)
@pytest.mark.parametrize("columns", [1, 2, 5])
def test_any_number_of_columns_can_be_drawn(draw, columns):
    names = ["silos", "pods", "<b>", "$x", 'a"b'][:columns]
    found = comparison({name: (300.0 + 10 * place, 0.8) for place, name in enumerate(names)})
    if draw is paired_differences and columns == 1:
        pytest.skip("one column alone has no differences")
    assert svg_inline(draw(found))


def test_the_soonest_of_few_runs_needs_what_a_word_needs():
    found = comparison(dict.fromkeys(("silos", "pods_today", "silos_plus", "pods"), (400.0, 0.9)))
    for column, first in (("silos", 0.0), ("pods_today", 0.0), ("silos_plus", 0.0), ("pods", 12.0)):
        found.samples[column]["resolution_minutes"] = 400.0 - first + np.array([0.0, 4.0, 8.0, 0.0, 4.0]) * (first > 0)
    assert (
        mean_interval(found.samples["silos"]["resolution_minutes"] - found.samples["pods"]["resolution_minutes"]).low
        > 0
    )
    assert " or " in soonest(found)
    for samples in found.samples.values():
        samples["resolution_minutes"] = np.tile(samples["resolution_minutes"], 2)
    assert soonest(found) == "Solved soonest: in pods with better habits"
    more = comparison({column: (900.0 - 100.0 * n, 0.8) for n, column in enumerate((*DEFAULT_COLUMNS, "pool"))})
    assert soonest(more) == "Solved soonest: in pool"  # as the ranking says
    assert [bar["name"] for bar in bars(more).value[0]["bars"]][-1] == "Pool"
