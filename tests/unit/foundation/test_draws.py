import numpy as np
import pytest
from numba import njit

from sim.foundation import compiled_draws
from sim.foundation.draws import (
    GOLDEN,
    MASK,
    UNIT,
    Kind,
    decision,
    draw_key,
    mix,
    replication_key,
    text_key,
    uniform,
)

EXTREMES = (0, 1, 2, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000, MASK - 1, MASK, 0x0123456789ABCDEF)


@njit
def compiled_key(key, kind, entity, occurrence):
    return draw_key(key, kind, entity, occurrence)


@njit
def compiled_uniform(key, kind, entity, occurrence):
    return uniform(key, kind, entity, occurrence)


def test_mix_gives_the_published_outputs_of_splitmix64():
    assert [mix(0), mix(GOLDEN), mix(2 * GOLDEN & MASK)] == [
        0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F,
    ]  # fmt: skip


def test_text_key_is_fnv_1a():
    assert [text_key(""), text_key("a"), text_key("foobar")] == [
        0xCBF29CE484222325, 0xAF63DC4C8601EC8C, 0x85944171F73967E8,
    ]  # fmt: skip


@pytest.mark.parametrize("key", EXTREMES)
@pytest.mark.parametrize("entity", EXTREMES)
def test_plain_and_compiled_draws_are_equal_at_the_extremes(key, entity):
    for kind in (Kind.SEED, Kind.TEAM):
        for occurrence in (0, 1, 2**31, 2**62):
            address = (np.uint64(key), int(kind), np.uint64(entity), occurrence)
            assert int(compiled_key(*address)) == draw_key(key, kind, entity, occurrence)
            assert compiled_uniform(*address) == uniform(key, kind, entity, occurrence)


def test_draws_of_many_entities_and_occurrences_are_those_of_one():
    entities = np.array(EXTREMES, dtype=np.uint64)
    found = compiled_draws.uniforms(np.uint64(7), int(Kind.WORK), entities, 3)
    assert found.tolist() == [uniform(7, Kind.WORK, entity, 3) for entity in EXTREMES]
    occurrences = np.array([0, 1, 2**40], dtype=np.int64)
    keys = compiled_draws.draw_keys(np.uint64(7), int(Kind.LINEAGE), 5, occurrences)
    assert keys.tolist() == [draw_key(7, Kind.LINEAGE, 5, int(k)) for k in occurrences]


def test_the_least_and_the_greatest_uniform_lie_inside_0_and_1():
    assert 0.0 < 0.5 * UNIT < ((MASK >> 12) + 0.5) * UNIT < 1.0


def test_uniforms_are_even_and_unrelated_between_neighbouring_addresses():
    n = 40_000
    columns = np.array([[uniform(replication_key(1, r), Kind.WORK, 9, j) for j in range(2)] for r in range(n)])
    for j in range(2):
        cells = np.histogram(columns[:, j], bins=20, range=(0, 1))[0]
        chi_square = ((cells - n / 20) ** 2 / (n / 20)).sum()
        assert chi_square < 19 + 4 * np.sqrt(2 * 19)
    assert abs(np.corrcoef(columns.T)[0, 1]) < 4 / np.sqrt(n)


def test_decisions_of_a_case_have_places_of_their_own():
    places = {decision(c, n, a) for c in range(5) for n in range(16) for a in range(4)}
    assert len(places) == 5 * 16 * 4


def test_kinds_have_numbers_of_their_own():
    assert len({int(kind) for kind in Kind}) == len(Kind.__members__)
