"""From LLVM IR to functions that can be called, and files of machine code that are known when they are damaged.

Machine code is made for the processor at hand, or for the one that NUMBA_CPU_NAME and NUMBA_CPU_FEATURES name.
IR gives the same values on every processor: it multiplies and adds in the order that is written, one rounding each.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from functools import cache
from typing import Any

import llvmlite
import llvmlite.binding as llvm

from sim.foundation.words import REAL, SIGNED, UNSIGNED

# What compiled code may call of the machine's mathematical library, and what LLVM makes of copying and filling.
MAY_CALL = ("exp", "log", "log1p", "expm1", "pow", "sqrt", "floor", "memset", "memcpy", "memmove")
RETURNS_NOTHING = -2
_HOLDS: dict[str, Any] = {
    "": ctypes.c_int64,
    SIGNED: ctypes.c_int64,
    UNSIGNED: ctypes.c_uint64,
    REAL: ctypes.c_double,
}
_ENTRY = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_char_p, ctypes.c_void_p)  # lets the interpreter lock go


@cache
def computer() -> tuple[str, str, str]:
    """System, processor and its features, as LLVM names them."""
    name = os.environ.get("NUMBA_CPU_NAME")
    features = os.environ.get("NUMBA_CPU_FEATURES", "" if name else llvm.get_host_cpu_features().flatten())
    return llvm.get_process_triple(), name or llvm.get_host_cpu_name(), features


def for_computer() -> str:
    """What machine code is made for, and by what, as a text; machine code of another one is made anew."""
    return "\n".join((*computer(), llvmlite.__version__))


def machine_code_of(bitcode: bytes) -> bytes:
    """Machine code of LLVM IR for this computer: an object file.

    bitcode: of any system with words of 64 bits. RuntimeError where LLVM cannot read it.
    """
    machine = _target_machine()
    module = llvm.parse_bitcode(bitcode)
    module.triple, module.data_layout = llvm.get_process_triple(), str(machine.target_data)
    return machine.emit_object(module)


def _target_machine() -> llvm.TargetMachine:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    triple, name, features = computer()
    fixed = "static" if triple.startswith(("x86", "i386")) else "default"
    target = llvm.Target.from_triple(triple)
    return target.create_target_machine(
        cpu=name, features=features, opt=2, reloc=fixed, codemodel="jitdefault", jit=True
    )


class Loaded:
    """Machine code in memory, for as long as this lives."""

    def __init__(self, machine_code: bytes) -> None:
        """machine_code: an object file for this computer. OSError where a function it may call is missing."""
        machine = _target_machine()
        self._engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
        missing = [name for name in MAY_CALL if not llvm.address_of_symbol(name)]
        if missing:  # LLVM would end the process
            raise OSError(f"no {', '.join(missing)} in this process")
        self._engine.add_object_file(llvm.ObjectFileRef.from_data(machine_code))
        self._engine.finalize_object()

    def function(self, entry: str, result: str) -> Callable[[bytes], Any]:
        """A function of the words of its arguments. result: form of what it returns, empty for None."""
        address = self._engine.get_function_address(entry)
        if not address:
            raise OSError(f"no {entry} in this machine code")
        call, holds = _ENTRY(address), _HOLDS[result]

        def called(words: bytes) -> Any:
            found = holds()
            status = call(words, ctypes.addressof(found))
            if status not in (0, RETURNS_NOTHING):
                raise ArithmeticError(f"{entry} stopped: it divided by zero, or left the range of a function")
            return found.value if result else None

        called.loaded = self  # type: ignore[attr-defined]  # what is called stays in memory
        return called
