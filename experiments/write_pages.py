"""Write what the published tables say into the pages of the experiments, between their markers.

    python experiments/write_pages.py            write
    python experiments/write_pages.py --check    change nothing; exit code 1 where a page says something else

So that no number on a page is typed. What stands outside the markers is written by people.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from pathlib import Path

from sim.cli.ending import script
from sim.report.studies import in_short, prediction_lines, record_beside, sure_line
from sim.studies import LoadedStudy, read_study

HERE = Path(__file__).resolve().parent
START, END = "<!-- from the table -->\n", "<!-- end of what is from the table -->\n"


def block(loaded: LoadedStudy) -> str:
    """What the published table says: predictions with what was seen, and how sure."""
    table = loaded.beside(loaded.study.table)
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    seed = json.loads(record_beside(table).read_text(encoding="utf-8"))["seed"]
    said = [
        f"- **{line.partition(': ')[0]}**: {line.partition(': ')[2]}" for line in prediction_lines(loaded.study, rows)
    ]
    sure = sure_line(loaded.study, rows, seed)
    return "\n".join([in_short(loaded.study, rows), "", *said, "", f"*How sure.* {sure}", ""])


def page_with(text: str, new: str) -> str:
    """The page with what is between its markers replaced. Raises ValueError where it has none."""
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise ValueError("the page has no markers")
    return before + START + new + END + after


def main() -> int:
    """Write or check every page."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = []
    for path in sorted(HERE.glob("*.yaml")):
        loaded = read_study(path)
        if not loaded.beside(loaded.study.table).is_file():
            continue  # written down, and not run yet
        page = loaded.beside(loaded.study.page)
        text = page.read_text(encoding="utf-8")
        new = page_with(text, block(loaded))
        if new != text:
            stale.append(page.name)
            if not check:
                page.write_text(new, encoding="utf-8", newline="\n")
    if stale:
        print(f"{'stale' if check else 'written'}: {', '.join(stale)}")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(script(main))
