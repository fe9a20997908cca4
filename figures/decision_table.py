"""For which load, needs, price and skills departments or pods serve better: experiments/decision_table.yaml.

A cell has the word of both ways of holding load, and is not settled where they have not the same one.

python figures/decision_table.py [TABLE] [--out FOLDER]
"""

from __future__ import annotations

from typing import Any

from saved_tables import Row, main, numbers, rows_where, the_row, unlike

from sim.report.pictures.style import Picture
from sim.report.pictures.winner_map import NOT_SETTLED, MapLabels, winner_map

WAYS = ("by_volume", "by_work")
PAIRS = {"local": ("silos_plus", "pods"), "crossing": ("silos_crossing", "pods_crossing")}
SKILLS = {"second": "", "one each": "_one_each"}
MEASURES = {
    "resolution_minutes@voice": "phone, resolution time",
    "abandoned_share@voice": "phone, who gave up",
    "resolution_minutes@mail": "mail, resolution time",
}
NEEDS = {"0.5": "few needs", "1": "usual needs", "1.5": "many needs"}
LABELS = {
    # Both kinds of habits in the colours of departments and of pods; the title says which habits.
    habits: MapLabels(
        *PAIRS["local"], f"what customers get, {habits} habits", "x worth having", ("departments", "pods")
    )
    for habits in PAIRS
}
LINK, DESK, OF = "minutes that a crossing costs", "work offered (occupancy), needs", "served"


def draw(rows: list[Row]) -> list[Picture]:
    """The pictures of a table of the experiment decision_table, one for each kind of habits and of skills."""
    return [_picture(rows, habits, skills) for skills in unlike(rows, "skills") for habits in PAIRS]


def _picture(rows: list[Row], habits: str, skills: str) -> Picture:
    name = f"decision_table_{habits}{SKILLS[skills]}" if (habits, skills) != ("local", "second") else "decision_table"
    return winner_map(_cells(rows, habits, skills), LINK, DESK, LABELS[habits], panel=OF, name=name, bare=True)


def _cells(rows: list[Row], habits: str, skills: str) -> list[dict[str, Any]]:
    found = rows_where(rows, skills=skills, contrast="", first=PAIRS[habits][0], second=PAIRS[habits][1])
    cells = []
    for measure, said in MEASURES.items():
        for row in rows_where(found, part=WAYS[0], measure=measure):
            same = {key: row[key] for key in ("load", "needs", "link", "measure")}
            both = [the_row(found, part=way, **same) for way in WAYS]
            meant = {LABELS[habits].meaning(one["word"]) for one in both}
            cells.append(
                {
                    LINK: row["link"],
                    DESK: f"{row['load']} ({_occupancy(rows, row):.2f}), {NEEDS[row['needs']]}",
                    OF: said,
                    "difference": sum(numbers(one)[0] / float(one["smallest"]) for one in both) / len(both),
                    "word": row["word"] if len(meant) == 1 else NOT_SETTLED,
                }
            )
    return cells


def _occupancy(rows: list[Row], row: Row) -> float:
    """Mean occupancy of departments with the same habits, over both ways, where crossing is free."""
    same = rows_where(
        rows, load=row["load"], needs=row["needs"], skills=row["skills"], link="0",
        first=row["first"], second="", measure="load_mean",
    )  # fmt: skip
    return sum(numbers(one)[0] for one in same) / len(same)


if __name__ == "__main__":
    main("decision_table", draw)
