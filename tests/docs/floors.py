"""Draw the floors of `sim` as the code has them: `python -m tests.docs.floors` renews docs/pictures/floors.png.

What is drawn is read off folders, docstrings and imports, and written into the picture as well, where a test reads it
back.
"""

from __future__ import annotations

import ast
import io
import json
import textwrap
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.report.pictures.style import DPI, INK, PALETTE, picture_style
from tests.architecture.sources import Module, modules_of
from tests.architecture.test_floors import FLOORS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROOT = Path(__file__).parents[2]
PICTURE = Path("docs/pictures/floors.png")
KEY = "Floors"  # under which the picture holds what it shows
WIDTH, ROW = 10.0, 0.5  # inches
TEXT_END, LANE = 6.1, 0.245
SHADES = ("#e6eef4", "#f3f3f3")


def floors(modules: dict[str, Module]) -> dict[str, Any]:
    """What is drawn: floors from the top down, and which floor imports from which.

    A floor: its name, its level (two on one level do not import each other), the first sentence of its docstring, and
    its folders.
    """
    found = []
    for name, level in sorted(FLOORS.items(), key=lambda item: (-item[1], item[0])):
        says = " ".join((ast.get_docstring(modules[f"sim.{name}"].tree) or "").split())
        folders = sorted(m.path.parts[2] for m in modules.values() if _is_folder_of(m, name))
        sentence = says.split(". ")[0].rstrip(".").replace("`", "") + "."
        found.append({"name": name, "level": level, "says": sentence, "folders": folders})
    imports = {(m.floor, target.split(".")[1]) for m in modules.values() for target, _ in m.imports() if _ours(target)}
    return {"floors": found, "arrows": [[a, b] for a, b in sorted(imports) if a != b and {a, b} <= set(FLOORS)]}


def _is_folder_of(module: Module, floor: str) -> bool:
    return module.floor == floor and module.path.name == "__init__.py" and len(module.path.parts) == 4


def _ours(target: str) -> bool:
    return target.startswith("sim.")


def drawn(shown: dict[str, Any]) -> bytes:
    """The picture of `floors`, a PNG: the same bytes for the same floors on one version of Matplotlib."""
    from matplotlib.figure import Figure

    rows = {floor["name"]: row for row, floor in enumerate(shown["floors"])}
    with picture_style():
        figure = Figure(figsize=(WIDTH, ROW * (len(rows) + 0.9)))
        axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
        axes.set(xlim=(0.0, WIDTH), ylim=(len(rows) + 0.5, -0.4))
        axes.axis("off")
        _levels(axes, shown["floors"])
        for row, floor in enumerate(shown["floors"]):
            _lane(axes, row, [rows[b] for a, b in shown["arrows"] if a == floor["name"]])
        axes.text(
            0.15,
            len(rows) + 0.2,
            "A line goes down from each floor. A dot on it: the floor imports from there.",
            color=INK,
        )
        buffer = io.BytesIO()
        figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None, KEY: json.dumps(shown)})
    return buffer.getvalue()


def _levels(axes: Axes, all_floors: list[dict[str, Any]]) -> None:
    """A band for each level, and on it for each floor its name, what it says and its folders."""
    from matplotlib.patches import Rectangle

    for number, (_, group) in enumerate(groupby(enumerate(all_floors), key=lambda item: item[1]["level"])):
        here = list(group)
        corner, height = (0.05, here[0][0] + 0.04), len(here) - 0.08
        axes.add_patch(Rectangle(corner, WIDTH - 0.1, height, facecolor=SHADES[number % 2], edgecolor="none"))
        for row, floor in here:
            axes.text(0.15, row + 0.5, floor["name"], va="center", weight="bold", color=INK, size=10)
            says = "\n".join(textwrap.wrap(floor["says"], 74))
            folders = f"\n{' · '.join(floor['folders'])}" if floor["folders"] else ""
            axes.text(1.4, row + 0.5, says + folders, va="center", color=INK, size=7.5, linespacing=1.1)


def _lane(axes: Axes, row: int, below: list[int]) -> None:
    """A line from a floor down to the lowest that it imports from, with a dot on each of them."""
    x, colour = TEXT_END + LANE * row, PALETTE[5 * (row % 2)]
    lowest = max(below, default=row)
    axes.plot([x, x], [row + 0.5, lowest + 0.5], color=colour, linewidth=1.0)
    axes.plot([x] * len(below), [place + 0.5 for place in below], "o", markersize=4.5, color=colour)
    axes.plot([x], [row + 0.5], "s", markersize=6, color=colour)


if __name__ == "__main__":
    (ROOT / PICTURE).write_bytes(drawn(floors(modules_of(ROOT))))
    print(f"{PICTURE}: drawn")
