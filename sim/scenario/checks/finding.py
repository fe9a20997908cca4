"""What a check finds, and the small words that checks share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sim.scenario.origins import Loc, dotted
from sim.scenario.problems import did_you_mean

SUM_TOLERANCE = 0.005  # sums that are 1 but for rounding are made so, and that is said
NAME_FORM = "letters, digits, _ and -"

_NAME = re.compile(r"[\w-]+")
_TITLE = re.compile(r"\w[\w -]*")
_FILE_NAME = re.compile(r"[a-z0-9_-]+")


@dataclass(frozen=True)
class Finding:
    """One contradiction.

    loc: the setting to blame. rests_on: other settings it depends on. names_in: blocks of which only
    the names matter. Nothing is said where one of them was refused, because then nobody knows what
    was meant.
    """

    loc: Loc
    message: str
    rests_on: tuple[Loc, ...] = ()
    names_in: tuple[Loc, ...] = ()

    def rests_on_any(self, refused: Iterable[Loc]) -> bool:
        """Whether one of the refused settings is, holds, or lies in what this is about."""
        bases = (self.loc, *self.rests_on)
        return any(
            any(related(base, loc) for base in bases)
            or any(related(block, loc) and len(loc) <= len(block) + 1 for block in self.names_in)
            for loc in refused
        )


def related(first: Loc, second: Loc) -> bool:
    """Whether one of two settings is, or holds, the other."""
    shorter = min(len(first), len(second))
    return first[:shorter] == second[:shorter]


def unknown(loc: Loc, kind: str, name: str, names: Iterable[str], block: Loc) -> Finding:
    """For a name that refers to nothing. block: where the names are given."""
    message = f"{dotted(loc)}: there is no {kind} {name!r}. {did_you_mean(name, names)}"
    return Finding(loc, message, names_in=(block,))


def bad_names(loc: Loc, names: Iterable[str]) -> Iterator[Finding]:
    """For names of the user's that could not be addressed as a.b.c, or printed in a table."""
    for name in names:
        if not is_name(name):
            yield Finding((*loc, name), f"{dotted(loc)}: the name {name!r} may hold {NAME_FORM} only.")


def is_name(name: str) -> bool:
    """Whether a name of the user's can be addressed as a.b.c, and printed in a table."""
    return _NAME.fullmatch(name) is not None


def is_title(name: str) -> bool:
    """Whether a name of the user's, which no key holds, is safe in tables, event logs and spreadsheets."""
    return _TITLE.fullmatch(name) is not None


def is_file_name(name: str) -> bool:
    """Whether a name is safe in a path on every system."""
    return _FILE_NAME.fullmatch(name) is not None


def out_of_range(loc: Loc, value: float, low: float, high: float, unit: str) -> Iterator[Finding]:
    """For one entry of a block of numbers; the models bound only single settings."""
    if not low <= value <= high:
        yield Finding(loc, f"{dotted(loc)} must be a number from {low:g} to {high:g} ({unit}); it is {value:g}.")


def percent_list(shares: dict[str, float]) -> str:
    """Shares by name, for a sentence."""
    return ", ".join(f"{name} {share:g}" for name, share in shares.items())
