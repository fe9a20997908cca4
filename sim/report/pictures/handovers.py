"""Who hands over to whom: a network per column, drawn to compare."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from sim.report.names import in_text
from sim.report.numbers import listed, number
from sim.report.pictures.style import (
    INK,
    PAPER,
    Picture,
    colour_of,
    label_of,
    new_figure,
    no_frame,
    picture_style,
    short,
)

if TYPE_CHECKING:
    import networkx as nx
    from matplotlib.axes import Axes

    from sim.comparison.closeup import CloseUp

ABREAST = 3
MOST_TEAMS = 12  # those with most traffic; the rest is in the table
WIDEST = 7.0  # points, of the busiest arrow of all columns
LABELLED = 3  # busiest arrows of a column whose number is written,
WORTH_LABEL = 0.35  # where they are at least this share of the busiest of all
WEIGHT = "per_100_cases"


def handovers(closeup: CloseUp, name: str = "handovers") -> Picture:
    """Teams on a circle; arrows and rings as wide as changes of hands per 100 cases, on one scale for all columns."""
    columns = list(closeup.columns)
    graphs = {column: _busiest(column_closeup.teams) for column, column_closeup in closeup.columns.items()}
    most = max((d[WEIGHT] for graph in graphs.values() for *_, d in graph.edges(data=True)), default=1.0)
    across, down = min(ABREAST, len(columns)), math.ceil(len(columns) / ABREAST)
    with picture_style():
        figure, panels = new_figure(2.55 * across, 2.95 * down, down, across, squeeze=False)
        for place, axes in enumerate(panels.flat):
            if place >= len(columns):
                axes.set_visible(False)
                continue
            column = columns[place]
            _draw(axes, graphs[column], colour_of(column, columns), most)
            between, within = totals(closeup.columns[column].teams)
            left_out = closeup.columns[column].teams.number_of_nodes() - graphs[column].number_of_nodes()
            more = f"\n{left_out} quieter teams not drawn" if left_out else ""
            counted = f"{number(between)} handoffs, {number(within)} lead changes{more}"
            axes.set_title(f"{label_of(column, folded=True)}\n{counted}", size=9)
    told = [f"{number(totals(closeup.columns[one].teams)[0])} in {in_text(one)}" for one in (columns[0], columns[-1])]
    title = f"Handoffs between teams, per 100 customers: {listed(list(dict.fromkeys(told)))}"
    return Picture(name, title, _alt(closeup), figure, _table(closeup))


def totals(graph: nx.DiGraph) -> tuple[float, float]:
    """(between teams, inside teams), per 100 cases."""
    weights = [(giver == taker, data[WEIGHT]) for giver, taker, data in graph.edges(data=True)]
    return sum(w for same, w in weights if not same), sum(w for same, w in weights if same)


def _busiest(graph: nx.DiGraph) -> nx.DiGraph:
    """The teams with most traffic, in their own order."""
    if graph.number_of_nodes() <= MOST_TEAMS:
        return graph
    busy = dict(graph.degree(weight=WEIGHT))
    kept = set(sorted(graph, key=lambda team: -busy[team])[:MOST_TEAMS])
    return graph.subgraph([team for team in graph if team in kept])


def _draw(axes: Axes, graph: nx.DiGraph, colour: str, most: float) -> None:
    import networkx as nx
    from matplotlib.patches import Circle, FancyArrowPatch

    axes.set_aspect("equal")
    axes.set_xlim(-1.5, 1.5)
    axes.set_ylim(-1.45, 1.45)
    axes.set_xticks([])
    axes.set_yticks([])
    no_frame(axes)
    place = nx.circular_layout(graph) if graph.number_of_nodes() > 1 else dict.fromkeys(graph, (0.0, 0.0))
    size = 0.36 if graph.number_of_nodes() <= 6 else 0.20
    edges = sorted(graph.edges(data=True), key=lambda edge: edge[2][WEIGHT])
    busiest = [(a, b) for a, b, d in edges if a != b and d[WEIGHT] >= WORTH_LABEL * most][-LABELLED:]
    for giver, taker, data in edges:
        width = WIDEST * data[WEIGHT] / most
        if giver == taker:
            axes.add_patch(Circle(place[giver], size + 0.03, fill=False, edgecolor=colour, lw=0.4 + width, zorder=1))
            continue
        bend = 0.16
        axes.add_patch(FancyArrowPatch(
            place[giver], place[taker], connectionstyle=f"arc3,rad={bend}", arrowstyle="-|>",
            mutation_scale=5 + 1.1 * width, shrinkA=72 * size * 0.80, shrinkB=72 * size * 0.86, lw=0.3 + width,
            color=colour, alpha=0.85, zorder=2,
        ))  # fmt: skip
        if (giver, taker) in busiest:
            axes.text(*_beside(place[giver], place[taker], bend), number(data[WEIGHT]), size=7, ha="center",
                      va="center", zorder=5, bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.8})  # fmt: skip
    for team, (x, y) in place.items():
        axes.add_patch(Circle((x, y), size, facecolor=PAPER, edgecolor=INK, lw=0.8, zorder=3))
        axes.text(x, y, short(in_text(team), 10), ha="center", va="center", size=7 if size > 0.25 else 6, zorder=4)


def _beside(one: Any, other: Any, bend: float) -> tuple[float, float]:
    """Middle of a bent arrow."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    return (one[0] + other[0]) / 2 + bend / 2 * dy, (one[1] + other[1]) / 2 - bend / 2 * dx


def _alt(closeup: CloseUp) -> str:
    parts = []
    for column, column_closeup in closeup.columns.items():
        between, within = totals(column_closeup.teams)
        parts.append(
            f"{in_text(column)} {number(between)} handoffs between teams and {number(within)} lead changes inside teams"
        )
    return f"Per 100 customers: {listed(parts)}."


def _table(closeup: CloseUp) -> list[dict[str, Any]]:
    """One row per column and arrow, the busiest first."""
    return [
        {
            "column": column,
            "from": giver,
            "to": taker,
            "kind": "lead change" if giver == taker else "handoff",
            "per 100 customers": data[WEIGHT],
            "share of the column's changes": data["count"] / max(1, sum(d["count"] for *_, d in edges)),
        }
        for column, column_closeup in closeup.columns.items()
        for edges in [list(column_closeup.teams.edges(data=True))]
        for giver, taker, data in sorted(edges, key=lambda edge: -edge[2][WEIGHT])[:60]
    ]
