"""Moments of a run in words."""

import pytest

from sim.scenario.hours import minute_of


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("week 0", 0),
        ("Week 2 Tue 10:05", 20160 + 1440 + 605),
        ("week 12 sun", 120960 + 8640),
        (" week  1  mon ", 10080),
    ],
)
def test_a_moment(text, minute):
    assert minute_of(text) == minute


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tomorrow", "cannot read 'tomorrow'; write it as \"week 2 tue 10:00\", weeks of the run counted from 0"),
        (
            "week 1 10:00",
            "cannot read 'week 1 10:00'; write it as \"week 2 tue 10:00\", weeks of the run counted from 0",
        ),
        ("week 1 tuesday", "cannot read 'week 1 tuesday'; days are mon, tue, wed, thu, fri, sat, sun"),
        ("week 1 tue 24:00", "cannot read 'week 1 tue 24:00'; times run from 00:00 to 23:59"),
    ],
)
def test_what_is_no_moment(text, said):
    with pytest.raises(ValueError, match="cannot read") as caught:
        minute_of(text)
    assert str(caught.value) == said
