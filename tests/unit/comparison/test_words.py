"""The words of a difference partition all intervals, and mean what their page says."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.comparison.statistics import held_over_primaries, paired_difference
from sim.comparison.words import (
    BETTER,
    LITTLE_BETTER,
    LITTLE_WORSE,
    MORE_RUNS,
    NO_SIDE,
    NOT_SETTLED,
    REASONS,
    SAME,
    SIZE_OPEN,
    UNKNOWN,
    WORDS,
    WORSE,
    whole,
    word_of,
)
from sim.measures import PRIMARY, measure_named

ENDS = st.one_of(st.sampled_from([-2.0, -1.0, -0.0, 0.0, 1.0, 2.0]), st.floats(-3.0, 3.0))


def meant(low, high, smallest):
    """Every word whose definition holds of an interval in which more is better, written out once more."""
    definitions = {
        BETTER: low > smallest,
        LITTLE_BETTER: 0 < low <= high <= smallest,
        SAME: -smallest <= low <= 0 <= high <= smallest,
        LITTLE_WORSE: -smallest <= low <= high < 0,
        WORSE: high < -smallest,
    }
    definitions[NOT_SETTLED] = (low < -smallest or high > smallest) and low <= smallest and high >= -smallest
    return [word for word, holds in definitions.items() if holds]


@given(ENDS, ENDS, st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0.0, 2.0)))
def test_the_words_partition_all_intervals(one, other, smallest):
    low, high = sorted((one, other))
    (word,) = meant(low, high, smallest)
    found, reason = word_of(low, high, smallest, "more")
    assert found == word
    assert word_of(-high, -low, smallest, "less") == (found, reason)
    assert (reason in REASONS) if word == NOT_SETTLED else reason == ""


@settings(deadline=None)  # the first call imports SciPy
@given(st.lists(st.floats(-30.0, 30.0), min_size=2, max_size=12), st.floats(-20.0, 20.0))
def test_every_difference_has_one_word_also_when_held_with_others(values, shift):
    first, change = np.full(len(values), 100.0), np.array(values)
    names = {name: change + shift * place for place, name in enumerate(PRIMARY)}
    row = {
        name: paired_difference(("a", "b"), first, first + moved, measure_named(name), pairs=1)
        for name, moved in names.items()
    }
    for alone, held in zip(row.values(), held_over_primaries(row).values(), strict=True):
        assert held.word in WORDS
        assert (held.reason in REASONS) == (held.word == NOT_SETTLED)
        assert held.word in (held.alone, NOT_SETTLED) or (held.word, held.alone) in weaker(), (held, alone)


def weaker():
    """A sign may be too little certain with others, where it is certain alone."""
    return {(SAME, LITTLE_BETTER), (SAME, LITTLE_WORSE)}


@pytest.mark.parametrize(
    ("low", "high", "direction", "word", "reason"),
    [
        (-9.0, -6.0, "less", BETTER, ""),
        (6.0, 9.0, "less", WORSE, ""),
        (6.0, 9.0, "more", BETTER, ""),
        (-9.0, -6.0, "more", WORSE, ""),
        (5.0, 9.0, "more", NOT_SETTLED, SIZE_OPEN),  # on the line is not beyond it
        (-4.0, 4.0, "less", SAME, ""),
        (-5.0, 5.0, "less", SAME, ""),
        (0.0, 4.0, "less", SAME, ""),
        (1.0, 4.0, "less", LITTLE_WORSE, ""),
        (-4.0, -1.0, "less", LITTLE_BETTER, ""),
        (1.0, 6.0, "less", NOT_SETTLED, SIZE_OPEN),
        (-1.0, 6.0, "less", NOT_SETTLED, MORE_RUNS),
        (6.0, 9.0, "none", NOT_SETTLED, NO_SIDE),
        (1.0, 4.0, "none", SAME, ""),
        (4.0, 6.0, "none", NOT_SETTLED, MORE_RUNS),
        (math.nan, math.nan, "less", NOT_SETTLED, UNKNOWN),
    ],
)
def test_words_by_hand(low, high, direction, word, reason):
    assert word_of(low, high, 5.0, direction) == (word, reason)


def test_a_reason_has_at_most_six_words():
    assert all(0 < len(reason.split()) <= 6 for reason in REASONS)
    assert whole(NOT_SETTLED, MORE_RUNS) == "not settled: more runs needed"
    assert whole(SAME, "") == "the same"
