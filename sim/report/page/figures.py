"""The pictures of a comparison: for the page, and as PNG files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from sim.report.pictures.by_name import pictures_by_name
from sim.report.pictures.customer import customer
from sim.report.pictures.half_hours import half_hours
from sim.report.pictures.handovers import handovers
from sim.report.pictures.people import load_week
from sim.report.pictures.style import Drawn, Picture

if TYPE_CHECKING:
    from sim.comparison.closeup import CloseUp
    from sim.report.answer import Answer


def pictures_of(answer: Answer, closeup: CloseUp | None = None, *, seats: bool = False) -> dict[str, Picture]:
    """Every picture there is for these results, by name. seats: call people by their seats."""
    made = [*_of_comparison(answer), *(_of_closeup(closeup, seats) if closeup else ())]
    return {picture.name: picture for picture in made}


def drawn_of_comparison(answer: Answer) -> dict[str, Drawn]:
    """Those that need no close-up, drawn, by name."""
    return {picture.name: picture.drawn() for picture in _of_comparison(answer)}


def drawn_of_closeup(closeup: CloseUp, *, seats: bool = False) -> dict[str, Drawn]:
    """The others. seats: as of `pictures_of`."""
    return {picture.name: picture.drawn() for picture in _of_closeup(closeup, seats)}


def _of_closeup(closeup: CloseUp, seats: bool) -> Iterator[Picture]:
    if closeup.journey is not None:
        yield customer(closeup.journey)
    yield load_week(closeup, seats=seats)
    yield handovers(closeup)
    yield half_hours(closeup)


def _of_comparison(answer: Answer) -> Iterator[Picture]:
    return (draw() for draw in pictures_by_name(answer, answer.sensitivity).values())


def write_pngs(pictures: Mapping[str, Picture | Drawn]) -> dict[str, bytes]:
    """File name -> PNG of every picture, for `figures/` in the results folder. pictures: as `pictures_of`."""
    return {f"{name}.png": picture.png for name, picture in pictures.items()}
