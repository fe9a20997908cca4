"""Plausible worlds: drawn evenly, judged with known error, the same as a comparison where nothing is varied."""

import math
from dataclasses import replace

import numpy as np
import pytest

from sim import compare
from sim.comparison.words import BETTER, NOT_SETTLED, WORDS, WORSE
from sim.exploring import worlds as module
from sim.exploring.effort import affordable
from sim.exploring.looks import BY_WAY, LOOKS, differences_over_worlds
from sim.exploring.sensitivity import rests_on
from sim.exploring.worlds import FEWEST, WORLDS, hypercube, plausible_worlds, shortened, worlds_of
from sim.measures import measure_named
from sim.scenario import changed, load_scenario
from sim.scenario.ledger import ledger
from tests.unit.comparison.made import tiny

COLUMNS = ("silos", "silos_plus", "pods")
PAIRS = (("silos", "silos_plus"), ("silos", "pods"), ("silos_plus", "pods"))
RESOLUTION, LOAD = measure_named("resolution_minutes"), measure_named("load_p90")


@pytest.fixture(scope="module")
def found():
    return plausible_worlds(tiny(), COLUMNS, seed=3, pairs=PAIRS, worlds=20)


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
    assert found.count + found.refused == 20
    assert found.values.shape == (found.count, len(found.assumptions))
    assert found.pairs == PAIRS
    assert found.ways == ("volume", "work")
    assert 0 < found.gone_on <= found.count
    for row in found.differences.values():
        by_channel = ["resolution_minutes@voice", "resolution_minutes@mail"]
        assert list(row) == ["resolution_minutes", "felt_empathy", "load_p90", *by_channel]
        for differences in row.values():
            assert differences.count(*WORDS) == found.count
            assert all(i.low <= i.mean <= i.high for i in differences.intervals)


def test_a_world_in_which_nothing_is_varied_is_the_comparison(monkeypatch):
    """Drawn exactly at the scenario's values, a world gives the numbers of a comparison."""
    monkeypatch.setattr(module, "hypercube", lambda some, worlds, seed: np.array([[one.value for one in some]] * 2))
    found = plausible_worlds(tiny(), COLUMNS, seed=1, pairs=PAIRS, worlds=2)
    expected = compare(shortened(tiny()), replications=LOOKS[1])
    for (first, second), row in found.differences.items():
        for name in ("resolution_minutes", "felt_empathy", "load_p90"):
            change = expected.samples[second][name] - expected.samples[first][name]
            looked = LOOKS[1] if found.gone_on else LOOKS[0]
            assert row[name].difference[0] == pytest.approx(change[:looked].mean(), rel=1e-9, abs=1e-12)


def test_worlds_that_contradict_themselves_are_counted_and_left_out(monkeypatch):
    def drawn(some, worlds, seed):
        values = np.array([[one.value for one in some]] * 3)
        values[1, [one.name for one in some].index("policy.misroute_share")] = 7.0  # no share
        return values

    monkeypatch.setattr(module, "hypercube", drawn)
    found = plausible_worlds(tiny(), COLUMNS, seed=1, worlds=3)
    assert (found.count, found.refused) == (2, 1)


def test_only_few_weeks_are_run_and_a_log_keeps_its_own():
    assert shortened(load_scenario("support_desk")).time.measured_weeks == 2
    assert shortened(load_scenario("it_incidents")) == load_scenario("it_incidents")


def test_no_world_at_all_is_counted_too(monkeypatch):
    beyond = lambda some, worlds, seed: np.array([[one.high if one.draws else 7e9 for one in some]] * 2)  # noqa: E731
    monkeypatch.setattr(module, "hypercube", beyond)
    found = plausible_worlds(tiny(), COLUMNS, seed=1, pairs=PAIRS, worlds=2)
    assert (found.count, found.refused) == (0, 2)
    assert rests_on(found, ("silos", "pods")).weights == ()


@pytest.mark.parametrize("name", ["telecom", "city_services"])
def test_whoever_has_shocks_keeps_the_weeks_they_are_in(name):
    own = load_scenario(name)
    assert shortened(own) == own
    calm = changed(own, {"demand.bursts": [], "people.away_waves": []})
    assert shortened(calm).time.measured_weeks == 2


def test_fewer_worlds_where_each_is_large():
    assert worlds_of(load_scenario("support_desk")) == WORLDS
    assert worlds_of(load_scenario("telecom")) == WORLDS
    assert FEWEST <= worlds_of(changed(load_scenario("telecom"), {"demand.volume_factor": 2.5})) < WORLDS
    assert worlds_of(load_scenario("services_3000")) == 0  # too few could be waited for to say anything
    assert affordable(load_scenario("services_3000"), 4, 2, share=1e-9) == 2
    assert affordable(load_scenario("services_3000"), 1, 2, share=1e-9) == 1  # never more than wanted


def ways(count, size):
    return [np.arange(size) % 2] * count


def made_worlds(rng, difference, noise, level, replications=2):
    """samples of n worlds: first at `level`, second `difference` above it, each with noise of its own size."""
    common = rng.normal(0.0, 1.0, size=(level.size, replications)) * noise[:, None]
    own = rng.normal(0.0, 1.0, size=(level.size, replications)) * noise[:, None]
    first, second = level[:, None] + common, level[:, None] + common + difference[:, None] + own
    return [{"a": {"load_p90": f}, "b": {"load_p90": s}} for f, s in zip(first, second, strict=True)]


def looked_twice(rng, truth, noise, level):
    """Words of worlds after both looks, as `plausible_worlds` makes them."""
    samples, of = made_worlds(rng, truth, noise, level), ways(truth.size, 2)
    first = differences_over_worlds(samples, of, ("a", "b"), LOAD)
    more = made_worlds(rng, truth, noise, level)
    for world, word in enumerate(first.words):
        if word == NOT_SETTLED:
            samples[world] = {c: {"load_p90": np.concatenate([samples[world][c]["load_p90"], m["load_p90"]])}
                              for c, m in more[world].items()}  # fmt: skip
            of[world] = np.arange(4) % 2
    return differences_over_worlds(samples, of, ("a", "b"), LOAD)


@pytest.mark.parametrize("grows", [False, True])
def test_intervals_cover_though_each_world_has_few_replications(grows):
    """95% of worlds cover their true difference, also where whoever is busier varies more (4 standard errors)."""
    rng, covered, total = np.random.default_rng(17), 0, 0
    for _ in range(20):
        level = rng.uniform(0.5, 1.0, size=200)
        truth = rng.normal(0.0, 0.05, size=200)
        noise = np.broadcast_to(0.01 + (0.06 * (level - 0.5) if grows else 0.0), 200).copy()
        differences = looked_twice(rng, truth, noise, level)
        covered += sum(i.low <= t <= i.high for i, t in zip(differences.intervals, truth, strict=True))
        total += 200
    assert covered / total >= 0.95 - 4 * math.sqrt(0.95 * 0.05 / total) - (0.01 if grows else 0.0)


def test_no_look_makes_worlds_without_a_difference_worth_having_decided():
    """Where the truth lies on the line itself, both looks together say better or worse in 5% at most."""
    rng, wrong, total = np.random.default_rng(4), 0, 0
    for _ in range(20):
        differences = looked_twice(rng, np.full(200, 0.02), np.full(200, 0.01), rng.uniform(0.5, 1.0, size=200))
        wrong += differences.count(BETTER, WORSE)
        total += 200
    assert wrong / total <= 0.05 + 4 * math.sqrt(0.05 * 0.95 / total)


@pytest.mark.slow
def test_words_of_three_seeds_are_never_opposite():
    """The same worlds with other luck: decided words that contradict each other are at most one in a hundred."""
    runs = [plausible_worlds(tiny(), COLUMNS, seed=seed, drawn_with=1, pairs=PAIRS, worlds=16) for seed in (1, 2, 3)]
    both = opposite = 0
    for pair in PAIRS:
        for name in runs[0].differences[pair]:
            words = [run.differences[pair][name].words for run in runs]
            for one, other in ((0, 1), (0, 2), (1, 2)):
                decided = [{a, b} for a, b in zip(words[one], words[other], strict=True) if NOT_SETTLED not in (a, b)]
                both += len(decided)
                opposite += sum(pair_of == {BETTER, WORSE} for pair_of in decided)
    assert both > 20
    assert opposite <= 0.01 * both


def test_a_sign_that_depends_on_how_load_is_held_is_not_settled():
    rng = np.random.default_rng(3)
    samples = made_worlds(rng, np.full(50, 0.3), np.full(50, 0.001), np.full(50, 0.6), replications=4)
    samples[7]["b"]["load_p90"] = samples[7]["a"]["load_p90"] + np.array([0.9, -0.1, 0.9, -0.1])
    differences = differences_over_worlds(samples, ways(50, 4), ("a", "b"), LOAD)
    assert (differences.words[6], differences.words[7], differences.reasons[7]) == (WORSE, NOT_SETTLED, BY_WAY)
    assert differences.by_way[7] == pytest.approx([0.9, -0.1])


def test_an_unknown_world_is_not_settled():
    rng = np.random.default_rng(1)
    samples = made_worlds(rng, np.full(40, 0.3), np.full(40, 0.001), np.full(40, 0.6))
    samples[2]["b"]["load_p90"] = np.full(2, math.nan)
    differences = differences_over_worlds(samples, ways(40, 2), ("a", "b"), LOAD)
    assert differences.words[:4] == (WORSE, WORSE, NOT_SETTLED, WORSE)


def test_relative_measures_are_judged_by_what_they_are_relative_to():
    samples = [
        {
            "a": {"resolution_minutes": np.array([100.0, 101.0]) * k},
            "b": {"resolution_minutes": np.array([101.0, 102.0]) * k},
        }
        for k in (1.0, 10.0, 100.0)
    ]
    differences = differences_over_worlds(samples, ways(3, 2), ("a", "b"), RESOLUTION)
    assert set(differences.words) <= set(WORDS) - {BETTER, WORSE, NOT_SETTLED}  # one percent everywhere
    assert differences.difference == pytest.approx([1.0, 10.0, 100.0], rel=0.02)


def test_the_seed_of_a_world_is_no_part_of_its_values(found):
    assert replace(found, seed=9).values is found.values
    other = changed(tiny(), {"seed": 9})
    assert [one.name for one in ledger(other, COLUMNS) if one.swept] == [one.name for one in found.assumptions]
