"""One customer's way through every column: waiting and being served while the desk is open, on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.foundation.kinds import SegmentKind
from sim.report.names import name_of
from sim.report.numbers import minutes_in_words, unit_for
from sim.report.pictures.style import (
    FAINT,
    HATCHES,
    INK,
    Picture,
    colour_of,
    label_of,
    new_figure,
    picture_style,
    short,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.comparison.journey import CustomerPath, Journey

WAITS = (SegmentKind.QUEUE, SegmentKind.PICKUP)
SERVED = (SegmentKind.STEP, SegmentKind.BOT)
WORTH_A_MARK = 30.0  # minutes cut out
UNITS = {"min": "minutes", "h": "hours", "days": "days"}


def customer(journey: Journey, name: str = "customer") -> Picture:
    """A lane per column; bars are steps, lines are waits. Closed hours and time away are cut out and written."""
    columns = [path.formation for path in journey.paths]
    lanes = {path.formation: lane_of(path) for path in journey.paths}
    longest = max((piece["end"] for lane in lanes.values() for piece in lane), default=1.0)
    per, unit = unit_for(longest)
    with picture_style():
        figure, axes = new_figure(7.6, 0.75 + 0.85 * len(columns))
        for row, column in enumerate(columns):
            _draw(axes, row, lanes[column], per, colour_of(column, columns), HATCHES[row % len(HATCHES)])
        axes.set_ylim(len(columns) - 0.4, -0.75)
        axes.set_yticks(range(len(columns)), [label_of(column, folded=True) for column in columns])
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(-0.01 * longest / per, 1.06 * longest / per)
        axes.set_xlabel(f"{UNITS[unit]} since first contact, closed hours and time away cut out")
    title = "One customer, column by column"
    return Picture(name, title, _alt(journey, lanes), figure, _table(lanes))


def lane_of(path: CustomerPath) -> list[dict[str, Any]]:
    """Pieces of a way in order: what, label, start and end in open minutes, cut (minutes left out after it)."""
    at = 0.0
    pieces: list[dict[str, Any]] = []
    for number, contact in enumerate(path.contacts):
        if number and path.contacts[number - 1].ended_at == path.contacts[number - 1].ended_at and pieces:
            pieces[-1]["cut"] += contact.arrived_at - path.contacts[number - 1].ended_at
        for event in path.events:
            if event.contact != number or event.kind not in (*WAITS, *SERVED):
                continue
            length = max(0.0, event.end - event.start - event.closed)
            what = "wait" if event.kind in WAITS else "step"
            label = (
                "bot" if event.kind == SegmentKind.BOT else event.need if what == "step" else event.kind.name.lower()
            )
            pieces.append({"what": what, "label": label, "start": at, "end": at + length, "cut": event.closed})
            at += length
    return pieces


def _draw(axes: Axes, row: int, lane: list[dict[str, Any]], per: float, colour: str, hatch: str) -> None:
    placed: list[float] = []
    for piece in lane:
        start, end = piece["start"] / per, piece["end"] / per
        if piece["what"] == "wait":
            axes.plot([start, end], [row, row], color=FAINT, lw=2.0, ls="-" if piece["label"] == "queue" else ":")
        else:
            axes.barh(row, end - start, left=start, height=0.42, color=colour, hatch=hatch, edgecolor=INK, lw=0.6)
            width = axes.get_xlim()[1]
            near = sum(abs(start - other) < 0.09 * width for other in placed) if placed else 0
            axes.annotate(short(piece["label"], 16), ((start + end) / 2, row - 0.21), (0, 2 + 9 * (near % 2)),
                          textcoords="offset points", ha="center", size=7)  # fmt: skip
            placed.append(start)
        if piece["cut"] > WORTH_A_MARK:
            axes.plot([end, end], [row - 0.2, row + 0.2], color=INK, lw=1.0, ls="--")
            axes.annotate(f"closed or away {minutes_in_words(piece['cut'])}", (end, row + 0.2), (0, -2),
                          textcoords="offset points", ha="center", va="top", size=6.5)  # fmt: skip


def _alt(journey: Journey, lanes: dict[str, list[dict[str, Any]]]) -> str:
    sentences = []
    for path in journey.paths:
        lane = lanes[path.formation]
        steps = [piece["label"] for piece in lane if piece["what"] == "step"]
        waited = sum(piece["end"] - piece["start"] for piece in lane if piece["what"] == "wait")
        whole = path.ended_at - journey.customer.arrived_at
        ended = minutes_in_words(whole) if whole == whole else "longer than the run"
        sentences.append(
            f"{name_of(path.formation)}: {ended} in all, {minutes_in_words(waited)} of it waiting while open; "
            f"served for {', '.join(steps) or 'nothing'}."
        )
    return " ".join(sentences)


def _table(lanes: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """One row per column and piece, in order."""
    return [
        {
            "column": column,
            "what": piece["what"],
            "of": piece["label"],
            "minutes": piece["end"] - piece["start"],
            "then closed or away (minutes)": piece["cut"],
        }
        for column, lane in lanes.items()
        for piece in lane
    ]
