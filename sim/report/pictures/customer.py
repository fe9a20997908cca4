"""One customer's way through every column: waiting and being served while the desk is open, on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.foundation.kinds import Outcome, SegmentKind
from sim.report.names import in_text, name_of
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
OPEN_INCHES = 5.8  # of the picture, beside the names of columns
LETTER, LINE = 0.058, 9.0  # inches of a letter, points of a line of small text
UNITS = {"min": "minutes", "h": "hours", "days": "days"}


def customer(journey: Journey, name: str = "customer") -> Picture:
    """A lane per column; bars are steps, lines are waits. Closed hours and time away are cut out and written."""
    columns = [path.formation for path in journey.paths]
    lanes = {path.formation: lane_of(path) for path in journey.paths}
    longest = max((piece["end"] for lane in lanes.values() for piece in lane), default=1.0)
    per, unit = unit_for(longest)
    with picture_style():
        words = {column: _words(lane, longest / OPEN_INCHES) for column, lane in lanes.items()}
        lines = 2 + max(level for placed in words.values() for *_, level in (*placed[0], *placed[1], (0.0, "", 0)))
        figure, axes = new_figure(7.6, 0.75 + (0.5 + lines * LINE / 72) * len(columns))
        for row, column in enumerate(columns):
            _draw(axes, row, lanes[column], per, colour_of(column, columns), HATCHES[row % len(HATCHES)])
            _write(axes, row, words[column], per)
        axes.set_ylim(len(columns) - 0.4, -0.75)
        axes.set_yticks(range(len(columns)), [label_of(column, folded=True) for column in columns])
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(-0.01 * longest / per, 1.06 * longest / per)
        axes.set_xlabel(f"{UNITS[unit]} since first contact, closed hours and time away cut out")
    return Picture(name, _title(journey), _alt(journey, lanes), figure, _table(lanes))


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
            label = in_text(event.need) if event.kind == SegmentKind.STEP else event.kind.name.lower()
            pieces.append({"what": what, "label": label, "start": at, "end": at + length, "cut": event.closed})
            at += length
    return pieces


Placed = list[tuple[float, str, int]]


def _words(lane: list[dict[str, Any]], an_inch: float) -> tuple[Placed, Placed]:
    """Texts above and below a lane: (middle in minutes, text, line from the bar on), so that none lies over another."""
    above = [((p["start"] + p["end"]) / 2, short(p["label"], 16)) for p in lane if p["what"] == "step"]
    below = [(p["end"], f"closed or away {minutes_in_words(p['cut'])}") for p in lane if p["cut"] > WORTH_A_MARK]
    return _apart(above, an_inch), _apart(below, an_inch)


def _apart(texts: list[tuple[float, str]], an_inch: float) -> Placed:
    """Each text in the first line in which it has room. an_inch: of the picture, in minutes."""
    ends: list[float] = []
    placed = []
    for middle, text in texts:
        half = an_inch * LETTER * (len(text) + 1) / 2
        level = next((line for line, end in enumerate(ends) if end <= middle - half), len(ends))
        ends[level : level + 1] = [middle + half]
        placed.append((middle, text, level))
    return placed


def _write(axes: Axes, row: int, words: tuple[Placed, Placed], per: float) -> None:
    for side, texts in zip((-1, 1), words, strict=True):  # the axis runs downwards
        for middle, text, level in texts:
            axes.annotate(text, (middle / per, row + side * 0.21), (0, -side * (2 + LINE * level)), size=7,
                          textcoords="offset points", ha="center", va="bottom" if side < 0 else "top")  # fmt: skip


def _draw(axes: Axes, row: int, lane: list[dict[str, Any]], per: float, colour: str, hatch: str) -> None:
    for piece in lane:
        start, end = piece["start"] / per, piece["end"] / per
        if piece["what"] == "wait":
            axes.plot([start, end], [row, row], color=FAINT, lw=2.0, ls="-" if piece["label"] == "queue" else ":")
        else:
            axes.barh(row, end - start, left=start, height=0.42, color=colour, hatch=hatch, edgecolor=INK, lw=0.6)
        if piece["cut"] > WORTH_A_MARK:
            axes.plot([end, end], [row - 0.2, row + 0.2], color=INK, lw=1.0, ls="--")


def _title(journey: Journey) -> str:
    """In which column this customer's problem was solved soonest."""
    solved = {
        path.formation: path.ended_at - journey.customer.arrived_at
        for path in journey.paths
        if path.outcome in (Outcome.RESOLVED, Outcome.BOT_RESOLVED)
    }
    if not solved:
        return "One customer, solved in no column"
    first, last = min(solved, key=solved.__getitem__), max(solved, key=solved.__getitem__)
    told = f"One customer, solved soonest in {in_text(first)} ({minutes_in_words(solved[first])})"
    return (
        told if solved[first] == solved[last] else f"{told}, last in {in_text(last)} ({minutes_in_words(solved[last])})"
    )


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
