"""Kinds of data files, and where the header of one has which column."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import combining, normalize

from sim.data.log_columns import guessed, listed, plain_name, twice_given
from sim.scenario.problems import DataError, Problem, data_error, nearest

FIRST_ROWS = 40  # among which the header is
NEARLY = 0.7  # of the cells that most rows fill
# What rows of totals and means begin with, small letters; in English, German, French.
TOTALS = re.compile(
    r"(grand total|(sub|sous)?[- ]?tota(l|ls|ux)|sum|summary|average|avg|mean|summe|(zwischen|teil)summe|gesamt\w*"
    r"|insgesamt|ergebnis|durchschnitt|mittelwert|somme|moyenne|ø)\b.*"
)
# Weekdays in English, German and French, by their keys in a scenario; as `DataKind.hints`.
WEEKDAYS = {
    "mon": ("mon", "monday", "mo", "montag", "lun", "lundi"),
    "tue": ("tue", "tues", "tuesday", "di", "dienstag", "mar", "mardi"),
    "wed": ("wed", "wednesday", "mi", "mittwoch", "mer", "mercredi"),
    "thu": ("thu", "thur", "thurs", "thursday", "do", "donnerstag", "jeu", "jeudi"),
    "fri": ("fri", "friday", "fr", "freitag", "ven", "vendredi"),
    "sat": ("sat", "saturday", "sa", "samstag", "sonnabend", "sam", "samedi"),
    "sun": ("sun", "sunday", "so", "sonntag", "dim", "dimanche"),
}


@dataclass(frozen=True)
class DataKind:
    """One kind of data file.

    setting: dotted, names the file. noun: what error texts call it. needed, optional: columns that are read. missing:
    cells beside the usual ones that mean nothing was entered, in small letters. most_megabytes: of the file, also when
    it is unpacked. instead: what may stand in place of a needed column, nothing: it may be missing. hints: names that
    other tools give to columns, in English, German and French. counts: columns that hold numbers of contacts, which
    shares and times called alike do not. names: setting that says which column is which.
    recognises: whether the header is that of a known system (`log_columns`). dated: whether rows begin with a date, so
    that lines of text below the last one are none of them.
    """

    setting: str
    noun: str
    needed: tuple[str, ...]
    optional: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    most_megabytes: int = 20
    instead: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hints: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counts: tuple[str, ...] = ()
    names: str = ""
    recognises: bool = False
    dated: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """All columns that are read."""
        return (*self.needed, *self.optional)

    @property
    def allowed(self) -> str:
        """What such a file may be, in words."""
        return f"A {self.noun} is a CSV or CSV.gz file in UTF-8, UTF-16 or cp1252, or a workbook (.xlsx)"

    def row_name(self, place: Mapping[str, int]) -> int:
        """Position of the column that names a row."""
        first = self.needed[0]
        return next(place[column] for column in (first, *self.instead.get(first, ())) if column in place)


def word_of(text: str) -> str:
    """A name as a scenario may use it: small letters and digits, _ between words. May be empty."""
    spelt = text.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    letters = "".join(letter for letter in normalize("NFKD", spelt) if not combining(letter))
    return re.sub(r"[^a-z0-9-]+", "_", letters).strip("_-")


def header_at(rows: Sequence[Sequence[str]], given: Collection[str] = ()) -> int:
    """Which of the first rows is the header: the first that has most of the names given, if any has one; else the first
    with nearly as many filled cells as most rows have."""
    names = {plain_name(name) for name in given}
    named = [len(names & {plain_name(cell) for cell in cells}) for cells in rows]
    if max(named, default=0) > 0:
        return named.index(max(named))
    filled = [sum(bool(cell.strip()) for cell in cells) for cells in rows]
    usual = Counter(filled).most_common(1)[0][0] if filled else 0
    return next((at for at, count in enumerate(filled) if count >= max(NEARLY * usual, 1)), 0)


def before_the_header(lines: int, first: int) -> str:
    """What is said of rows above the header. lines: how many; first: line of the header."""
    return f"the header is in line {first}: {lines} filled line{'s' * (lines > 1)} above it left out"


def places(path: str, header: Sequence[str], kind: DataKind, line: int, given: Mapping[str, str]) -> dict[str, int]:
    """Column read -> position. given: column -> its name in the header, as the scenario says. Raises DataError."""
    names = [plain_name(cell) for cell in header]
    if problems := list(_misnamed(path, header, kind, line, given)):
        raise DataError(problems)
    own = {column: names.index(plain_name(name)) for column, name in given.items()}
    if problems := list(repeated(path, names, kind, line, given)):
        raise DataError(problems)
    free = {name: at for at, name in reversed(list(enumerate(names))) if at not in own.values()}
    found = own | {column: free[column] for column in kind.columns if column not in own and column in free}
    absent = [c for c in kind.needed if c not in found and not _replaced(kind.instead.get(c), found)]
    if not absent:
        return found
    others = [name for name in names if name not in kind.columns]
    guesses = {column: nearest(column, others) for column in absent}
    how = "" if all(guesses.values()) else _how_to_name(header, kind)
    if len(absent) == len(kind.needed) - sum(not instead for instead in kind.instead.values()) and (
        how or not any(guesses.values())
    ):  # another table, or one in another language
        seen = ", ".join(cell.strip() for cell in header)
        raise data_error(path, seen, f"The header must name {', '.join(kind.needed)}{how or '.'}", line)
    raise DataError(_unnamed(path, column, guesses[column], line, how) for column in absent)


def _replaced(instead: tuple[str, ...] | None, found: Mapping[str, int]) -> bool:
    return instead is not None and all(column in found for column in instead)


def _misnamed(
    path: str, header: Sequence[str], kind: DataKind, line: int, given: Mapping[str, str]
) -> Iterator[Problem]:
    names = [plain_name(cell) for cell in header]
    yield from twice_given(path, given, kind.names)
    for column, name in given.items():
        seen = f"{kind.names}: {column}: {name}"
        if column not in kind.columns:
            yield Problem(path, None, seen, f"{kind.names} may name {', '.join(kind.columns)}.")
        elif plain_name(name) not in names:
            guess = nearest(name, [cell.strip() for cell in header])
            hint = f" Did you mean {guess}?" if guess else ""
            yield Problem(path, line, seen, f"The header has no such column.{hint} It has {listed(header)}.")


def repeated(
    path: str, names: Sequence[str], kind: DataKind, line: int, given: Mapping[str, str] | None = None
) -> Iterator[Problem]:
    """Columns that stand in the header more than once."""
    read = [c for c in kind.columns if c not in (given or {})] + [plain_name(name) for name in (given or {}).values()]
    for column in read:
        at = [str(place) for place, name in enumerate(names, 1) if name == column]
        if len(at) > 1:
            seen = f"{column} in columns {', '.join(at[:-1])} and {at[-1]}"
            yield Problem(path, line, seen, "It is not clear which one is meant: leave one, or rename the others.")


def _how_to_name(header: Sequence[str], kind: DataKind) -> str:
    """The line to add where names of the header look like columns that are read."""
    found = {c: name for c, name in guessed(header, kind.hints, {}, kind.counts).items() if plain_name(name) != c}
    if not found or not kind.names:
        return ""
    lines = ", ".join(f'{column}: "{name}"' for column, name in found.items())
    return f", or say which column is which: {kind.names}: {{{lines}}} (podsim fit --look FILE proposes it)."


def _unnamed(path: str, column: str, guess: str | None, line: int, how: str) -> Problem:
    hint = f" Did you mean to name {guess} so?" if guess and not how else ""
    return Problem(path, line, f"no column {column}", f"The header must name {column}{how or '.'}{hint}")
