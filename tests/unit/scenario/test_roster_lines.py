"""What weekly hours come to: as written by people who forget days, or plan a shift while everything is closed."""

from sim.scenario.hours import names_no_day
from sim.scenario.roster_lines import hours_of_groups, roster_lines
from tests.unit.comparison.made import tiny

DAY = "mon-fri 09:00-17:00"


def test_hours_are_those_of_everybody():
    assert list(roster_lines(tiny(), {DAY: 4})) == ["hours per person and week: 40"]
    part_time = {DAY: 3, "mon 09:00-12:30": 1}
    assert list(roster_lines(tiny(), part_time)) == ["hours per person and week: 3.5 to 40, 30.9 on average"]


def test_a_week_of_seven_days_that_nobody_wrote():
    said = list(roster_lines(tiny(), {"09:00-17:00": 2, DAY: 1}))
    assert said[0] == "hours per person and week: 40 to 56, 50.7 on average"
    assert said[1] == "note: 09:00-17:00: no days are written, so 2 people work on all seven"
    assert said[2] == "note: no channel is open in 2 shifts: sat 09:00-17:00 (2 people), sun 09:00-17:00 (2 people)"
    assert not names_no_day("always")
    assert names_no_day("mon 09:00-12:00, 13:00-14:00")


def test_a_shift_while_everything_is_closed():
    night = {"mon-tue 22:00-06:00": 1, "fri 00:00-24:00": 1}
    assert list(roster_lines(tiny(), night))[1] == (
        "note: no channel is open in 2 shifts: mon 22:00-06:00 (1 person), tue 22:00-06:00 (1 person)"
    )


def test_shifts_are_dealt_in_turn():
    scenario = tiny({"people.shifts": {"early": "mon 09:00-12:00", "day": DAY}, "open": "mon-fri 08:00-18:00"})
    assert sum(hours_of_groups(scenario).values()) == 4
    assert hours_of_groups(scenario) == {DAY: 2, "mon 09:00-12:00": 2}
