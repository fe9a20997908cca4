"""Emulated maps: intervals hold what is promised, words are seldom wrong, and a map says where it fails."""

from types import SimpleNamespace

import numpy as np
import pytest

from sim.comparison.words import BETTER, NOT_SETTLED, WORDS, WORSE
from sim.exploring.axes import Axis, AxisError
from sim.exploring.emulation.emulate import Tried, cells_to_run, emulated, places_of, sample_of
from sim.exploring.emulation.regions import region_of
from sim.scenario import load_scenario

NUMBERS = Axis("demand.volume_factor", tuple(np.linspace(0.5, 1.5, 41).tolist()))
WIDTHS = Axis("policy.link_minutes", tuple(np.linspace(0.0, 4.0, 41).tolist()))
WORDY = Axis("policy.team_choice", ("least_wait", "account", "longest_idle"))
AXES, BETWEEN = (NUMBERS, WIDTHS), ("silos_plus", "pods")
LEVEL, STEEP, NOISE = 500.0, 400.0, 60.0


def truth(x, y):
    """A difference in minutes: gains at low y, losses at high y, all of it larger at high x."""
    return STEEP * (y / 4.0 - 0.5) * x**3


def map_of(seed, *, count=250, replications=2, wrong=0.0):
    """Made-up runs of `truth`, with luck that grows with x; wrong: luck that a cell's replications share."""
    rng, chosen = np.random.default_rng(seed), sample_of(AXES, count, seed)
    x, y = (np.asarray(axis.values)[chosen[:, place]] for place, axis in enumerate(AXES))
    spread = NOISE * x[:, None] ** 2
    luck = spread * rng.standard_normal((len(x), replications)) + wrong * rng.standard_t(2, (len(x), 1))
    results = [
        SimpleNamespace(samples={
            "silos_plus": {"resolution_minutes": np.full(replications, LEVEL)},
            "pods": {"resolution_minutes": LEVEL + truth(*at) + own},
        })
        for *at, own in zip(x, y, luck, strict=True)
    ]  # fmt: skip
    return emulated(load_scenario("support_desk"), AXES, BETWEEN, "resolution_minutes", chosen, results)


@pytest.fixture(scope="module")
def maps():
    return [map_of(seed) for seed in range(4)]


@pytest.mark.slow
def test_intervals_hold_what_new_runs_show(maps):
    held = []
    for seed, found in enumerate(maps):
        rng, here = np.random.default_rng(100 + seed), found.everywhere
        x, y = (np.asarray(axis.values)[here.chosen[:, place]] for place, axis in enumerate(AXES))
        shown = truth(x, y) + NOISE * x**2 * rng.standard_normal(len(x)) / np.sqrt(2)
        held.append(np.mean(np.abs(shown - here.known.value) <= here.half_for(2)))
    assert 0.92 <= np.mean(held) <= 0.98
    assert min(held) >= 0.88


def test_words_are_seldom_wrong_and_often_said(maps):
    for found in maps:
        here = found.everywhere
        x, y = (np.asarray(axis.values)[here.chosen[:, place]] for place, axis in enumerate(AXES))
        words = np.array(WORDS)[here.words]
        decided = (words == BETTER) | (words == WORSE)
        right = np.where(truth(x, y) < 0.0, BETTER, WORSE)  # less time is better
        assert np.mean(words[decided] == right[decided]) >= 0.95
        assert 0.4 <= decided.mean() <= 0.95
        assert NOT_SETTLED in words


def test_what_was_kept_aside_is_not_fitted(maps):
    for found in maps:
        assert found.tried.of == np.count_nonzero(~found.sample.fitted) >= 45
        assert found.tried.trusted
        assert found.tried.error < found.tried.luck


def test_a_surface_that_knows_too_little_says_so():
    """Intervals come from points that the surface has seen; what is kept aside has other luck here."""
    found = map_of(1)
    aside = ~found.sample.fitted
    found.sample.difference[aside] += 5 * STEEP
    assert not found.tried.trusted


@pytest.mark.parametrize(("held", "trusted"), [(100, True), (95, True), (89, True), (88, False), (50, False)])
def test_trust_is_lost_where_promised_intervals_would_hardly_ever_do_as_badly(held, trusted):
    assert Tried(held, 100, 1.0, 1.0).trusted is trusted  # P(at most 89 of 100) = 0.0115, of 88 0.0043


def test_where_a_column_is_better_is_said_in_words(maps):
    region = region_of(AXES, maps[0].everywhere, BETTER)
    assert any(text.startswith("policy.link_minutes is at most ") for text in region.where)
    assert region.right >= 0.9
    assert region.share >= 0.4


def test_numbers_lie_in_their_range_and_other_values_apart():
    chosen = np.array([[0, 2], [40, 0], [20, 1]])
    found = places_of((NUMBERS, WORDY), chosen)
    assert found.tolist() == [[0.0, 0.0, 0.0, 1.0], [1.0, 1.0, 0.0, 0.0], [0.5, 0.0, 1.0, 0.0]]


def test_samples_lie_evenly_and_none_twice():
    chosen = sample_of(AXES, 205, 3)
    assert len(np.unique(chosen, axis=0)) == len(chosen) > 185
    for place in range(2):
        assert np.bincount(chosen[:, place], minlength=41).max() <= 5  # 205 over 41 values
    assert (sample_of(AXES, 205, 3) == chosen).all()
    assert len(sample_of(AXES, 205, 4)) != len(chosen) or (sample_of(AXES, 205, 4) != chosen).any()


def test_each_combination_has_luck_of_its_own():
    chosen, cells = cells_to_run(load_scenario("support_desk"), AXES, BETWEEN, runs=400, replications=2)
    assert len(chosen) == len(cells)
    assert [cell.first for cell in cells] == list(range(0, 2 * len(cells), 2))
    assert {cell.columns for cell in cells} == {BETWEEN}
    at = dict(zip(("x", "y"), chosen[7], strict=True))
    assert cells[7].scenario.demand.volume_factor == NUMBERS.values[at["x"]]


@pytest.mark.parametrize(
    ("axes", "more", "said"),
    [
        (AXES, {"runs": 40}, "10 combinations would be run; emulating takes 100 to 1,000"),
        (AXES, {"runs": 8000}, "2,000 combinations would be run"),
        ((Axis("policy.wings", (0, 1)), NUMBERS), {}, "82 combinations are so few that they can be run"),
        ((*AXES, Axis("people.away_share", tuple(np.linspace(0, 0.5, 900).tolist())), WORDY), {}, "at most 2,000,000"),
        ((NUMBERS, NUMBERS), {}, "it is varied twice"),
    ],
)
def test_what_cannot_be_emulated_is_said(axes, more, said):
    with pytest.raises(AxisError, match=said):
        cells_to_run(load_scenario("support_desk"), axes, BETWEEN, **more)
