"""What the pages of the course say comes from runs, and the check marks as is said of it."""

from __future__ import annotations

import json

import pytest

from sim.exploring.cells.cell import sources_hash
from sim.report.live.dials import candidates
from sim.scenario import load_scenario
from sim.scenario.built_in_columns import DEFAULT_COLUMNS
from sim.studies import read_study
from tests.docs.reader import ROOT
from tests.docs.scripts import script

course = script("course")
FEW = range(course.FIRST_SEED, course.FIRST_SEED + 3)
SUMS = ("pods_today", "habits", "pods_add")


@pytest.fixture(scope="module")
def loaded():
    return read_study(course.STUDY)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Cells of FEW seeds, run once."""
    return tmp_path_factory.mktemp("cells")


def kept():
    return course._read(course.OVER_SEEDS)


@pytest.mark.parametrize("page", course.PAGES, ids=lambda page: page.stem)
def test_no_number_of_a_page_is_typed(page):
    text = page.read_text(encoding="utf-8")
    assert course.page_with(text, course.passages()) == text, "python experiments/course.py --pages writes them again"


def test_every_passage_stands_on_a_page():
    texts = "".join(page.read_text(encoding="utf-8") for page in course.PAGES)
    assert [name for name in course.passages() if f"<!-- from course.py: {name} -->" not in texts] == []


def test_ranges_are_those_of_the_seeds():
    rows = kept()
    assert [row["seed"] for row in rows] == [str(course.FIRST_SEED + place) for place in range(course.SEEDS)]
    again = course.ranges(rows)
    for row, found in zip(course._read(course.RANGES), again, strict=True):
        assert {name: float(row[name]) for name in ("low", "middle", "high")} == pytest.approx(
            {name: found[name] for name in ("low", "middle", "high")}
        )
        assert row["says"] == found["says"]


def test_habits_and_pods_add_up_at_every_seed():
    for row in kept():
        whole, *parts = (float(row[name]) for name in SUMS)
        assert whole == pytest.approx(sum(parts), abs=1e-6)


def test_formulas_lie_in_the_ranges():
    theory = [row for row in course._read(course.RANGES) if row["theory"]]
    assert len(theory) == 2
    assert all(float(row["low"]) < float(row["theory"]) < float(row["high"]) for row in theory)


def test_honest_students_pass_and_a_wrong_rule_fails():
    rows = {row["what"]: row for row in course._read(course.MARKING)}
    rule = f"mistake: {course.MISTAKES['wrong_rule'][0]}"
    honest, wrong = (int(rows[what]["passed"]) / int(rows[what]["students"]) for what in ("honest", rule))
    assert int(rows["honest"]["students"]) == 500
    assert honest >= 0.99
    assert wrong <= 0.05


def test_the_page_of_unit_1_has_its_dials():
    desk = load_scenario("course/desk")
    dials = {dial.title: [level.label for level in dial.levels] for dial in candidates(desk, DEFAULT_COLUMNS)}
    assert dials["Customers"][-1] == "+20%"
    assert dials["Number of pods"][:2] == ["2 (as mailed)", "3"]


@pytest.mark.slow
def test_seeds_run_again_give_what_was_written_down(loaded, store):
    same = json.loads(course.OVER_SEEDS.with_suffix(".json").read_text())["sources_sha256"] == sources_hash()
    rows = kept()
    for found, row in zip(course.over_seeds(loaded, FEW, store), rows, strict=False):
        for one in course.QUANTITIES:
            value, values = found[one.name], [float(other[one.name] or "nan") for other in rows]
            known = [other for other in values if other == other]
            slack = 0.0 if same else 0.5 * (max(known) - min(known))  # another version may have another luck
            assert value != value or min(known) - slack - 1e-9 <= value <= max(known) + slack + 1e-9, one.name
            if same and row[one.name]:
                assert value == pytest.approx(float(row[one.name]), rel=1e-9, abs=1e-9)


@pytest.mark.slow
def test_the_check_marks(loaded, store, tmp_path):
    """A small form of what experiments/course.py measures over 500 students."""
    honest = course.marks(loaded, FEW, 20, store)
    assert honest["passed"] >= 19, honest
    says, right, wrong = course.MISTAKES["forgotten_level"]
    file = tmp_path / "course.yaml"
    file.write_text(course.replaced(loaded.text, right, wrong), encoding="utf-8")
    found = course.marks(read_study(file), FEW, 20, store)
    assert found["passed"] <= 1, found
    assert "retold_minutes" in found["mostly_at"]
    assert says in (ROOT / "docs/course/instructor.md").read_text(encoding="utf-8")
