"""The core's own tools: sets of people as bits, tables that are kept, and the table of addresses."""

from __future__ import annotations

from queue import SimpleQueue

import numpy as np
import pytest
from numba import njit

from sim.core.bits import BITS, lowest_bit
from sim.core.scratch import Scratch, scratch
from sim.core.world import ARRAYS
from sim.core.world_type import world_at, world_table


@njit
def places(word):
    """Places of all bits that are set."""
    found = []
    while word != 0:
        found.append(lowest_bit(word))
        word &= word - 1
    return found


@pytest.mark.parametrize("expected", [[0], [BITS - 1], [0, 5, 40, BITS - 1], list(range(BITS))])
def test_every_bit_is_found_from_the_lowest(expected):
    assert places(sum(1 << place for place in expected)) == expected


def test_a_kept_table_grows_and_keeps_its_rows():
    kept = Scratch()
    kind = np.dtype([("a", "f8"), ("b", "i4")])
    first = kept.table("table", 4, kind)
    first["a"] = [7.0, 8.0, 9.0, 10.0]
    assert kept.table("table", 3, kind) is first
    kept.enlarge("table")
    longer = kept.table("table", 4, kind)
    assert longer.size == 8
    assert longer["a"][:4].tolist() == [7.0, 8.0, 9.0, 10.0]
    assert kept.table("other", 2, np.dtype("f8")).dtype == np.float64


def test_two_at_a_time_do_not_share(monkeypatch):
    monkeypatch.setattr("sim.core.scratch._IDLE", SimpleQueue())
    with scratch() as one, scratch() as other:
        assert one is not other
    with scratch() as next_one:
        assert next_one in (one, other)


def tables() -> dict[str, np.ndarray]:
    """One small array of each kind, told apart by its shape."""
    return {
        name: np.zeros((number % 5 + 1, number % 3 + 1, number % 2 + 1)[:axes], dtype=dtype)
        for number, (name, (dtype, axes)) in enumerate(ARRAYS.items())
    }


@njit
def shapes(address):
    """What compiled code sees of a few arrays, after writing into one."""
    w = world_at(address)
    w.work[0, 0] = 2.5
    w.case[0].owner = 11
    return w.case.size, w.need.shape, w.distance.shape, w.policy.size, w.work.shape


def test_compiled_code_sees_the_arrays_of_the_table():
    given = tables()
    table = world_table(given)
    found = shapes(table.ctypes.data)
    assert found == tuple(
        given[name].size if name in ("case", "policy") else given[name].shape
        for name in ("case", "need", "distance", "policy", "work")
    )
    assert given["work"][0, 0] == 2.5
    assert given["case"]["owner"][0] == 11


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("arrival", lambda array: array.astype("f4")),
        ("need", lambda array: array[0]),
        ("skill", lambda array: np.zeros((4, 6))[:, ::2]),
    ],
)
def test_an_array_of_another_type_is_refused_by_name(name, wrong):
    given = tables()
    with pytest.raises(TypeError, match=name):
        world_table(given | {name: wrong(given[name])})
