"""Fenced blocks of the README and of docs/, with what the comment above each of them says."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from pathlib import Path

FENCE = re.compile(r"^(`{3,})(\w*)\s*$")
COMMENT = re.compile(r"^<!--\s*(.*?)\s*-->$")


@dataclass(frozen=True)
class Block:
    """One fenced block. line: of its fence, from 1. note: text of a comment right above it, else ""."""

    line: int
    language: str
    note: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its content with a final newline."""
        return "\n".join(self.lines) + "\n"

    def noted(self, word: str) -> str | None:
        """What follows `word:` in the note, None where the note does not begin with it."""
        found = re.match(rf"{word}:?\s*(.*)$", self.note)
        return found.group(1) if found else None


def blocks(text: str) -> list[Block]:
    """Blocks of a page in order. Raises ValueError for a fence that is never closed."""
    found, note, lines = [], "", text.splitlines()
    number = 0
    while number < len(lines):
        comment, fence = COMMENT.match(lines[number]), FENCE.match(lines[number])
        if fence:
            end = next((i for i in range(number + 1, len(lines)) if lines[i] == fence.group(1)), None)
            if end is None:
                raise ValueError(f"line {number + 1}: a fence that is never closed")
            found.append(Block(number + 1, fence.group(2), note, tuple(lines[number + 1 : end])))
            number = end
        if comment:
            note = comment.group(1)
        elif lines[number].strip():
            note = ""
        number += 1
    return found


def pages(root: Path) -> list[Path]:
    """Everything that people read, relative to the project."""
    top = [root / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")]
    below = [
        p for name in ("docs", "experiments", "figures", "benchmarks") for p in sorted((root / name).rglob("*.md"))
    ]
    return [page.relative_to(root) for page in top + below]


def matches(expected: list[str], seen: list[str]) -> bool:
    """Whether lines are as expected; `...` alone stands for any lines, inside a line for any text."""
    if not expected:
        return not seen
    if expected[0].strip() == "...":
        return any(matches(expected[1:], seen[i:]) for i in range(len(seen) + 1))
    return bool(seen) and _line_matches(expected[0], seen[0]) and matches(expected[1:], seen[1:])


def _line_matches(expected: str, seen: str) -> bool:
    pattern = ".*".join(re.escape(part) for part in expected.rstrip().split("..."))
    return re.fullmatch(pattern, seen.rstrip()) is not None


def corrected(shown: list[str], seen: list[str]) -> list[str]:
    """What should be shown instead.

    Between lines of `...` each passage is found by its first line, and ends with its last, or else is as long as
    before. Raises ValueError where the first line is not there.
    """
    if "..." not in {line.strip() for line in shown}:
        return seen
    found, place = [], 0
    for is_gap, passage in itertools.groupby(shown, key=lambda line: line.strip() == "..."):
        lines = list(passage)
        if is_gap:
            found += lines
            continue
        starts = [i for i in range(place, len(seen)) if _line_matches(lines[0], seen[i])]
        if not starts:
            raise ValueError(f"no line of the output is like {lines[0]!r}")
        ends = [i for i in range(starts[0], len(seen)) if len(lines) > 1 and _line_matches(lines[-1], seen[i])]
        place = ends[0] + 1 if ends else starts[0] + len(lines)
        found += seen[starts[0] : place]
    return found
