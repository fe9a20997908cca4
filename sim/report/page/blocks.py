"""What a page is made of: sections, and in them tables, pictures, sentences and fragments. Text only, no markup."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import starmap
from typing import TYPE_CHECKING, Any, ClassVar

from sim.measures import measure_named
from sim.report.names import in_text, measure_words

if TYPE_CHECKING:
    from sim.report.pictures.style import Drawn, Picture

UNKNOWN = "unknown"
OF_COLUMNS = ("column", "first", "second", "against", "formation")  # heads below which columns stand


@dataclass(frozen=True)
class TableCell:
    """One cell. more: a second, quieter line. css_class: "number", "text", "better", "worse", "same" or "unsettled"."""

    text: str
    more: str = ""
    css_class: str = "text"


@dataclass(frozen=True)
class Table:
    """A table with a caption; the first cell of a row is its head.

    folded: hidden under its caption until opened. stacks: on a narrow screen a row is a list of heads and values.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    folded: bool = False
    stacks: bool = False
    kind: ClassVar[str] = "table"


@dataclass(frozen=True)
class Figure:
    """A picture, its title, and what is to be known when reading it. folded: hidden under its title until opened."""

    picture: Picture | Drawn
    caption: str = ""
    folded: bool = False
    kind: ClassVar[str] = "figure"

    @property
    def table(self) -> Table:
        """The numbers behind the picture, folded."""
        return table_of(self.picture.table, "The numbers of this picture", folded=True)


@dataclass(frozen=True)
class Words:
    """Paragraphs, or the items of a list. on_paper: printed as well."""

    lines: tuple[str, ...]
    listed: bool = False
    on_paper: bool = True
    kind: ClassVar[str] = "words"


@dataclass(frozen=True)
class SideBySide:
    """A head and lines for each column, beside each other; lines that begin with a blank belong to the one before.

    Hidden under its label until opened.
    """

    label: str
    columns: tuple[tuple[str, tuple[str, ...]], ...]
    kind: ClassVar[str] = "side_by_side"


@dataclass(frozen=True)
class Code:
    """Text to be copied as it stands. download: name of the file that it may be saved as, "" for none."""

    text: str
    summary: str = ""
    download: str = ""
    kind: ClassVar[str] = "code"

    @property
    def base64(self) -> str:
        """The text as a data address holds it."""
        from base64 import b64encode

        return b64encode(self.text.encode()).decode("ascii")


@dataclass(frozen=True)
class Fragment:
    """A part of the page with a template and a script of its own. value: what the template is given, as `data`."""

    template: str
    value: Any
    script: str = ""
    kind: ClassVar[str] = "fragment"


Block = Table | Figure | Words | SideBySide | Code | Fragment


@dataclass(frozen=True)
class Section:
    """A part of the page with a head. anchor: its name in the address."""

    anchor: str
    title: str
    blocks: tuple[Block, ...] = field(default=())
    intro: str = ""


def table_of(rows: Sequence[Mapping[str, Any]], caption: str, *, folded: bool = False) -> Table:
    """Tidy rows as a table; numbers rounded to four digits."""
    heads = tuple(map(_head, rows[0])) if rows else ()
    return Table(caption, heads, tuple(tuple(starmap(_cell, row.items())) for row in rows), folded)


def _cell(key: str, value: Any) -> TableCell:
    """A value as people read it: columns and measures by what they are called."""
    if isinstance(value, str) and value:
        value = in_text(value) if key in OF_COLUMNS else measure_words(value) if key == "measure" else value
    return cell_of(value)


def _head(key: str) -> str:
    """A head as people read it: "departments, who", "departments (minutes)"."""
    called, between, more = re.split(r"(,? |$)", key, maxsplit=1)
    return f"{measure_words(called) if measure_named(called) else in_text(called)}{between}{more}"


def cell_of(value: Any) -> TableCell:
    """A plain value as a cell."""
    if isinstance(value, bool):
        return TableCell("yes" if value else "no")
    if value is None or isinstance(value, str):
        return TableCell(value or "")
    number = float(value)
    if not math.isfinite(number):
        return TableCell(UNKNOWN if number != number else "∞", css_class="number")
    return TableCell(plain(number), css_class="number")


def plain(number: float) -> str:
    """Four digits, no exponent, thousands set apart: 0.0123, 12.35, 23,140."""
    if number == 0.0:
        return "0"
    digits = max(0, min(6, 3 - math.floor(math.log10(abs(number)))))
    text = f"{number:,.{digits}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")


def words(lines: Iterable[str], *, listed: bool = False) -> tuple[Words, ...]:
    """Sentences as a block; none where there is nothing to say."""
    paragraphs = tuple(line.strip() for line in lines if line.strip())
    return (Words(paragraphs, listed),) if paragraphs else ()
