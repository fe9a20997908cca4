"""Put what docs/guides/add-a-dial.md adds into a copy of the program: `python -m tests.docs.added FOLDER`.

`make added` then runs all of `make check` there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.docs.blocks import blocks
from tests.docs.reader import ROOT, Reader

PAGE = Path("docs/guides/add-a-dial.md")


def add_the_dial(folder: Path) -> set[str]:
    """Copy, add, and let the code write its reference pages anew. Returns the files that are others then."""
    reader = Reader(PAGE, folder)
    for block in blocks((ROOT / PAGE).read_text(encoding="utf-8")):
        if block.noted("edit") is not None:
            reader.follow(block)
    in_copy(folder, "-m", "sim.cli.reference", "docs/reference")
    pages = (f"docs/reference/{one.name}" for one in (ROOT / "docs/reference").glob("*.md"))
    return reader.edited | {one for one in pages if (ROOT / one).read_bytes() != (folder / one).read_bytes()}


def in_copy(folder: Path, *arguments: str) -> str:
    """Run Python in the copy, on the program there; what it printed. Raises AssertionError where it fails."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "100"}
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(arguments)}:\n{done.stdout}{done.stderr}"
    return done.stdout


if __name__ == "__main__":
    print("\n".join(sorted(add_the_dial(Path(sys.argv[1])))))
