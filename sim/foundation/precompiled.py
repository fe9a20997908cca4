"""What was compiled beforehand: a file of LLVM IR that ships with the package, for any processor with 64-bit words.

`make precompiled` writes it (`sim.cli.precompile`); a wheel that is built then holds it. Where it is missing, damaged,
or made from other sources or with other versions of the compilers, functions are compiled at their first use instead.
"""

from __future__ import annotations

import hashlib
import json
import lzma
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sim.foundation import machine_code
from sim.foundation.files import sealed_by_me

FILE = Path(__file__).resolve().parent.parent / "_precompiled.zip"
MANIFEST, BITCODE = "manifest.json", "functions.bc"
Entries = dict[str, dict[str, tuple[str, str]]]
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the same functions give the same bytes


@dataclass(frozen=True)
class Shipped:
    """The functions of the file, in memory.

    entries: for each function and layout of arguments the name of its entry and the form of what it returns.
    """

    code: machine_code.Loaded
    entries: Entries

    def function(self, name: str, layout: str) -> Callable[[bytes], Any] | None:
        """A function of the words of its arguments; None where it does not ship for this layout."""
        found = self.entries.get(name, {}).get(layout)
        return self.code.function(*found) if found else None


@cache
def _manifest() -> dict[str, Any]:
    try:
        with zipfile.ZipFile(FILE) as file:
            found = json.loads(file.read(MANIFEST))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, lzma.LZMAError):
        return {}
    return found if isinstance(found, dict) else {}


def sources_shipped(compilers: dict[str, str]) -> dict[str, str]:
    """Hash of the sources from which the functions of each folder of sim were made; empty for other compilers."""
    manifest = _manifest()
    return manifest["sources"] if manifest.get("compilers") == compilers else {}


def load(cache_folder: Path, keep: Callable[[Path, bytes], None]) -> Shipped | None:
    """Make machine code of all functions, or find it again in the cache. None where something is wrong with the file.

    cache_folder: where machine code is kept. keep: keeps it.
    """
    manifest = _manifest()
    made_for = f"{manifest['bitcode_sha256']}\n{machine_code.for_computer()}"
    kept = cache_folder / "precompiled" / f"{hashlib.sha256(made_for.encode()).hexdigest()[:16]}.o"
    try:
        code = sealed_by_me(kept)
        if code is None:
            code = machine_code.machine_code_of(_bitcode(manifest["bitcode_sha256"]))
            keep(kept, code)
        return Shipped(machine_code.Loaded(code), manifest["entries"])
    except (OSError, ValueError, RuntimeError, zipfile.BadZipFile, lzma.LZMAError):
        return None


def _bitcode(told: str) -> bytes:
    with zipfile.ZipFile(FILE) as file:
        found = file.read(BITCODE)
    if hashlib.sha256(found).hexdigest() != told:
        raise ValueError(f"{FILE} is damaged")
    return found


def write(file: Path, bitcode: bytes, entries: Entries, made_from: dict[str, Any]) -> None:
    """Write the file. made_from: `sources` by folder and `compilers` by name."""
    manifest = made_from | {
        "bitcode_sha256": hashlib.sha256(bitcode).hexdigest(),
        "calls": sorted(machine_code.MAY_CALL),
        "licence": "MIT, as podsim; made by Numba and llvmlite (BSD 2-Clause), LLVM (Apache 2.0 with LLVM exception)",
        "entries": entries,
    }
    parts = {MANIFEST: (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode(), BITCODE: bitcode}
    with zipfile.ZipFile(file, "w", compression=zipfile.ZIP_LZMA) as out:
        for name, content in parts.items():
            out.writestr(zipfile.ZipInfo(name, _FIRST_DAY), content, compress_type=zipfile.ZIP_LZMA)
