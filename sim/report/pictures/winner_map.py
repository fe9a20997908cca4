"""Where the winner changes: a map over two settings (and a third, in panels), or a line over one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from textwrap import fill
from typing import TYPE_CHECKING, Any

from sim.comparison.words import BETTER, NOT_SETTLED, WORSE
from sim.report.names import apart, upper
from sim.report.numbers import signed, unit_in
from sim.report.pictures.style import (
    FAINT,
    INK,
    PAPER,
    Picture,
    colour_of,
    headed,
    new_figure,
    no_frame,
    picture_style,
)  # fmt: skip

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Row = Mapping[str, Any]
PANELS_ABREAST = 3
MOST_PANELS = 12
MOST_LABELLED = 10  # cells abreast in which the number still fits
HATCH = "////"
CLOSE = "#d5d2cc"  # too close to call
BESIDE = 32  # letters beside a picture
LITTLE = "too little to matter"  # words of EQUIVALENT, as one


@dataclass(frozen=True)
class MapLabels:
    """What rows of a map say. first, second: the columns; differences are second minus first.

    measure: in words. unit: of its values; minutes are shown as minutes, hours or days. called: what people read in
    place of both columns, where not their names.
    """

    first: str
    second: str
    measure: str
    unit: str
    called: tuple[str, str] | None = None

    def name(self, better: str) -> str:
        """What a column, LITTLE or NOT_SETTLED is called."""
        names = self.called or apart(self.first, self.second)
        return {self.first: names[0], self.second: names[1]}.get(better, better)

    def difference(self, unit: str) -> str:
        """What differences are: "pods minus departments (h)"."""
        return f"{self.name(self.second)} minus {self.name(self.first)} ({unit})"

    def finding(self, meanings: Sequence[str], of: str = "combinations") -> str:
        """In how many of some combinations which column is better: the title of a map."""
        won = [(self.name(one), meanings.count(one)) for one in (self.second, self.first) if one in meanings]
        told = ", ".join(f"{name} better in {count:,}" for name, count in won)
        return f"{upper(self.measure)}: {f'{told} of' if told else 'too close to call in all'} {len(meanings):,} {of}"

    def meaning(self, word: str) -> str:
        """What a word comes to on a map: the better column, LITTLE or NOT_SETTLED."""
        return {BETTER: self.second, WORSE: self.first, NOT_SETTLED: NOT_SETTLED}.get(word, LITTLE)


def winner_map(
    rows: Sequence[Row],
    x: str,
    y: str,
    judged: MapLabels,
    *,
    panel: str | None = None,
    name: str = "winner_map",
    bare: bool = False,
) -> Picture:
    """A map: one cell per row, by who is better.

    rows: each with the keys x, y (and panel), whose values come in the order in which axes show them; `difference`
    (mean, second minus first) and `word` (`words`); `own` (the scenario as it is: framed)
    and `tight` (people cannot keep up: !) where known. bare: panels are headed by their values alone. Raises ValueError
    for more than MOST_PANELS panels.
    """
    values = {key: _unlike(row[key] for row in rows) for key in (x, y)}
    panels = _unlike(row[panel] for row in rows) if panel else [None]
    if len(panels) > MOST_PANELS:
        raise ValueError(f"{len(panels)} panels; at most {MOST_PANELS} can be read")
    abreast = min(PANELS_ABREAST, len(panels))
    down = -(-len(panels) // abreast)
    wide, high = 0.6 + 0.62 * len(values[x]), max(2.0, 0.7 + 0.42 * len(values[y]))
    beside = 0.5 + 0.075 * max(len(_text(value)) for value in values[y])
    per, unit = unit_in(judged.unit, *(row["difference"] for row in rows))
    with picture_style():
        size = (min(11.0, max(5.4, beside + abreast * wide)), min(14.0, down * high + 1.1))
        made, axes = new_figure(*size, down, abreast, squeeze=False)
        for place, ax in enumerate(axes.flat):
            if place >= len(panels):
                ax.set_visible(False)
                continue
            here = [row for row in rows if panel is None or row[panel] == panels[place]]
            _map(ax, here, (x, y), values, judged, per)
            if place % abreast:  # the axis of the first panel of a row is that of all
                ax.set_ylabel("")
                ax.set_yticklabels([])
            if panel:
                head = _text(panels[place])
                ax.set_title(head if bare else f"{panel} = {head}", fontsize=9, loc="left")
        headed(made, title := judged.finding([judged.meaning(row["word"]) for row in rows]))
        made.legend(
            handles=_legend(judged, rows), loc="outside lower left", ncols=2, fontsize=8,
            title=upper(judged.difference(unit)), title_fontsize=8, alignment="left",
        )  # fmt: skip
    return Picture(name, title, _alt(rows, judged, [x, y, *([panel] if panel else [])]), made, _table(rows))


def winner_line(rows: Sequence[Row], x: str, judged: MapLabels, *, name: str = "winner_map") -> Picture:
    """A line: the difference with its interval over one setting, and the band that is not worth having.

    rows: as of `winner_map`, with `low`, `high` and `smallest` besides.
    """
    per, unit = unit_in(judged.unit, *(row["difference"] for row in rows))
    labels = [_text(row[x]) for row in rows]
    places = _places([row[x] for row in rows])
    with picture_style():
        made, ax = new_figure(min(11.0, max(5.0, 2.0 + 0.7 * len(rows))), 3.6)
        ax.axhline(0.0, color=INK, linewidth=0.8)
        band = [row["smallest"] / per for row in rows]
        ax.fill_between(places, [-one for one in band], band, color=CLOSE, alpha=0.6, linewidth=0, step=None)
        ax.plot(places, [row["difference"] / per for row in rows], color=FAINT, linewidth=1.0, zorder=2)
        for place, row in zip(places, rows, strict=True):
            _interval(ax, place, row, judged, per)
        ax.set_xticks(places, labels, rotation=45 if max(map(len, labels)) * len(labels) > 70 else 0)
        ax.set_xlabel(x)
        ax.set_ylabel(fill(judged.difference(unit), BESIDE))
        ax.grid(axis="y", color=CLOSE, linewidth=0.6)
        ax.set_axisbelow(True)
        headed(made, title := judged.finding([judged.meaning(row["word"]) for row in rows], of="values"))
        made.legend(handles=_legend(judged, rows, line=True), loc="outside lower left", ncols=2, fontsize=8)
    return Picture(name, title, _alt(rows, judged, [x]), made, _table(rows))


def _map(
    ax: Axes, rows: Sequence[Row], keys: tuple[str, str], values: Mapping[str, list[Any]], judged: MapLabels, per: float
) -> None:
    from matplotlib.patches import Rectangle

    x, y = keys
    small = len(values[x]) > MOST_LABELLED
    for row in rows:
        left, bottom = values[x].index(row[x]), values[y].index(row[y])
        meaning = judged.meaning(row["word"])
        ax.add_patch(Rectangle((left, bottom), 1, 1, edgecolor=PAPER, linewidth=1.5, **_look(meaning, judged)))
        sign = {LITTLE: "=", NOT_SETTLED: "?"}.get(meaning, "")
        mean = "" if small else signed(row["difference"] / per)
        text = " ".join(part for part in (sign, mean, "!" if row.get("tight") else "") if part)
        # A box behind, as hatching would run through the digits.
        box = {"boxstyle": "round,pad=0.15", "facecolor": PAPER, "edgecolor": "none", "alpha": 0.85}
        if text:
            ax.text(left + 0.5, bottom + 0.5, text, ha="center", va="center", fontsize=7.5, color=INK, bbox=box)
    for row in rows:
        if row.get("own"):
            corner = (values[x].index(row[x]), values[y].index(row[y]))
            ax.add_patch(Rectangle(corner, 1, 1, fill=False, edgecolor=INK, linewidth=2.2, zorder=5))
    ax.set(xlim=(0, len(values[x])), ylim=(0, len(values[y])), xlabel=x, ylabel=_folded(y))
    crowded = max(len(_text(value)) for value in values[x]) * len(values[x]) > 60
    ax.set_xticks([p + 0.5 for p in range(len(values[x]))], map(_text, values[x]), rotation=45 if crowded else 0)
    ax.set_yticks([p + 0.5 for p in range(len(values[y]))], map(_text, values[y]))
    ax.tick_params(length=0)
    no_frame(ax)


def _look(better: str, judged: MapLabels) -> dict[str, Any]:
    """Colour and hatching of a cell, so that it is read without colour too."""
    if better == LITTLE:
        return {"facecolor": CLOSE}
    if better == NOT_SETTLED:
        return {"facecolor": CLOSE, "alpha": 0.45, "hatch": "..."}
    both = (judged.first, judged.second)
    return {"facecolor": colour_of(better, both), "hatch": HATCH if better == judged.first else ""}


def _interval(ax: Axes, place: float, row: Row, judged: MapLabels, per: float) -> None:
    better = judged.meaning(row["word"])
    winner = better in (judged.first, judged.second)
    colour = colour_of(better, (judged.first, judged.second)) if winner else FAINT
    mark = "s" if better == judged.first else "o" if winner else "D" if better == LITTLE else "x"
    ax.plot([place, place], [row["low"] / per, row["high"] / per], color=colour, linewidth=1.6, zorder=3)
    ax.plot(place, row["difference"] / per, mark, color=colour, markersize=6, zorder=4)
    if row.get("own"):
        ax.plot(place, row["difference"] / per, "o", markersize=13, markerfacecolor="none", color=INK, zorder=5)
    if row.get("tight"):
        ax.annotate("!", (place, row["high"] / per), (0, 3), textcoords="offset points", ha="center", color=INK)


def _legend(judged: MapLabels, rows: Sequence[Row], line: bool = False) -> list[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    seen = {judged.meaning(row["word"]) for row in rows}
    order = [better for better in (judged.second, judged.first, LITTLE, NOT_SETTLED) if better in seen]
    if line:
        both, marks = (
            (judged.first, judged.second),
            {judged.first: "s", judged.second: "o", LITTLE: "D", NOT_SETTLED: "x"},
        )
        handles: list[Any] = [
            Line2D([], [], marker=marks[b], color=colour_of(b, both) if b in both else FAINT, label=_label(b, judged))
            for b in order
        ]
        handles.append(Patch(facecolor=CLOSE, alpha=0.6, label="less than is worth having"))
    else:
        handles = [Patch(label=_label(better, judged), **_look(better, judged)) for better in order]
    if any(row.get("own") for row in rows):
        handles.append(Patch(fill=False, edgecolor=INK, linewidth=2.0, label="the scenario as it is"))
    if any(row.get("tight") for row in rows):
        handles.append(Patch(fill=False, edgecolor="none", label="! more work than people can do"))
    return handles


def _label(better: str, judged: MapLabels) -> str:
    """What a colour stands for."""
    signs = {LITTLE: f"{LITTLE} (=)", NOT_SETTLED: f"{NOT_SETTLED} (?)"}
    return signs.get(better) or f"{judged.name(better)} better"


def _alt(rows: Sequence[Row], judged: MapLabels, keys: Sequence[str]) -> str:
    counts = Counter(judged.meaning(row["word"]) for row in rows)
    clear = ", ".join(f"{judged.name(better)} better in {counts[better]}" for better in (judged.second, judged.first))
    return (
        f"Who is better in {judged.measure} over {' and '.join(keys)}: of {len(rows)} combinations {clear}; in "
        f"{counts[LITTLE]} the difference is too little to matter, and in {counts[NOT_SETTLED]} it is not settled."
    )


def _table(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [dict(row) for row in rows]


def _unlike(values: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(values))


def _places(values: Sequence[Any]) -> list[float]:
    """Numbers lie where they are, everything else side by side."""
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return [float(value) for value in values]
    return [float(place) for place in range(len(values))]


def _text(value: Any) -> str:
    """A value as a scenario has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _folded(key: str, widest: int = 24) -> str:
    """A long key over several lines, broken at its dots: it stands beside a small map."""
    lines = [""]
    for part in key.replace(".", ".\0").split("\0"):
        if lines[-1] and len(lines[-1]) + len(part) > widest:
            lines.append("")
        lines[-1] += part
    return "\n".join(lines)
