"""Show in the pages what their commands print now: `python -m tests.docs.refresh [PAGE...]`.

For after a change that moves numbers; read the difference before you keep it.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.docs.blocks import blocks, pages
from tests.docs.reader import ROOT, Reader


def refresh(page: Path) -> int:
    """Correct one page, a path relative to the project; returns the number of places."""
    path = ROOT / page
    lines = path.read_text(encoding="utf-8").split("\n")
    with tempfile.TemporaryDirectory() as folder:
        reader = Reader(page, Path(folder))
        reader.corrections = []
        for block in blocks("\n".join(lines)):
            reader.follow(block)
    for first, count, correct in reversed(reader.corrections):
        lines[first - 1 : first - 1 + count] = correct
    path.write_text("\n".join(lines), encoding="utf-8")
    return len(reader.corrections)


if __name__ == "__main__":
    for chosen in [Path(name) for name in sys.argv[1:]] or pages(ROOT):
        print(f"{chosen}: {refresh(chosen)} corrected")
