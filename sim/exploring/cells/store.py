"""Finished cells in a folder, a file each: found again by key, written aside and then renamed."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from pathlib import Path

import numpy as np

from sim.comparison.doubts import HorizonSamples
from sim.exploring.cells.cell import Cell, CellResult
from sim.foundation.files import keep_sealed, sealed

SUFFIX = ".cell"  # arrays as NumPy keeps them, behind their hash
DAMAGED = ".damaged"  # what was no whole cell as it was written
PARTS = ("names", "values", "minutes", "horizons", "anchors")
TRIES = 3  # of making a folder again that somebody takes away while a file is put into it


class Store:
    """A folder of finished cells; without a folder nothing is kept and nothing found."""

    def __init__(self, folder: Path | None) -> None:
        """folder: made where it is missing, with the first cell that is kept."""
        self._folder = folder

    def count(self) -> int:
        """How many cells are kept."""
        return len(list(self._folder.glob(f"[!.]*{SUFFIX}"))) if self._folder else 0

    def has(self, cell: Cell) -> bool:
        """Whether there is a file of the cell, damaged or not."""
        return self._folder is not None and self._path(cell).is_file()

    def read(self, cell: Cell) -> CellResult | None:
        """The result of a cell, None where there is none or its file is damaged; that is set aside, as DAMAGED."""
        if not self.has(cell):
            return None
        content = sealed(self._path(cell))
        if content is None:
            self._set_aside(cell)
            return None
        with np.load(BytesIO(content), allow_pickle=False) as kept:
            names, values, minutes, under, anchors = (kept[part] for part in PARTS)
        if values.shape[:3] != (len(cell.columns), names.size, cell.replications):
            self._set_aside(cell)
            return None
        samples = {
            column: {str(name): values[place, row] for row, name in enumerate(names)}
            for place, column in enumerate(cell.columns)
        }
        by_column, by_anchor = (dict(zip(cell.columns, kept_values, strict=False)) for kept_values in (under, anchors))
        return CellResult(cell, samples, HorizonSamples(tuple(minutes.tolist()), by_column), by_anchor)

    def damaged(self) -> set[str]:
        """Names of the files that were found damaged, now or before."""
        return {path.name for path in self._folder.glob(f"*{DAMAGED}")} if self._folder else set()

    def _set_aside(self, cell: Cell) -> None:
        path = self._path(cell)
        with suppress(OSError):  # where it cannot be renamed it is written over
            path.replace(path.with_suffix(DAMAGED))

    def keep(self, result: CellResult) -> None:
        """Keep a result. Raises OSError."""
        if self._folder is None:
            return
        columns = list(result.samples.values())
        names = list(columns[0])
        values = np.array([[column[name] for name in names] for column in columns])
        horizons = result.horizons
        more = (horizons.minutes, list(horizons.samples.values()), list(result.by_anchor.values()))
        parts = dict(zip(PARTS, (np.array(names), values, *map(np.array, more)), strict=True))
        file = BytesIO()
        np.savez(file, **parts)  # type: ignore[arg-type]
        path = self._path(result.cell)
        for left in reversed(range(TRIES)):
            try:
                keep_sealed(path, file.getvalue())
                return
            except OSError as error:  # of a full disk, which does not say of which file
                if not left or not isinstance(error, FileNotFoundError):
                    raise OSError(error.errno, error.strerror, str(path)) from None

    def _path(self, cell: Cell) -> Path:
        assert self._folder is not None
        return self._folder / f"{cell.key}{SUFFIX}"
