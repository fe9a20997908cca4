"""Roads as they are run: the same luck on all of them, the same values for any number of threads, gates."""

from __future__ import annotations

import numpy as np
import pytest

from sim.roads.plan import plan_road
from sim.roads.reading import read_road
from sim.roads.running import bridged_road, run_roads, slowed
from sim.roads.versions import GUESSED, MODELLED
from tests.unit.comparison.made import tiny

WEEKS = 26


@pytest.fixture(scope="module")
def scenario():
    return slowed(tiny(), WEEKS)


def from_text(folder, name, text):
    path = folder / f"{name}.yaml"
    path.write_text(f"name: {name}\n{text}\n", encoding="utf-8")
    return read_road(path)


def same(one, other):
    return all(np.array_equal(one.weekly[name], other.weekly[name], equal_nan=True) for name in one.weekly)


def test_a_road_to_where_one_is_changes_nothing(scenario, tmp_path):
    still = from_text(tmp_path, "still", "stages: [{week: 3, habits: silos}, {week: 9, into: silos}]")
    found = run_roads(scenario, [read_road("stay"), still], replications=1, threads=1)
    for version in (MODELLED, GUESSED):
        assert same(found.of("still", version), found.of("stay", version))
    assert found.of("still").taken.tolist() == [2]
    assert not found.of("still").gain.cashable.any()


def test_nothing_differs_before_the_first_stage(scenario, tmp_path):
    late = from_text(tmp_path, "late", "stages: [{week: 12, into: pods, habits: pods, cost: 500, training_hours: 2}]")
    found = run_roads(scenario, [read_road("stay"), late], replications=1, threads=1)
    apart = found.beside_staying("late", "load_mean")[0]
    assert not apart[:12].any()
    assert apart[12:].any()
    spent = found.of("late").spent[0]
    assert spent[:12].sum() == 0.0
    assert spent[12] == pytest.approx(500.0 + 4 * 2 * 30.0 * 1.33)


@pytest.mark.slow
def test_any_number_of_threads_gives_the_same(scenario):
    loaded = [read_road("stay"), read_road("big_bang")]
    one, two = (run_roads(scenario, loaded, replications=2, worlds=2, bridge_replications=1, threads=n) for n in (1, 2))
    for version in (MODELLED, GUESSED):
        assert same(one.of("big_bang", version), two.of("big_bang", version))
    assert list(one.bridge) == list(two.bridge)
    assert all(same(one.bridge[step]["big_bang"], two.bridge[step]["big_bang"]) for step in one.bridge)
    assert [world.values for world in one.worlds] == [world.values for world in two.worlds]
    assert len(one.worlds) + one.refused == 2


def test_a_gate_that_fails_goes_back_or_stays(scenario, tmp_path):
    gate = "gate: {measure: load_mean, at_least: 1, weeks: 2, otherwise: %s}"
    text = "stages: [{week: 0, habits: pods, into: pods, teams: [pod 1]}, {week: 8, into: pods, cost: 99, %s}]"
    back, on = (from_text(tmp_path, name, text % (gate % word)) for name, word in (("back", "back"), ("on", "stay")))
    alone = from_text(tmp_path, "alone", "stages: [{week: 0, habits: pods, into: pods, teams: [pod 1]}]")
    found = run_roads(scenario, [read_road("stay"), back, on, alone], replications=1, threads=1)
    assert found.of("back").taken.tolist() == [1]
    assert found.of("on").taken.tolist() == [1]
    assert found.of("back").spent.sum() == 0.0
    assert same(found.of("on"), found.of("alone"))
    assert not same(found.of("back"), found.of("alone"))


def test_a_gate_that_holds_lets_the_stage_be_taken(scenario, tmp_path):
    gate = "gate: {measure: load_mean, at_most: 1, weeks: 2}"
    gated = from_text(tmp_path, "gated", f"stages: [{{week: 8, habits: pods, into: pods, {gate}}}]")
    free = from_text(tmp_path, "free", "stages: [{week: 8, habits: pods, into: pods}]")
    found = run_roads(scenario, [read_road("stay"), gated, free], replications=1, threads=1)
    assert found.of("gated").taken.tolist() == [1]
    assert same(found.of("gated"), found.of("free"))


def test_the_bridge_is_about_the_road_that_changes_all_at_once():
    loaded = [read_road(name) for name in ("stay", "big_bang", "by_quarter", "better_habits_only")]
    assert bridged_road(loaded) == "big_bang"
    assert bridged_road(loaded[:1]) == ""
    assert bridged_road([loaded[0], loaded[3]]) == "better_habits_only"


def test_all_people_are_on_every_road(scenario):
    plans = [plan_road(scenario, read_road(name)) for name in ("big_bang", "by_quarter")]
    assert {stage.moved.size for plan in plans for stage in plan.stages} == {4}
