"""What commands share that run many cells: where finished cells are kept, and how to go on after breaking off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def kept_cells(out: Path) -> Path:
    """Folder of finished cells beside the results."""
    return out / ".cells"


@contextmanager
def resumable(out: Path) -> Iterator[None]:
    """On Ctrl-C say that what is finished is kept, and how to go on."""
    from sim.cli.output import note

    try:
        yield
    except KeyboardInterrupt:
        done = len(list(kept_cells(out).glob("*.npz")))
        note(f"podsim: {done} finished cells are kept in {kept_cells(out)}; the same command goes on from there")
        raise
