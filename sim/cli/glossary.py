"""The glossary by word: docs/glossary.md, which an installed podsim has with it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_ROW = re.compile(r"^\| (?P<words>[^|]+) \| (?P<meaning>.+) \|$", re.MULTILINE)
_LINK = re.compile(r"\[([^]]+)\]\([^)]*\)")


@cache
def glossary() -> dict[str, str]:
    """Every row: its words as they stand there, separated by ", " -> what they mean, without links."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_glossary.md"
    page = installed if installed.is_file() else package.parent / "docs" / "glossary.md"
    rows = _ROW.findall(page.read_text(encoding="utf-8"))
    return {words: _LINK.sub(r"\1", meaning) for words, meaning in rows if words != "word"}


def words_meant(said: str) -> list[tuple[str, str]]:
    """The rows that have what was said among their words, in capitals or not, in the singular or in the plural."""
    one = " ".join(said.split()).casefold()
    return [
        (words, meaning)
        for words, meaning in glossary().items()
        if not {one, one.removesuffix("s")}.isdisjoint(words.casefold().split(", "))
    ]
