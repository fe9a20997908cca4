"""How arguments are handed to machine code: as words of eight bytes, the same for every function and every processor.

A number is one word. An array of n axes is 5 + 2 n of them, in the order that Numba gives an array: who owns its memory
and which object holds it (nobody: 0), elements, bytes of an element, address, shape, strides. A tuple is its parts.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np

SIGNED, UNSIGNED, REAL, TRUTH = "q", "Q", "d", "?"


def handed_over(arguments: Sequence[Any]) -> tuple[str, bytes]:
    """The layout of arguments, a text that says which machine code takes them, and their words.

    arguments: numbers, arrays, and tuples of these; they must outlive the use of the words. TypeError for others.
    """
    layouts: list[str] = []
    form: list[str] = []
    words: list[Any] = []
    for argument in arguments:
        layouts.append(_lay_out(argument, form, words))
    return ",".join(layouts), struct.pack("=" + "".join(form), *words)


def _lay_out(argument: Any, form: list[str], words: list[Any]) -> str:
    if isinstance(argument, np.ndarray):
        form.append("q" * (5 + 2 * argument.ndim))
        words += [0, 0, argument.size, argument.itemsize, argument.ctypes.data, *argument.shape, *argument.strides]
        return f"{_element(argument.dtype)}[{argument.ndim}]{order_of(argument)}"
    if isinstance(argument, tuple):
        return f"({','.join([_lay_out(part, form, words) for part in argument])})"
    kind = kind_of(argument)
    form.append(SIGNED if kind == TRUTH else kind)
    words.append(int(argument) if kind == TRUTH else argument)
    return kind


def kind_of(number: Any) -> str:
    """How a number is handed over: SIGNED, UNSIGNED, REAL or TRUTH. TypeError for what is none."""
    if isinstance(number, bool | np.bool_):
        return TRUTH
    if isinstance(number, np.unsignedinteger):
        return UNSIGNED
    if isinstance(number, int | np.integer):
        return SIGNED
    if isinstance(number, float | np.floating):
        return REAL
    raise TypeError(
        f"{type(number).__name__} cannot be handed to compiled code: numbers, arrays and tuples of these can"
    )


def order_of(array: np.ndarray) -> str:
    """How the elements of an array lie: C row by row, F column by column, A anyhow; with u where they are unaligned."""
    flags = array.flags
    order = "C" if flags.c_contiguous else "F" if flags.f_contiguous else "A"
    return order if flags.aligned else order + "u"


@cache
def _element(dtype: np.dtype) -> str:
    if dtype.names is None:
        return dtype.str
    fields = [(name, *[str(part) for part in dtype.fields[name]]) for name in dtype.names] if dtype.fields else []
    return f"V{dtype.itemsize}:{hashlib.sha256(repr(fields).encode()).hexdigest()[:12]}"
