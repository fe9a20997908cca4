"""The compiled form of `draws`: the same hash with wrapping unsigned integers.

Importing this module teaches Numba what `draw_key` and `uniform` mean inside compiled code; the
names used there stay those of `sim.foundation.draws`.
"""

from __future__ import annotations

import numpy as np
from numba import njit, uint64
from numba.extending import overload, register_jitable

from sim.foundation import draws

_GOLDEN = np.uint64(draws.GOLDEN)
_MULTIPLIER_1 = np.uint64(draws.MULTIPLIER_1)
_MULTIPLIER_2 = np.uint64(draws.MULTIPLIER_2)
_UNIT = draws.UNIT


@njit(inline="always")
def _mix(value):
    z = uint64(value) + _GOLDEN
    z = (z ^ (z >> uint64(30))) * _MULTIPLIER_1
    z = (z ^ (z >> uint64(27))) * _MULTIPLIER_2
    return z ^ (z >> uint64(31))


@njit(inline="always")
def _draw_key(key, kind, entity, occurrence):
    return _mix(_mix(_mix(uint64(key) ^ _mix(kind)) ^ uint64(entity)) ^ _mix(occurrence))


@njit(inline="always")
def _uniform(key, kind, entity, occurrence):
    return (float(_draw_key(key, kind, entity, occurrence) >> uint64(12)) + 0.5) * _UNIT


@overload(draws.draw_key)
def _draw_key_compiled(key, kind, entity, occurrence):
    return lambda key, kind, entity, occurrence: _draw_key(key, kind, entity, occurrence)


@overload(draws.uniform)
def _uniform_compiled(key, kind, entity, occurrence):
    return lambda key, kind, entity, occurrence: _uniform(key, kind, entity, occurrence)


register_jitable(draws.decision)


@njit(nogil=True)
def uniforms(key, kind, entities, occurrence):
    """Draws of one kind and occurrence for many entities. entities: uint64[n]; returns float64[n]."""
    found = np.empty(entities.size)
    for i in range(entities.size):
        found[i] = _uniform(key, kind, entities[i], occurrence)
    return found


@njit(nogil=True)
def draw_keys(key, kind, entity, occurrences):
    """Keys of one kind for many occurrences. occurrences: int64[n]; returns uint64[n]."""
    found = np.empty(occurrences.size, dtype=np.uint64)
    for i in range(occurrences.size):
        found[i] = _draw_key(key, kind, entity, occurrences[i])
    return found
