"""Finished cells in a folder, a file each: found again by key, written aside and then renamed."""

from __future__ import annotations

import os
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from sim.comparison.doubts import HorizonSamples
from sim.exploring.cells.cell import Cell, CellResult

PARTS = ("names", "values", "minutes", "horizons", "anchors")


class Store:
    """A folder of finished cells; without a folder nothing is kept and nothing found."""

    def __init__(self, folder: Path | None) -> None:
        """folder: made where it is missing, with the first cell that is kept."""
        self._folder = folder

    def has(self, cell: Cell) -> bool:
        """Whether there is a file of the cell, damaged or not."""
        return self._folder is not None and self._path(cell).is_file()

    def read(self, cell: Cell) -> CellResult | None:
        """The result of a cell, None where there is none or its file is damaged."""
        if self._folder is None:
            return None
        try:
            with self._path(cell).open("rb") as file, np.load(file, allow_pickle=False) as kept:
                names, values, minutes, under, anchors = (kept[part] for part in PARTS)
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None  # computed anew
        if values.shape[:3] != (len(cell.columns), names.size, cell.replications):
            return None
        samples = {
            column: {str(name): values[place, row] for row, name in enumerate(names)}
            for place, column in enumerate(cell.columns)
        }
        by_column, by_anchor = (dict(zip(cell.columns, kept_values, strict=False)) for kept_values in (under, anchors))
        return CellResult(cell, samples, HorizonSamples(tuple(minutes.tolist()), by_column), by_anchor)

    def keep(self, result: CellResult) -> None:
        """Keep a result. Raises OSError."""
        if self._folder is None:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        columns = list(result.samples.values())
        names = list(columns[0])
        values = np.array([[column[name] for name in names] for column in columns])
        horizons = result.horizons
        more = (horizons.minutes, list(horizons.samples.values()), list(result.by_anchor.values()))
        descriptor, aside = tempfile.mkstemp(dir=self._folder, prefix=".", suffix=".npz")
        try:
            with os.fdopen(descriptor, "wb") as file:
                parts = dict(zip(PARTS, (np.array(names), values, *map(np.array, more)), strict=True))
                np.savez(file, **parts)  # type: ignore[arg-type]
            os.replace(aside, self._path(result.cell))
        except BaseException:
            Path(aside).unlink(missing_ok=True)
            raise

    def _path(self, cell: Cell) -> Path:
        assert self._folder is not None
        return self._folder / f"{cell.key}.npz"
