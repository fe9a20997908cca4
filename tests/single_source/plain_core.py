"""The core without a compiler: its functions as the plain Python that they are written in, so that no edit is compiled.

What is no Python even then is replaced: the intrinsics, and the World, whose tables hand out rows with attributes and
plain numbers, as compiled code sees them.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import numba
import numpy as np

GROUP = 64


def take_compiler_away() -> None:
    """From now on in this process, rules and the core are plain Python."""
    if "sim.core.loop" in sys.modules:
        raise RuntimeError("the core is compiled already")
    os.environ["NUMBA_DISABLE_JIT"] = "1"  # for what `sim.foundation.compiling` would compile
    numba.config.DISABLE_JIT = True
    importlib.import_module("sim.core.run").world_table = world
    importlib.import_module("sim.core.loop").world_at = lambda found: found
    for name, module in list(sys.modules.items()):
        for intrinsic in INTRINSICS:
            if name.startswith("sim.core.") and intrinsic.__name__ in vars(module):
                setattr(module, intrinsic.__name__, intrinsic)


class Row:
    """A row of a structured array by attribute, written through; numbers come out as Python's own."""

    __slots__ = ("of",)

    def __init__(self, of: np.void) -> None:
        """A view of a row."""
        object.__setattr__(self, "of", of)

    def __getattr__(self, name: str) -> Any:
        """A field."""
        return self.of[name].item()

    def __setattr__(self, name: str, value: Any) -> None:
        """Write a field."""
        self.of[name] = value


class Table:
    """An array of a World: a Row or a number at each place."""

    __slots__ = ("array", "shape", "size")

    def __init__(self, array: np.ndarray) -> None:
        """A view of an array."""
        self.array, self.size, self.shape = array, array.size, array.shape

    def __getitem__(self, place: Any) -> Any:
        """A Row, a number, or a part of the table."""
        found = self.array[place]
        if isinstance(found, np.ndarray):
            return Table(found)
        return Row(found) if isinstance(found, np.void) else found.item()

    def __setitem__(self, place: Any, value: Any) -> None:
        """Copy a row, or write a number."""
        self.array[place] = value.of if isinstance(value, Row) else value


def world(tables: Mapping[str, np.ndarray]) -> SimpleNamespace:
    """In place of `world_table`: whoever asks for its address gets the World itself."""
    found = SimpleNamespace(**{name: Table(array) for name, array in tables.items()})
    return SimpleNamespace(ctypes=SimpleNamespace(data=found))


def lowest_bit(word: int) -> int:
    """Place of the lowest bit that is set."""
    return (int(word) & -int(word)).bit_length() - 1


def least_of_group(numbers: Table, start: int) -> int:
    """Least of 64 numbers."""
    return int(numbers.array[start : start + GROUP].min())


def place_in_group(numbers: Table, start: int, wanted: int) -> int:
    """Where the first of 64 numbers stands that is the one wanted."""
    return int(np.flatnonzero(numbers.array[start : start + GROUP] == wanted)[0])


def least_of_others(numbers: Table, start: int, place: int) -> int:
    """Least of 64 numbers but for one."""
    return int(np.delete(numbers.array[start : start + GROUP], place).min())


INTRINSICS = (lowest_bit, least_of_group, place_in_group, least_of_others)
