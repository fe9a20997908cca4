"""Plausible worlds: drawn evenly, judged with known error, the same as a comparison where nothing is varied."""

import math
from dataclasses import replace

import numpy as np
import pytest

from sim import compare
from sim.comparison.words import BETTER, NOT_SETTLED, WORDS, WORSE
from sim.exploring import worlds as module
from sim.exploring.effort import affordable
from sim.exploring.sensitivity import rests_on
from sim.exploring.shared_luck import (
    BY_WAY,
    POOL,
    REPLICATIONS,
    differences_over_worlds,
    drawn_for,
    pool_of,
    without_luck,
)
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
    assert found.pool == REPLICATIONS  # twenty worlds are too few to know what they share
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
    expected = compare(shortened(tiny()), replications=REPLICATIONS)
    for (first, second), row in found.differences.items():
        for name in ("resolution_minutes", "felt_empathy", "load_p90"):
            change = expected.samples[second][name] - expected.samples[first][name]
            assert row[name].difference[0] == pytest.approx(change.mean(), rel=1e-9, abs=1e-12)


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


def no_more(count):
    """Worlds of which nothing is known but what was run."""
    return np.zeros((count, 0))


def of_pool(count, pool=None):
    return [np.array(drawn_for(world, pool or pool_of(count))) for world in range(count)]


def made_worlds(rng, difference, noise, level, numbers=None, shared=0.0):
    """samples of n worlds: first at `level`, second `difference` above it, each with noise of its own size.

    shared: part of the variance of a difference that all worlds have in common in a replication.
    """
    numbers = [np.arange(2)] * level.size if numbers is None else numbers
    met = np.array(numbers)
    luck = rng.normal(size=met.max() + 1)[met]
    common = rng.normal(0.0, 0.2, size=met.shape) * noise[:, None]
    own = math.sqrt(shared) * luck + math.sqrt(1.0 - shared) * rng.normal(size=met.shape)
    first = level[:, None] + common
    second = first + difference[:, None] + own * noise[:, None]
    return [{"a": {"load_p90": f}, "b": {"load_p90": s}} for f, s in zip(first, second, strict=True)]


def judged(rng, truth, noise, level, shared):
    """Worlds as `plausible_worlds` judges them."""
    numbers = of_pool(truth.size)
    samples = made_worlds(rng, truth, noise, level, numbers, shared)
    return differences_over_worlds(samples, ways(truth.size, 2), numbers, no_more(truth.size), ("a", "b"), LOAD)


def test_worlds_have_all_replications_of_the_pool_about_equally_often_in_either_way():
    numbers = np.array(of_pool(120))
    assert (numbers[:, 0] != numbers[:, 1]).all()
    assert len({tuple(sorted(pair)) for pair in numbers.tolist()}) > 60  # of 66
    for turn in range(2):
        assert np.ptp(np.bincount(numbers[:, turn], minlength=POOL)) <= 1
    assert {tuple(sorted(pair)) for pair in np.array(of_pool(59)).tolist()} == {(0, 1)}


@pytest.mark.parametrize("shared", [0.0, 0.3, 0.6])
@pytest.mark.parametrize("grows", [False, True])
def test_intervals_cover_though_each_world_has_few_replications(grows, shared):
    """95% of worlds cover their true difference, also where whoever is busier varies more (4 standard errors).

    Worlds of one run share luck, so a run counts as one observation.
    """
    rng, covered = np.random.default_rng(17), []
    for _ in range(100):
        level = rng.uniform(0.5, 1.0, size=120)
        truth = rng.normal(0.0, 0.05, size=120)
        noise = np.broadcast_to(0.01 + (0.06 * (level - 0.5) if grows else 0.0), 120).copy()
        found = judged(rng, truth, noise, level, shared)
        covered.append(np.mean([i.low <= t <= i.high for i, t in zip(found.intervals, truth, strict=True)]))
    assert np.mean(covered) >= 0.95 - 4 * np.std(covered) / math.sqrt(len(covered)) - (0.01 if grows else 0.0)


def test_what_worlds_share_is_taken_off():
    """With half of the variance shared, two replications are as good as three and more; with none, hardly worse."""
    rng, level = np.random.default_rng(2), np.linspace(0.5, 1.0, 120)
    numbers, noise = of_pool(120), np.full(120, 0.01)
    of_three, of_two = 0.01 / math.sqrt(3.0), 0.01 / math.sqrt(2.0)
    for shared, least, most in ((0.5, 0.8 * of_three, of_three), (0.0, 0.95 * of_two, 1.1 * of_two)):
        errors, far = [], []
        for _ in range(40):
            samples = made_worlds(rng, np.zeros(120), noise, level, numbers, shared)
            found = without_luck([one["b"]["load_p90"] - one["a"]["load_p90"] for one in samples], numbers, level)
            errors.append(found.errors.mean())
            far.append(np.mean(found.means**2))
        assert least < np.mean(errors) < most
        assert math.sqrt(np.mean(far)) == pytest.approx(np.mean(errors), rel=0.1)  # as far off as they say


def test_worlds_without_a_difference_worth_having_are_seldom_decided():
    """Where the truth lies on the line itself, better or worse is said in 5% at most."""
    rng, wrong = np.random.default_rng(4), []
    for _ in range(40):
        found = judged(rng, np.full(120, 0.02), np.full(120, 0.01), rng.uniform(0.5, 1.0, size=120), 0.3)
        wrong.append(found.count(BETTER, WORSE) / 120)
    assert np.mean(wrong) <= 0.05 + 4 * np.std(wrong) / math.sqrt(len(wrong))


@pytest.mark.slow
@pytest.mark.slow
def test_words_of_three_seeds_are_never_opposite():
    """The same worlds with other luck: decided words that contradict each other are at most one in a hundred."""
    runs = [plausible_worlds(tiny(), COLUMNS, seed=seed, drawn_with=1, pairs=PAIRS, worlds=60) for seed in (1, 2, 3)]
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
    rng, four = np.random.default_rng(3), [np.arange(4)] * 50
    samples = made_worlds(rng, np.full(50, 0.3), np.full(50, 0.001), np.full(50, 0.6), four)
    samples[7]["b"]["load_p90"] = samples[7]["a"]["load_p90"] + np.array([0.9, -0.1, 0.9, -0.1])
    differences = differences_over_worlds(samples, ways(50, 4), four, no_more(50), ("a", "b"), LOAD)
    assert (differences.words[6], differences.words[7], differences.reasons[7]) == (WORSE, NOT_SETTLED, BY_WAY)
    assert differences.by_way[7] == pytest.approx([0.9, -0.1], abs=0.02)  # less what all share


@pytest.mark.parametrize("count", [40, 120])
def test_an_unknown_world_is_not_settled(count):
    rng, numbers = np.random.default_rng(1), of_pool(count)
    samples = made_worlds(rng, np.full(count, 0.3), np.full(count, 0.001), np.full(count, 0.6), numbers)
    samples[2]["b"]["load_p90"] = np.full(2, math.nan)
    differences = differences_over_worlds(samples, ways(count, 2), numbers, no_more(count), ("a", "b"), LOAD)
    assert differences.words[:4] == (WORSE, WORSE, NOT_SETTLED, WORSE)


@pytest.mark.parametrize("count", [3, 120])
def test_relative_measures_are_judged_by_what_they_are_relative_to(count):
    times = np.array([1.0, 10.0, 100.0])[np.arange(count) % 3]
    samples = [
        {
            "a": {"resolution_minutes": np.array([100.0, 101.0]) * k},
            "b": {"resolution_minutes": np.array([101.0, 102.0]) * k},
        }
        for k in times
    ]
    differences = differences_over_worlds(
        samples, ways(count, 2), of_pool(count), no_more(count), ("a", "b"), RESOLUTION
    )
    assert set(differences.words) <= set(WORDS) - {BETTER, WORSE, NOT_SETTLED}  # one percent everywhere
    assert differences.difference == pytest.approx(times, rel=0.02)


def test_what_never_varies_is_known():
    samples = [{"a": {"load_p90": np.full(2, 0.5)}, "b": {"load_p90": np.full(2, 0.9)}}] * 120
    differences = differences_over_worlds(samples, ways(120, 2), of_pool(120), no_more(120), ("a", "b"), LOAD)
    assert set(differences.words) == {WORSE}


def test_the_seed_of_a_world_is_no_part_of_its_values(found):
    assert replace(found, seed=9).values is found.values
    other = changed(tiny(), {"seed": 9})
    assert [one.name for one in ledger(other, COLUMNS) if one.swept] == [one.name for one in found.assumptions]
