"""What was confirmed: departments and people alone beside pods, in two organisations: experiments/confirmation.yaml.

python figures/confirmation.py [TABLE] [--out FOLDER]
"""

from __future__ import annotations

from saved_tables import Row, main, numbers, rows_where, unlike

from sim.report.pictures.style import FAINT, Picture, headed, new_figure, picture_style

SAID = {
    ("pods_today", "silos"): "departments, today's habits",
    ("pods", "silos_plus"): "departments, local habits",
    ("pods_crossing", "silos_crossing"): "departments, crossing habits",
    ("pods", "alone"): "everybody alone, local habits",
}
MEASURES = {"resolution_minutes": "resolution time", "abandoned_share": "who gave up"}
WORDS = {"better": "#2b7a4b", "worse": "#b5472f"}
CUT = 12.0  # times the smallest difference worth having: what lies beyond is written at the edge


def lines_of(rows: list[Row], part: str) -> list[tuple[str, Row]]:
    """What is shown of a part, each with its label, pair by pair."""
    found = []
    for pair, said in SAID.items():
        for row in rows_where(rows, part=part, first=pair[0], second=pair[1]):
            measure, _, channel = row["measure"].partition("@")
            if measure in MEASURES and channel:
                found.append((f"{said}: {channel}, {MEASURES[measure]}", row))
    return found


def panel(axes, rows: list[Row], part: str) -> None:
    """One organisation: every difference with its interval."""
    lines = lines_of(rows, part)
    for place, (_, row) in enumerate(lines):
        mean, low, high = (value / float(row["smallest"]) for value in numbers(row))
        colour, inside = WORDS.get(row["word"], "#77736c"), min(max(mean, -CUT), CUT)
        axes.plot([max(low, -CUT), min(high, CUT)], [place, place], color=colour, linewidth=1.5)
        axes.plot(inside, place, "o", color=colour, markersize=5)
        if inside != mean:
            side = 1 if mean > 0 else -1
            axes.annotate(f"{mean:+.0f}", (inside, place), (-7 * side, 3), textcoords="offset points",
                          ha="right" if side > 0 else "left", fontsize=7)  # fmt: skip
    axes.axvspan(-1, 1, color="#e2dfd9", linewidth=0, zorder=0)
    axes.axvline(0, color=FAINT, linewidth=0.8)
    axes.set_yticks(range(len(lines)), [said for said, _ in lines], fontsize=8)
    axes.invert_yaxis()
    axes.set(xlim=(-CUT - 0.6, CUT + 0.6), xlabel="minus pods, x worth having")
    axes.set_title(part)


SHORT = {"better": "better", "worse": "worse", "the same": "the same", "not settled": "not settled"}


def finding(rows: list[Row]) -> str:
    """What became of each pair by calls and mail; two words where the organisations differ."""
    told = []
    for pair, said in SAID.items():
        words: dict[str, list[str]] = {"calls": [], "mail": []}
        for row in rows_where(rows, first=pair[0], second=pair[1]):
            measure, _, channel = row["measure"].partition("@")
            if measure == "resolution_minutes" and channel:
                words["mail" if channel == "mail" else "calls"].append(SHORT.get(row["word"], "too little to matter"))
        told.append(
            f"{said}: " + ", ".join(f"{of} {' or '.join(dict.fromkeys(one))}" for of, one in words.items() if one)
        )
    return f"Time until solved beside pods, on seeds never used before: {'; '.join(told)}"


def draw(rows: list[Row]) -> list[Picture]:
    """The picture of a table of the experiment confirmation."""
    parts = unlike(rows, "part")
    with picture_style():
        figure, axes = new_figure(12.0, 5.0, 1, len(parts))
        for one, part in zip(axes, parts, strict=True):
            panel(one, rows, part)
        title = finding(rows)
        headed(figure, title)
    said = "; ".join(f"{part}, {name}: {row['word']}" for part in parts for name, row in lines_of(rows, part))
    return [Picture("confirmation", title, f"{title}. {said}.", figure, rows)]


if __name__ == "__main__":
    main("confirmation", draw)
