"""Sets of people as bits: one word holds BITS of them, so that a look at a word passes over all who are occupied."""

from __future__ import annotations

from llvmlite import ir
from numba import types
from numba.extending import intrinsic

BITS = 62  # of the 64 bits of a signed word; the sign is left alone


@intrinsic
def lowest_bit(typing_context, word):
    """Place of the lowest bit that is set, 0 to 63. word: int64, not 0."""

    def codegen(context, builder, signature, arguments):
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.int64), codegen
