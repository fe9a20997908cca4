"""Two years beside staying, and what pods add to habits at once and after two years: experiments/two_years.yaml.

python figures/two_years.py [TABLE] [--out FOLDER]
"""

from __future__ import annotations

from saved_tables import Row, main, numbers, rows_where

from sim.report.pictures.style import FAINT, INK, MARKERS, PALETTE, Picture, headed, new_figure, picture_style

ROADS = {"better_habits_only": "better habits only", "by_quarter": "by quarter", "big_bang": "big bang"}
COLOURS = dict(zip(ROADS, (PALETTE[1], PALETTE[2], PALETTE[0]), strict=True))
HOUR, THOUSAND, WINDOW = 60.0, 1000.0, 4  # weeks of a window
WORDS = {"better": "#2b7a4b", "worse": "#b5472f"}
CHANNELS = {"resolution_minutes@voice": "callers", "resolution_minutes@mail": "mail"}
CLOCKS = {"none": "nothing slow", "all": "all that is slow"}
AS_COMPARE = "podsim compare, 4 weeks"


def way(axes, rows: list[Row], measure: str, per: float) -> None:
    """A line a road: beside staying, every four weeks."""
    axes.axhline(0.0, color=INK, lw=0.8)
    for place, (road, said) in enumerate(ROADS.items()):
        found = rows_where(rows, part="way", contrast="", first="stay", second=road, measure=measure)
        weeks = [int(row["weeks"]) + WINDOW / 2 for row in found]
        mean, low, high = zip(*([value / per for value in numbers(row)] for row in found), strict=True)
        axes.fill_between(weeks, low, high, color=COLOURS[road], alpha=0.15, lw=0)
        axes.plot(
            weeks, mean, color=COLOURS[road], lw=1.6, marker=MARKERS[place], ms=4, markevery=(place, 3), label=said
        )
    axes.set_xlabel("week")


def steps(rows: list[Row], measure: str) -> list[tuple[str, Row]]:
    """What pods add to better habits: as compare says, then after two years, by the mechanisms that are on."""
    (fast,) = rows_where(rows, part="fast", contrast="", first="silos_plus", second="pods", measure=measure)
    slow = rows_where(rows, part="bridge", contrast="", first="better_habits_only", second="big_bang", measure=measure)
    return [(AS_COMPARE, fast), *((f"after two years, {CLOCKS.get(row['clock'], row['clock'])}", row) for row in slow)]


def bridge(axes, found: list[tuple[str, Row]]) -> None:
    """A point a row, with its interval."""
    for place, (_, row) in enumerate(found):
        mean, low, high = (value / HOUR for value in numbers(row))
        colour = WORDS.get(row["alone"], "#77736c")
        axes.plot([low, high], [place, place], color=colour, linewidth=1.5)
        axes.plot(mean, place, "o", color=colour, markersize=5)
    smallest = float(found[0][1]["smallest"]) / HOUR
    axes.axvspan(-smallest, smallest, color="#e2dfd9", linewidth=0, zorder=0)
    axes.axvline(0, color=FAINT, linewidth=0.8)
    axes.set_yticks(range(len(found)), [said for said, _ in found], fontsize=8)
    axes.invert_yaxis()
    axes.set_xlabel("hours until solved; left of 0 pods are sooner")


def finding(rows: list[Row]) -> str:
    """What pods add to better habits in four weeks, and after two years with all that is slow, by channel."""
    told = []
    for measure, said in CHANNELS.items():
        found = steps(rows, measure)
        words = [
            row["alone"] if row["alone"] in (*WORDS, "not settled") else "the same" for _, row in (found[0], found[-1])
        ]
        told.append(f"{said} {words[1]} (in four weeks {words[0]})")
    return f"After two years, what pods add to better habits: {', '.join(told)}"


def draw(rows: list[Row]) -> list[Picture]:
    """The picture of a table of the experiment two_years."""
    with picture_style():
        figure, axes = new_figure(11.0, 7.0, 2, 2)
        way(axes[0][0], rows, "resolution_minutes", HOUR)
        axes[0][0].set_title("Hours until solved, beside staying (down is better)")
        axes[0][0].legend(loc="best", fontsize=8)
        way(axes[0][1], rows, "balance", THOUSAND)
        axes[0][1].set_title("Money gained less spent, thousand (up is better)")
        for place, (measure, said) in enumerate(CHANNELS.items()):
            bridge(axes[1][place], steps(rows, measure))
            axes[1][place].set_title(f"What pods add to better habits: {said}")
        title = finding(rows)
        headed(figure, title)
    said = "; ".join(
        f"{CHANNELS[measure]}, {name}: {row['alone']}" for measure in CHANNELS for name, row in steps(rows, measure)
    )
    return [Picture("two_years", title, f"{title}. What pods add to better habits, by itself: {said}.", figure, rows)]


if __name__ == "__main__":
    main("two_years", draw)
