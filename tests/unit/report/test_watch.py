"""What is watched of the readable model: both sides in step, where everybody stands, what customers felt."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from sim.demand.build import build_tape
from sim.formation.prepared import prepare
from sim.foundation.kinds import State
from sim.measures.cases import cases_of_cohort
from sim.measures.empathy import empathy_terms
from sim.records.tables import Records
from sim.report.watch.charts import date_of, lines
from sim.report.watch.dials import DIALS, parameters, usual_sides
from sim.report.watch.drawing import FRESH, STRAINED, TIRED, shade
from sim.report.watch.feelings import Feelings
from sim.report.watch.serving import NotWatchableError, check_watchable
from sim.report.watch.side_by_side import SideBySide
from sim.scenario import load_scenario
from tests.unit.comparison.made import tiny


@pytest.fixture(scope="module")
def day():
    """Two columns of a tiny desk, stepped through the first morning."""
    model = SideBySide(tiny(), seed=1, minutes_per_step=5.0)
    frames = []
    for _ in range(40):
        model.step()
        frames.append([scene.svg() for scene in model.scenes])
    return model, frames


def test_it_begins_before_work_and_both_sides_keep_step(day):
    model, _ = day
    assert SideBySide(tiny(), seed=1).now == 9 * 60 - 10
    assert model.steps == 40
    assert {side.now for side in model.sides} == {model.time} == {9 * 60 + 39 * 5.0}  # the first goes up to nine
    left, right = (side.tape for side in model.sides)
    assert left.arrival == right.arrival


def test_a_night_passes_in_one_step():
    model = SideBySide(tiny(), seed=1, minutes_per_step=30.0)
    while model.now < 24 * 60:
        before = model.now
        model.step()
    assert date_of(before).startswith(("Mon 16:", "Mon 17:", "Mon 18:"))
    assert date_of(model.now) in ("Tue 09:20, week 0", "Tue 09:00, week 0")


def test_everybody_is_drawn_once_and_whoever_moved_moves(day):
    model, frames = day
    for scene, svg in zip(model.scenes, frames[-1], strict=True):
        ElementTree.fromstring(svg)
        for person in scene.model.people:
            assert len(re.findall(f"<title>{person.seat}: ", svg)) == 1
        drawn = [case for case in scene.model.cases.values() if f"c{case.number}" in scene.at]
        assert svg.count("<title>case ") == len(drawn)
    moving = "".join(svg for frame in frames for svg in frame)
    assert 'class="moves" style="--x:' in moving
    assert 'class="comes"' in moving
    assert 'class="goes"' in moving


def test_a_lead_with_wings_is_a_v():
    model = SideBySide("support_desk", seed=1)
    for _ in range(60):
        model.step()
        for scene in model.scenes:
            led = [case for case in scene.model.cases.values() if case.led_by and scene.wings_of(case)]
            for case in led:
                lead = scene.at[f"p{case.led_by.number}"]
                for wing in scene.wings_of(case):
                    assert scene.at[f"p{wing.number}"][1] > lead[1]
                assert scene.svg().count('class="v"') >= len(scene.wings_of(case))
            if led:
                return
    pytest.fail("nobody ever had wings")


def test_queues_are_counted_as_they_are(day):
    model, frames = day
    for scene, svg in zip(model.scenes, frames[-1], strict=True):
        waiting = sum(case.state in (State.WAITING, State.PICKUP) for case in scene.model.cases.values())
        assert sum(map(int, re.findall(r">(\d+) waiting<", svg))) == waiting


def test_colours_go_from_fresh_to_the_strain_line():
    def hexed(colour):
        return "#" + "".join(f"{value:02x}" for value in colour)

    assert [shade(fatigue, 0.6) for fatigue in (0.0, 0.3, 0.6, 0.9)] == [
        hexed(FRESH), hexed(TIRED), hexed(STRAINED), hexed(STRAINED),
    ]  # fmt: skip


def test_customers_feel_what_a_whole_run_measures():
    """Case by case, by the same functions: equal to what the compiled pass finds."""
    desk = tiny()
    side = SideBySide(desk, seed=3, minutes_per_step=60.0).sides[1]
    records = side.run()
    known = prepare(desk, [side.column])
    tape = build_tape(desk, known.customers, seed=3, first_replication=0, replications=1)
    measured = cases_of_cohort(records, known.customers, tape, empathy_terms(desk))
    ended = np.isin(measured.number, side.ended)
    felt = [Feelings().felt(side, number) for number in measured.number[ended]]
    assert isinstance(records, Records)
    assert len(felt) > 50
    assert felt == measured["felt_empathy"][ended].tolist()


def test_lines_over_time(day):
    model, _ = day
    felt = model.sides[0].datacollector.model_vars["felt_empathy"]
    assert np.isnan(felt[0])
    assert 0.0 < felt[-1] < 1.0
    svg = lines(model, "felt_empathy", "Felt empathy, of 100", 100.0)
    ElementTree.fromstring(svg)
    assert f": {felt[-1] * 100:.0f}</text>" in svg
    assert ">10:00<" in svg
    assert "nan" not in svg


def test_dials_stand_where_the_scenario_does():
    given = {
        "scenario": "support_desk",
        "sets": ["policy.link_minutes=2.5", "labels.pods=Squads"],
        "left": "silos",
        "right": "pods",
        "seed": 7,
    }
    controls = parameters(given)
    assert controls["policy.link_minutes"]["value"] == controls["policy.link_minutes"]["max"] == 2.5
    for key in DIALS:
        assert controls[key]["min"] <= controls[key]["value"] <= controls[key]["max"]
    assert (controls["left"]["value"], controls["sets"]) == ("Departments", given["sets"])
    assert set(controls["right"]["values"]) >= {"Departments", "Squads"}


def test_a_side_is_chosen_by_the_name_that_people_read():
    sides = SideBySide(tiny({"labels": {"pods": "Squads"}}), "Departments, better habits", "Squads").sides
    assert [side.column for side in sides] == ["silos_plus", "pods"]


def test_which_sides_and_who_is_too_many(monkeypatch):
    assert usual_sides(load_scenario("support_desk")) == ("silos_plus", "pods")
    monkeypatch.setattr("sim.report.watch.serving.NEEDED", ())
    with pytest.raises(NotWatchableError, match="people; up to 400 can be watched"):
        check_watchable(load_scenario("services_3000"))
    monkeypatch.setattr("sim.report.watch.serving.NEEDED", ("a_package_that_nobody_has",))
    with pytest.raises(NotWatchableError, match="install podsim with the extra watch"):
        check_watchable(load_scenario("support_desk"))
