"""Experiments with roads: what is planned, over which weeks it is measured, and that it is what `podsim road` finds."""

from __future__ import annotations

import copy

import numpy as np
import pytest

from sim.exploring.cells import run_cells
from sim.measures.money import Gain
from sim.measures.over_weeks import OVER_WEEKS, measure_over_weeks
from sim.roads.cell import RoadCell, _money, taken_over
from sim.roads.reading import read_road
from sim.roads.results import Travelled
from sim.roads.running import run_roads, slowed
from sim.roads.versions import absent
from sim.scenario import ScenarioError
from sim.studies import planned, read_study, run_study, table_of
from tests.unit.comparison.made import tiny
from tests.unit.studies.studies import small, write

PART = {
    "scenarios": ["tiny.yaml"],
    "set": {"time.measured_weeks": 26},
    "roads": ["stay", "big_bang", "pods"],
    "pairs": [["stay", "big_bang"], ["big_bang", "pods"]],
    "measures": ["resolution_minutes", "resolution_minutes@mail", "leavers_per_year", "spent"],
    "factors": {
        "weeks": {"weeks": {"at first": [0, 3], "at the end": [-13, -1]}},
        "clock": {"mechanisms": {"none": [], "all": ["familiarity", "learning", "staff", "loyalty"]}},
    },
    "replications": 2,
}


def described(**changes):
    """The description of an experiment with one part, of roads, some settings of which are changed."""
    part = {**copy.deepcopy(PART), **changes}
    return small(predictions=[], budget=100, reduced={}, parts={"roads": part})


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """(study, plan, results) of the part above."""
    loaded = read_study(write(tmp_path_factory.mktemp("roads"), described()))
    plan = planned(loaded)
    return loaded.study, plan, run_study(loaded.study, plan)


def the_row(rows, **wanted):
    (found,) = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return found


def test_windows_of_weeks_are_looked_at_in_one_run(run):
    _, plan, _ = run
    assert [(one.levels["weeks"], one.levels["clock"], one.weeks) for one in plan] == [
        ("at first", "none", (0, 3)),
        ("at first", "all", (0, 3)),
        ("at the end", "none", (13, 25)),
        ("at the end", "all", (13, 25)),
    ]
    assert len({one.cell.key for one in plan}) == 2
    assert {one.cell.columns for one in plan} == {("stay", "big_bang", "pods")}
    none, every = (one.cell.scenario for one in plan[:2])
    assert every.time.slow_clock
    assert every.over_time == slowed(tiny(), 26).over_time
    for block in ("familiarity", "learning", "staff", "loyalty"):
        assert getattr(none.over_time, block) == absent(getattr(every.over_time, block))


def test_a_table_of_roads_says_what_podsim_road_finds(run):
    rows = table_of(*run)
    roads = [read_road("stay"), read_road("big_bang")]
    found = run_roads(slowed(tiny(), 26), roads, replications=2, bridge_replications=2, seed=3, threads=1)
    own, without = found.of("big_bang"), found.bridge[""]["big_bang"]
    for measure in ("resolution_minutes", "resolution_minutes@mail", "leavers_per_year"):
        for clock, expected in (("all", own), ("none", without)):
            about = {"weeks": "at the end", "clock": clock, "measure": measure}
            seen = the_row(rows, first="big_bang", second="", **about)["mean"]
            assert seen == pytest.approx(expected.at_the_end(measure).mean(), rel=1e-12)
    apart = own.at_the_end("resolution_minutes") - found.of("stay").at_the_end("resolution_minutes")
    pair = the_row(rows, second="big_bang", weeks="at the end", clock="all", measure="resolution_minutes")
    assert pair["mean"] == pytest.approx(apart.mean(), rel=1e-12)


def test_a_column_is_so_from_the_beginning(run):
    """Where no mechanism is on, a road on which all re-form in week 0 ends as what has always been so."""
    rows = table_of(*run)
    about = {"weeks": "at the end", "measure": "resolution_minutes", "second": ""}
    big_bang, pods = (the_row(rows, clock="none", first=name, **about)["mean"] for name in ("big_bang", "pods"))
    assert big_bang == pytest.approx(pods, rel=0.1)
    spent = the_row(rows, clock="none", weeks="at first", measure="spent", first="pods", second="")
    assert spent["mean"] == 0.0


def test_a_cell_of_roads_is_kept_and_found_again(run, tmp_path):
    _, plan, results = run
    (kept,) = run_cells([plan[1].cell], store=tmp_path)
    (found,) = run_cells([plan[1].cell], store=tmp_path)
    for road, measures in results[1].samples.items():
        for name, values in measures.items():
            assert np.array_equal(found.samples[road][name], values, equal_nan=True)
            assert np.array_equal(kept.samples[road][name], values, equal_nan=True)


def test_another_road_is_another_cell(run):
    _, plan, _ = run
    cell = plan[0].cell
    assert isinstance(cell, RoadCell)
    other = RoadCell(cell.scenario, cell.columns, cell.seed, cell.replications, roads=cell.roads[:2])
    assert other.key != cell.key


def test_means_over_a_window_by_hand():
    weeks = np.array([[1.0, 3.0, np.nan, 8.0], [2.0, np.nan, np.nan, np.nan]])
    samples = {
        "stay": {"resolution_minutes": weeks},
        "other": {"resolution_minutes": weeks + np.array([[1.0], [-1.0]])},
    }
    found = taken_over(samples, 1, 3)
    assert np.array_equal(found["stay"]["resolution_minutes"], [5.5, np.nan], equal_nan=True)
    assert taken_over(samples, 0, 0)["stay"]["resolution_minutes"].tolist() == [1.0, 2.0]
    assert taken_over(samples, 0, 3)["other"]["worse_off"].tolist() == [1.0, 0.0]
    assert taken_over(samples, 0, 3)["stay"]["worse_off"].tolist() == [0.0, 0.0]


def test_money_until_the_end_of_a_week_by_hand():
    nothing = np.zeros((1, 4))
    gain = Gain(np.array([[2.0, 2.0, 2.0, 2.0]]), nothing, nothing, nothing + 9.0, nothing + 9.0)
    money = _money(Travelled({}, gain, np.array([[5.0, 0.0, 0.0, 0.0]]), np.array([1])))
    assert money["spent"].tolist() == [[5.0] * 4]
    assert money["gained"].tolist() == [[2.0, 4.0, 6.0, 8.0]]
    assert money["balance"].tolist() == [[-3.0, -1.0, 1.0, 3.0]]
    assert money["paid_back"].tolist() == [[0.0, 0.0, 1.0, 1.0]]


def test_whatever_is_measured_over_weeks_is_had(run):
    _, plan, results = run
    had = plan[0].samples_of(results[0])["stay"]
    assert {measure.name for measure in OVER_WEEKS} <= set(had)
    assert measure_over_weeks("resolution_minutes@mail").unit == "minutes"
    assert len({measure.name for measure in OVER_WEEKS}) == len(OVER_WEEKS)


WRONG = [
    ({"roads": ["stay", "big_bnag"]}, "big_bnag", "Did you mean big_bang?"),
    ({"roads": ["stay", "stay"], "pairs": []}, "roads", "A road is named twice."),
    ({"pairs": [["stay", "by_quarter"]]}, "by_quarter", "There is no road of this part of the name by_quarter."),
    ({"set": {"time.measured_weeks": 8}}, "at the end", "is walked for 8 weeks: 0 to 7, or from the end -1 to -8."),
    ({"roads": [], "pairs": [], "measures": []}, "weeks", "Weeks and mechanisms are varied of roads"),
    ({"measures": ["handoffs"]}, "handoffs", "There is no measure of the name handoffs."),
    ({"factors": {"clock": {"mechanisms": {"none": ["lerning"]}}}}, "lerning", "learning"),
    ({"factors": {"weeks": {"weeks": {"x": [0, 1]}, "levels": {"y": {}}}}}, "weeks", "give one of levels"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "place", "message"), WRONG)
def test_mistakes_are_named(tmp_path, changes, place, message):
    with pytest.raises(ScenarioError) as error:
        planned(read_study(write(tmp_path, described(**changes))))
    text = str(error.value)
    assert place in text
    assert message in text
