"""All formations in all organisations: the picture of experiments/head_to_head.yaml.

Every column beside silos_plus, departments with better habits, in three measures; inside the grey band nothing is worth
having.

    python figures/head_to_head.py [TABLE] [--out FOLDER]
"""

from __future__ import annotations

from collections import Counter

from saved_tables import Row, main, numbers, rows_where, the_row, unlike

from sim.report.pictures.style import (
    FAINT,
    INK,
    Picture,
    colour_of,
    headed,
    label_of,
    marker_of,
    new_figure,
    picture_style,
)

BASE = "silos_plus"
# measure -> title, unit, whether in percent of the base, where the axis begins and ends
SHOWN = {
    "resolution_minutes": ("Resolution time", "%", True, (-40.0, 80.0)),
    "felt_empathy": ("Felt empathy", "points of 1", False, (-0.12, 0.03)),
    "handoffs": ("Handoffs per case", "%", True, (-105.0, 90.0)),
}
FLIPPED = "silos"  # is compared with the base the other way round: first, not second


def change(rows: list[Row], scenario: str, column: str, measure: str) -> tuple[float, float, float, float]:
    """(mean, low, high, smallest worth having) of a column minus the base, in the unit of the measure."""
    pair = {"first": FLIPPED, "second": BASE} if column == FLIPPED else {"first": BASE, "second": column}
    row = the_row(rows, scenario=scenario, measure=measure, **pair)
    mean, low, high = numbers(row)
    if column == FLIPPED:
        mean, low, high = -mean, -high, -low
    return mean, low, high, float(row["smallest"])


def panel(axes, rows: list[Row], measure: str, columns: list[str], scenarios: list[str]) -> None:
    """One measure: organisations below each other, columns in each."""
    title, unit, relative, (least, most) = SHOWN[measure]
    step = 0.8 / len(columns)
    for line, scenario in enumerate(scenarios):
        base = float(the_row(rows, scenario=scenario, measure=measure, first=BASE, second="")["mean"])
        scale = 100.0 / base if relative else 1.0
        worth = max(change(rows, scenario, column, measure)[3] for column in columns if column != FLIPPED) * scale
        axes.fill_between([-worth, worth], line - 0.45, line + 0.45, color="#e2dfd9", linewidth=0)
        for place, column in enumerate(columns):
            mean, low, high, _ = (value * scale for value in change(rows, scenario, column, measure))
            y = line + (place - (len(columns) - 1) / 2) * step
            colour, inside = colour_of(column, columns), min(max(mean, least), most)
            axes.plot([max(low, least), min(high, most)], [y, y], color=colour, linewidth=1.3)
            label = label_of(column) if line == 0 else None
            axes.plot(inside, y, marker_of(column, columns), color=colour, markersize=5, label=label,
                      markeredgecolor=INK, markeredgewidth=0.4)  # fmt: skip
            if inside != mean:  # beyond the axis: written out on the inner side of the marker
                side = 1 if mean > most else -1
                axes.annotate(f"{mean:+.0f}" if relative else f"{mean:+.2f}", (inside, y), (-6 * side, 3),
                              textcoords="offset points", ha="right" if side > 0 else "left", fontsize=7)  # fmt: skip
    axes.axvline(0, color=FAINT, linewidth=0.8)
    margin = 0.03 * (most - least)
    axes.set(xlim=(least - margin, most + margin), xlabel=f"beside {label_of(BASE)} ({unit})")
    axes.locator_params(axis="x", nbins=5)
    axes.set_title(title)


def draw(rows: list[Row]) -> list[Picture]:
    """The picture of a table of the experiment head_to_head."""
    scenarios = unlike(rows, "scenario")
    columns = [FLIPPED, *dict.fromkeys(row["second"] for row in rows_where(rows, first=BASE) if row["second"])]
    with picture_style():
        figure, axes = new_figure(11.0, 1.6 + 0.72 * len(scenarios), 1, len(SHOWN), sharey=True)
        for one, measure in zip(axes, SHOWN, strict=True):
            panel(one, rows, measure, columns, scenarios)
        axes[0].set_yticks(range(len(scenarios)), scenarios)
        axes[0].invert_yaxis()
        handles, labels = axes[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=3, fontsize=8)
        better = rows_where(rows, measure="resolution_minutes", first=BASE, second="pods")
        counts = Counter(row["word"] for row in better)
        title = (
            f"Beside departments with better habits pods solve sooner in {counts['better']} of {len(better)} "
            f"organisations, later in {counts['worse']}"
        )
        headed(figure, title)
    little = len(better) - sum(counts[word] for word in ("better", "not settled", "worse"))
    worse = {name: sum(row["word"] == word for row in rows_where(rows, measure="resolution_minutes", **pair))
             for name, word, pair in (("silos", "better", {"first": FLIPPED, "second": BASE}),
                                      ("tiered", "worse", {"first": BASE, "second": "tiered"}))}  # fmt: skip
    alt = (
        f"Seven columns beside departments with better habits ({BASE}) in {len(scenarios)} organisations. "
        f"In resolution time pods are better in {counts['better']}, too little to matter in {little}, not settled in "
        f"{counts['not settled']} and worse in {counts['worse']}; departments as today (silos) are worse in "
        f"{worse['silos']}, a first line (tiered) in {worse['tiered']}."
    )
    return [Picture("head_to_head", title, alt, figure, rows)]


if __name__ == "__main__":
    main("head_to_head", draw)
