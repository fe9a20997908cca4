"""The pictures of a comparison: for the page, and as PNG files."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sim.report.pictures.differences import paired_differences
from sim.report.pictures.empathy import felt_empathy
from sim.report.pictures.people_time import people_load
from sim.report.pictures.style import Picture, png
from sim.report.pictures.tornado import tornado
from sim.report.pictures.waterfall import waterfall
from sim.report.pictures.worlds import worlds_picture

if TYPE_CHECKING:
    from sim.experiment.comparison import Comparison


def pictures_of(comparison: Comparison, closeup: Any = None) -> dict[str, Picture]:
    """Every picture there is for these results, by name."""
    return {picture.name: picture for picture in _drawn(comparison)}


def _drawn(comparison: Comparison) -> Iterator[Picture]:
    if comparison.paired:
        yield paired_differences(comparison)
    yield waterfall(comparison)
    yield people_load(comparison)
    yield felt_empathy(comparison)
    outlook = comparison.outlook
    if outlook is not None:
        yield worlds_picture(outlook, comparison.columns)
        for number, pair in enumerate(outlook.weights):
            flips = [flip for flip in outlook.flips if flip.pair == pair]
            if flips:
                yield tornado(flips, f"tornado{number or ''}")


def write_pngs(comparison: Comparison, closeup: Any = None) -> dict[str, bytes]:
    """File name -> PNG of every picture, for `figures/` in the results folder."""
    return {f"{name}.png": png(picture) for name, picture in pictures_of(comparison, closeup).items()}
