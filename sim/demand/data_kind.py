"""What a data file of the user's is: the setting that names it, what it is called, its columns."""

from __future__ import annotations

from dataclasses import dataclass

MOST_PROBLEMS = 40


@dataclass(frozen=True)
class DataKind:
    """One kind of data file.

    setting: dotted, names the file. noun: what error texts call it. needed, optional: columns that are read.
    missing: cells that mean nothing was entered.
    """

    setting: str
    noun: str
    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    missing: tuple[str, ...] = ("",)

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that are read."""
        return (*self.needed, *self.optional)

    @property
    def allowed(self) -> str:
        """What such a file may be, in words."""
        return f"A {self.noun} is a CSV or CSV.gz file in UTF-8 or cp1252 (Excel on Windows)"
