"""What is wrong with a scenario: all of it at once, where it stands, and what is allowed."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

SHOWN_AT_MOST, MOST_ALIKE = 40, 5
WIDEST_TEXT = 100


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    path: file as the user would write it. line: from 1, None where no single line is to blame.
    seen: what stands there. message: what is allowed, with the nearest name where there is one.
    """

    path: str
    line: int | None
    seen: str
    message: str


class BadInput(Exception):
    """What a user brings cannot be used. `problems` holds everything found; the text is the report."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Hold the problems; an empty list is a mistake of the caller."""
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(report(self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        """Survive the way back from a worker process (Exception would hand the text to __init__)."""
        return type(self), (self.problems,)


class ScenarioError(BadInput):
    """A scenario cannot be used."""


class DataError(BadInput):
    """A data file cannot be used, or what is to be built of it."""


def data_error(path: object, seen: str, message: str, line: int | None = None) -> DataError:
    """A DataError with a single problem. line: from 1."""
    return DataError([Problem(str(path), line, seen, message)])


def in_order_of_lines(problems: Iterable[Problem]) -> list[Problem]:
    """The problems of a file as they stand in it, those without a line last."""
    return sorted(problems, key=lambda problem: (problem.line is None, problem.line or 0))


def report(problems: Sequence[Problem]) -> str:
    """The problems as text, grouped by file in the order given, at most SHOWN_AT_MOST of them, few that are alike."""
    blocks, shown_so_far, told_of = [], 0, 0
    totals, alike = Counter(problem.path for problem in problems), Counter(map(_kind, problems))
    told = Counter[tuple[str, ...]]()
    for path, group in groupby(problems, key=lambda problem: problem.path):
        heading = f"{shown(path)}: {count_of(totals[path], 'problem')}, nothing was run"
        for problem in group:
            told[kind := _kind(problem)] += 1
            if told[kind] > MOST_ALIKE or shown_so_far >= SHOWN_AT_MOST:
                continue
            blocks += [heading] if heading else []
            heading, further = "", alike[kind] - MOST_ALIKE if told[kind] == MOST_ALIKE else 0
            blocks.append(
                _entry(problem) + (f"\n\n  and {count_of(further, 'line')} more like this" if further > 0 else "")
            )
            shown_so_far, told_of = shown_so_far + 1, told_of + 1 + max(further, 0)
    if len(problems) > told_of:
        blocks.append(f"  and {len(problems) - told_of:,} more")
    return "\n\n".join(blocks)


def _kind(problem: Problem) -> tuple[str, ...]:
    """What problems that are one mistake have in common: file, setting or column, and what is said but for numbers."""
    return problem.path, problem.seen.partition(":")[0], re.sub(r"\d+", "", problem.message)


def _entry(problem: Problem) -> str:
    place = "" if problem.line is None else f"line {problem.line}   "
    first = f"  {place}{shown(problem.seen)}".rstrip()
    return "\n".join([first, *(f"  {escaped(line)}" for line in problem.message.splitlines())])


def count_of(number: int, noun: str) -> str:
    """A number with its noun: "1 problem", "2,000 problems"."""
    return f"{number} {noun}" if number == 1 else f"{number:,} {noun}s"


def escaped(text: str) -> str:
    """The text with everything that a terminal would act upon written out."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def shown(text: str, widest: int = WIDEST_TEXT) -> str:
    """One line of text, escaped and cut to a readable width."""
    clean = escaped(text)
    return clean if len(clean) <= widest else clean[: widest - 3] + "..."


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The name that was probably meant, or None. Case, hyphens and spaces do not count."""
    plain = {_plain(known): known for known in names}
    found = difflib.get_close_matches(_plain(name), plain, n=1, cutoff=0.6)
    return plain[found[0]] if found else None


def _plain(name: str) -> str:
    return name.casefold().replace("-", "_").replace(" ", "_")


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """'Did you mean "x"? Known: x, y.' for a name out of a known set."""
    known = list(names)
    guess = nearest(name, known)
    listed = ", ".join(known[:20]) + (", ..." if len(known) > 20 else ".") if known else "none."
    return (f"Did you mean {guess}? " if guess else "") + f"Known: {listed}"
