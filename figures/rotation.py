"""Who leads, and how long a pod lasts: the picture of experiments/rotation.yaml.

Left: how many times as long people last before they are past a fatigue line, over pod size, beside what is said of
geese and what ideal air gives. Right: what another way of choosing the lead changes, in units of the smallest
difference worth having.

    python figures/rotation.py [TABLE] [--out FOLDER]
"""

from __future__ import annotations

import math

from saved_tables import Row, main, numbers, rows_where, the_row, unlike

from sim.report.pictures.style import FAINT, INK, PALETTE, Picture, headed, new_figure, picture_style

CLAIMED = 1.71  # "up to 71% greater range", of the source article; Lissaman and Shollenberger's theory
MEASURED_SAVING = 0.14  # of induced power, the least that was measured in birds (evidence row 68)
FLIGHTS = {
    "lasting_all_spared": "podsim: lead spared wholly, three wings",
    "lasting_air_one_wing": "podsim: as ideal air, one wing",
    "lasting_air": "podsim: as ideal air, three wings",
    "lasting_assumed": "podsim: as assumed (0.10), three wings",
}
LEADS = {
    "resolution_minutes": "resolution time",
    "felt_empathy": "felt empathy",
    "load_p90": "occupancy, busiest tenth",
    "leading_gini": "leading: Gini",
    "leading_max_share": "leading: whoever leads most",
    "fatigue_mean": "fatigue",
}
COLUMNS = {"rested": "leads rest", "fixed": "first keeps it", "leaderless": "no preference"}


def mean_saving(size: int) -> float:
    """Mean saving of induced drag in a formation, tips touching (evidence 3.6)."""
    sigma = (4 / math.pi**2 * math.log(k**2 / (k**2 - (math.pi / 4) ** 2)) for k in range(1, size))
    return sum((size - k) * one for k, one in enumerate(sigma, start=1)) / size


def endurance(axes, rows: list[Row]) -> None:
    """Ratios over pod size, and the closed forms beside them."""
    sizes = list(range(2, 26))
    axes.axhline(CLAIMED, color=PALETTE[5], linewidth=1.4, linestyle=(0, (6, 2)))
    axes.text(25, CLAIMED - 0.02, "said of geese: 71% more range", color=INK, ha="right", va="top", fontsize=8)
    air = [1 / math.sqrt(1 - mean_saving(size)) for size in sizes]
    axes.plot(sizes, air, color=PALETTE[0], linewidth=1.4, linestyle="--", label="closed form: range in ideal air")
    axes.plot(5, air[3], "o", color=PALETTE[0], markersize=5)
    axes.annotate("five: 26%", (5, air[3]), (6.2, air[3] - 0.03), fontsize=8, color=INK)
    birds = [1 / (1 - MEASURED_SAVING * (1 - 1 / size)) for size in sizes]
    words = "closed form: rotating birds that save 14%"
    axes.plot(sizes, birds, color=PALETTE[3], linewidth=1.4, linestyle=":", label=words)
    axes.axhline(1.0, color=FAINT, linewidth=0.8)
    for place, (name, words) in enumerate(FLIGHTS.items()):
        found = rows_where(rows, part="endurance", contrast=name, measure="strain_share")
        x = [int(row["pod_size"]) for row in found]
        values = [numbers(row) for row in found]
        error = [[mean - low for mean, low, _ in values], [high - mean for mean, _, high in values]]
        colour = (PALETTE[2], PALETTE[4], PALETTE[1], INK)[place]
        axes.errorbar(x, [mean for mean, _, _ in values], error, color=colour, marker="osD^"[place], markersize=4,
                      linewidth=1.2, capsize=2, label=words)  # fmt: skip
    axes.set(xlabel="people in a pod", ylabel="times as long as alone", xlim=(1, 26), ylim=(0.65, 1.78))
    axes.set_title("How long a pod lasts")
    axes.legend(fontsize=7.5, loc="upper left", bbox_to_anchor=(-0.02, -0.14), ncols=2, columnspacing=1.0)


def leading(axes, rows: list[Row]) -> None:
    """Differences from rotating leads, in smallest differences worth having; clipped ones are written out."""
    columns = [name for name in COLUMNS if rows_where(rows, part="who_leads", second=name)]
    reach = 3.0
    axes.axvspan(-1, 1, color="#eceae6", zorder=0)
    axes.axvline(0, color=FAINT, linewidth=0.8)
    for line, measure in enumerate(LEADS):
        for place, column in enumerate(columns):
            row = the_row(rows, part="who_leads", first="rotating", second=column, contrast="", measure=measure)
            mean, low, high = (value / float(row["smallest"]) for value in numbers(row))
            y = line + (place - (len(columns) - 1) / 2) * 0.22
            colour = (PALETTE[4], PALETTE[5], PALETTE[3])[place]
            inside = min(max(mean, -reach), reach)
            axes.plot([max(low, -reach), min(high, reach)], [y, y], color=colour, linewidth=1.6)
            axes.plot(inside, y, "osD"[place], color=colour, markersize=5, label=COLUMNS[column] if line == 0 else None)
            if inside != mean:
                side = 1 if mean > 0 else -1
                axes.annotate(f"{mean:+.1f}", (inside, y), (-6 * side, 0), textcoords="offset points",
                              ha="right" if side > 0 else "left", va="center", fontsize=7.5)  # fmt: skip
    axes.set_yticks(range(len(LEADS)), LEADS.values())
    axes.invert_yaxis()
    axes.set(xlim=(-reach - 0.2, reach + 0.2), xlabel="change, over the smallest worth having (grey)")
    axes.set_title("Beside rotating leads, support desk")
    axes.legend(fontsize=7.5, loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=3)


def finding(rows: list[Row]) -> str:
    """Whether pods last longer than people alone, and which other ways to lead matter to resolution time."""
    lasting = [numbers(row) for name in FLIGHTS for row in rows_where(rows, contrast=name)]
    most = max(lasting)
    if all(high < 1.0 for _, _, high in lasting):
        first = f"No pod lasts as long as people alone: at most {most[0]:.2f} times"
    elif most[1] > 1.0:
        first = f"A pod lasts up to {most[0]:.2f} times as long as people alone"
    else:
        first = "Whether a pod lasts longer than people alone is not settled"
    words: dict[str, list[str]] = {}
    for name, said in COLUMNS.items():
        row = the_row(rows, first="rotating", second=name, measure="resolution_minutes")
        word = row["word"] if row["word"] in ("better", "worse", "not settled") else "nothing worth having"
        words.setdefault(word, []).append(said)
    second = "; ".join(f"{' and '.join(names)}: {word}" for word, names in words.items())
    return f"{first} (of geese {CLAIMED:.2f} is said). Beside rotating leads, in time until solved, {second}"


def draw(rows: list[Row]) -> list[Picture]:
    """The picture of a table of the experiment rotation."""
    best = {name: max(numbers(row)[0] for row in rows_where(rows, contrast=name)) for name in FLIGHTS
            if rows_where(rows, contrast=name)}  # fmt: skip
    slower = numbers(the_row(rows, first="rotating", second="fixed", measure="resolution_minutes"))[0]
    with picture_style():
        figure, (left, right) = new_figure(11.0, 5.2, 1, 2, width_ratios=(1.3, 1))
        endurance(left, rows)
        leading(right, rows)
        title = finding(rows)
        headed(figure, title)
    said = "; ".join(f"{best[name]:.2f} {words.partition(': ')[2]}" for name, words in FLIGHTS.items() if name in best)
    sizes = unlike(rows, "pod_size")
    others = [the_row(rows, first="rotating", second=name, measure="resolution_minutes") for name in COLUMNS]
    same = sum(row["word"].endswith(("the same", "too little to matter")) for row in others)
    alt = (
        f"Left: how many times as long as alone people in pods of {sizes[0]} to {sizes[-1]} last, at most {said}. Said "
        f"of geese is 1.71, ideal air gives five 1.26. Right: beside rotating leads, a fixed lead takes "
        f"{slower / 60:+.1f} hours to resolution; {same} of {len(others)} other ways change nothing worth having in it."
    )
    return [Picture("rotation", title, alt, figure, rows)]


if __name__ == "__main__":
    main("rotation", draw)
