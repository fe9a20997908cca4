"""What more and fewer people bring: every line to reach, over the number of people, a curve per column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.exploring.staffing import Needed, Staffing
from sim.measures import measure_named
from sim.report.names import in_text, measure_words
from sim.report.numbers import unit_in
from sim.report.pictures.headlines import people_needed
from sim.report.pictures.style import (
    FAINT,
    INK,
    Picture,
    colour_of,
    label_of,
    marker_of,
    new_figure,
    picture_style,
)
from sim.report.staffing_words import answer_lines
from sim.report.verdict import target_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_PANELS = 6


@dataclass(frozen=True)
class _Panel:
    """One line to reach. line: its value, the same for all columns; None: each column's own."""

    key: str
    title: str
    line: float
    answers: tuple[Needed, ...]


def staffing_picture(found: Staffing) -> Picture:
    """A panel per line to reach: the measure with its interval over the numbers of people looked at."""
    panels = list(_panels(found))[:MOST_PANELS]
    with picture_style():
        made, axes = new_figure(6.6, 0.6 + 2.5 * len(panels), len(panels), 1, squeeze=False)
        for panel, ax in zip(panels, axes.flat, strict=True):
            _draw(ax, panel, found)
        axes[-1][0].set_xlabel("people")
    return Picture("staffing", people_needed(found), " ".join(answer_lines(found)), made, _rows(panels))


def _rows(panels: Sequence[_Panel]) -> list[dict[str, Any]]:
    return [
        {
            "line": panel.title,
            "formation": needed.question.column,
            "people": trial.people,
            "mean": trial.means[panel.key].mean,
            "low": trial.means[panel.key].low,
            "high": trial.means[panel.key].high,
            "enough": trial.met,
        }
        for panel in panels
        for needed in panel.answers
        for trial in needed.trials
        if panel.key in trial.means
    ]


def _panels(found: Staffing) -> Iterator[_Panel]:
    for target in found.targets:
        yield _Panel(target.name, target_words(target), target.line, found.for_targets())
    for other in dict.fromkeys(needed.question.match for needed in found.for_match()):
        answers = tuple(needed for needed in found.for_match() if needed.question.match == other)
        title = f"{measure_words(found.measure)}: as good as {in_text(str(other))} today"
        yield _Panel(found.measure, title, found.measured_today[str(other)].mean, answers)


def _draw(ax: Axes, panel: _Panel, found: Staffing) -> None:
    known = measure_named(panel.key.partition("@")[0])
    per, unit = unit_in(known.unit if known else "", panel.line)
    ax.axhline(panel.line / per, color=INK, linewidth=0.9, linestyle="--")
    ax.axvline(sum(found.today.values()), color=FAINT, linewidth=0.9, linestyle=":", label="today")
    for needed in panel.answers:
        column = needed.question.column
        trials = [trial for trial in needed.trials if panel.key in trial.means]
        style: dict[str, Any] = {"color": colour_of(column, found.columns)}
        people = [trial.people for trial in trials]
        low, mean, high = (
            [getattr(trial.means[panel.key], end) / per for trial in trials] for end in ("low", "mean", "high")
        )
        ax.fill_between(people, low, high, alpha=0.18, linewidth=0, **style)
        ax.plot(people, mean, marker=marker_of(column, found.columns), markersize=4, label=label_of(column), **style)
        if needed.people is not None:
            at = mean[people.index(needed.people)]
            ax.plot(needed.people, at, "o", markersize=11, markerfacecolor="none", markeredgewidth=1.6, **style)
    ax.set_title(f"{panel.title[:1].upper()}{panel.title[1:]} (dashed)")
    ax.set_ylabel(unit)
    ax.legend(loc="best", fontsize=8)
