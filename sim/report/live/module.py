"""What was compiled beforehand as one WebAssembly module, which a page or any other host runs without Python.

`make wasm` writes it (`sim.cli.webassembly`), out of the LLVM IR of `sim.foundation.precompiled`: the same functions
with the same entries, so the same arithmetic in the same order. It imports nothing: exp, log and pow are inside
(`mathematics.c`), and its memory is its own. A host writes arrays into that memory, hands over words as
`sim.foundation.words` describes, and grows the memory as it needs; addresses are below 4 GB.

Licences: of LLVM and Numba as `sim.foundation.numba_ir` says; pow is musl's (Arm Limited, MIT).
"""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm

from sim.foundation import compiling, precompiled
from sim.foundation.files import written_aside
from sim.foundation.precompiled import Entries

FILE = Path(__file__).resolve().parents[2] / "_webassembly.zip"
MODULE, MANIFEST = "podsim.wasm", "manifest.json"
LINKER = "ziglang"
TRIPLE = "wasm32-unknown-unknown"
# What every browser of the last years has, and nothing that rounds otherwise.
FEATURES = "+bulk-memory,+bulk-memory-opt,+mutable-globals,+nontrapping-fptoint,+sign-ext"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the same module gives the same bytes
STACK_BYTES = 1 << 20
MOST_BYTES = 1 << 32
MATHEMATICS = Path(__file__).with_name("mathematics.c")
TABLES = ("pow_data", "exp_data", *(f"__math_{name}" for name in ("divzero", "invalid", "oflow", "uflow", "xflow")))


class CannotLink(Exception):
    """There is no module, and why. The text says what to do."""


@dataclass(frozen=True)
class Shipped:
    """The module of the file.

    entries: for each function and layout of arguments the name of its export and the form of what it returns.
    """

    wasm: bytes
    manifest: dict[str, Any]

    @property
    def entries(self) -> Entries:
        """As of `precompiled`."""
        return self.manifest["entries"]


@cache
def shipped() -> Shipped | None:
    """The module; None where it is missing, damaged, or made from other sources or by other compilers."""
    try:
        found = _read(FILE.read_bytes())
    except OSError:
        return None
    return found if found is not None and _fits(found) else None


def missing_in(wheel: Path) -> str:
    """Why reports of this wheel would not compute, as a sentence ends; "" where they do. OSError, BadZipFile."""
    name = f"sim/{FILE.name}"
    with zipfile.ZipFile(wheel) as held:
        if name not in held.namelist():
            return f"it does not hold {name}"
        found = _read(held.read(name))
    if found is None:
        return f"{name} in it is damaged"
    return "" if _fits(found) else f"{name} in it was made from other sources or by other compilers"


def _fits(found: Shipped) -> bool:
    """Whether a module was made from these sources, by these compilers."""
    if found.manifest["compilers"] != compiling.compilers():
        return False
    now = {folder: compiling.sources_of(folder) for folder in found.manifest["sources"]}
    return bool(found.manifest["sources"] == now)


def is_up_to_date(functions: Collection[str]) -> bool:
    """Whether the file holds these functions, as they would be built now."""
    found = shipped()
    return (
        found is not None and set(found.entries) == set(functions) and found.manifest.get("linked_by") == _linked_by()
    )


def _read(content: bytes) -> Shipped | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            manifest, wasm = json.loads(file.read(MANIFEST)), file.read(MODULE)
    except (ValueError, KeyError, zipfile.BadZipFile):
        return None
    return Shipped(wasm, manifest) if manifest["sha256"] == hashlib.sha256(wasm).hexdigest() else None


def _linked_by() -> dict[str, str]:
    """The linker, and a hash of what is said here of linking."""
    own = hashlib.sha256(Path(__file__).read_bytes() + MATHEMATICS.read_bytes()).hexdigest()
    return {LINKER: version(LINKER) if find_spec(LINKER) else "", "sources": own[:16]}


def build(functions: Collection[str]) -> Shipped:
    """Make the module of these functions of the precompiled file, in all their layouts. Raises CannotLink."""
    try:
        with zipfile.ZipFile(precompiled.FILE) as file:
            bitcode, made_from = file.read(precompiled.BITCODE), json.loads(file.read(precompiled.MANIFEST))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, lzma.LZMAError) as error:
        raise CannotLink(f"{precompiled.FILE} is missing or damaged ({error}): make precompiled") from None
    if find_spec(LINKER) is None:
        raise CannotLink(f"the linker is not installed: pip install '{LINKER}' (extra wasm)")
    entries = {name: layouts for name, layouts in made_from["entries"].items() if name in functions}
    if missing := sorted(set(functions) - set(entries)):
        raise CannotLink(f"{precompiled.FILE} lacks {', '.join(missing)}")
    exports = sorted(entry for layouts in entries.values() for entry, _ in layouts.values())
    wasm = _linked(_object(bitcode, exports), exports)
    manifest = {
        **{name: made_from[name] for name in ("sources", "compilers", "bitcode_sha256", "licence")},
        "linked_by": _linked_by(),
        "mathematics": "musl (Arm Limited, MIT)",
        "sha256": hashlib.sha256(wasm).hexdigest(),
        "entries": entries,
    }
    return Shipped(wasm, manifest)


def write(module: Shipped) -> None:
    """Write the file whole or not at all; the same module gives the same bytes. OSError where that is not possible."""
    manifest = (json.dumps(module.manifest, indent=1, sort_keys=True) + "\n").encode()
    with (
        written_aside(FILE) as aside,
        zipfile.ZipFile(aside, "w", compression=zipfile.ZIP_DEFLATED, compresslevel=9) as out,
    ):
        for name, content in ((MANIFEST, manifest), (MODULE, module.wasm)):
            out.writestr(zipfile.ZipInfo(name, FIRST_DAY), content, compress_type=zipfile.ZIP_DEFLATED)
    shipped.cache_clear()


def _object(bitcode: bytes, exports: Collection[str]) -> bytes:
    """LLVM IR of a machine with words of 64 bits as an object file of one with addresses of 32.

    ValueError where memory on the stack would hold an address beside something else: its parts would move.
    """
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    machine = llvm.Target.from_triple(TRIPLE).create_target_machine(cpu="generic", features=FEATURES, opt=3)
    module = llvm.parse_bitcode(bitcode)
    for one in (*module.functions, *module.global_variables):
        if not one.is_declaration and one.name not in exports:
            one.linkage = "internal"
    passes = llvm.create_new_module_pass_manager()
    passes.add_global_dead_code_eliminate_pass()
    passes.add_strip_dead_prototype_pass()
    host = llvm.Target.from_triple(module.triple).create_target_machine()
    passes.run(module, llvm.create_pass_builder(host, llvm.create_pipeline_tuning_options()))
    text = str(module)
    if mixed := [one for one in re.findall(r"alloca ([^,\n]*)", text) if "{" in one or "x ptr" in one]:
        raise ValueError(f"the stack holds {mixed[0]}, whose parts lie elsewhere with other addresses")
    text = re.sub(r'target triple = ".*"', f'target triple = "{TRIPLE}"', text)
    text = re.sub(r'target datalayout = ".*"', f'target datalayout = "{machine.target_data}"', text)
    text = re.sub(r'"target-(cpu|features)"="[^"]*"', "", text)
    text = text.replace("= common ", "= weak ").replace("= internal constant", "= internal unnamed_addr constant")
    module = llvm.parse_assembly(text)
    _make_small(module, machine)
    module.verify()
    return machine.emit_object(module)


def _make_small(module: llvm.ModuleRef, machine: llvm.TargetMachine) -> None:
    """One of each constant and function, and numbers in place of the addresses where they lie: a tenth less.

    Most constants are texts of exceptions that nobody reads; the precompiled file has blanked them.
    """
    passes = llvm.create_new_module_pass_manager()
    passes.add_constant_merge_pass()  # texts
    passes.add_constant_merge_pass()  # what holds their addresses
    passes.add_post_order_function_attributes_pass()
    passes.add_argument_promotion_pass()
    passes.add_dead_arg_elimination_pass()
    passes.add_merge_functions_pass()
    passes.add_instruction_combine_pass()
    passes.add_global_dead_code_eliminate_pass()
    passes.run(module, llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options()))


def _linked(code: bytes, exports: Collection[str]) -> bytes:
    """An object file and the mathematics that it calls as a module. Raises CannotLink with what the linker says."""
    import ziglang

    library = Path(ziglang.__file__).parent / "lib" / "libc"
    math, private = library / "musl" / "src" / "math", library / "wasi" / "libc-top-half"
    of_system = ("headers/private", "musl/arch/wasm32", "musl/src/internal")
    places = [*(private / part for part in of_system), library / "musl" / "src" / "internal"]
    places += [library / "musl" / "src" / "include", math]
    with tempfile.TemporaryDirectory() as folder:
        (core := Path(folder) / "core.o").write_bytes(code)
        objects = [str(core)]
        for source in (MATHEMATICS, *(math / f"{name}.c" for name in TABLES)):
            objects.append(str(Path(folder) / f"{source.stem}.o"))
            how = ["-target", "wasm32-wasi", "-O2", "-ffp-contract=off", "-fno-builtin", "-w"]
            _zig(folder, "cc", *how, *(f"-I{place}" for place in places), "-c", str(source), "-o", objects[-1])
        module = Path(folder) / MODULE
        kept = [f"--export={name}" for name in (*exports, "__heap_base")]
        limits = ["-z", f"stack-size={STACK_BYTES}", f"--max-memory={MOST_BYTES}"]
        _zig(folder, "wasm-ld", "--no-entry", "--strip-all", *limits, *kept, *objects, "-o", str(module))
        return module.read_bytes()


def _zig(folder: str, *arguments: str) -> None:
    caches = {f"ZIG_{name}_CACHE_DIR": f"{folder}/zig" for name in ("GLOBAL", "LOCAL")}
    command = [sys.executable, "-m", LINKER, *arguments]
    done = subprocess.run(command, env={**os.environ, **caches}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotLink(f"{LINKER} {arguments[0]}: {done.stderr.strip()[:2000]}")
