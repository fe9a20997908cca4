"""What the figure scripts share: a published table in, a picture as PNG and SVG out. No model is run."""

from __future__ import annotations

import argparse
import csv
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from sim.cli.ending import script
from sim.report.pictures.style import Picture, png, svg_file

HERE = Path(__file__).resolve().parent
TABLES = HERE.parent / "experiments" / "tables"
Row = dict[str, str]


def rows_where(rows: Sequence[Row], **wanted: str) -> list[Row]:
    """Rows that have these texts in these columns."""
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


def the_row(rows: Sequence[Row], **wanted: str) -> Row:
    """The one row that has these texts. Raises LookupError where there is none, or there are several."""
    found = rows_where(rows, **wanted)
    if len(found) != 1:
        raise LookupError(f"{len(found)} rows with {wanted}; one was expected")
    return found[0]


def numbers(row: Row) -> tuple[float, float, float]:
    """(mean, low, high) of a row."""
    mean, low, high = (float(row[name]) if row[name] else float("nan") for name in ("mean", "low", "high"))
    return mean, low, high


def unlike(rows: Sequence[Row], column: str) -> list[str]:
    """Different texts of a column, in the order of the table."""
    return list(dict.fromkeys(row[column] for row in rows if row[column]))


def main(name: str, draw: Callable[[list[Row]], list[Picture]]) -> None:
    """The command line of a figure script: draw the published table, or one that is named. Raises SystemExit."""
    raise SystemExit(script(lambda: _drawn(name, draw)))


def _drawn(name: str, draw: Callable[[list[Row]], list[Picture]]) -> None:
    parser = argparse.ArgumentParser(description=f"Draw the table of the experiment {name}.")
    parser.add_argument("table", nargs="?", type=Path, default=TABLES / f"{name}.csv", help="CSV; the published one")
    parser.add_argument("--out", type=Path, default=HERE, help="folder for the pictures; this script's own")
    asked = parser.parse_args()
    with asked.table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    asked.out.mkdir(parents=True, exist_ok=True)
    for picture in draw(rows):
        for ending, content in (("png", png(picture)), ("svg", svg_file(picture).encode())):
            path = asked.out / f"{picture.name}.{ending}"
            aside = path.with_name(f".{path.name}")
            aside.write_bytes(content)
            os.replace(aside, path)
        print(f"{picture.name}.png, {picture.name}.svg: {picture.alt}")
