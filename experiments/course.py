"""The course over student numbers: what each unit shows, how often the check is right, and a key for a lecturer.

    python experiments/course.py                   some minutes: 200 seeds, 500 students, planted mistakes; writes all
    python experiments/course.py --key 4711 4712   the answers at these student numbers, by the version installed
    python experiments/course.py --pages           write the pages of docs/course from the figures found last
    python experiments/course.py --check           change nothing; exit code 1 where a page says something else

No number on the pages of the course is typed. Cells that are finished are kept (results/.cells), and found again.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.cli.ending import script
from sim.exploring.cells import CellResult, run_cells
from sim.report.csv_files import csv_text
from sim.report.manifest import made_with, manifest_text, program_version
from sim.report.studies import read_table
from sim.studies import LoadedStudy, Planned, checked, judged, planned, read_study, table_of
from sim.studies.checking import DIFFERENT
from sim.studies.verification.closed_forms import mean_wait

HERE = Path(__file__).resolve().parent
STORE = Path("results/.cells")
STUDY = HERE / "course.yaml"
TABLES = HERE / "tables"
OVER_SEEDS, RANGES, MARKING = (TABLES / f"course_{name}.csv" for name in ("over_seeds", "ranges", "marking"))
PAGES = tuple(HERE.parent / "docs/course" / f"{name}.md" for name in ("syllabus", "instructor"))
FIRST_SEED, SEEDS, SEEDS_OF_MISTAKES = 1001, 200, 8
STUDENTS, STUDENTS_WRONG = 500, 100
CENTRAL = 0.95
Row = Mapping[str, str]


@dataclass(frozen=True)
class Quantity:
    """A number that a student reads off the table. name: of its column over seeds. theory: what a formula says."""

    unit: int
    name: str
    says: str
    of: Callable[[Sequence[Row]], float]
    digits: int = 0
    theory: float | None = None


def _mean(rows: Sequence[Row], **wanted: str) -> float:
    """The mean of the one row with these labels; a label not named is empty, if the row is no contrast."""
    wanted = {"contrast": "", "second": "", **wanted}
    (found,) = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    return float(found["mean"])


def _row(**wanted: str) -> Callable[[Sequence[Row]], float]:
    return lambda rows: _mean(rows, **wanted)


def _pair(world: str, first: str, second: str, measure: str) -> Callable[[Sequence[Row]], float]:
    return _row(part="desk", world=world, first=first, second=second, measure=measure)


def _flip(rows: Sequence[Row]) -> float:
    """Minutes a crossing at which mail is solved equally soon, on the line from 0 to 1; nan where it does not turn."""
    free, as_is = (_pair(world, "silos_plus", "pods", "resolution_minutes@mail")(rows) for world in ("free", "as_is"))
    return free / (free - as_is) if free > 0.0 > as_is else float("nan")


def _told(column: str) -> Callable[[Sequence[Row]], float]:
    return _row(part="desk", contrast="told_again", first=column, measure="resolution_minutes")


def _road(weeks: str, measure: str) -> Callable[[Sequence[Row]], float]:
    return _row(part="road", weeks=weeks, first="stay", second="big_bang", measure=measure)


WORK = 6.0  # minutes of a customer of theory/mm5
WAIT = "first_response_minutes"
QUANTITIES = (
    Quantity(1, "one_queue", "minutes waited in one queue before five people",
             _row(part="queue", first="silos", measure=WAIT), 1, WORK * mean_wait(5, 0.8)),
    Quantity(1, "five_queues", "minutes waited in five queues",
             _row(part="queue", first="pods", measure=WAIT), 1, WORK * mean_wait(1, 0.8)),
    Quantity(2, "pods_today", "minutes until solved: pods with better habits less today's departments",
             _pair("as_is", "silos", "pods", "resolution_minutes")),
    Quantity(2, "habits", "of these, better habits alone", _pair("as_is", "silos", "silos_plus", "resolution_minutes")),
    Quantity(2, "pods_add", "of these, the pods", _pair("as_is", "silos_plus", "pods", "resolution_minutes")),
    Quantity(3, "mail_free", "minutes until mail is solved, pods less departments, where a crossing costs nothing",
             _pair("free", "silos_plus", "pods", "resolution_minutes@mail")),
    Quantity(3, "mail_as_is", "the same where it costs one minute",
             _pair("as_is", "silos_plus", "pods", "resolution_minutes@mail")),
    Quantity(3, "flip", "the price at which it turns, minutes a crossing", _flip, 2),
    Quantity(5, "told_silos", "minutes that telling it again costs a customer of departments", _told("silos")),
    Quantity(5, "told_pods", "and one of pods with better habits", _told("pods")),
    Quantity(6, "at_first", "minutes until solved in the first four weeks, big bang less staying",
             _road("first", "resolution_minutes")),
    Quantity(6, "at_last", "the same in weeks 9 to 12", _road("last", "resolution_minutes")),
    Quantity(6, "balance", "EUR that came back less EUR spent, mean of weeks 9 to 12", _road("last", "balance")),
)  # fmt: skip


# What a student may get wrong in the file: words, what stands there, what is written. The wrong rule is one that
# returns twice as much: its dial at twice the value is the same to the last bit, and the core runs it.
COLUMNS = "    columns: [silos, silos_plus, pods]\n"
MISTAKES = {
    "wrong_rule": ("the rule retelling_minutes returns twice as much", COLUMNS,
                   f"    set: {{policy.retelling_share: 0.3}}\n{COLUMNS}"),
    "decimal_point": ("`dear` is 0.4 minutes a crossing, not 4", "link_minutes: 4}", "link_minutes: 0.4}"),
    "forgotten_level": ("`never_told` changes nothing", "{policy.retelling_share: 0}", "{}"),
    "four_queues": ("four queues before five people", "pods.teams: 5}", "pods.teams: 4}"),
}  # fmt: skip


def ran(plan: Sequence[Planned], seed: int, store: Path | None = None) -> list[CellResult]:
    """The cells of the experiment at one seed."""
    return run_cells([replace(one.cell, seed=seed) for one in plan], store=store)


def rows_of(loaded: LoadedStudy, plan: Sequence[Planned], results: Sequence[CellResult]) -> list[Row]:
    """The table as it is read back from CSV."""
    return list(read_table(csv_text(table_of(loaded.study, plan, results))))


def answers(loaded: LoadedStudy, rows: Sequence[Row]) -> dict[str, Any]:
    """What a student reads off: every quantity, and how each prediction came out."""
    found: dict[str, Any] = {one.name: one.of(rows) for one in QUANTITIES}
    return found | {f"prediction_{place}": one.word for place, one in enumerate(judged(loaded.study, rows), start=1)}


def over_seeds(loaded: LoadedStudy, seeds: Sequence[int], store: Path | None = None) -> list[dict[str, Any]]:
    """A row per seed."""
    plan = planned(loaded)
    return [{"seed": seed} | answers(loaded, rows_of(loaded, plan, ran(plan, seed, store))) for seed in seeds]


def ranges(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Of every quantity the range that holds the central 95 of 100 seeds. none: seeds at which there is no value."""
    found = []
    for one in QUANTITIES:
        values = np.array([float(row[one.name] or "nan") for row in rows])
        low, middle, high = np.nanquantile(values, [(1 - CENTRAL) / 2, 0.5, (1 + CENTRAL) / 2])
        about = {"unit": one.unit, "name": one.name, "says": one.says, "digits": one.digits, "seeds": len(rows)}
        numbers = {"low": float(low), "middle": float(middle), "high": float(high), "none": int(np.isnan(values).sum())}
        found.append({**about, **numbers, "theory": "" if one.theory is None else one.theory})
    return found


def marks(loaded: LoadedStudy, seeds: Sequence[int], students: int, store: Path | None = None) -> dict[str, Any]:
    """How many students the check of `podsim experiment course --check` lets pass.

    Each student is dealt replications, as many as the file asks for, out of those of all seeds: replications are
    independent of each other, whatever their seed. Returns students, passed, and the row that most failed at first.
    """
    plan = planned(loaded)
    published = read_table((TABLES / "course.csv").read_text(encoding="utf-8"))
    pools = [_together(results) for results in zip(*(ran(plan, seed, store) for seed in seeds), strict=True)]
    rng = np.random.default_rng(1)
    passed, first = 0, Counter[str]()
    for _ in range(students):
        dealt = rng.permutation(len(seeds) * plan[0].cell.replications)
        answer = checked(rows_of(loaded, plan, [_dealt(pool, dealt) for pool in pools]), published, by_luck=True)
        passed += answer.answer != DIFFERENT
        first[answer.where.partition(": ")[0].removesuffix(", mean")] += answer.answer == DIFFERENT
    failed = first.most_common(1)[0][0] if passed < students else ""
    return {"students": students, "passed": passed, "mostly_at": failed}


def _together(results: Sequence[CellResult]) -> CellResult:
    """The replications of a cell at all seeds."""
    samples = {
        column: {name: np.concatenate([one.samples[column][name] for one in results]) for name in values}
        for column, values in results[0].samples.items()
    }
    return CellResult(results[0].cell, samples)


def _dealt(pool: CellResult, order: np.ndarray) -> CellResult:
    """The first replications in this order that the pool has, as many as the cell asks for."""
    size = len(next(iter(next(iter(pool.samples.values())).values())))
    chosen = order[order < size][: pool.cell.replications]
    samples = {column: {name: one[chosen] for name, one in values.items()} for column, values in pool.samples.items()}
    return CellResult(pool.cell, samples)


def marks_of_mistakes(text: str, students: int, seeds: Sequence[int], store: Path) -> list[dict[str, Any]]:
    """What becomes of a file with each of the mistakes."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "course.yaml")
        for says, right, wrong in MISTAKES.values():
            file.write_text(replaced(text, right, wrong), encoding="utf-8")
            found.append({"what": f"mistake: {says}"} | marks(read_study(file), seeds, students, store))
    return found


def replaced(text: str, right: str, wrong: str) -> str:
    """A text with a mistake. Raises ValueError where the right words do not stand there just once."""
    if text.count(right) != 1:
        raise ValueError(f"{text.count(right)} times: {right}")
    return text.replace(right, wrong)


def passages() -> dict[str, str]:
    """What stands on the pages, by name: a table per unit, and how the check marks."""
    rows, kept = _read(RANGES), _read(OVER_SEEDS)
    found = {f"unit {unit}": _ranges_of([row for row in rows if row["unit"] == unit]) for unit in "12356"}
    found["unit 4"] = _predictions(kept)
    marking = [
        f"| {row['what']} | {row['passed']} of {row['students']} | {row['mostly_at']} |" for row in _read(MARKING)
    ]
    found["marking"] = "\n".join(["| | passed | mostly found at |", "|---|---|---|", *marking])
    return found


def _ranges_of(rows: Sequence[Row]) -> str:
    """Ranges as a table."""
    lines = [f"| over {rows[0]['seeds']} seeds | from | to | by formula |", "|---|---|---|---|"]
    for row in rows:
        low, high, theory = (
            f"{float(row[key]):.{row['digits']}f}" if row[key] else "" for key in ("low", "high", "theory")
        )
        none = f" (at {row['none']} seeds it does not turn)" if int(row["none"]) else ""
        lines.append(f"| {row['says']}{none} | {low} | {high} | {theory} |")
    return "\n".join(lines)


def _predictions(rows: Sequence[Row]) -> str:
    """How each prediction came out, as a table."""
    lines = [f"| over {len(rows)} seeds | held | did not hold | not settled |", "|---|---|---|---|"]
    for place, one in enumerate(read_study(STUDY).study.predictions, start=1):
        counts = Counter(row[f"prediction_{place}"] for row in rows)
        lines.append(f"| {one.says} | {counts['held']} | {counts['refuted']} | {counts['open']} |")
    return "\n".join(lines)


def page_with(text: str, said: Mapping[str, str]) -> str:
    """A page with what is between its markers replaced. Raises KeyError for a marker of no passage."""
    pattern = re.compile(r"(<!-- from course\.py: (.+?) -->\n).*?(?=<!-- end -->\n)", re.DOTALL)
    return pattern.sub(lambda found: f"{found[1]}{said[found[2]]}\n", text)


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def measure() -> None:
    """Run everything, and write the tables."""
    loaded, store, seeds = read_study(STUDY), STORE, range(FIRST_SEED, FIRST_SEED + SEEDS)
    kept = over_seeds(loaded, seeds, store)
    marked = [{"what": "honest"} | marks(loaded, seeds, STUDENTS, store)]
    marked += marks_of_mistakes(loaded.text, STUDENTS_WRONG, seeds[:SEEDS_OF_MISTAKES], store)
    for path, rows in ((OVER_SEEDS, kept), (RANGES, ranges(kept)), (MARKING, marked)):
        path.write_text(csv_text(rows), encoding="utf-8", newline="\n")
    OVER_SEEDS.with_suffix(".json").write_text(manifest_text(made_with()), encoding="utf-8")


def write_pages(check: bool) -> int:
    """Write the pages, or say which are stale."""
    said, stale = passages(), []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        if (new := page_with(text, said)) != text:
            stale.append(page.name)
            if not check:
                page.write_text(new, encoding="utf-8", newline="\n")
    print(f"{'stale' if check else 'written'}: {', '.join(stale) or 'none'}")
    return int(check and bool(stale))


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--key", nargs="+", type=int, metavar="STUDENT", help="print the answers at these numbers as CSV"
    )
    parser.add_argument("--pages", action="store_true", help="write the pages from the figures found last")
    parser.add_argument("--check", action="store_true", help="change nothing; 1 where a page says something else")
    asked = parser.parse_args()
    if asked.key:
        rows = over_seeds(read_study(STUDY), asked.key)
        print(csv_text([{"student": row.pop("seed"), "podsim": program_version()} | row for row in rows]), end="")
        return 0
    if not (asked.pages or asked.check):
        measure()
    return write_pages(asked.check)


if __name__ == "__main__":
    sys.exit(script(main, STORE))
