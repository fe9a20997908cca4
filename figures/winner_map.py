"""Where pods win, where departments win: the three maps of experiments/winner_map.yaml.

python figures/winner_map.py [TABLE] [--out FOLDER]
"""

from __future__ import annotations

from saved_tables import Row, main, numbers, rows_where

from sim.report.pictures.style import Picture
from sim.report.pictures.winner_map import MapLabels, winner_map

# part -> (factor along, factor up, the scenario as it ships)
MAPS = {
    "needs_and_load": ("needs_times", "load", ("1", "1")),
    "pickup_and_size": ("pickup_across", "pods", ("36", "6")),
    "skills_and_lending": ("second_function", "lending", ("0.5", "everybody")),
}
# What an axis says.
WORDS = {
    "needs_times": "further needs per case, x usual, at equal work",
    "load": "customers, x usual",
    "pickup_across": "minutes until another team looks at mail (36 inside)",
    "pods": "number of pods (48 people)",
    "second_function": "share of people with a second function",
    "lending": "whose idle people help",
}
JUDGED = MapLabels("silos_plus", "pods", "resolution time", "minutes")


def draw(rows: list[Row]) -> list[Picture]:
    """The pictures of a table of the experiment winner_map, one per part."""
    pictures = []
    for part, (along, up, usual) in MAPS.items():
        found = rows_where(
            rows, part=part, contrast="", first="silos_plus", second="pods", measure="resolution_minutes"
        )
        shown = [
            {
                WORDS[along]: row[along],
                WORDS[up]: row[up],
                "difference": numbers(row)[0],
                "word": row["word"],
                "own": (row[along], row[up]) == usual,
            }
            for row in found
        ]
        pictures.append(winner_map(shown, WORDS[along], WORDS[up], JUDGED, name=f"winner_map_{part}"))
    return pictures


if __name__ == "__main__":
    main("winner_map", draw)
