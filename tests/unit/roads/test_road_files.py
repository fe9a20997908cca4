"""Road files: what is read, what comes of it in a scenario, and what is said of mistakes."""

from __future__ import annotations

import numpy as np
import pytest

from sim.formation.build import build_formation
from sim.formation.people import build_people
from sim.roads.dates import week_of
from sim.roads.plan import plan_road
from sim.roads.reading import DEFAULT_ROADS, read_road, shipped_roads
from sim.roads.writing import road_text
from sim.scenario import ScenarioError, load_scenario, policy_of, shipped_scenarios
from tests.unit.comparison.made import tiny


@pytest.fixture
def road(tmp_path):
    """A road in a file of its own, read."""

    def read(text):
        path = tmp_path / "mine.yaml"
        path.write_text(f"name: mine\n{text}\n", encoding="utf-8")
        return read_road(path)

    return read


def problems(call):
    with pytest.raises(ScenarioError) as caught:
        call()
    return [(problem.line, problem.message) for problem in caught.value.problems]


def home_of(scenario, column):
    formation = build_formation(scenario, column, build_people(scenario))
    return np.array(formation.home_team).ravel()


@pytest.mark.parametrize("name", shipped_roads())
def test_every_shipped_road_is_one_of_every_shipped_scenario(name):
    for scenario in ("support_desk", "bank", "telecom"):
        plan = plan_road(load_scenario(scenario), read_road(name))
        assert plan.road.name == name
        for column in plan.columns:
            assert home_of(plan.scenario, column).size


def test_roads_are_no_scenarios():
    assert not [name for name in shipped_scenarios() if "roads" in name]
    assert shipped_roads()[:4] == DEFAULT_ROADS


def test_a_big_bang_ends_in_the_column_that_it_names():
    plan = plan_road(load_scenario("support_desk"), read_road("big_bang"))
    (stage,) = plan.stages
    assert (home_of(plan.scenario, stage.column) == home_of(plan.scenario, "pods")).all()
    assert policy_of(plan.scenario, stage.column) == policy_of(plan.scenario, "pods")
    assert stage.moved.all()


def test_quarters_add_up_to_the_whole_and_nobody_moves_twice():
    plan = plan_road(load_scenario("support_desk"), read_road("by_quarter"))
    moves = np.array([stage.moved for stage in plan.stages])
    assert moves.sum(axis=0).tolist() == [1] * 48
    assert moves.sum(axis=1).tolist() == [16, 8, 16, 8]  # whole pods of eight, nearest to 12, 24, 36, 48
    assert (home_of(plan.scenario, plan.stages[-1].column) == home_of(plan.scenario, "pods")).all()


def test_who_is_left_stays_in_the_department(road):
    plan = plan_road(tiny(), road("stages: [{week: 2, members: {mixed: {sales: 1, service: 1}}}]"))
    people, home = build_people(plan.scenario), home_of(plan.scenario, plan.stages[0].column)
    teams = [sorted(seat for seat, team in zip(people.seat, home, strict=True) if team == t) for t in range(3)]
    assert sorted(teams) == [["sales 1", "service 1"], ["sales 2"], ["service 2"]]


def test_habits_replace_a_policy_and_dials_stay(road):
    text = (
        "stages: [{week: 0, policy: {ai_context: 0.5}}, {week: 4, habits: silos_plus}, {week: 8, policy: {wings: 2}}]"
    )
    plan = plan_road(tiny(), road(text))
    first, second, third = (policy_of(plan.scenario, stage.column) for stage in plan.stages)
    assert (first.ai_context, first.wings) == (0.5, 0)
    assert (second.ai_context, second.wings, second.return_to) == (0.5, 1, "same_person")
    assert (third.ai_context, third.wings, third.return_to) == (0.5, 2, "same_person")


def test_dates_are_weeks(road):
    loaded = road("start: 2026-01-05\nstages: [{date: 2026-01-05}, {date: 2026-04-06}]").road
    assert [week_of(loaded, stage) for stage in loaded.stages] == [0, 13]


@pytest.mark.parametrize("scenario", ["support_desk", "bank"])
@pytest.mark.parametrize("name", shipped_roads())
def test_a_written_road_is_the_same_road(tmp_path, name, scenario):
    plan = plan_road(load_scenario(scenario), read_road(name))
    (tmp_path / "again.yaml").write_text(road_text(plan), encoding="utf-8")
    again = plan_road(load_scenario(scenario), read_road(tmp_path / "again.yaml"))
    assert [one.week for one in again.stages] == [one.week for one in plan.stages]
    for one, other in zip(again.stages, plan.stages, strict=True):
        assert (home_of(again.scenario, one.column) == home_of(plan.scenario, other.column)).all()
        assert policy_of(again.scenario, one.column) == policy_of(plan.scenario, other.column)
        assert (one.moved == other.moved).all()
        assert one.gate == other.gate


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("stages: [{week: 4}, {week: 4}]", 2, "Stages must be in order of weeks: this one is in week 4"),
        ("stages:\n - week: 4\n - week: 3", 4, "stages.0 in 4"),
        ("start: 2026-02-30", 2, "There is no 2026-02-30 in the calendar"),
        ("start: soon", 2, "'soon' is no date; write year-month-day"),
        ("start: 2026-01-07", 2, "is a Wednesday; stages begin on a Monday: 2026-01-05 or 2026-01-12"),
        ("stages: [{date: 2026-01-05}]", 2, "needs start of the road"),
        ("start: 2026-01-05\nstages: [{date: 2025-01-06}]", 3, "weeks are 0 to 519"),
        ("stages: [{name: x}]", 2, "A stage needs either week or date"),
        ("stages: [{week: 0, cost: -1}]", 2, "stages.0.cost must be a number from 0 to"),
        ("stages: [{week: 0, training_hours: -1}]", 2, "must be a number from 0 to"),
        ("stages: [{week: 0, wekk: 3}]", 2, "Did you mean week"),
        ("stages: [{week: 0, share: 0.5}]", 2, "share needs into"),
        ("stages: [{week: 0, into: pods, share: 0.5, teams: [pod 1]}]", 2, "either share or teams"),
        ("stages: [{week: 0, policy: {wing: 1}}]", 2, "Did you mean wings"),
        ("stages: [{week: 0, policy: {trust_gain: 0.1}}]", 2, "over_time.loyalty.trust_gain is the same on the whole"),
        ("stages: [{week: 0, policy: {loyalty: {}}}]", 2, "over_time.loyalty is the same on the whole road"),
        ("stages: [{week: 0, gate: {measure: happiness, at_least: 1}}]", 2, "resolution_minutes"),
        ("stages: [{week: 0, gate: {measure: load_p90}}]", 2, "needs one of at_least and at_most"),
        ("title: 3\nstage: []", 2, "title must be"),
        (
            "stages: [{week: 0, into: pods, share: 0.5}, {week: 4, into: pods, share: 0.2}]",
            2,
            "stages.0 has 0.5 already",
        ),
    ],
)
def test_a_bad_road_is_said_by_its_line(road, text, line, said):
    found = problems(lambda: road(text))
    assert [(at, message) for at, message in found if said in message and at == line], found


def test_mistakes_of_all_kinds_are_said_at_once_and_none_that_only_follows(tmp_path):
    (tmp_path / "mine.yaml").write_text(
        "name: mine\nbegins_as: silo\nstart: 2026-01-06\nstages:\n"
        "  - {week: 9, into: pods}\n  - {week: 4, into: podz, cost: -20}\n  - {week: soon, gate: {measure: load_p90}}\n"
        "  - {weak: 20}\n  - {week: 30, into: pods, gate: {measure: luck, at_most: 1}}\n",
        encoding="utf-8",
    )
    found = problems(lambda: read_road(tmp_path / "mine.yaml", tiny()))
    said = [
        (2, "Did you mean silos?"), (3, "is a Tuesday"), (6, "stages.1.cost must be"), (6, "in order of weeks"),
        (6, "Did you mean pods?"), (7, "stages.2.week must be"), (7, "needs one of at_least"), (8, "Did you mean week"),
        (9, "gate.measure must be one of"),
    ]  # fmt: skip
    assert sorted(line for line, _ in found) == [line for line, _ in said], found
    assert all(any(at == line and text in message for at, message in found) for line, text in said), found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("begins_as: silo", "Did you mean silos?"),
        ("stages: [{week: 0, into: podz}]", "Did you mean pods?"),
        ("stages: [{week: 0, habits: silos_pluss}]", "Did you mean silos_plus?"),
        (
            "stages: [{week: 0, into: pods, teams: [pod 9]}]",
            "pods has no team 'pod 9'. Did you mean pod 2? Known: pod 1",
        ),
        ("stages: [{week: 0, into: pods, teams: [pod 1, pod 1]}]", "nobody is in two teams"),
        ("stages: [{week: 0, members: {a: [sales 1], b: [sales 1]}}]", "sales 1 is in a already"),
        ("stages: [{week: 0, members: {a: {sales: 3}}}]", "3 people of sales are asked for, and 2 are left"),
        ("stages: [{week: 0, members: {a: {sale: 1}}}]", "Did you mean sales?"),
        ("stages: [{week: 0, members: {a: {sales: 1}}}, {week: 2, members: {b: {sales: 2}}}]", "and 1 are left"),
        ("stages: [{week: 0, members: {sales: {service: 1}}}]", "There is a team sales already"),
    ],
)
def test_what_a_scenario_does_not_have_is_said(road, text, said):
    found = problems(lambda: plan_road(tiny(), road(text)))
    assert any(said in message and line == 2 for line, message in found), found


def test_all_mistakes_of_a_road_are_said_at_once(road):
    text = "start: 2026-02-30\nstages:\n - {week: 3, gate: {measure: load_p90}}\n - {week: 2, share: 0.5}"
    assert [line for line, _ in problems(lambda: road(text))] == [2, 4, 5, 5]


def test_the_schema_knows_every_setting_and_accepts_every_shipped_road():
    from sim.roads.reading import SETTINGS, road_schema

    stage = road_schema()["$defs"]["Stage"]
    assert set(stage["properties"]) == {info.key.rpartition(".")[2] for info in SETTINGS.all
                                        if info.key.startswith("stages.*.") and info.key.count(".") == 2}  # fmt: skip
