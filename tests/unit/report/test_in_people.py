"""The gain in people, in words: no money without what it rests on, none where the interval holds 0."""

from dataclasses import replace

import pytest

from sim.comparison.intervals import Interval
from sim.exploring.staffing.in_people import InPeople, PeopleChange
from sim.report.in_people import (
    NO_COST,
    in_people_json,
    in_people_line,
    in_people_lines,
    in_people_rows,
    people_words,
    rounded,
)
from sim.report.page.tables import in_people_table
from tests.unit.comparison.made import comparison, tiny
from tests.unit.report.test_verdict import GAIN

HABITS, PODS = ("silos", "silos_plus"), ("silos_plus", "pods")


def change(more, low, high, pair=HABITS, open_low=False, open_high=False):
    saved = Interval(-1000.0 * more, -1000.0 * high, -1000.0 * low)
    return PeopleChange(pair, more, low, high, open_low, open_high, saved)


def made(*changes, year=1000.0, hours=40.0):
    by_pair = {one.pair: one for one in changes}
    return InPeople("silos", 48, ("resolution_minutes",), {}, {}, {}, (), 30.0, hours, year, by_pair)


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (change(-5, -7, -4), "spare 5 (4 to 7)"),
        (change(-5, -7, -4, open_low=True), "spare 5 (4 to 7 or more)"),
        (change(3, 1, 5), "need 3 more (1 to 5)"),
        (change(3, 1, 5, open_high=True), "need 3 more (1 to 5 or more)"),
        (change(-1, -2, 0), "spare 1 (0 to 2)"),
        (change(-1, -3, 1), "spare 1 (3 fewer to 1 more)"),
        (change(1, -1, 2), "need 1 more (1 fewer to 2 more)"),
        (change(0, -1, 2), "0 (1 fewer to 2 more)"),
        (change(0, 0, 1), "0 (0 to 1 more)"),
        (change(0, 0, 0), "0 (0 to 0)"),
    ],
)
def test_more_and_fewer_people_in_words(one, said):
    assert people_words(one) == said


def test_the_line_of_the_screen():
    answer = comparison(GAIN)
    line = in_people_line(answer, made(change(-5, -7, -4), change(0, -1, 1, PODS)))
    assert (
        line
        == "habits spare 5 (4 to 7), 5,000 (4,000 to 7,000) EUR a year (30/h + 33% assumed); pods 0 (1 fewer to 1 more)"
    )


def test_money_stands_once_with_what_it_rests_on_and_only_where_people_are_certain():
    answer = comparison(GAIN)
    both = in_people_line(answer, made(change(-1, -3, 1), change(3, 1, 5, PODS)))
    assert both == (
        "habits spare 1 (3 fewer to 1 more); pods need 3 more (1 to 5), 3,000 (1,000 to 5,000) EUR a year (30/h + 33% "
        "assumed)"
    )
    assert "EUR" not in in_people_line(answer, made(change(-1, -3, 1), change(0, 0, 0, PODS)))
    assert "EUR" not in in_people_line(answer, made(change(-5, -7, -4), year=0.0))
    priced = tiny({"money": {"currency": "CHF", "employer_share": 0, "overhead_per_seat_year": 4200}})
    said = in_people_line(replace(answer, scenario=priced), made(change(-5, -7, -4)))
    assert "5,000 (4,000 to 7,000) CHF a year (30/h + 4,200 a seat assumed)" in said
    beds = in_people_line(answer, made(change(-5, -7, -4), hours=168.0))
    further = in_people_line(answer, made(change(-5, -7, -4, open_low=True)))
    assert "5,000 (4,000 to 7,000 or more) EUR a year" in further
    assert "5,000 (4,000 to 7,000) EUR a year (30/h x 168 h a week + 33% assumed)" in beds


def test_a_column_that_cannot_serve_as_today_says_so():
    line = in_people_line(comparison(GAIN), made(change(-5, -7, -4)))
    assert line.endswith("; pods cannot serve as today with 2 times the people")


def test_no_cost_would_pay_back_where_the_interval_holds_0():
    answer = comparison(GAIN)
    said = "\n".join(in_people_lines(answer, made(change(-5, -7, -4), change(-1, -3, 1, PODS))))
    first, second = (line for line in said.splitlines() if "cashable" in line)
    assert "spare 5 (4 to 7), 5,000 (4,000 to 7,000) EUR a year; cashable" in first
    assert "EUR" not in second.partition("; cashable")[0]
    assert "cashable 5,000 (4,000 to 7,000) EUR a year, so a one-off cost up to that is paid back within 12" in first
    assert f"cashable 1,000 (-1,000 to 3,000) EUR a year, so {NO_COST}." in second
    assert "30/h + 33%, assumed" in said


def test_json_rows_and_table_have_the_same_numbers():
    answer = comparison(GAIN)
    found = made(change(-5, -7, -4))
    found = replace(found, needed={"silos_plus": _needed()}, load={"silos": 0.9, "silos_plus": 0.85})
    told = in_people_json(answer, found)
    assert told["changes"]["silos→silos_plus"]["interval"] == [-7, -4]
    assert told["changes"]["silos→silos_plus"]["one_off"] == 5000.0
    paid = told["changes"]["silos→silos_plus"]["pay_saved_per_year"]
    assert (paid["mean"], paid["low"], paid["high"]) == (5000.0, 4000.0, 7000.0)
    assert told["assumed"]["person_year"] == 1000.0
    row = in_people_rows(answer, found)[0]
    assert (row["people_first"], row["people_second"], row["more"], row["one_off"]) == (48, 43, -5, 5000.0)
    cells = in_people_table(answer, found).rows[0]
    assert [cell.text for cell in cells[1:]] == ["−5", "−5,000", "5,000", "5,000"]


def _needed():
    from sim.exploring.staffing import Needed, Question, Trial

    trials = (Trial(42, {"sales": 42}, False), Trial(43, {"sales": 43}, True), Trial(48, {"sales": 48}, True))
    return Needed(Question("silos_plus", "silos"), 48, 43, (41, 44), {"sales": 43}, None, 24, 96, 1, trials)


def test_the_people_of_a_column_with_their_functions_and_their_load():
    found = replace(made(), needed={"silos_plus": _needed()}, load={"silos": 0.9, "silos_plus": 0.85})
    said = list(in_people_lines(comparison(GAIN), found))
    assert said[1] == (
        "Departments with better habits: 43 (41 to 44): sales -5; the busiest tenth are then at work for 51 minutes of "
        "an hour, today 54."
    )


@pytest.mark.parametrize(
    ("amount", "said"), [(0, "0"), (564.4, "564"), (82992, "83,000"), (165984, "166,000"), (-1234567, "-1,230,000")]
)
def test_money_has_three_digits(amount, said):
    assert rounded(amount) == said
