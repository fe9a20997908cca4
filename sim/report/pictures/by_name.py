"""The pictures that a comparison holds by itself, by name: for the page, its files, and a notebook."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from sim.exploring.worlds import QUESTION
from sim.report.pictures.differences import paired_differences
from sim.report.pictures.empathy import felt_empathy
from sim.report.pictures.people import people_load
from sim.report.pictures.sensitivity import tornado, worlds_picture
from sim.report.pictures.waterfall import waterfall
from sim.scenario.problems import did_you_mean

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.comparison.results import Comparison
    from sim.exploring.sensitivity import Sensitivity
    from sim.report.pictures.style import Picture

WITH_WORLDS = ("worlds", "tornado")


def pictures_by_name(comparison: Comparison, sensitivity: Sensitivity | None) -> dict[str, Callable[[], Picture]]:
    """What draws each picture there is for these results."""
    found: dict[str, Callable[[], Picture]] = {}
    if comparison.paired:
        found["differences"] = partial(paired_differences, comparison)
    found["waterfall"] = partial(waterfall, comparison)
    found["people_load"] = partial(people_load, comparison)
    found["felt_empathy"] = partial(felt_empathy, comparison)
    if sensitivity is not None:
        found["worlds"] = partial(worlds_picture, comparison, sensitivity)
        for number, pair in enumerate(sensitivity.rests):
            flips = [flip for flip in sensitivity.flips if flip.pair == pair and flip.measure == QUESTION]
            if flips:
                name = f"tornado{number or ''}"
                found[name] = partial(tornado, flips, name)
    return found


def figure_named(comparison: Comparison, sensitivity: Sensitivity | None, name: str) -> Figure:
    """One of them as a Matplotlib figure. Raises ValueError with the names that there are."""
    known = pictures_by_name(comparison, sensitivity)
    if name in known:
        return known[name]().figure
    if name in WITH_WORLDS and sensitivity is None:
        raise ValueError(f"the picture {name!r} shows plausible worlds, and none were run: compare(..., worlds=120)")
    raise ValueError(f"there is no picture {name!r}. {did_you_mean(name, known)}")
