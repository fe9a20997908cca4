"""The tables of docs/background/v-formation.md are those of the CSV file, and there is a table for each question."""

import re

import pytest

from tests.docs.scripts import script


@pytest.fixture(scope="module")
def study():
    return script("v_formation")


def test_the_page_shows_what_was_found(study):
    page = study.PAGE.read_text(encoding="utf-8")
    assert study.page_with(page, study.read(study.FOUND)) == page
    shown = re.findall(r"<!-- table: (.*) -->", page)
    assert sorted(shown) == sorted({row["varied"] for row in study.read(study.FOUND)})


def test_work_per_case_by_hand(study):
    """Half of a's are followed by b, and none of b's: 4 + 0.5 * 6; twice as often: 4 + 6."""

    class Need:
        def __init__(self, first_share, work_minutes, then):
            self.first_share, self.work_minutes, self.then = first_share, work_minutes, then

    needs = {"a": Need(1.0, 4.0, {"b": 0.5}), "b": Need(0.0, 6.0, {})}
    assert study.work_per_case(needs, 1.0) == pytest.approx(7.0)
    assert study.work_per_case(needs, 2.0) == pytest.approx(10.0)
