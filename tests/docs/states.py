"""Draw the states of a case: `python -m tests.docs.states` renews docs/pictures/states.png.

Nodes are those of the enum; a test runs the readable engine and compares what it saw with the arrows. They are written
into the picture as well, where a test reads them back.
"""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from sim.foundation.kinds import State
from sim.report.pictures.style import DPI, INK, PALETTE, picture_style
from tests.docs.floors import ROOT

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import FancyBboxPatch

PICTURE = ROOT / "docs/pictures/states.png"
KEY = "States"  # under which the picture holds what it shows
CONTACT_ENDS = "10.1"
# By (from, to): the sentence of process.md by which a case goes there.
ARROWS = {
    (State.ARRIVING, State.WITH_BOT): "9.1",
    (State.ARRIVING, State.WAITING): "4.7",
    (State.WITH_BOT, State.WAITING): "9.1",
    (State.WAITING, State.SERVING): "5.1",
    (State.WAITING, State.PICKUP): "4.8",
    (State.PICKUP, State.WAITING): "4.8",
    (State.SERVING, State.WAITING): "7.2",
    (State.SERVING, State.SERVING): "7.3",
    (State.SERVING, State.OUTSIDE): "7.7",
    (State.OUTSIDE, State.WAITING): "7.7",
    (State.AWAY, State.WAITING): "10.4",
}
# Wherever a contact may end: the customer comes back, or not.
ENDS = {
    State.ARRIVING: "4.1", State.WITH_BOT: "9.1", State.WAITING: "4.9", State.PICKUP: "4.9", State.SERVING: "7.2",
    State.OUTSIDE: "7.7", State.AWAY: "4.12",
}  # fmt: skip
AT = {
    State.ARRIVING: (0.0, 1.0), State.WITH_BOT: (1.0, 2.0), State.WAITING: (2.0, 1.0), State.PICKUP: (3.0, 2.0),
    State.SERVING: (4.0, 1.0), State.OUTSIDE: (3.0, 0.0), State.AWAY: (1.0, 0.0), State.ENDED: (5.4, 0.0),
}  # fmt: skip
MEANS = {
    State.ARRIVING: "has not come yet", State.WITH_BOT: "a bot answers", State.WAITING: "in a queue",
    State.PICKUP: "not looked at yet", State.SERVING: "a step is under way", State.OUTSIDE: "for somebody else",
    State.AWAY: "between two contacts", State.ENDED: "for good",
}  # fmt: skip
HALF = (0.40, 0.22)  # of a box


def shown() -> dict[str, Any]:
    """What is drawn: states, and arrows with their sentences."""
    ends = [(state, to, by) for state, by in ENDS.items() for to in (State.AWAY, State.ENDED)]
    arrows = [(*arrow, by) for arrow, by in ARROWS.items()] + ends
    return {"states": [one.name for one in State], "arrows": [[a.name, b.name, by] for a, b, by in arrows]}


def drawn() -> bytes:
    """The picture, a PNG: the same bytes for the same states on one version of Matplotlib."""
    from matplotlib.figure import Figure

    with picture_style():
        figure = Figure(figsize=(9.0, 4.0))
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set(xlim=(-0.6, 6.0), ylim=(-0.75, 2.5))
        axes.axis("off")
        boxes = {state: _box(axes, state) for state in State}
        for (start, end), sentence in ARROWS.items():
            _arrow(axes, boxes, start, end, sentence)
        axes.text(
            -0.5, -0.66, "Numbers: the sentence by which a case goes there. A dot: here a contact may end (by this "
            "sentence), and its customer comes back (AWAY) or not (ENDED).", color=INK, size=7.5,
        )  # fmt: skip
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None, KEY: json.dumps(shown())})
    return buffer.getvalue()


def _box(axes: Axes, state: State) -> FancyBboxPatch:
    from matplotlib.patches import FancyBboxPatch

    x, y = AT[state]
    corner, size = (x - HALF[0], y - HALF[1]), (2 * HALF[0], 2 * HALF[1])
    served = PALETTE[0] if state == State.SERVING else INK
    box = FancyBboxPatch(corner, *size, boxstyle="round,pad=0.02", fc="white", ec=served, lw=1.2)
    axes.add_patch(box)
    axes.text(x, y + 0.06, state.name, ha="center", va="center", weight="bold", size=9, color=INK)
    axes.text(x, y - 0.1, MEANS[state], ha="center", va="center", size=7, color=INK)
    if state in ENDS:
        axes.plot([x + HALF[0] - 0.06], [y + HALF[1] - 0.06], "o", ms=5, color=PALETTE[1])
        axes.text(x + HALF[0] - 0.1, y + HALF[1] - 0.06, ENDS[state], ha="right", va="center", size=6.5, color=INK)
    return box


def _arrow(axes: Axes, boxes: dict[State, FancyBboxPatch], start: State, end: State, sentence: str) -> None:
    from matplotlib.patches import FancyArrowPatch

    (x0, y0), (x1, y1) = AT[start], AT[end]
    style = {"arrowstyle": "-|>", "mutation_scale": 11, "color": INK, "lw": 1.0}
    if start == end:
        loop = FancyArrowPatch((x0 + 0.15, y0 + 0.25), (x0 + 0.42, y0 + 0.05), connectionstyle="arc3,rad=-1.6", **style)
        axes.add_patch(loop)
        axes.text(x0 + 0.62, y0 + 0.42, sentence, size=7.5, ha="center", va="center", color=INK)
        return
    bend = 0.16 if (end, start) in ARROWS else 0.0
    ends = {"patchA": boxes[start], "patchB": boxes[end], "shrinkA": 1, "shrinkB": 1}
    axes.add_patch(FancyArrowPatch((x0, y0), (x1, y1), connectionstyle=f"arc3,rad={bend}", **ends, **style))
    x, y = (x0 + x1) / 2 + bend * (y1 - y0), (y0 + y1) / 2 - bend * (x1 - x0)
    axes.text(
        x, y, sentence, size=7.5, ha="center", va="center", color=INK, bbox={"fc": "white", "ec": "none", "pad": 1}
    )


if __name__ == "__main__":
    PICTURE.write_bytes(drawn())
    print(f"{PICTURE.relative_to(ROOT)}: drawn")
