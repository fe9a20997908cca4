"""Titles of pictures say what their data show: turned round, the data give the other title."""

from types import SimpleNamespace as Made

import numpy as np
import pytest

from sim.comparison.intervals import Interval
from sim.exploring.turning_points import Flip
from sim.report.pictures.headlines import (
    evenness,
    largest_parts,
    longest_waits,
    made_of,
    people_needed,
    what_ifs,
    where_roads_end,
)
from sim.report.pictures.sensitivity import tornado
from sim.report.pictures.verification import verification_picture
from sim.scenario.ledger import Assumption
from sim.studies.verification.checks import Expected, Row
from sim.studies.verification.estimates import ERRORS_ALLOWED, Estimate


def day(**minutes):
    """A column that was looked at: minutes to a first answer by channel, at 09:00 and one less at 10:00."""
    rows = [
        {"channel": channel, "half_hour": at, "cases": 9, "first_response_minutes": wait - less}
        for channel, wait in minutes.items()
        for at, less in (("09:00", 0.0), ("10:00", 1.0))
    ]
    return Made(half_hours=rows)


def test_the_longest_wait_names_the_channel_the_hour_and_the_column():
    seen = Made(columns={"silos": day(voice=5.0, mail=50.0), "pods": day(voice=7.0, mail=40.0)})
    assert longest_waits(seen, 5, ["voice", "mail"]) == (
        "In one run, the longest wait for a first answer: voice at 09:00 in pods with better habits (7.00 min); "
        "mail at 09:00 in departments (50.0 min)"
    )
    turned = Made(columns={"silos": day(voice=7.0), "pods": day(voice=5.0)})
    assert "voice at 09:00 in departments (7.00 min)" in longest_waits(turned, 5, ["voice"])
    assert longest_waits(turned, 10, ["voice"]) == "No half-hour has enough customers to show a mean"


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ([0.4, 0.9], [0.6, 0.8], "more evenly in pods with better habits (0.60 to 0.80 of paid time) than in"),
        ([0.6, 0.8], [0.4, 0.9], "less evenly in pods with better habits (0.40 to 0.90 of paid time) than in"),
        ([0.6, 0.8], [0.5, 0.71], "as evenly in pods with better habits (0.50 to 0.71 of paid time) as in"),
    ],
)
def test_evenness_is_the_reach_over_people(first, second, said):
    seen = Made(columns={"silos": Made(load=np.array([*first, np.nan])), "pods": Made(load=np.array(second))})
    assert said in evenness(seen)
    assert evenness(Made(columns={"silos": Made(load=np.array([np.nan]))})) == "Nobody was there"
    assert "occupied for" in evenness(Made(columns={"silos": Made(load=np.array(first))}))


def test_the_largest_part_of_the_time_is_named_by_column():
    words = {"a": "queues", "b": "work"}
    same = {"silos": {"a": 9.0, "b": 1.0}, "pods": {"a": 3.0, "b": 2.0}}
    assert largest_parts(same, ["a", "b"], words) == (
        "In every column the largest part of the time until solved is queues"
    )
    turned = {"silos": {"a": 9.0, "b": 1.0}, "pods": {"a": 1.0, "b": 2.0}}
    assert largest_parts(turned, ["a", "b"], words).endswith("queues in departments; work in pods with better habits")
    assert largest_parts({"silos": {"a": 0.0}}, ["a"], words) == "No time goes anywhere, as nobody came"


class Roads:
    """Two roads beside staying: minutes in each of four runs, the same in every week."""

    def __init__(self, **minutes):
        self._minutes = minutes
        self.others = tuple(minutes)
        self.plans = {name: Made(road=Made(called=name)) for name in minutes}

    def beside_staying(self, road, measure):
        assert measure == "resolution_minutes"
        return np.repeat(np.array(self._minutes[road])[:, None], 20, axis=1)


def test_roads_end_sooner_later_or_not_settled():
    sure, unsure = [-60.0, -61.0, -59.0, -60.0], [-60.0, 61.0, -59.0, 60.0]
    assert where_roads_end(Roads(slow=sure, fast=[-one for one in sure], odd=unsure)) == (
        "In the last 13 weeks, problems are solved, beside staying, sooner by slow (-60.0 min); later by fast "
        "(+60.0 min); not settled for odd"
    )
    assert "later by slow" in where_roads_end(Roads(slow=[-one for one in sure]))
    assert "not settled for slow" in where_roads_end(Roads(slow=[-60.0]))  # one run settles nothing
    assert where_roads_end(Roads()) == "There is no road but staying"


def whatif(name, word, mean):
    return Made(name=name, differences={"resolution_minutes": Made(word=word, interval=Interval(mean, mean, mean))})


def test_what_ifs_are_told_by_their_words():
    rows = [
        whatif("one", "better", -30.0), whatif("two", "worse", 40.0), whatif("three", "not settled", -1.0),
        whatif("four", "better, too little to matter", -2.0),
    ]  # fmt: skip
    assert what_ifs("today", rows, lambda row: row.name) == (
        "Beside today, problems are solved sooner in one (-30.0 min); later in two (+40.0 min); no sooner and no later "
        "in four; not settled in three"
    )
    assert what_ifs("today", [], lambda row: row.name) == "No what-if met the same customers as today"


def attributed(whole, **parts):
    """A difference with its parts, each with an interval one to both sides."""

    def around(mean):
        return Interval(mean, mean - 1.0, mean + 1.0)

    made = [Made(group=Made(name=name.replace("_", " ")), present=True, interval=around(mean))
            for name, mean in parts.items()]  # fmt: skip
    return Made(measures=("resolution_minutes",), pair=("silos", "pods"), whole=lambda _: around(whole),
                parts=lambda _: made)  # fmt: skip


def test_a_difference_is_made_of_its_largest_settled_part():
    assert made_of(attributed(-30.0, walls=-40.0, lending=-5.0, price=15.0, odd=0.5)) == (
        "Pods with better habits against departments, resolution time -30.0 min: most from walls (-40.0 min); most "
        "against it from price (+15.0 min)"
    )
    turned = made_of(attributed(30.0, walls=40.0, price=-15.0))
    assert "most from walls (+40.0 min); most against it from price (-15.0 min)" in turned
    assert made_of(attributed(0.5, walls=0.2)).endswith("+0.50 min, not settled: nor is any part")
    assert made_of(attributed(9.0, walls=0.2)).endswith("+9.00 min: from which part is not settled")


def needed(column, people, match=None, *, fewest=False):
    return Made(question=Made(column=column, match=match), people=people, most=96, today=48, at_least_enough=fewest)


def test_people_needed_are_told_by_question():
    def found(targets, matches):
        return Made(measure="resolution_minutes", for_targets=lambda: targets, for_match=lambda: matches)

    assert people_needed(found([needed("silos", 51), needed("pods", None)], [])) == (
        "For the targets: departments 51 people (today 48) and pods with better habits not with 96 people (today 48)"
    )
    assert people_needed(found([], [needed("pods", 24, "silos", fewest=True)])) == (
        "To be as good in resolution time as departments today: pods with better habits at most 24 people (today 48)"
    )
    assert people_needed(found([], [])) == "Nothing was to be reached"


@pytest.mark.parametrize(
    ("apart", "allowed", "said"),
    [(0.0, 0.1, "1 met, 0 missed"), (0.5, 0.1, "0 met, 1 missed"), (0.0, 5.0, "0 met, 0 missed, 1 not settled")],
)
def test_numbers_held_against_theory_are_counted(apart, allowed, said):
    half = 1.96 * allowed / ERRORS_ALLOWED  # of the printed interval, in whose errors nothing but chance is
    row = Row(Expected("a wait", 1.0, low=1.0 - half, high=1.0 + half), Estimate(1.0 + apart, 0.0, cases=9))
    picture = verification_picture(Made(rows=[[row]]))
    assert picture.title == f"Of 1 numbers beside what is expected of them: {said}"


def test_bars_of_one_assumption_say_in_which_way_load_is_held():
    one = Assumption(name="a", called="how often cases need several functions (today: 1)", keys=("a",), value=1.0,
                     low=0.5, high=1.5, unit="x own", whole=False, source="", why="", about="", role="")  # fmt: skip
    around = Interval(-9.0, -10.0, -8.0)
    flips = [
        Flip(one, ("silos", "pods"), "resolution_minutes", around, around, around, (), 1.0, "better", "better", way=way)
        for way in ("volume", "work")
    ]
    drawn = tornado(flips)
    assert sorted(text.get_text() for text in drawn.figure.axes[0].texts) == [
        f"how often cases need several functions, by {way}  (0.50 to 1.50 x today)" for way in ("volume", "work")
    ]
    assert "functions (0.50 to 1.50 x today)" in drawn.title
