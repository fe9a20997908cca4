"""What people's paid time goes into: leading, listening, helping, free; and how it is spread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.measures import OF
from sim.report.numbers import listed, number
from sim.report.pictures.style import HATCHES, INK, Picture, colour_of, look, new_figure, short

if TYPE_CHECKING:
    from sim.comparison.results import Comparison

SPREAD = {"load_mean": "on average", "load_p90": "busiest tenth", "load_max": "busiest person"}


def people_load(comparison: Comparison, name: str = "people_load") -> Picture:
    """Occupied share of paid time by home function, on average and of the busiest; listening within it apart."""
    columns = comparison.columns
    functions = [key.partition(OF)[2] for key in comparison.samples[columns[0]] if key.startswith(f"load_mean{OF}")]
    groups = [("all people", ""), *((function, f"{OF}{function}") for function in functions)]
    rows = [_row(comparison, column, said, suffix) for said, suffix in groups for column in columns]
    with look():
        height = 0.24
        figure, axes = new_figure(7.6, 1.0 + height * (len(rows) + len(groups)))
        for number_, row in enumerate(rows):
            group, place = divmod(number_, len(columns))
            _bar(axes, group * (len(columns) + 1) + place, row, columns)
        middle = (len(columns) - 1) / 2
        axes.set_yticks(
            [group * (len(columns) + 1) + middle for group in range(len(groups))], [short(said) for said, _ in groups]
        )
        axes.invert_yaxis()
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(0.0, 1.0)
        axes.set_xlabel("occupied, share of paid presence")
        _legend(axes, columns)
    return Picture(name, "How busy people are", _alt(rows, columns), figure, rows)


def _row(comparison: Comparison, column: str, said: str, suffix: str) -> dict[str, Any]:
    samples = comparison.samples[column]
    mean = {key: float(samples[f"{key}{suffix}"].mean()) for key in SPREAD}
    listened = float(samples[f"listening_share{suffix}"].mean())
    return {
        "people": said,
        "column": column,
        "occupied": mean["load_mean"],
        "of it listening": mean["load_mean"] * listened,
        "busiest tenth": mean["load_p90"],
        "busiest person": mean["load_max"],
    }


def _bar(axes: Any, at: float, row: dict[str, Any], columns: tuple[str, ...]) -> None:
    place = columns.index(row["column"])
    occupied, listening = row["occupied"], row["of it listening"]
    more = {"height": 0.8, "edgecolor": INK, "lw": 0.5}
    axes.barh(at, occupied - listening, color=colour_of(row["column"], columns), hatch=HATCHES[place % 8], **more)
    axes.barh(at, listening, left=occupied - listening, color="none", **more)
    axes.plot([row["busiest tenth"]] * 2, [at - 0.4, at + 0.4], color=INK, lw=2.0)


def _legend(axes: Any, columns: tuple[str, ...]) -> None:
    from matplotlib.patches import Patch

    keys = [
        Patch(facecolor=colour_of(c, columns), edgecolor=INK, lw=0.5, hatch=HATCHES[i % 8], label=short(c))
        for i, c in enumerate(columns)
    ]
    axes.legend(handles=keys, loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=min(5, len(columns)))


def _alt(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> str:
    everybody = rows[: len(columns)]
    told = [
        f"{row['column']} {number(row['occupied'])} of paid time (listening {number(row['of it listening'])},"
        f" busiest tenth {number(row['busiest tenth'])})"
        for row in everybody
    ]
    return f"People are occupied for {listed(told)}."
