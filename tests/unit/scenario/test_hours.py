"""Weekly hours in words."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sim.scenario.hours import DAYS, MINUTES_PER_WEEK, overlap_minutes, weekly_spans


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("mon 08:00-18:00", ((480, 1080),)),
        ("Mon-Tue 8:00-9:30", ((480, 570), (1920, 2010))),
        ("sat 09:00-12:00, mon 08:00-12:00", ((480, 720), (7740, 7920))),
        ("mon 22:00-06:00", ((1320, 1800),)),
        ("sun 22:00-06:00", ((9960, 10440),)),
        ("tue 08:00-24:00, wed 00:00-08:00", ((1920, 2880), (2880, 3360))),
        ("wed 00:00-24:00", ((2880, 4320),)),
        ("mon 08:00-12:00, mon 12:00-13:00", ((480, 720), (720, 780))),
    ],
)
def test_spans(text, spans):
    assert weekly_spans(text) == spans


def test_without_days_every_day_is_meant():
    assert len(weekly_spans("08:00-18:00")) == 7
    assert sum(end - start for start, end in weekly_spans("always")) == MINUTES_PER_WEEK


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "cannot read hours ''"),
        ("mon", "cannot read hours 'mon'"),
        ("mon-fri 8-12", "cannot read hours 'mon-fri 8-12'"),
        ("mon-fry 08:00-12:00", "days are mon, tue, wed, thu, fri, sat, sun"),
        ("fri-mon 08:00-12:00", "run backwards"),
        ("mon 08:00-25:00", "times run from 00:00 to 24:00"),
        ("mon 08:60-09:00", "times run from 00:00 to 24:00"),
        ("mon 08:00-24:01", "times run from 00:00 to 24:00"),
        ("mon 08:00-12:00, mon 11:00-13:00", "overlap"),
        ("sun 22:00-06:00, mon 05:00-06:00", "overlap"),
        ("mon-thu 09:00-17:00, fri 00:00-00:00", 'leave a day off out; write a whole day as "00:00-24:00"'),
        ("tue 08:00-08:00", "hours 'tue 08:00-08:00' begin and end at the same time"),
        ("mon 08:00-12:00,", "cannot read hours ''"),
        ("٠٨:٠٠-١٢:٠٠", "cannot read hours"),
    ],
)
def test_what_cannot_be_read_is_said(text, words):
    with pytest.raises(ValueError, match="hours") as caught:
        weekly_spans(text)
    assert words in str(caught.value)


@given(st.sampled_from(DAYS), st.integers(0, 1439), st.integers(0, 1440))
def test_one_span_has_its_length_and_starts_on_its_day(day, start, end):
    assume(start != end)
    text = f"{day} {start // 60:02}:{start % 60:02}-{end // 60:02}:{end % 60:02}"
    ((begin, finish),) = weekly_spans(text)
    assert begin == DAYS.index(day) * 1440 + start
    assert 0 < finish - begin <= 1440
    assert (finish - end) % 1440 == 0
    assert overlap_minutes(((begin, finish),), weekly_spans("always")) == finish - begin


@given(st.text(max_size=30))
def test_any_text_gives_spans_or_a_value_error(text):
    try:
        spans = weekly_spans(text)
    except ValueError:
        return
    assert list(spans) == sorted(spans)


def test_overlap_counts_the_night_after_sunday():
    assert overlap_minutes(weekly_spans("sun 22:00-06:00"), weekly_spans("mon 05:00-08:00")) == 60
    assert overlap_minutes(weekly_spans("mon-fri 08:00-18:00"), weekly_spans("sat 08:00-18:00")) == 0
