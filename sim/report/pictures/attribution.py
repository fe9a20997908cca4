"""What a difference is made of: a bar for every group of mechanisms, and what it does added first and last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.measures import AT
from sim.report.names import measure_words
from sim.report.numbers import change, signed, unit_of
from sim.report.pictures.headlines import made_of
from sim.report.pictures.style import FAINT, INK, PALETTE, PAPER, Picture, new_figure, picture_style, short

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.exploring.attribution import Attribution

MOST_PANELS = 4  # all cases and three channels; the others are in the tables
MORE, LESS = PALETTE[5], PALETTE[0]


def attribution_picture(found: Attribution) -> Picture:
    """A panel for all cases and one for each channel."""
    measures = found.measures[:MOST_PANELS]
    with picture_style():
        figure, panels = new_figure(2.6 + 2.6 * len(measures), 3.9, 1, len(measures), sharey=True, squeeze=False)
        for axes, measure in zip(panels[0], measures, strict=True):
            _panel(axes, found, measure)
        names = [part.group.name for part in found.parts(measures[0])]
        panels[0][0].set_yticks(range(len(names)), names)
        panels[0][0].set_ylim(len(names) - 0.4, -0.6)
        handles, labels = panels[0][0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=2)
    parts = sorted(found.parts(measures[0]), key=lambda one: -abs(one.interval.mean))[:3]
    largest = ", ".join(f"{one.group.name} {change(found.measures[0], one.interval)}" for one in parts)
    whole = change(found.measures[0], found.whole(measures[0]))
    alt = f"{measure_words(found.measures[0])}, {whole} in all; the largest parts: {largest}"
    return Picture("attribution", made_of(found), alt, figure, _rows(found))


def _panel(axes: Axes, found: Attribution, measure: str) -> None:
    parts = found.parts(measure)
    means = [one.mean for part in parts for one in (part.interval, part.first, part.last)]
    per, unit = unit_of(found.measures[0], *means)
    for row, part in enumerate(parts):
        if not part.present:
            axes.text(0, row, "  in neither", va="center", color=FAINT, size=7.5)
            continue
        mean = part.interval.mean / per
        axes.barh(row, mean, height=0.6, color=MORE if mean > 0 else LESS, hatch="" if mean > 0 else "///",
                  edgecolor=INK, lw=0.5)  # fmt: skip
        for colour, width in ((PAPER, 3.2), (INK, 1.2)):  # also seen on a dark bar
            axes.plot([part.interval.low / per, part.interval.high / per], [row, row], color=colour, lw=width)
        label = (None, None) if row else ("added to none of the others", "added to all of them")
        axes.plot(part.first.mean / per, row - 0.12, "^", color=PAPER, mec=INK, ms=5, label=label[0])
        axes.plot(part.last.mean / per, row + 0.12, "D", color=PAPER, mec=INK, ms=4, label=label[1])
    axes.axvline(0, color=FAINT, lw=0.8)
    axes.tick_params(axis="y", length=0)
    channel = measure.partition(AT)[2]
    whole = signed(found.whole(measure).mean / per)
    axes.set_title(f"{short(channel) if channel else 'all cases'}: {whole} {unit}".rstrip())
    axes.set_xlabel(unit or measure_words(found.measures[0]))


def _rows(found: Attribution) -> list[dict[str, Any]]:
    return [
        {"measure": measure, "group": part.group.name, "part": part.interval.mean, "low": part.interval.low,
         "high": part.interval.high, "first": part.first.mean, "last": part.last.mean}
        for measure in found.measures
        for part in found.parts(measure)
    ]  # fmt: skip
