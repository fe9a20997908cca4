"""Where a swarm solves sooner than tiers, by work and by what is new: experiments/natural_experiments.yaml.

python figures/natural_experiments.py [TABLE] [--out FOLDER]
"""

from __future__ import annotations

from saved_tables import Row, main, numbers, rows_where

from sim.report.pictures.style import Picture
from sim.report.pictures.winner_map import MapLabels, winner_map

WORK, NEW = "minutes of work per need, at the same load", "share that the first line refers"
JUDGED = MapLabels("tiered", "swarm", "resolution time", "minutes")


def draw(rows: list[Row]) -> list[Picture]:
    """The picture of a table of the experiment natural_experiments; the rule of thumb begins where a cell is framed."""
    found = rows_where(rows, part="swarm", contrast="", first="tiered", second="swarm", measure="resolution_minutes")
    shown = [
        {
            WORK: row["work"],
            NEW: row["new"],
            "difference": numbers(row)[0],
            "word": row["word"],
            "own": (row["work"], row["new"]) == ("15", "three tenths"),
        }
        for row in found
    ]
    return [winner_map(shown, WORK, NEW, JUDGED, name="natural_experiments")]


if __name__ == "__main__":
    main("natural_experiments", draw)
