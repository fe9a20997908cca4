"""Numbers of a data file: decimal points or decimal commas, with or without marks between thousands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_SPACES = str.maketrans("", "", " \u00a0\u202f'’")  # between thousands, as spreadsheets write them
_DIGITS_AND_MARKS = re.compile(r"[+-]?[\d.,]*\d[\d.,]*")


@dataclass(frozen=True)
class NumberFormat:
    """How numbers are read. decimal: "." or ",". assumed: some number could be read both ways, and none shows which."""

    decimal: str
    assumed: bool

    @property
    def seen(self) -> str:
        """The format in words."""
        return "decimal commas" if self.decimal == "," else "decimal points"


def number_format(texts: Iterable[str], delimiter: str) -> NumberFormat:
    """The format that the numbers show; where none does, commas beside semicolons and points otherwise.

    delimiter: of the file, in words; spreadsheets put semicolons between cells where the comma is a decimal mark.
    """
    plain = [text.translate(_SPACES) for text in texts]
    votes = {mark for text in plain if (mark := _decimal_mark(text))}
    usual = "," if delimiter == "semicolon" else "."
    if len(votes) == 1:
        return NumberFormat(votes.pop(), False)
    return NumberFormat(usual, any(_marks(text) and not _decimal_mark(text) for text in plain))


def parse_number(text: str, how: NumberFormat) -> float | None:
    """The number, or None where the text is none. What a number shows by itself goes before the file's format."""
    plain = text.translate(_SPACES)
    if not _DIGITS_AND_MARKS.fullmatch(plain):
        return None
    decimal = _decimal_mark(plain) or how.decimal
    thousands = "." if decimal == "," else ","
    form = rf"[+-]?(\d*|\d{{1,3}}(\{thousands}\d{{3}})+)(\{decimal}\d*)?"
    if not re.fullmatch(form, plain):
        return None
    return float(plain.replace(thousands, "").replace(decimal, "."))


def _marks(text: str) -> str:
    return "".join(mark for mark in text if mark in ".,")


def _decimal_mark(text: str) -> str | None:
    """The decimal mark that a number shows by itself: 0.9, 1,25 and 1.234,5 do; 1.250, 1,250 and 12 do not."""
    marks = _marks(text)
    if not marks or not _DIGITS_AND_MARKS.fullmatch(text):
        return None
    if len(set(marks)) == 2:
        return marks[-1]
    if len(marks) > 1:
        return "," if marks[0] == "." else "."
    before, _, after = text.lstrip("+-").partition(marks)
    return None if len(after) == 3 and before.strip("0") and len(before) <= 3 else marks
