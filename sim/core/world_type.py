"""How compiled code sees a World: one pointer to a table of addresses and shapes.

Handed over as a tuple, its arrays would be copied word by word at every call of a function that is not inlined: some
200 words, which cost more than most of the functions themselves. The table never changes while a replication runs, and
the compiler is told so: it keeps addresses in registers.
"""

from __future__ import annotations

from collections.abc import Mapping

import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, intrinsic, lower_getattr_generic, models, register_model
from numba.np.arrayobj import make_array, populate_array

from sim.core.world import ARRAYS

WORD = ir.IntType(64)


class WorldType(types.Type):
    """The type of a World inside compiled code."""


WORLD = WorldType(name="World")
ARRAY_TYPES = {
    name: types.Array(numba.from_dtype(np.dtype(dtype)), axes, "C", aligned=True)
    for name, (dtype, axes) in ARRAYS.items()
}
PLACE = dict(zip(ARRAYS, np.cumsum([0, *[1 + axes for _, axes in ARRAYS.values()]]).tolist(), strict=False))


def world_table(tables: Mapping[str, np.ndarray]) -> np.ndarray:
    """What `world_at` reads: address and shape of each array, in the order of ARRAYS. Returns int64[...].

    tables: by name, of the types in ARRAYS, and kept alive by the caller for as long as the table is in use.
    """
    words: list[int] = []
    for name, (dtype, axes) in ARRAYS.items():
        array = tables[name]
        if array.dtype != np.dtype(dtype) or array.ndim != axes or not array.flags.c_contiguous:
            raise TypeError(f"{name} is {array.dtype}[{array.ndim}], and must be {np.dtype(dtype)}[{axes}], contiguous")
        words += [array.ctypes.data, *array.shape]
    return np.array(words, dtype=np.int64)


@register_model(WorldType)
class _WorldModel(models.PrimitiveModel):
    def __init__(self, manager, world):
        super().__init__(manager, world, WORD)


@infer_getattr
class _WorldAttribute(AttributeTemplate):
    key = WorldType

    def generic_resolve(self, world, name):
        """The array of this name."""
        return ARRAY_TYPES.get(name)


@lower_getattr_generic(WorldType)
def _array_of(context, builder, world, value, name):
    array_type = ARRAY_TYPES[name]
    table = builder.inttoptr(value, WORD.as_pointer())

    def word(place):
        loaded = builder.load(builder.gep(table, [WORD(place)]))
        loaded.set_metadata("invariant.load", builder.module.add_metadata([]))
        return loaded

    data_type = context.get_data_type(array_type.dtype)
    size = WORD(context.get_abi_sizeof(data_type))
    shape = [word(PLACE[name] + 1 + axis) for axis in range(array_type.ndim)]
    strides = [size]
    for length in shape[:0:-1]:
        strides.insert(0, builder.mul(strides[0], length))
    array = make_array(array_type)(context, builder)
    data = builder.inttoptr(word(PLACE[name]), data_type.as_pointer())
    populate_array(array, data=data, shape=shape, strides=strides, itemsize=size, meminfo=None)
    return array._getvalue()


@intrinsic
def world_at(typing_context, address):
    """The World whose table lies at an address."""
    if not isinstance(address, types.Integer):
        return None

    def codegen(context, builder, signature, arguments):
        return arguments[0]

    return WORLD(types.int64), codegen
