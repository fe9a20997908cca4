"""The page that `podsim verify --write` writes has every check, misses none, and prints the formulas as they are."""

from __future__ import annotations

from sim.report.verification import PAGE, documented
from sim.studies.verification.running import CHECKS, verify

HOW = "run podsim verify --write in the project's folder (some minutes)"


def _rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| check ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_check_is_on_the_page_and_none_is_missed(project):
    rows = _rows((project / PAGE).read_text(encoding="utf-8"))
    assert {row[0] for row in rows} == {check.key for check in CHECKS}, HOW
    assert {row[-1] for row in rows} <= {"met", "not settled"}, HOW
    assert sum(row[-1] == "met" for row in rows) > 0.9 * len(rows), HOW


def test_formulas_are_as_the_page_prints_them(project):
    now = verify([check for check in CHECKS if check.kind == "formula"])
    page = (project / PAGE).read_text(encoding="utf-8").splitlines()
    missing = [line for line in documented(now).splitlines() if line.startswith("| ") and line not in page]
    assert not missing, HOW
