"""The bytes of a data file as text, and what was understood of them."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from pathlib import Path

from sim.demand.data_kind import DataKind
from sim.demand.errors import data_error
from sim.scenario.problems import nearest

_GZIP_MAGIC = b"\x1f\x8b"
_ZIP_MAGIC = b"PK\x03\x04"  # what spreadsheets of today are inside
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class DataText:
    """text: the file. encoding: "utf-8", "utf-8 with BOM" or "cp1252". compressed: whether it was gzip."""

    text: str
    encoding: str
    compressed: bool


def read_text(path: str, kind: DataKind) -> DataText:
    """Read, unpack and decode a file. Raises DataError where that cannot be done."""
    raw = _bytes_of(Path(path), kind)
    compressed = path.lower().endswith(".gz") or raw.startswith(_GZIP_MAGIC)
    if compressed:
        raw = _unpacked(path, raw, kind)
    if not raw.strip():
        raise data_error(path, "an empty file", f"The {kind.noun} has no header and no rows.")
    text, encoding = _decoded(path, raw, kind)
    return DataText(text, encoding, compressed)


def _bytes_of(path: Path, kind: DataKind) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise data_error(path, "no such file", _instead_of_missing(path, kind)) from None
    except IsADirectoryError:
        raise data_error(path, "a folder", f"{kind.setting} must name a file. {kind.allowed}.") from None
    except OSError as error:
        raise data_error(path, error.strerror or str(error), "The file cannot be read.") from None


def _instead_of_missing(path: Path, kind: DataKind) -> str:
    try:
        beside = [entry.name for entry in path.parent.iterdir() if entry.name.lower().endswith((".csv", ".csv.gz"))]
    except OSError:
        return f"There is no folder {path.parent} either. {kind.setting} must name the {kind.noun}."
    guess = nearest(path.name, beside)
    return f"{kind.setting} must name the {kind.noun}.{f' Did you mean {path.parent / guess}?' if guess else ''}"


def _unpacked(path: str, raw: bytes, kind: DataKind) -> bytes:
    try:
        return gzip.decompress(raw)
    except (OSError, EOFError, zlib.error) as error:
        message = f"The name ends in .gz, but the content cannot be unpacked ({error}). {kind.allowed}."
        raise data_error(path, "not a whole gzip file", message) from None


def _decoded(path: str, raw: bytes, kind: DataKind) -> tuple[str, str]:
    if raw.startswith(_ZIP_MAGIC):
        message = f"Open it in the spreadsheet program and save the sheet as CSV. {kind.allowed}."
        raise data_error(path, "a spreadsheet or another zip file", message)
    if raw.startswith(_UTF16_BOMS) or b"\0" in raw:
        message = f"It looks like UTF-16 or a binary file, not text. {kind.allowed}; save it as one of these."
        raise data_error(path, "zero bytes or a UTF-16 mark", message)
    try:
        if raw.startswith(_UTF8_BOM):
            return raw.decode("utf-8-sig"), "utf-8 with BOM"
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252"), "cp1252"
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise data_error(path, f"byte {raw[error.start]:#04x}", f"It is no character. {kind.allowed}.", line) from None
