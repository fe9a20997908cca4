"""When whoever is occupied is done: one time per person, the least of them always at hand.

A look over 64 times at once is a handful of vector instructions, cheaper than sinking an entry through a heap. People
stand in groups of 64; the least time of each group is kept, and the least of those.
"""

from __future__ import annotations

import numpy as np
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from sim.core.inline import inlined
from sim.foundation.grid import STEPS_PER_MINUTE

GROUP = 64
WORD = ir.IntType(64)
TICKS = STEPS_PER_MINUTE  # whole numbers are compared quicker than times
NEVER = 2**63 - 1


def groups_of(people: int) -> int:
    """Groups that so many people need; beyond one in whole groups of groups."""
    return 1 if people <= GROUP else GROUP * -(-people // GROUP**2)


def _sixty_four(context, builder, signature, arguments):
    """The 64 numbers of an array from a place on, as a vector."""
    array = context.make_array(signature.args[0])(context, builder, arguments[0])
    start = builder.gep(array.data, [arguments[1]])
    vector = ir.VectorType(WORD, GROUP)
    return builder.load(builder.bitcast(start, vector.as_pointer()), align=8)


def _least(builder, vector):
    """The least number of a vector of 64."""
    name = f"llvm.vector.reduce.smin.v{GROUP}i64"
    reduce = cgutils.get_or_insert_function(builder.module, ir.FunctionType(WORD, [vector.type]), name)
    return builder.call(reduce, [vector])


@intrinsic
def least_of_group(typing_context, numbers, start):
    """Least of 64 numbers. numbers: int64[...]; start: place of the first."""

    def codegen(context, builder, signature, arguments):
        return _least(builder, _sixty_four(context, builder, signature, arguments))

    return types.int64(numbers, types.int64), codegen


@intrinsic
def place_in_group(typing_context, numbers, start, wanted):
    """Where the first of 64 numbers stands that is the one wanted, 0 to 63; it must be there."""

    def codegen(context, builder, signature, arguments):
        vector = _sixty_four(context, builder, signature, arguments)
        lane = builder.insert_element(ir.Constant(vector.type, ir.Undefined), arguments[2], ir.IntType(32)(0))
        zeros = ir.Constant(ir.VectorType(ir.IntType(32), GROUP), None)
        same = builder.icmp_signed(
            "==", vector, builder.shuffle_vector(lane, ir.Constant(vector.type, ir.Undefined), zeros)
        )
        return builder.cttz(builder.bitcast(same, ir.IntType(GROUP)), ir.Constant(ir.IntType(1), 1))

    return types.int64(numbers, types.int64, types.int64), codegen


@intrinsic
def least_of_others(typing_context, numbers, start, place):
    """Least of 64 numbers but for one. place: of that one among them, 0 to 63.

    Not the same as to write the one over and look again: to read at once what was just written piecemeal stalls.
    """

    def codegen(context, builder, signature, arguments):
        vector = _sixty_four(context, builder, signature, arguments)
        lanes = ir.VectorType(ir.IntType(1), GROUP)
        left_out = builder.bitcast(builder.shl(WORD(1), arguments[2]), lanes)
        never = ir.Constant(vector.type, [NEVER] * GROUP)
        return _least(builder, builder.select(left_out, never, vector))

    return types.int64(numbers, types.int64, types.int64), codegen


@inlined
def occupied_until(w, person, time):
    """Set when somebody is done. time: minutes, on the grid."""
    ticks = np.int64(time * TICKS)
    group = person // GROUP
    w.done_at[person] = ticks
    w.first_done[group] = min(w.first_done[group], ticks)
    w.run[0].next_done = min(w.run[0].next_done, ticks)


@inlined
def next_done(w):
    """The person who is done next, of several the lowest number, who is occupied no more. There is one."""
    ticks = w.run[0].next_done
    group = 0
    if w.first_done.size > 1:
        while least_of_group(w.first_done, group) != ticks:
            group += GROUP
        group += place_in_group(w.first_done, group, ticks)
    first = group * GROUP
    place = place_in_group(w.done_at, first, ticks)
    least = least_of_others(w.done_at, first, place)
    w.done_at[first + place] = NEVER
    w.first_done[group] = least
    if w.first_done.size > 1:
        for start in range(0, w.first_done.size, GROUP):
            least = min(least, least_of_group(w.first_done, start))
    w.run[0].next_done = least
    return first + place
