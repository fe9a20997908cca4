"""What 200 seeds show in each unit of the course, a picture for each: experiments/course.yaml.

A dot is a seed, the bar holds 95 of 100 of them, a diamond is what a formula says. Unit 4 has what became of the
predictions. It reads the figures over seeds that experiments/course.py wrote beside the table.

    python figures/course.py [TABLE] [--out FOLDER]
"""

from __future__ import annotations

import csv
from collections import Counter

import numpy as np
from saved_tables import TABLES, Row, main

from sim.report.pictures.style import FAINT, INK, PALETTE, Picture, headed, new_figure, picture_style

TITLES = {
    1: "One queue or five",
    2: "Habits as the control",
    3: "Find a flip and doubt it",
    5: "Change a rule, in both engines",
    6: "The road and its money",
}
# What each quantity is said of, and of its amount: above 0, below 0.
TOLD = {
    "one_queue": ("in one queue customers wait", "{} min", ""),
    "five_queues": ("in five queues", "{} min", ""),
    "pods_today": ("pods with better habits are, beside today's departments,", "{} min later", "{} min sooner"),
    "habits": ("habits alone", "{} min later", "{} min sooner"),
    "pods_add": ("pods on top of that", "{} min later", "{} min sooner"),
    "mail_free": ("mail in pods is, where crossing is free,", "{} min later", "{} min sooner"),
    "mail_as_is": ("where it costs a minute", "{} min later", "{} min sooner"),
    "flip": ("it turns", "at {} minutes a crossing", ""),
    "told_silos": ("telling it again costs a customer of departments", "{} min", "{} min less than nothing"),
    "told_pods": ("one of pods with better habits", "{} min", "{} min less than nothing"),
    "at_first": ("a big bang is, in its first four weeks,", "{} min later", "{} min sooner"),
    "at_last": ("in weeks 9 to 12,", "{} min later", "{} min sooner"),
    "balance": ("in money it is", "{} EUR up", "{} EUR down"),
}
WORDS = {"held": "held", "open": "not settled", "refuted": "did not hold"}
SAID = (
    "five queues wait longer", "pods quicker than today", "habits alone are quicker", "dear crossings tell for pods",
    "telling again costs", "a dip at first",
)  # fmt: skip
GOLDEN = 0.618034  # spreads dots evenly, the same in every picture


def saved(name: str) -> list[Row]:
    """A table that experiments/course.py wrote."""
    with (TABLES / f"course_{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def strip(axes, row: Row, values: np.ndarray, colour: str) -> None:
    """One quantity: dots, the bar of its range, the formula."""
    known = values[~np.isnan(values)]
    axes.plot(known, (np.arange(known.size) * GOLDEN) % 1.0, "o", color=colour, alpha=0.45, markersize=4, linewidth=0)
    axes.plot([float(row["low"]), float(row["high"])], [-0.25, -0.25], color=INK, linewidth=3, solid_capstyle="butt")
    if row["theory"]:
        axes.plot(float(row["theory"]), -0.25, "D", color=PALETTE[5], markersize=8, markeredgecolor="white")
    if known.min() < 0.0 < known.max() or abs(known).min() < 0.2 * np.ptp(known):
        axes.axvline(0.0, color=FAINT, linewidth=1)
    axes.set(ylim=(-0.45, 1.1), yticks=[])
    axes.spines["left"].set_visible(False)
    axes.set_title(row["says"])


def finding(rows: list[Row]) -> str:
    """The middle of each quantity over seeds; not settled where one seed may show either sign."""
    told = []
    for row in rows:
        subject, up, down = TOLD[row["name"]]
        low, middle, high = (float(row[name]) for name in ("low", "middle", "high"))
        if low <= 0.0 <= high:
            told.append(f"{subject.rstrip(',')}: not settled by one seed")
            continue
        amount = (up if middle > 0.0 else down).format(f"{abs(middle):,.{row['digits']}f}")
        without = f" (in {row['none']} of {row['seeds']} seeds nowhere)" if int(row["none"]) else ""
        told.append(f"{subject} {amount}{without}")
    text = "; ".join(told)
    return f"{text[0].upper()}{text[1:]}"


def most_seeds(seeds: list[Row]) -> str:
    """Of the predictions how many most seeds confirm, how many most refute, and how many most leave open."""
    counts = [Counter(row[f"prediction_{place}"] for row in seeds) for place in range(1, len(SAID) + 1)]
    most = Counter(word for count in counts for word in WORDS if count[word] > len(seeds) / 2)
    told = [f"{most[word]} {words} in most seeds" for word, words in WORDS.items() if most[word]]
    rest = len(SAID) - sum(most.values())
    return f"Of {len(SAID)} predictions {', '.join(told + ([f'{rest} go either way'] if rest else []))}"


def unit(number: int, ranges: list[Row], seeds: list[Row]) -> Picture:
    """The quantities of a unit, one below the other; those of one unit of measure share their axis."""
    rows = [row for row in ranges if row["unit"] == str(number)]
    shared = number in (1, 2, 5)
    figure, panels = new_figure(8.0, 0.75 + 1.25 * len(rows), len(rows), 1, sharex=shared, squeeze=False)
    for axes, row, colour in zip(panels[:, 0], rows, PALETTE, strict=False):
        strip(axes, row, np.array([float(one[row["name"]] or "nan") for one in seeds]), colour)
    title = finding(rows)
    headed(figure, title)
    said = [
        f"{row['says']} {float(row['low']):.{row['digits']}f} to {float(row['high']):.{row['digits']}f}" for row in rows
    ]
    alt = f"{TITLES[number]}, in 95 of 100 of {len(seeds)} seeds: {'; '.join(said)}."
    return Picture(f"course_{number}", title, alt, figure)


def predictions(seeds: list[Row]) -> Picture:
    """What became of each prediction, over seeds."""
    figure, axes = new_figure(8.0, 3.4)
    counts = [Counter(row[f"prediction_{place}"] for row in seeds) for place in range(1, len(SAID) + 1)]
    begin = np.zeros(len(SAID))
    for (word, words), colour, hatch in zip(
        WORDS.items(), (PALETTE[2], "#dddddd", PALETTE[5]), ("", "", "///"), strict=True
    ):
        width = np.array([count[word] for count in counts])
        axes.barh(range(len(SAID)), width, left=begin, color=colour, hatch=hatch, edgecolor="white", label=words)
        begin += width
    axes.set(yticks=range(len(SAID)), yticklabels=SAID, xlabel="seeds", xlim=(0, len(seeds)))
    axes.invert_yaxis()
    axes.legend(ncols=3, loc="lower left", bbox_to_anchor=(0.0, 1.0))
    title = most_seeds(seeds)
    headed(figure, title)
    said = [f"{name}: {count['held']} held" for name, count in zip(SAID, counts, strict=True)]
    return Picture("course_4", title, f"Of {len(seeds)} seeds, {'; '.join(said)}.", figure)


def draw(rows: list[Row]) -> list[Picture]:
    """All six."""
    ranges, seeds = saved("ranges"), saved("over_seeds")
    with picture_style():
        return [predictions(seeds) if number == 4 else unit(number, ranges, seeds) for number in range(1, 7)]


if __name__ == "__main__":
    main("course", draw)
