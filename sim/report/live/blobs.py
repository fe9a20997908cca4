"""Contents of arrays, equal ones once, so that they compress well: whole, or as what differs from another one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from sim.report.live.image import Image

NEAREST = 4  # contents of the same array and length that a new one is compared with: the first one, and the last ones
GAP = 3  # bytes that are equal between two runs which are written as one


class Blobs:
    """bounds: of each content [first byte, bytes, bytes of an element], of one that is told as a difference also the
    number of the other content and its own length. shapes: what `beside` counts.

    Whole contents lie byte by byte of all rows; differences lie behind them, those of one array together.
    """

    def __init__(self) -> None:
        """Empty."""
        self.bounds: list[list[int]] = []
        self.shapes: list[list[int]] = []
        self._whole = b""
        self._known: dict[bytes, int] = {}
        self._alike: dict[tuple[str, int, int], list[int]] = {}  # by array, length and bytes of an element
        self._turned: list[np.ndarray] = []  # contents, by number
        self._differing: dict[str, list[tuple[int, bytes]]] = {}  # by array: number, difference

    @property
    def content(self) -> bytes:
        """All of them one after the other. bounds hold from now on."""
        content = self._whole
        for made in self._differing.values():
            for number, difference in made:
                self.bounds[number][0] = len(content)
                content += difference
        return content

    def place(self, name: str, array: np.ndarray) -> list[Any]:
        """[number of the content, bytes of an element, shape]. name: column/array."""
        size = array.dtype.itemsize
        return [self._number(name, array, whole=True), size, list(array.shape)]

    def beside(self, image: Image) -> list[int]:
        """Numbers one after the other: of a name in the order of the plan's arrays, of a content, of a shape."""
        found = []
        for name, array in image.items():
            shape = [array.dtype.itemsize, *array.shape]
            if shape not in self.shapes:
                self.shapes.append(shape)
            found += [self._names[name], self._number(name, array, whole=False), self.shapes.index(shape)]
        return found

    def named(self, image: Image) -> Mapping[str, list[Any]]:
        """The arrays that there are, by name, as `place` says it."""
        self._names = {name: number for number, name in enumerate(image)}
        return {name: self.place(name, array) for name, array in image.items()}

    def _number(self, name: str, array: np.ndarray, whole: bool) -> int:
        raw, size = array.tobytes(), array.dtype.itemsize
        key = hashlib.sha256(raw).digest() + size.to_bytes(4, "little")
        if key in self._known:
            return self._known[key]
        turned = np.frombuffer(raw, dtype=np.uint8).reshape(-1, size).T.ravel() if raw else np.zeros(0, dtype=np.uint8)
        number = self._known[key] = len(self.bounds)
        kind = name.rpartition("/")[2]
        alike = self._alike.setdefault((kind, len(raw), size), [])
        if whole or not alike:
            self.bounds.append([len(self._whole), len(raw), size])
            self._whole += turned.tobytes()
        else:
            near = {alike[0], *alike[1 - NEAREST :]}
            difference, base = min((_difference(self._turned[other], turned), other) for other in near)
            self.bounds.append([0, len(difference), size, base, len(raw)])
            self._differing.setdefault(kind, []).append((number, difference))
        alike.append(number)
        self._turned.append(turned)
        return number


def _difference(before: np.ndarray, after: np.ndarray) -> bytes:
    """Runs of bytes that differ: how many are equal before it, how long it is, its bytes."""
    places = np.flatnonzero(before != after)
    if not places.size:
        return b""
    cuts = np.flatnonzero(np.diff(places) > GAP)
    firsts, lasts = places[np.r_[0, cuts + 1]].tolist(), places[np.r_[cuts, places.size - 1]].tolist()
    found, at = bytearray(), 0
    for first, last in zip(firsts, lasts, strict=True):
        found += _number_of_bytes(first - at) + _number_of_bytes(last + 1 - first) + after[first : last + 1].tobytes()
        at = last + 1
    return bytes(found)


def _number_of_bytes(value: int) -> bytes:
    """A whole number in groups of seven bits, the lowest first; the eighth bit says that more follow."""
    found = bytearray()
    while value >= 128:
        found.append(value & 127 | 128)
        value >>= 7
    found.append(value)
    return bytes(found)
