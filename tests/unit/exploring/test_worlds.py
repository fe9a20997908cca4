"""Plausible worlds: drawn evenly, judged with known error, the same as a comparison where nothing is varied."""

import math
from dataclasses import replace

import numpy as np
import pytest

from sim import compare
from sim.comparison.words import LITTLE_WORSE, NOT_SETTLED, WORDS, WORSE
from sim.exploring import worlds as module
from sim.exploring.sensitivity import rests_on
from sim.exploring.worlds import differences_over_worlds, hypercube, plausible_worlds, shortened
from sim.measures import measure_named
from sim.scenario import changed, load_scenario
from sim.scenario.ledger import ledger
from tests.unit.comparison.made import tiny

COLUMNS = ("silos", "silos_plus", "pods")
RESOLUTION, LOAD = measure_named("resolution_minutes"), measure_named("load_p90")


@pytest.fixture(scope="module")
def found():
    return plausible_worlds(tiny(), COLUMNS, seed=3, worlds=30, replications=2)


def test_every_range_is_drawn_evenly():
    swept = [one for one in ledger(load_scenario("support_desk"), COLUMNS) if one.swept]
    drawn = hypercube(swept, 40, seed=5)
    assert drawn.shape == (40, len(swept))
    for place, one in enumerate(swept):
        values = np.sort(drawn[:, place])
        assert one.low <= values[0] <= values[-1] <= one.high, one.name
        if one.whole:
            assert (values == np.rint(values)).all()
            continue
        unit = (values - one.low) / (one.high - one.low)
        if one.low > 0 and one.high / one.low > 10:
            unit = np.log(values / one.low) / math.log(one.high / one.low)
        assert (np.floor(unit * 40 - 1e-9).astype(int) == np.arange(40)).all(), one.name  # one in each fortieth
    np.testing.assert_array_equal(drawn, hypercube(swept, 40, seed=5))
    assert (drawn != hypercube(swept, 40, seed=6)).any()


def test_worlds_are_scenarios_and_every_answer_is_counted(found):
    assert found.count + found.refused == 30
    assert found.values.shape == (found.count, len(found.assumptions))
    assert found.pairs == (("silos", "silos_plus"), ("silos", "pods"), ("silos_plus", "pods"))
    for row in found.differences.values():
        assert list(row) == ["resolution_minutes", "felt_empathy", "load_p90"]
        for differences in row.values():
            assert differences.count(*WORDS) == found.count
            assert all(i.low <= i.mean <= i.high for i in differences.intervals)


def test_a_world_in_which_nothing_is_varied_is_the_comparison(monkeypatch):
    """Drawn exactly at the scenario's values, a world gives the numbers of a comparison, to the last bit."""
    monkeypatch.setattr(module, "hypercube", lambda some, worlds, seed: np.array([[one.value for one in some]] * 2))
    found = plausible_worlds(tiny(), COLUMNS, seed=1, worlds=2, replications=3)
    expected = compare(shortened(tiny()), replications=3)
    for (first, second), row in found.differences.items():
        for name, differences in row.items():
            change = expected.samples[second][name] - expected.samples[first][name]
            assert differences.first[0] == expected.samples[first][name].mean()
            if measure_named(name).relative:
                assert differences.difference[0] == pytest.approx(change.mean(), rel=1e-12)
            else:
                assert differences.difference[0] == change.mean()


def test_worlds_that_contradict_themselves_are_counted_and_left_out(monkeypatch):
    def drawn(some, worlds, seed):
        values = np.array([[one.value for one in some]] * 3)
        values[1, [one.name for one in some].index("policy.misroute_share")] = 7.0  # no share
        return values

    monkeypatch.setattr(module, "hypercube", drawn)
    found = plausible_worlds(tiny(), COLUMNS, seed=1, worlds=3, replications=2)
    assert (found.count, found.refused) == (2, 1)


def test_only_few_weeks_are_run_and_a_log_keeps_its_own():
    assert shortened(load_scenario("support_desk")).time.measured_weeks == 1
    assert shortened(load_scenario("it_incidents")) == load_scenario("it_incidents")


def test_no_world_at_all_is_counted_too(monkeypatch):
    beyond = lambda some, worlds, seed: np.array([[7e9 for one in some]] * 2)  # noqa: E731
    monkeypatch.setattr(module, "hypercube", beyond)
    found = plausible_worlds(tiny(), COLUMNS, seed=1, worlds=2, replications=2)
    assert (found.count, found.refused) == (0, 2)
    assert rests_on(found, ("silos", "pods")) == ()


@pytest.mark.parametrize("name", ["telecom", "city_services"])
def test_whoever_has_shocks_keeps_the_weeks_they_are_in(name):
    own = load_scenario(name)
    assert shortened(own) == own
    calm = changed(own, {"demand.bursts": [], "people.away_waves": []})
    assert shortened(calm).time.measured_weeks == 1


def made_worlds(rng, difference, noise, level, replications=3):
    """samples of n worlds: first at `level`, second `difference` above it, each with noise of its own size."""
    common = rng.normal(0.0, 1.0, size=(level.size, replications)) * noise[:, None]
    own = rng.normal(0.0, 1.0, size=(level.size, replications)) * noise[:, None]
    first, second = level[:, None] + common, level[:, None] + common + difference[:, None] + own
    return [{"a": {"load_p90": f}, "b": {"load_p90": s}} for f, s in zip(first, second, strict=True)]


@pytest.mark.parametrize("grows", [False, True])
def test_intervals_cover_though_each_world_has_few_replications(grows):
    """95% of worlds cover their true difference, also where whoever is busier varies more (4 standard errors)."""
    rng, covered, total = np.random.default_rng(17), 0, 0
    for _ in range(20):
        level = rng.uniform(0.5, 1.0, size=200)
        truth = rng.normal(0.0, 0.05, size=200)
        noise = 0.01 + (0.06 * (level - 0.5) if grows else 0.0)
        differences = differences_over_worlds(
            made_worlds(rng, truth, np.broadcast_to(noise, 200).copy(), level), ("a", "b"), LOAD
        )
        covered += sum(i.low <= t <= i.high for i, t in zip(differences.intervals, truth, strict=True))
        total += 200
    share = covered / total
    assert abs(share - 0.95) <= 4 * math.sqrt(0.95 * 0.05 / total) + (0.01 if grows else 0.0)


def test_an_unknown_world_is_not_settled():
    rng = np.random.default_rng(1)
    samples = made_worlds(rng, np.full(4, 0.3), np.full(4, 0.001), np.full(4, 0.6))
    samples[2]["b"]["load_p90"] = np.full(3, math.nan)
    differences = differences_over_worlds(samples, ("a", "b"), LOAD)
    assert differences.words == (WORSE, WORSE, NOT_SETTLED, WORSE)


def test_relative_measures_are_judged_by_what_they_are_relative_to():
    samples = [
        {
            "a": {"resolution_minutes": np.array([100.0, 101.0]) * k},
            "b": {"resolution_minutes": np.array([101.0, 102.0]) * k},
        }
        for k in (1.0, 10.0, 100.0)
    ]
    differences = differences_over_worlds(samples, ("a", "b"), RESOLUTION)
    assert differences.words == (LITTLE_WORSE,) * 3  # one percent everywhere
    assert differences.difference == pytest.approx([1.0, 10.0, 100.0], rel=0.02)


def test_the_seed_of_a_world_is_no_part_of_its_values(found):
    assert replace(found, seed=9).values is found.values
    other = changed(tiny(), {"seed": 9})
    assert [one.name for one in ledger(other, COLUMNS) if one.swept] == [one.name for one in found.assumptions]
