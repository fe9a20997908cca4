"""The screen of a comparison: what stands on it, in how many lines, at 80 and at 100 columns."""

from dataclasses import replace

import numpy as np
import pytest

from sim import compare
from sim.comparison.corners import FORMATION, HABITS_IN_DEPARTMENTS, RESOLUTION
from sim.comparison.words import BETTER, SAME, WORSE
from sim.exploring.plausibility import Plausibility
from sim.exploring.sensitivity import Rests, Sensitivity, is_price
from sim.exploring.shared_luck import WorldDifferences
from sim.exploring.turning_points import Turn
from sim.exploring.worlds import Worlds
from sim.measures import PRIMARY
from sim.measures.filling import Filling
from sim.report.corner_rows import Effect, corner_rows
from sim.report.names import speaking
from sim.report.pictures.sensitivity import worlds_picture
from sim.report.screen import first_screen, last_screen
from sim.report.summary import as_text
from sim.scenario import changed
from sim.scenario.hours import MINUTES_PER_DAY
from sim.scenario.ledger import ledger
from tests.unit.comparison.made import comparison, tiny
from tests.unit.report.test_turning_points import flip
from tests.unit.report.test_verdict import GAIN, with_channels


def screen(found, width=100):
    return as_text(iter([*first_screen(found), *last_screen(found)]), width).splitlines()


@pytest.fixture(scope="module")
def compared():
    return compare(tiny(), replications=10)


@pytest.mark.parametrize("width", [1, 12, 40])
def test_it_can_be_said_in_any_width(compared, width):
    assert screen(compared, width)


@pytest.mark.parametrize(("width", "second"), [(80, 11), (99, 11), (100, 9), (120, 9)])
def test_the_first_part_leaves_room_for_the_second(compared, width, second):
    """As of support_desk at 80 columns, whose second part takes eleven lines."""
    assert len(as_text(first_screen(compared), width).splitlines()) <= 25 - second


@pytest.mark.parametrize("width", [80, 100, 120])
def test_it_has_25_lines_with_the_paths_and_worlds_that_follow(compared, width):
    said = screen(compared, width)
    people = 2  # lines of in people
    assert (
        len(said) + people + 2 + 2 <= 25
    )  # two lines of paths; worlds have two, the turning point two, in place of one
    assert max(map(len, said)) <= width
    warned = screen(replace(compared, scenario=tiny({"measured_today": {"resolution_minutes": 1}})), width)
    assert len(warned) + people + 2 + 2 <= 25
    assert warned[1].startswith("! Departments do not reproduce what was measured today")


def test_columns_that_had_not_filled_are_said_before_everything_else_that_is_no_doubt_of_the_data(compared):
    late = replace(compared, fillings={column: Filling(MINUTES_PER_DAY, True) for column in compared.columns})
    assert screen(late)[1].startswith("! Warm-up: departments, pods with today's habits, departments with better")
    assert len(screen(late, 80)) <= 21  # of 25: people, worlds, the turning point and paths follow
    growing = {column: replace(one, overload=True) for column, one in compared.growth.items()}
    assert screen(replace(late, growth=growing))[1].startswith("! Overload")


def test_worlds_are_counted_by_channel_where_channels_disagree():
    words = {"": [BETTER, BETTER, SAME], "@voice": [WORSE, WORSE, BETTER], "@mail": [BETTER, BETTER, BETTER]}
    none = np.zeros(3)
    by_name = {f"{RESOLUTION}{where}": said for where, said in words.items()} | dict.fromkeys(PRIMARY[1:], [SAME] * 3)
    counted = {name: WorldDifferences(none, none, (), tuple(said)) for name, said in by_name.items()}
    pairs = (HABITS_IN_DEPARTMENTS, FORMATION)
    fits = Plausibility({}, (), 3)
    worlds = Worlds((), np.zeros((3, 0)), dict.fromkeys(pairs, counted), 0, fits, ("volume",), 0, 2, 1)
    price = next(one for one in ledger(tiny()) if is_price(one))
    heavy = next(one for one in ledger(tiny()) if not is_price(one))
    turning = [(heavy, RESOLUTION, 0.1), (price, RESOLUTION, 0.2), (price, f"{RESOLUTION}@voice", 1.75)]
    flips = tuple(
        replace(flip(one, measure, -80.0, 15.0), pair=FORMATION, turns=(Turn(at, at, at, WORSE, SAME, clear=True),))
        for one, measure, at in turning
    )
    sensitivity = Sensitivity(worlds, dict.fromkeys(pairs, Rests()), flips)
    level = dict.fromkeys(GAIN, (200.0, 0.8))
    found = replace(with_channels(comparison(level), {"pods": 1.3}, {"pods": 0.75}), sensitivity=sensitivity)
    said = " ".join(" ".join(screen(found)).split())
    assert (
        "habits beat today in 2, lose in 0; pods beat habits on voice in 1, lose in 2, on mail in 3, lose in 0" in said
    )
    assert "Turns if minutes to cross teams above 1.75 (assumed" in said
    assert "then pods the same on voice" in said
    alike = replace(comparison(level), sensitivity=sensitivity)
    assert "Turns if minutes to cross teams above 0.20 (assumed" in " ".join(" ".join(screen(alike)).split())
    names = {row["measure"] for row in worlds_picture(found, sensitivity).table}
    assert {"resolution time", "resolution time on voice", "resolution time on mail"} < names


def test_it_says_whether_time_goes_by(compared):
    assert "no change-over" in "\n".join(screen(compared))
    over_time = replace(compared, scenario=changed(compared.scenario, {"time.slow_clock": True}))
    assert "with the slow clock" in "\n".join(screen(over_time))
    assert "no change-over" not in "\n".join(screen(over_time))


def test_the_corners_are_named_and_have_keys_only_when_asked(compared):
    said = "\n".join(screen(compared))
    assert "pods_today" not in said
    assert " dept pods dept pods  (departments)" in said
    with speaking({column: column for column in compared.columns}):
        keyed = screen(compared)
    assert [line for line in keyed if line.startswith(("1 ", "2 ", "3 ", "4 "))] == [
        "1 silos", "2 pods_today", "3 silos_plus", "4 pods",
    ]  # fmt: skip
    others = screen(compare(tiny(), formations=["silos", "silos_plus"], replications=2))
    assert [line for line in others if line.startswith(("1 ", "2 "))] == [
        "1 Departments",
        "2 Departments, better habits",
    ]


def test_levels_and_differences_have_one_unit_and_add_up_as_shown():
    found = comparison(GAIN)
    solved, felt, gave_up, busiest = corner_rows(with_channels(found, {}, {}))
    assert (solved.label, solved.levels) == ("Hours until solved", ("3.3", "3.3", "2.5", "1.7"))
    assert solved.effects == (
        Effect("-0.8", "better", ""),  # 3.33 to 2.50 is -0.83, and 3.3 to 2.5 is -0.8
        Effect("-0.8", "better", ""),
    )
    assert busiest.levels == ("48", "48", "48", "54")
    assert [one.amount for one in busiest.effects] == ["0", "+6"]
    assert felt.levels == ("100",) * 4
    assert gave_up.label == "Gave up, % (voice)"


def test_a_digit_more_where_the_levels_as_shown_would_not_add_up():
    levels = {"silos": (204.0, 0.8), "pods_today": (204.0, 0.8), "silos_plus": (183.6, 0.8), "pods": (183.0, 0.8)}
    solved = next(corner_rows(comparison(levels)))
    assert solved.levels == ("3.4", "3.4", "3.1", "3.0")
    assert [one.amount for one in solved.effects] == ["-0.3", "-0.01"]


def test_channels_have_rows_where_one_differs_from_the_whole():
    level = dict.fromkeys(GAIN, (200.0, 0.8))
    apart = with_channels(comparison(level), {"pods": 1.3}, {"pods": 0.75})
    assert [row.label for row in corner_rows(apart)][:3] == ["Hours until solved", "   voice", "   mail"]
    said = screen(apart)
    assert any(line.startswith("   voice") and line.endswith("+1.0 WORSE") for line in said)
    alike = with_channels(comparison(level), {}, {})
    assert not any(row.label.strip() in ("voice", "mail") for row in corner_rows(alike))
    minutes = with_channels(comparison(level), dict.fromkeys(GAIN, 0.2) | {"pods": 0.3}, {"pods": 0.75})
    voice = next(row for row in corner_rows(minutes) if row.channel == "voice")
    assert (voice.label, voice.levels) == ("   voice, min", ("40", "40", "40", "60"))


def test_what_is_not_settled_says_why():
    found = comparison(dict.fromkeys(GAIN, (100.0, 0.8)), spread=0.5)
    for width in (80, 120):
        said = screen(with_channels(found, {}, {}), width)
        assert any(line.startswith("Hours until solved") and "not settled" in line for line in said)
        assert any(line.startswith("Not settled: more runs needed (hours until solved") for line in said)


def test_what_pods_win_and_lose_beside_the_corners():
    found = comparison(dict.fromkeys(GAIN, (200.0, 0.8)))
    found.samples["pods"]["changes_of_hands"] = found.samples["pods"]["changes_of_hands"] * 0.5
    found.samples["pods"]["first_contact_resolution"] = found.samples["pods"]["first_contact_resolution"] - 0.3
    said = screen(found, 120)
    assert "Pods win    changes of hands -0.50" in said
    assert "Pods lose   solved at first contact -0.30" in said


def test_habits_in_either_formation_and_the_difference_between_them():
    said = "\n".join(screen(comparison(GAIN)))
    assert "Habits      -0.8 h in departments, -1.7 in pods; -0.8 (-0.8 to -0.8): pods gain more" in said


def test_columns_that_are_not_run_are_named():
    own = {"formations.mine": {"partition_from": "pods", "policy_from": "silos"}}
    said = screen(replace(comparison(GAIN), scenario=tiny(own)))
    assert said[-1] == "1 further column: --formations silos,mine"


def test_columns_of_the_scenarios_own_are_run_and_ranked():
    own = tiny({"formations.mine": {"partition": "pool", "policy_from": "silos"}})
    assert compare(own, replications=2).columns == ("silos", "pods_today", "silos_plus", "pods", "mine")
    found = comparison({**GAIN, "mine": (120.0, 0.8), "yours": (119.99, 0.8)}, spread=0.02)
    said = "\n".join(screen(found, 120))
    ranking = "1.7 h, then yours 2.0, or mine 2.0; last pods with today's habits 3.3 until solved"
    assert f"Ranked      pods with better habits {ranking}" in said
    assert len(screen(with_channels(found, {"pods": 1.3}, {"pods": 0.75}), 80)) <= 18
    assert "Ranked" not in "\n".join(screen(comparison(GAIN)))


def test_many_columns_without_corners_are_the_first_and_the_soonest():
    levels = {
        name: (minutes, 0.8) for name, minutes in zip("abcdef", (200.0, 300.0, 100.0, 150.0, 120.0, 90.0), strict=True)
    }
    said = screen(comparison(levels))
    assert [line for line in said if line[:2] in ("1 ", "2 ", "3 ", "4 ", "5 ")] == ["1 A", "2 C", "3 E", "4 F"]
    assert any(line.startswith("Ranked      f 1.5 h, then c 1.7, then e 2.0") for line in said)
