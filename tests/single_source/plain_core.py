"""The core without a compiler: its functions as the plain Python that they are written in, so that no edit is compiled.

What is no Python even then is replaced: the intrinsics, and the World, whose tables are lists of rows with attributes
and of plain numbers while the loop runs, and arrays again whenever it stops.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable, Mapping
from functools import cache, partial
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
    run = importlib.import_module("sim.core.run")
    run.world_table = lambda tables: SimpleNamespace(ctypes=SimpleNamespace(data=World(tables)))
    run.simulate = partial(simulated, run.simulate)
    importlib.import_module("sim.core.loop").world_at = lambda found: found
    for name, module in list(sys.modules.items()):
        for intrinsic in INTRINSICS:
            if name.startswith("sim.core.") and intrinsic.__name__ in vars(module):
                setattr(module, intrinsic.__name__, intrinsic)


def simulated(simulate: Callable[[World], int], world: World) -> int:
    """The loop up to where it stops, and what it wrote in the arrays."""
    stopped = simulate(world)
    for table in vars(world).values():
        if isinstance(table, Numbers | Rows):
            table.write()
    return stopped


class World:
    """In place of the table of addresses: every array as its plain form, made when it is first asked for."""

    def __init__(self, tables: Mapping[str, np.ndarray]) -> None:
        """tables: as of `world_table`."""
        self.tables = tables

    def __getattr__(self, name: str) -> Any:
        """A table."""
        array = self.tables[name]
        kind = Grid if array.ndim > 1 else Rows if array.dtype.names else Numbers
        setattr(self, name, found := kind(array))
        return found


class Numbers(list):
    """An array of one axis."""

    def __init__(self, array: np.ndarray) -> None:
        """A copy until `write`."""
        super().__init__(array.tolist())
        self.array, self.size = array, array.size

    def __setitem__(self, place: Any, value: Any) -> None:
        """Write a number, or one number in several places."""
        super().__setitem__(place, [value] * len(self[place]) if isinstance(place, slice) else value)

    def write(self) -> None:
        """Into the array."""
        self.array[:] = self


class Rows(list):
    """A structured array: at each place an object with its fields."""

    def __init__(self, array: np.ndarray) -> None:
        """A copy until `write`."""
        kind = row_type(array.dtype.names)
        super().__init__(kind(*row) for row in array.tolist())
        self.array, self.size = array, array.size

    def __setitem__(self, place: Any, row: Any) -> None:
        """Copy a row, so that whoever holds the one that lies there holds the new one."""
        here = self[place]
        for name in self.array.dtype.names:
            setattr(here, name, getattr(row, name))

    def write(self) -> None:
        """Into the array."""
        for name in self.array.dtype.names:
            self.array[name] = [getattr(row, name) for row in self]


class Grid:
    """An array of several axes, read and written number by number."""

    def __init__(self, array: np.ndarray) -> None:
        """No copy."""
        self.array, self.shape = array, array.shape

    def __getitem__(self, place: Any) -> Any:
        """A number, or a part of the array."""
        found = self.array[place]
        return Grid(found) if isinstance(found, np.ndarray) else found.item()

    def __setitem__(self, place: Any, value: Any) -> None:
        """Write a number."""
        self.array[place] = value


@cache
def row_type(names: tuple[str, ...]) -> type:
    """A type of rows with these fields and no other."""
    lines = [f"def __init__(self, {', '.join(names)}):", *(f"    self.{name} = {name}" for name in names)]
    made: dict[str, Any] = {}
    exec("\n".join(lines), made)
    return type("Row", (), {"__slots__": names, "__init__": made["__init__"]})


def lowest_bit(word: int) -> int:
    """Place of the lowest bit that is set."""
    return (int(word) & -int(word)).bit_length() - 1


def least_of_group(numbers: Numbers, start: int) -> int:
    """Least of 64 numbers."""
    return min(numbers[start : start + GROUP])


def place_in_group(numbers: Numbers, start: int, wanted: int) -> int:
    """Where the first of 64 numbers stands that is the one wanted."""
    return numbers.index(wanted, start, start + GROUP) - start


def least_of_others(numbers: Numbers, start: int, place: int) -> int:
    """Least of 64 numbers but for one."""
    return min(number for other, number in enumerate(numbers[start : start + GROUP]) if other != place)


INTRINSICS = (lowest_bit, least_of_group, place_in_group, least_of_others)
