"""The module in wasmtime, in place of machine code: arrays go into its memory before each call, and come back after."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import wasmtime

import sim.core.run as core
from sim.core.world import ARRAYS
from sim.foundation import compiling
from sim.foundation.words import handed_over
from sim.report.live.module import Shipped

PAGE = 1 << 16


class Host:
    """One instance. most_bytes: of its memory. calls: how often each function ran in it."""

    def __init__(self, module: Shipped, most_bytes: int = 1 << 32) -> None:
        engine = wasmtime.Engine()
        self.store, self.entries = wasmtime.Store(engine), module.entries
        self.store.set_limits(memory_size=most_bytes)
        instance = wasmtime.Instance(self.store, wasmtime.Module(engine, module.wasm), [])
        self.exports = instance.exports(self.store)
        self.memory: Any = self.exports["memory"]
        self.begin = self.exports["__heap_base"].value(self.store)
        self.calls: dict[str, int] = {}

    def call(self, name: str, layout: str, words: bytes, arrays: list[np.ndarray]) -> Any:
        """Run one function. words: as `handed_over` makes them. arrays: those whose addresses stand in the words."""
        places, end = {}, self.begin
        for array in sorted(arrays, key=lambda one: -one.nbytes):  # two views of one table are one place
            if array.ctypes.data not in places:
                end = -(-end // 64) * 64
                places[array.ctypes.data] = end
                end += array.nbytes
        return self._run(name, layout, self._moved(words, places), places, arrays, end)

    def simulate(self, tables: dict[str, np.ndarray]) -> int:
        """The loop, on a World."""
        arrays = [tables[name] for name in ARRAYS]
        table = np.array([word for one in arrays for word in (one.ctypes.data, *one.shape)], dtype=np.int64)
        places, end = {}, self.begin
        for array in arrays:
            end = -(-end // 64) * 64
            places[array.ctypes.data] = end
            end += array.nbytes + 64  # of no rows: still a place of its own
        here = np.frombuffer(self._moved(table.tobytes(), places), dtype=np.int64)
        at = -(-end // 64) * 64
        words = struct.pack("<q", at)
        return self._run("sim.core.loop.simulate", "q", words, places, arrays, at + here.nbytes, [(at, here)])

    def _moved(self, words: bytes, places: dict[int, int]) -> bytes:
        numbers = np.frombuffer(words, dtype=np.int64).copy()
        for place, number in enumerate(numbers.tolist()):
            numbers[place] = places.get(number, number)
        return numbers.tobytes()

    def _run(self, name, layout, words, places, arrays, end, more=()) -> Any:
        entry, result = self.entries[name][layout]
        end = -(-end // 64) * 64
        lacking = -(-(end + len(words) + 64) // PAGE) - self.memory.size(self.store)
        if lacking > 0:
            self.memory.grow(self.store, lacking)
        base = ctypes.addressof(self.memory.data_ptr(self.store).contents)
        for array in arrays:
            ctypes.memmove(base + places[array.ctypes.data], array.ctypes.data, array.nbytes)
        for at, array in more:
            ctypes.memmove(base + at, array.ctypes.data, array.nbytes)
        ctypes.memmove(base + end + 64, words, len(words))
        status = self.exports[entry](self.store, end + 64, end)
        assert status in (0, -2), (name, status)
        for array in arrays:
            if array.flags.writeable:
                ctypes.memmove(array.ctypes.data, base + places[array.ctypes.data], array.nbytes)
        self.calls[name] = self.calls.get(name, 0) + 1
        return ctypes.c_int64.from_address(base + end).value if result else None


@contextmanager
def in_webassembly(host: Host) -> Iterator[None]:
    """Everything that the module has runs in it."""
    native, simulate, table = compiling.Compiled.__call__, core.simulate, core.world_table
    here: list[dict[str, np.ndarray]] = []

    def called(self: compiling.Compiled, *arguments: Any) -> Any:
        layout, words = handed_over(arguments)
        if layout not in host.entries.get(self._name, {}):
            return native(self, *arguments)
        return host.call(self._name, layout, words, [one for one in arguments if isinstance(one, np.ndarray)])

    def remembered(tables: dict[str, np.ndarray]) -> np.ndarray:
        here[:] = [tables]
        return table(tables)

    compiling.Compiled.__call__ = called
    core.simulate, core.world_table = lambda address: host.simulate(here[0]), remembered
    try:
        yield
    finally:
        compiling.Compiled.__call__ = native
        core.simulate, core.world_table = simulate, table
