"""The tables of docs/background/statistics.md are those of the CSV files, and the intervals hold what the page says."""

import pytest

from tests.docs.scripts import script


@pytest.fixture(scope="module")
def study():
    return script("intervals")


def test_the_page_shows_what_was_found(study):
    page = study.PAGE.read_text(encoding="utf-8")
    assert study.page_with(page, study.read(study.COVERAGE), study.read(study.ERRORS)) == page


def test_intervals_cover_what_they_should_from_twenty_replications_on(study):
    rows = [row for row in study.read(study.COVERAGE) if row["method"] == "used" and int(row["replications"]) >= 20]
    assert len(rows) >= 100
    luck = 2 * (0.95 * 0.05 / study.SAMPLES) ** 0.5
    assert all(0.93 - luck <= float(row["covered"]) <= 0.97 + luck for row in rows)
    assert 0.94 <= sum(float(row["covered"]) for row in rows) / len(rows) <= 0.965


def test_no_sign_is_wrong_more_often_than_one_in_forty(study):
    """By three standard errors at most in any difference, and not at all on average."""
    for method, count in (("used", study.SAMPLES), ("blocks", study.STORED // study.BLOCK)):
        rows = [row for row in study.read(study.COVERAGE) if row["method"] == method]
        wrong = [float(row["wrong_sign"]) for row in rows if int(row["replications"]) == study.BLOCK]
        assert len(wrong) > 50
        assert max(wrong) <= 0.025 + 3 * (0.025 * 0.975 / count) ** 0.5
        assert sum(wrong) / len(wrong) <= 0.025


def test_words_are_wrong_no_more_often_than_intervals_may_be(study):
    rows = study.read(study.ERRORS)
    assert {row["truth"] for row in rows} == set(study.TRUTHS)
    noise = 4 * (0.05 * 0.95 / study.MADE_UP) ** 0.5
    assert max(study.wrong(row) for row in rows) <= 0.05 + noise


def test_methods_by_hand(study):
    """Without skewness all closed forms are Student's t; a bootstrap of equal values has no width."""
    import numpy as np

    values = np.array([[1.0, 2.0, 4.0, 6.0, 7.0]])
    ends = {name: (low[0], high[0]) for name, method in study.METHOD.items() for low, high in [method(values)]}
    assert ends["hall"] == pytest.approx(ends["student"])
    assert ends["used"] == pytest.approx(ends["student"])
    assert ends["bootstrap"][0] < 4.0 < ends["bootstrap"][1]
