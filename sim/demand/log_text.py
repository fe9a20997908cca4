"""The bytes of a log as text, and what was understood of them."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from pathlib import Path

from sim.demand.errors import data_error
from sim.scenario.problems import nearest

_GZIP_MAGIC = b"\x1f\x8b"
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
ALLOWED = "A log is a CSV or CSV.gz file in UTF-8 or cp1252 (Excel on Windows)"


@dataclass(frozen=True)
class LogText:
    """text: the file. encoding: "utf-8", "utf-8 with BOM" or "cp1252". compressed: whether it was gzip."""

    text: str
    encoding: str
    compressed: bool


def read_text(path: str) -> LogText:
    """Read, unpack and decode a file. Raises DataError where that cannot be done."""
    raw = _bytes_of(Path(path))
    compressed = path.lower().endswith(".gz") or raw.startswith(_GZIP_MAGIC)
    if compressed:
        raw = _unpacked(path, raw)
    if not raw.strip():
        raise data_error(path, "an empty file", "The log has no header and no rows.")
    text, encoding = _decoded(path, raw)
    return LogText(text, encoding, compressed)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise data_error(path, "no such file", _instead_of_missing(path)) from None
    except IsADirectoryError:
        raise data_error(path, "a folder", f"demand.replay.file must name a file. {ALLOWED}.") from None
    except OSError as error:
        raise data_error(path, error.strerror or str(error), "The file cannot be read.") from None


def _instead_of_missing(path: Path) -> str:
    try:
        beside = [entry.name for entry in path.parent.iterdir() if entry.name.lower().endswith((".csv", ".csv.gz"))]
    except OSError:
        return f"There is no folder {path.parent} either. demand.replay.file must name the ticket log."
    guess = nearest(path.name, beside)
    return f"demand.replay.file must name the ticket log.{f' Did you mean {path.parent / guess}?' if guess else ''}"


def _unpacked(path: str, raw: bytes) -> bytes:
    try:
        return gzip.decompress(raw)
    except (OSError, EOFError, zlib.error) as error:
        message = f"The name ends in .gz, but the content cannot be unpacked ({error}). {ALLOWED}."
        raise data_error(path, "not a whole gzip file", message) from None


def _decoded(path: str, raw: bytes) -> tuple[str, str]:
    if raw.startswith(_UTF16_BOMS) or b"\0" in raw:
        message = f"It looks like UTF-16 or a binary file, not text. {ALLOWED}; save it as one of these."
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
        raise data_error(path, f"byte {raw[error.start]:#04x}", f"It is no character. {ALLOWED}.", line) from None
