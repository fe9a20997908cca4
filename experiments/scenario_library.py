"""What the organisations that ship show: runs each of them, and writes the tables of docs/guides/scenarios.md.

    python experiments/scenario_library.py                      run all, print the tables
    python experiments/scenario_library.py --write              and put them into the guide and scenario_library.csv
    python experiments/scenario_library.py --log incidents.csv  it_incidents on a log of your own; left out otherwise

Every column of every file, as many replications as the file says, seed 1: minutes on two cores, nearly all of them
for services_3000.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from sim import compare, load_scenario
from sim.cli.ending import script
from sim.comparison.results import Comparison
from sim.scenario import shipped_scenarios

HERE = Path(__file__).resolve().parent
GUIDE = HERE.parent / "docs" / "guides" / "scenarios.md"
TABLE = HERE / "scenario_library.csv"
LOGGED = "it_incidents"
SHOWN = {
    "resolution_minutes": "resolution (h)",
    "felt_empathy": "felt empathy",
    "load_p90": "load",
    "abandoned_share": "abandoned",
    "first_contact_resolution": "FCR",
    "returned_share": "returned",
    "handoffs": "handoffs",
}


def compared(name: str, log: str | None) -> Comparison:
    """All columns of a scenario on the same customers."""
    changes = [f"demand.replay.file={log}"] if name == LOGGED else []
    scenario = load_scenario(name, changes)
    return compare(scenario, formations=list(scenario.formations))


def rows_of(name: str, found: Comparison) -> list[dict[str, str]]:
    """A row per column: means with half of their 95% intervals."""
    rows = []
    for column in found.columns:
        row = {"scenario": name, "column": column}
        for measure in SHOWN:
            interval = found.intervals[column][measure]
            scale = 60.0 if measure == "resolution_minutes" else 1.0
            row[measure] = f"{interval.mean / scale:.3g} ±{interval.half_width / scale:.2g}"
        rows.append(row)
    return rows


def change(found: Comparison, first: str, second: str) -> str:
    """Resolution time, second minus first, in minutes, with its 95% interval and its word."""
    found_change = found.paired[first, second]["resolution_minutes"]
    seen = found_change.interval
    return f"{seen.mean:+.1f} ({seen.low:+.1f} to {seen.high:+.1f}), {found_change.word}"


def tables(comparisons: dict[str, Comparison]) -> dict[str, list[str]]:
    """The tables of the guide in Markdown, by the name of their marker."""
    levels = [f"| scenario | column | {' | '.join(SHOWN.values())} |", "|---" * (2 + len(SHOWN)) + "|"]
    for name, found in comparisons.items():
        levels += [f"| {' | '.join(row.values())} |" for row in rows_of(name, found)]
    pairs = {"better habits": ("silos", "silos_plus"), "the formation itself": ("silos_plus", "pods")}
    changes = [f"| scenario | {' | '.join(pairs)} |", "|---" * (1 + len(pairs)) + "|"]
    for name, found in comparisons.items():
        changes.append(f"| `{name}` | {' | '.join(change(found, *pair) for pair in pairs.values())} |")
    return {"levels": levels, "changes": changes}


def put_into(text: str, marker: str, lines: list[str]) -> str:
    """The text with what stands between two markers replaced."""
    start, end = f"<!-- table: {marker} -->\n", f"<!-- end of table: {marker} -->"
    before, _, rest = text.partition(start)
    _, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"{GUIDE.name} has no table {marker}")
    return before + start + "\n".join(lines) + "\n" + end + after


def main() -> None:
    """Run, print, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--log")
    asked = parser.parse_args()
    names = [name for name in shipped_scenarios() if "/" not in name and (asked.log or name != LOGGED)]
    comparisons = {name: compared(name, asked.log) for name in names}
    for lines in (found := tables(comparisons)).values():
        print("\n".join(lines), end="\n\n")
    if asked.write:
        text = GUIDE.read_text(encoding="utf-8")
        for marker, lines in found.items():
            text = put_into(text, marker, lines)
        GUIDE.write_text(text, encoding="utf-8")
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["scenario", "column", *SHOWN], lineterminator="\n")
            writer.writeheader()
            writer.writerows(row for name, result in comparisons.items() for row in rows_of(name, result))


if __name__ == "__main__":
    sys.exit(script(main))
