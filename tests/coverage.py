"""`python -m tests.coverage`: of what coverage.py has seen, the lines of plain Python that ran, by room of sim."""

from __future__ import annotations

import json
import sys
import tempfile
from collections import Counter
from pathlib import Path

from coverage import Coverage

LEAST = 0.95


def by_room(report: dict) -> dict[str, tuple[int, int]]:
    """Room -> lines that ran, and lines. report: as `coverage json` writes it."""
    ran, lines = Counter[str](), Counter[str]()
    for name, found in report["files"].items():
        parts = Path(name).parts
        room = parts[parts.index("sim") + 1]
        ran[room] += found["summary"]["covered_lines"]
        lines[room] += found["summary"]["num_statements"]
    return {room: (ran[room], lines[room]) for room in sorted(lines) if lines[room]}


def main() -> int:
    """Print the rooms; 1 where fewer than 95 of 100 lines ran."""
    data = Coverage()
    data.load()
    with tempfile.TemporaryDirectory() as folder:
        data.json_report(outfile=f"{folder}/found.json")
        rooms = by_room(json.loads(Path(folder, "found.json").read_text(encoding="utf-8")))
    for room, (ran, lines) in rooms.items():
        print(f"{room:15} {ran:6,} of {lines:6,}  {ran / lines:.1%}")
    ran, lines = (sum(counts[place] for counts in rooms.values()) for place in (0, 1))
    print(f"{'plain Python':15} {ran:6,} of {lines:6,}  {ran / lines:.1%}")
    return int(ran < LEAST * lines)


if __name__ == "__main__":
    sys.exit(main())
