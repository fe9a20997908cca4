"""What one level of a dial changes in an image, byte by byte; and where a number is written that may have any value."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from sim.foundation.grid import to_grid
from sim.report.live.image import Image

GAP = 16  # bytes between two changes that are written as one
MOST_RUNS = 100  # of changed bytes of one array: beyond, it is carried whole


@dataclass(frozen=True)
class Patched:
    """What one level changes in the image. put: arrays of another shape. patches: (array, first byte, bytes)."""

    put: Image
    patches: tuple[tuple[str, int, bytes], ...]

    def touches(self, other: Patched) -> bool:
        """Whether another level changes some of the same."""
        mine, others = self._changed, other._changed
        return any(
            name in other.put
            or name in self.put
            or any(a < d and c < b for a, b in mine[name] for c, d in others[name])
            for name in mine.keys() & others.keys()
        )

    def arrays(self) -> set[str]:
        """Names of the arrays that it changes."""
        return set(self._changed)

    @cached_property
    def _changed(self) -> dict[str, list[tuple[int, int]]]:
        found: dict[str, list[tuple[int, int]]] = {name: [] for name in self.put}
        for name, first, content in self.patches:
            found.setdefault(name, []).append((first, first + len(content)))
        return found

    def onto(self, image: Image) -> Image:
        """The image with this level."""
        found = {**image, **self.put}
        for name, first, content in self.patches:
            raw = bytearray(found[name].tobytes())
            raw[first : first + len(content)] = content
            found[name] = np.frombuffer(bytes(raw), dtype=found[name].dtype).reshape(found[name].shape)
        return found


@dataclass(frozen=True)
class Slots:
    """Where a number stands. places: (array, first byte) of eight bytes each. on_grid: a duration, on the grid.

    factor: the setting is the number of the dial times this.
    """

    places: tuple[tuple[str, int], ...]
    on_grid: bool
    factor: float

    def patch(self, value: float) -> Patched:
        """What a value of the dial changes."""
        number = value * self.factor
        content = np.float64(to_grid(number) if self.on_grid else number).tobytes()
        return Patched({}, tuple((name, first, content) for name, first in self.places))


def patch_of(image: Image, other: Image) -> Patched:
    """What leads from one image to another."""
    put, patches = {}, []
    for name, array in other.items():
        before = image[name]
        if before.shape != array.shape:
            put[name] = array
            continue
        old, new = (np.frombuffer(one.tobytes(), dtype=np.uint8) for one in (before, array))
        places = np.flatnonzero(old != new)
        if places.size:
            cuts = np.flatnonzero(np.diff(places) > GAP)
            if cuts.size > MOST_RUNS:
                put[name] = array
                continue
            firsts, lasts = places[np.r_[0, cuts + 1]], places[np.r_[cuts, places.size - 1]]
            patches += [(name, int(a), new[a : b + 1].tobytes()) for a, b in zip(firsts, lasts, strict=True)]
    return Patched(put, tuple(patches))


def slots_of(image: Image, place: tuple[str, str, int], rows: Sequence[Patched], how: tuple[bool, float]) -> Slots:
    """The places that some level changes. place: array, by its name within a column, field, row.

    how: as of Slots: on_grid, factor.
    """
    array, field, row = place
    places = []
    for name, table in image.items():
        if name.partition("/")[2] != array or table.dtype.fields is None:
            continue
        first = row * table.dtype.itemsize + table.dtype.fields[field][1]
        span = range(first, first + 8)
        if any(name == changed and start in span for one in rows for changed, start, _ in one.patches):
            places.append((name, first))
    return Slots(tuple(places), *how)


def same_image(one: Image, other: Image) -> bool:
    """Whether two images are equal to the byte."""
    return one.keys() == other.keys() and all(
        one[name].shape == array.shape and one[name].tobytes() == array.tobytes() for name, array in other.items()
    )


def encoded(patch: Patched) -> list[list[Any]]:
    """Patches as JSON: [array, first byte, bytes in base 64]."""
    return [[name, first, base64.b64encode(content).decode("ascii")] for name, first, content in patch.patches]
