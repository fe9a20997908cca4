"""Wrong files with what is said of them: `wrong_files.txt` read, and each file given to podsim.

An entry begins with `=== KIND: what is wrong`. Its file follows, with \\x.. and \\u.... for what no editor shows, then
`--- says` and the whole report. KIND: scenario (over tiny.yaml), volumes, people, log, experiment, road, answers, or
set, whose text is that of `--set`. `PODSIM_RENEW=1` writes what is said now.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).with_name("wrong_files.txt")
_SAYS = "--- says"


@dataclass(frozen=True)
class Wrong:
    """kind, name: of the heading. text: of the file, escaped. says: the report."""

    kind: str
    name: str
    text: str
    says: str

    @property
    def content(self) -> bytes:
        """The file as it lies on a disk."""
        parts = re.split(r"(\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|r|t))", self.text)
        return b"".join(
            codecs.decode(part[2:], "hex") if part.startswith("\\x")
            else part.encode().decode("unicode_escape").encode() if re.fullmatch(r"\\(u[0-9a-f]{4}|r|t)", part)
            else part.encode()
            for part in parts
        )  # fmt: skip


def entries() -> list[Wrong]:
    """All of them, in order."""
    found = []
    for part in FILE.read_text(encoding="utf-8").split("\n=== ")[1:]:
        heading, _, rest = part.partition("\n")
        kind, _, name = heading.partition(": ")
        text, _, says = rest.partition(f"\n{_SAYS}\n")
        found.append(Wrong(kind, name, text.rstrip("\n"), says.rstrip("\n")))
    return found


def renew(said: dict[tuple[str, str], str]) -> None:
    """Write the file with other reports. said: (kind, name) -> report."""
    head = FILE.read_text(encoding="utf-8").partition("\n=== ")[0].rstrip("\n")
    parts = [f"=== {one.kind}: {one.name}\n{one.text}\n{_SAYS}\n{said[one.kind, one.name]}\n" for one in entries()]
    FILE.write_text("\n".join([head, "", *parts]), encoding="utf-8")
