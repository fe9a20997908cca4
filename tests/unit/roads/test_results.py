"""What is said of roads that were run: dips, payback, who is worse off, the bridge, the screen, the picture."""

from __future__ import annotations

import json

import numpy as np
import pytest

from sim.report.pictures.roads import j_curves
from sim.report.road import page_of, roads_json
from sim.report.road_rows import bridge_parts, road_rows, table_rows, weekly_rows
from sim.report.road_screen import WIDTHS, money_lines, road_page, sentence, worse_words
from sim.report.summary import as_text
from sim.roads.versions import GUESSED, MECHANISMS, MODELLED, VERSIONS, absent, only, steps_of_bridge
from sim.scenario.declaration import declaration_of
from sim.scenario.over_time import OverTime
from tests.unit.roads.made import roads, travelled

FLAT = np.full((3, 52), 600.0)


def j_curve(dip, gain):
    """A road that is `dip` minutes slower for eight weeks, then `gain` minutes quicker."""
    return FLAT + np.where(np.arange(52) < 8, dip, -gain)


@pytest.fixture
def made():
    ways = {
        "stay": travelled(FLAT),
        "better_habits_only": travelled(FLAT - 30.0, cashable=100.0, spent=1000.0),
        "big_bang": travelled(j_curve(120.0, 60.0), cashable=10.0, spent=5000.0),
    }
    deeper = ways | {"big_bang": travelled(j_curve(240.0, 60.0), cashable=-10.0, spent=5000.0)}
    return roads(ways, guessed=deeper, bridge=(-100.0, -80.0, -70.0, -65.0))


def test_roads_say_in_a_line_which_they_are(made):
    assert repr(made) == "Roads of tiny: better_habits_only, big_bang beside stay, 52 weeks, 3 runs"


def test_a_dip_is_as_deep_as_it_was_made(made):
    dip = made.dip("big_bang", "resolution_minutes", more_is_better=False)
    assert (dip.worst, dip.week) == (120.0, 0)
    assert dip.weeks == 10  # eight weeks, and two in which their mean over four weeks is still above
    assert made.dip("big_bang", "resolution_minutes", more_is_better=False, version=GUESSED).worst == 240.0
    assert made.dip("better_habits_only", "resolution_minutes", more_is_better=False).worst == 0.0


def test_payback_loss_and_value_are_those_of_the_flows(made):
    habits = made.paid("better_habits_only")
    assert habits.payback.tolist() == [10.0] * 3  # at the end of the tenth week 1000 have come back
    assert habits.loss.tolist() == [900.0] * 3
    assert habits.value[0] == pytest.approx(-1000.0 + sum(100.0 * 1.08 ** (-week / 52) for week in range(52)))
    assert np.isinf(made.paid("big_bang").payback).all()
    assert made.paid("big_bang").never == 1.0
    assert made.paid("stay").payback.tolist() == [0.0] * 3


def test_payback_is_told_with_and_without_kept_customers_where_these_are_priced(made):
    ways = {"stay": travelled(FLAT), "big_bang": travelled(FLAT, cashable=10.0, spent=1000.0, customers=90.0)}
    priced = roads(ways, kept_customer_per_year=120.0)
    text = " ".join(as_text(road_page(priced)).split())
    assert "with kept customers (a kept customer 120 a year, a complaint 0 EUR): Big bang" in text
    assert text.index("never | never") < text.index("pays back: 10")  # without them, and with
    assert "with kept customers" not in as_text(road_page(made))


def test_the_largest_one_off_cost_is_what_is_cashable_in_a_year(made):
    assert made.paid("better_habits_only").one_off.tolist() == [5200.0] * 3
    said = list(money_lines(made))
    assert said[0].startswith("Better habits only: cashable in 52 weeks 5,200 EUR (5,200 to 5,200): a one-off cost up")
    assert "33% on top, 5 weeks of pay" in said[-1]
    losing = roads({"stay": travelled(FLAT), "big_bang": travelled(FLAT, cashable=-1.0)})
    assert next(iter(money_lines(losing))).endswith("(-52 to -52): no cost would pay back")


def test_worlds_are_counted_with_the_runs():
    worse = {"stay": travelled(FLAT[:1]), "big_bang": travelled(FLAT[:1] + 5.0, spent=100.0)}
    ways = {"stay": travelled(FLAT), "big_bang": travelled(FLAT - 5.0, spent=100.0, cashable=50.0)}
    made = roads(ways, worlds=[worse, worse])
    assert made.worse_off("big_bang", "resolution_minutes", more_is_better=False) == (2, 5)
    assert made.paid("big_bang").never == pytest.approx(2 / 5)
    assert made.paid("big_bang", GUESSED).never == 0.0  # worlds are run with lost familiarity alone


def test_the_bridge_adds_up(made):
    parts = dict(bridge_parts(made))
    assert list(parts) == ["", *MECHANISMS, "end"]
    assert sum(one.mean for name, one in parts.items() if name != "end") == pytest.approx(parts["end"].mean)
    assert [parts[name].mean for name in ("", "familiarity", "learning", "staff")] == [-100.0, 20.0, 10.0, 5.0]


def test_the_screen_says_it_all_in_few_lines(made):
    text = as_text(road_page(made))
    lines = text.splitlines()
    assert len(lines) <= 28
    assert max(map(len, lines)) <= 100
    assert "Big bang: after 52 weeks problems are solved 60.0 min sooner than by staying" in " ".join(text.split())
    assert "Better habits only pays back in 10 weeks" in " ".join(text.split())
    assert "Big bang, hours, the first 2 of 3 runs: as if always so" in " ".join(
        text.split()
    )  # the table has all three
    row = next(line for line in lines if line.startswith("Big bang") and "never" in line)
    assert row.split()[2:8] == ["5,000", "+2.00", "h,", "week", "0", "never"]
    assert row.endswith("0 of 3")


def test_where_no_road_helps_it_says_so():
    made = roads({"stay": travelled(FLAT), "big_bang": travelled(FLAT + 1.0)})
    assert sentence(made, road_rows(made)).startswith("After 52 weeks no road leaves customers better off")


def test_runs_in_which_staying_runs_away_are_counted_before_anything_is_gained(made):
    away = FLAT.copy()
    away[2, -20:] = 3000.0  # one run of three
    tipping = roads({"stay": travelled(away), "big_bang": travelled(FLAT - 60.0, cashable=1.0)})
    assert tipping.runs_away("stay", "resolution_minutes").tolist() == [False, False, True]
    text = " ".join(as_text(road_page(tipping)).split())
    said = (
        "In 1 of 3 runs staying runs away: in the last 13 weeks problems take more than 2 times as long as in the "
        "first. Where staying holds (2 of 3 runs), Big bang ends soonest: -1.00 h beside it; over all runs -14.3 h, "
        "and it runs away in 0 itself."
    )
    assert said in text
    assert text.index(said) < text.index("problems are solved")
    assert "Staying is not in balance" not in text
    assert "In 1 of 3 runs staying runs away" in page_of(tipping, j_curves(tipping), "given")
    assert roads_json(tipping)["warning"].startswith("In 1 of 3 runs")
    assert [row["run_away"] for row in table_rows(tipping)] == [1, 0]
    assert "runs away" not in as_text(road_page(made))


def test_the_road_that_is_named_is_the_best_where_staying_holds():
    """Big bang gains most over all runs, by the one in which staying runs away; better habits elsewhere."""
    away = FLAT.copy()
    away[2, -20:] = 3000.0
    pods = FLAT - 60.0
    pods[2] -= 300.0
    ways = {"stay": travelled(away), "better_habits_only": travelled(FLAT - 90.0), "big_bang": travelled(pods)}
    assert ("Where staying holds (2 of 3 runs), Better habits only ends soonest: -1.50 h beside it; over all runs"
            in " ".join(as_text(road_page(roads(ways))).split()))  # fmt: skip


def test_stages_after_the_last_week_are_said(made):
    short = roads({"stay": travelled(FLAT[:, :26]), "by_quarter": travelled(FLAT[:, :26])}, weeks=26)
    said = " ".join(as_text(road_page(short)).split())
    assert "Not reached By quarter: 2 of 4 stages from week 26 on; all of it: --weeks 52 or more" in said
    assert "Not reached" not in as_text(road_page(made))


def test_the_page_tells_money_over_all_runs_and_who_leaves():
    ways = {
        "stay": travelled(FLAT),
        "big_bang": travelled(FLAT, cashable=np.array([[0.0], [100.0], [500.0]]), spent=1e3),
    }
    page = page_of(roads(ways), j_curves(roads(ways)), "given")
    assert "2 | 10 | never" in page  # weeks until 1000 have come back
    assert "1 of 3" in page
    assert "lost familiarity" in page
    assert "as guessed" in page
    assert "50.0 (50.0 to 50.0)" in page  # of 100 customers, lost
    assert "None is won" in page


def test_where_every_run_runs_away_no_other_is_told_of():
    rising = roads({"stay": travelled(FLAT + np.linspace(0.0, 6000.0, 52)), "big_bang": travelled(FLAT)})
    text = as_text(road_page(rising))
    assert "In 3 of 3 runs staying runs away" in text
    assert "Where staying holds" not in text


def test_a_today_that_is_not_in_balance_is_said_before_anything_is_gained(made):
    rising = FLAT + np.linspace(0.0, 600.0, FLAT.shape[1])
    drifting = roads({"stay": travelled(rising), "big_bang": travelled(FLAT)})
    text = " ".join(as_text(road_page(drifting)).split())
    assert text.index("Staying is not in balance: ") < text.index("problems are solved")
    assert "Staying is not in balance: " in page_of(drifting, j_curves(drifting), "given")
    assert "not in balance" not in as_text(road_page(made))


def test_rows_are_ranked(made):
    assert [row.name for row in road_rows(made, "payback")] == ["stay", "better_habits_only", "big_bang"]
    assert [row.name for row in road_rows(made, "time")] == ["big_bang", "better_habits_only", "stay"]


def test_json_holds_never_and_no_infinity(made):
    found = json.loads(json.dumps(roads_json(made), allow_nan=False))
    rows = {row["road"]: row for row in found["table"]}
    assert rows["big_bang"]["payback_weeks_median_modelled"] == "never"
    assert rows["better_habits_only"]["payback_weeks_median_modelled"] == 10.0


def test_every_week_of_every_road_is_written(made):
    rows = list(weekly_rows(made))
    assert len(rows) == len(VERSIONS) * 3 * 52 * len(made.of("stay").weekly)
    assert {row["beside_staying"] for row in rows if row["road"] == "stay"} == {0.0}


def test_picture_and_page_say_where_it_is_worst(made):
    picture = j_curves(made)
    assert "Big bang, resolution time: worst +2.00 in week 0, in the end -1.00 hours." in picture.alt
    assert "never worse than staying" in picture.alt
    page = page_of(made, picture, "given")
    assert "<h1>" in page
    assert "http://" not in page.replace("http://www.w3.org", "")


def test_without_a_mechanism_every_number_is_the_one_at_which_nothing_happens():
    settings = OverTime()
    for name in MECHANISMS:
        block = getattr(only(settings, ()), name)
        for key, field in type(block).model_fields.items():
            wanted = declaration_of(field).absent
            assert getattr(block, key) == (getattr(getattr(settings, name), key) if wanted is None else wanted)
    assert only(settings, MECHANISMS) == settings


def test_the_steps_of_the_bridge_switch_on_one_mechanism_after_the_other():
    settings = OverTime()
    steps = [change(settings) for change in steps_of_bridge().values()]
    assert steps[0] == only(settings, ())
    for name, before, after in zip(MECHANISMS, steps, [*steps[1:], settings], strict=True):
        assert getattr(before, name) == absent(getattr(settings, name))
        assert getattr(after, name) == getattr(settings, name)


def test_the_versions_of_the_dip_are_each_alone():
    familiarity, guess = (VERSIONS[name](OverTime()).familiarity for name in (MODELLED, GUESSED))
    assert guess == absent(guess).model_copy(update={"dip_share": 0.15, "dip_weeks": 26.0})
    assert familiarity == OverTime().familiarity


def test_no_step_of_the_bridge_takes_the_place_of_a_version_of_the_dip():
    assert not set(VERSIONS) & set(steps_of_bridge())


@pytest.mark.parametrize(
    ("worse", "runs", "said"), [(3, 12, "3 of 12"), (0, 100, "0%"), (100, 100, "100%"), (7, 99, "7 of 99")]
)
def test_in_how_many_runs_a_road_is_worse_off_stays_in_its_column(worse, runs, said):
    assert worse_words(worse, runs) == said
    assert len(said) < WIDTHS[-1]
