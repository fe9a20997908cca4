"""The one place that knows how Numba compiles: from a Python function to optimised LLVM IR that needs no Numba.

Numba gives a function for arguments of certain types the form

    int32 status = function(address of the result, address of an exception, arguments ...)

where the arguments are numbers, and arrays and tuples are taken apart as `sim.foundation.words` describes. The status
is 0, or -2 where nothing is returned; anything else is an error. What is extracted is that function, all that it calls,
and an *entry* around it, whose form is the same for all:

    int32 status = entry(address of the words of the arguments, address of the result)

so a program in C, Python or a page calls any of them alike. Calls that are left are those of a mathematical library.

Licences: Numba (BSD 2-Clause), llvmlite (BSD 2-Clause) and LLVM (Apache 2.0 with LLVM exception) leave what is compiled
with them to whoever wrote it. Of Numba's own code the IR holds the few lines behind `min`, `max` and arrays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import llvmlite.binding as llvm
import numba
import numpy as np
from llvmlite import ir
from numba import types
from numba.core.compiler import Flags, compile_extra
from numba.core.compiler_lock import global_compiler_lock
from numba.core.registry import cpu_target
from numba.extending import typeof_impl
from numba.np import arrayobj

from sim.foundation.machine_code import MAY_CALL
from sim.foundation.words import REAL, SIGNED, TRUTH, UNSIGNED, kind_of, order_of

RESULTS = {types.none: "", types.int64: SIGNED, types.uint64: UNSIGNED, types.float64: REAL}
_NUMBERS = {TRUTH: types.boolean, SIGNED: types.int64, UNSIGNED: types.uint64, REAL: types.float64}
_WORD, _STATUS = ir.IntType(64), ir.IntType(32)
# What an exception would say: it names files of the machine that compiled, and nobody reads it here.
_MESSAGE = re.compile(r'(@\.const\.pickledata\S* = [^\n]*?\[\d+ x i8\]) c"[^\n"]*"')


@dataclass(frozen=True)
class Extracted:
    """A function as LLVM IR.

    entry: its name in `bitcode`. result: form of what it returns, a letter of `sim.foundation.words`, or empty.
    """

    entry: str
    bitcode: bytes
    result: str


@cache
def _for_numba(function: Callable[..., Any]) -> Any:
    njit: Any = numba.njit  # `_nrt` is not among the options that Numba declares
    return njit(_nrt=False)(function)


def let_be_called(kind: type) -> None:
    """Let compiled code call objects of a class: the function in their `__wrapped__` is compiled into what calls it."""

    @typeof_impl.register(kind)
    def _(callee: Any, context: Any) -> types.Type:
        return typeof_impl(_for_numba(callee.__wrapped__), context)


def numba_type(argument: Any) -> types.Type:
    """The type for which a function is compiled that gets such an argument: numbers have eight bytes."""
    if isinstance(argument, np.ndarray):
        order = order_of(argument)
        element, layout = numba.from_dtype(argument.dtype), order[0]
        array: Any = types.Array
        return array(element, argument.ndim, layout, aligned=not order.endswith("u"))
    if isinstance(argument, tuple):
        parts = [numba_type(part) for part in argument]
        return types.NamedTuple(parts, type(argument)) if hasattr(argument, "_fields") else types.Tuple(parts)
    return _NUMBERS[kind_of(argument)]


@contextmanager
def _counting_from_the_start() -> Iterator[None]:
    """Let every index of an array that is worked out be 0 or more, as it is in all that is compiled here.

    Numba asks at each one whether it counts from the end: an eighth of the loop's time. A written -1 still does.
    """
    usual = arrayobj.fix_integer_index

    def place(context: Any, builder: Any, kind: Any, index: Any, size: Any) -> Any:
        if isinstance(index, ir.Constant):
            return usual(context, builder, kind, index, size)
        return context.cast(builder, index, kind, types.intp)

    arrayobj.fix_integer_index = place
    try:
        yield
    finally:
        arrayobj.fix_integer_index = usual


def extracted(function: Callable[..., Any], arguments: Sequence[Any], entry: str) -> Extracted:
    """Compile a function for arguments such as these, for the processor that Numba compiles for.

    function: allocates nothing, and returns nothing or a number; indices of arrays that it works out are 0 or more.
    entry: a name that nothing else in the process has.
    """
    with global_compiler_lock, _counting_from_the_start():
        typing, target = cpu_target.typing_context, cpu_target.target_context
        typing.refresh()
        target.refresh()
        flags: Any = Flags()
        flags.no_cpython_wrapper = flags.no_cfunc_wrapper = flags.no_compile = True
        flags.nrt = False  # arrays belong to whoever calls: there is nothing to count or to free
        types_of = tuple(numba_type(argument) for argument in arguments)
        done = compile_extra(typing, target, function, types_of, None, flags, {})
        if done.signature.return_type not in RESULTS:
            raise TypeError(f"{function.__qualname__} returns {done.signature.return_type}; allowed: {[*RESULTS]}")
        done.library._ensure_finalized()
        whole = llvm.parse_assembly(_MESSAGE.sub(r"\1 zeroinitializer", done.library.get_llvm_str()))
        whole.link_in(llvm.parse_assembly(str(_entry_module(target, done.fndesc, entry))))
    _keep_alone(whole, entry)
    return Extracted(entry, whole.as_bitcode(), RESULTS[done.signature.return_type])


def _entry_module(target: Any, described: Any, entry: str) -> ir.Module:
    """The entry alone, and the function that it calls as a declaration."""
    module = ir.Module(name=entry)
    module.triple, module.data_layout = llvm.get_process_triple(), str(target.target_data)
    called_type = target.call_conv.get_function_type(described.restype, described.argtypes)
    called = ir.Function(module, called_type, described.llvm_func_name)
    outside = ir.Function(module, ir.FunctionType(_STATUS, [_WORD, _WORD]), entry)
    builder = ir.IRBuilder(outside.append_basic_block())
    words, result = outside.args
    arguments = []
    for place, kind in enumerate(called_type.args[2:]):
        at = builder.add(words, _WORD(8 * place))
        arguments.append(builder.load(builder.inttoptr(at, kind.as_pointer())))  # of a narrow one, the low end
    exception = builder.alloca(called_type.args[1].pointee)
    first = builder.inttoptr(result, called_type.args[0])
    builder.ret(builder.call(called, [first, exception, *arguments]))
    return module


def _keep_alone(module: llvm.ModuleRef, *entries: str) -> None:
    """Everything but the entries becomes private, and what nobody needs goes, names included."""
    for one in (*module.functions, *module.global_variables):
        if not one.is_declaration and one.name not in entries:
            one.linkage = "internal"
    machine = llvm.Target.from_triple(module.triple).create_target_machine()
    options = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=3))
    passes = llvm.create_new_module_pass_manager()
    passes.add_global_dead_code_eliminate_pass()
    passes.add_strip_symbols_pass()
    passes.add_strip_dead_prototype_pass()
    passes.run(module, options)
    # Numba optimises function by function; now that nobody else calls them, they are worth looking at together. Names
    # are gone before, as these passes would copy them, with Numba's counting of them.
    options.getModulePassManager().run(module, options)
    module.verify()
    called = {one.name for one in module.functions if one.is_declaration}
    unknown = {name for name in called if not name.startswith("llvm.")} - set(MAY_CALL)
    if unknown:
        raise ValueError(f"{', '.join(entries)} calls {', '.join(sorted(unknown))}; allowed: {', '.join(MAY_CALL)}")


def joined(functions: Sequence[Extracted]) -> bytes:
    """Several extracted functions as one: bitcode with all their entries."""
    whole = llvm.parse_bitcode(functions[0].bitcode)
    for one in functions[1:]:
        whole.link_in(llvm.parse_bitcode(one.bitcode))
    return whole.as_bitcode()
