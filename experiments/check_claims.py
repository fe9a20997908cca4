"""Judge each sentence of claims.yaml: ROBUST, FRAGILE or REFUTED.

    python experiments/check_claims.py                 judge by the published tables; change nothing
    python experiments/check_claims.py --run           run pairs anew over seeds, definitions and worlds (some minutes)
    python experiments/check_claims.py --run --engines the same, and both engines row by row (for the nightly)
    python experiments/check_claims.py --write         write verdicts into claims.yaml and experiments/claims.md

An axis is what a sentence is tried over: rows of a published table, seeds, definitions, plausible worlds. It *holds*
where at most one in twenty of its decided rows is against the sentence and at least half of all rows agree; it *fails*
where more are against it than agree; else it is *open*. A sentence is ROBUST where every axis holds, REFUTED where one
fails, else FRAGILE.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from sim.cli.ending import script

HERE = Path(__file__).resolve().parent
STORE = HERE.parent / "results" / ".cells"  # what is finished is found again
CLAIMS, FIGURES, PAGE = HERE.parent / "claims.yaml", HERE / "claims.csv", HERE / "claims.md"
START, END = "<!-- from claims.yaml -->\n", "<!-- end of what is from claims.yaml -->\n"
ROBUST, FRAGILE, REFUTED = "ROBUST", "FRAGILE", "REFUTED"
HOLDS, OPEN, FAILS = "holds", "open", "fails"
MOST_AGAINST, LEAST_AGREE = 0.05, 0.5
SEEDS, REPLICATIONS, WORLDS = 3, 10, 24
WORTH = {"half of what is worth having": 0.5, "twice what is worth having": 2.0}


@dataclass(frozen=True)
class Axis:
    """How a sentence does along one axis: rows that agree, are against it, or decide nothing."""

    name: str
    agree: int
    against: int
    undecided: int

    @property
    def word(self) -> str:
        """HOLDS, FAILS or OPEN."""
        rows = self.agree + self.against + self.undecided
        if self.against > self.agree:
            return FAILS
        few_against = self.against <= MOST_AGAINST * (self.agree + self.against)
        return HOLDS if rows and few_against and self.agree >= LEAST_AGREE * rows else OPEN

    def __str__(self) -> str:
        """ "seeds: 3 agree" or "worlds: 31 agree, 1 against, 28 undecided"."""
        counts = {"agree": self.agree, "against": self.against, "undecided": self.undecided}
        return f"{self.name}: {', '.join(f'{count} {word}' for word, count in counts.items() if count) or 'no rows'}"


def claims() -> list[dict[str, Any]]:
    """The entries of claims.yaml."""
    return list(YAML(typ="safe").load(CLAIMS)["claims"])


def rows_of(table: Path) -> list[dict[str, str]]:
    """Rows of a CSV table; none where it is missing."""
    if not table.is_file():
        return []
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def axes_of(claim: Mapping[str, Any]) -> list[Axis]:
    """Every axis of a claim, from what is published and stored."""
    return [axis for test in claim.get("tests", ()) for axis in _axes(test)]


def _axes(test: Mapping[str, Any]) -> Iterator[Axis]:
    if "check" in test:
        yield _by_check(test)
    elif "facts" in test:
        yield _by_facts(test["facts"])
    elif "table" in test:
        rows = rows_of(HERE / "tables" / f"{test['table']}.csv")
        where = test["where"].items()
        yield _by_rows(test["axis"], [row for row in rows if all(row[key] == value for key, value in where)], test)
    else:
        first, second = test["pair"]
        wanted = {"scenario": test["runs"], "first": first, "second": second, "measure": test["measure"]}
        rows = [row for row in rows_of(FIGURES) if all(row[key] == value for key, value in wanted.items())]
        for name, group in groupby(rows, key=lambda row: row["axis"]):
            yield _by_rows(name, list(group), test)


def _by_rows(name: str, rows: Sequence[Mapping[str, str]], test: Mapping[str, Any]) -> Axis:
    if "count" in test:
        right = len(rows) == test["of"] and all(
            sum(row["word"] == word for row in rows) == count for word, count in test["count"].items()
        )
        return Axis(name, int(right), int(not right), 0)
    if "contains" in test:
        inside = sum(float(row["low"]) <= test["contains"] <= float(row["high"]) for row in rows if row["second"])
        return Axis(name, inside, len(rows) - inside, 0)
    agree, against = (sum(row["word"] in test[side] for row in rows) for side in ("agree", "against"))
    return Axis(name, agree, against, len(rows) - agree - against)


def _by_check(test: Mapping[str, Any]) -> Axis:
    from sim.studies.verification.checks import MET
    from sim.studies.verification.running import check_named

    found = [row for row in check_named(test["check"]).run(0) if row.expected.what == test["number"]]
    met = sum(row.verdict == MET for row in found)
    return Axis("closed form", met, len(found) - met, 0)


def _by_facts(facts: Mapping[str, int]) -> Axis:
    from sim.studies.assessment.reading import read_questions

    known = read_questions()
    seen = {"questions": len(known.questions), "themes": len(known.themes)}
    right = sum(seen[name] == count for name, count in facts.items())
    return Axis("the program", right, len(facts) - right, 0)


def verdict_of(axes: Sequence[Axis]) -> str:
    """ROBUST, FRAGILE or REFUTED; FRAGILE where there is nothing to judge by."""
    words = {axis.word for axis in axes}
    return REFUTED if FAILS in words else ROBUST if words == {HOLDS} else FRAGILE


def pairs_run() -> dict[str, dict[tuple[str, str], list[str]]]:
    """Scenario -> pair -> measures that some claim wants run."""
    wanted: dict[str, dict[tuple[str, str], list[str]]] = {}
    for test in (test for claim in claims() for test in claim.get("tests", ()) if "runs" in test):
        measures = wanted.setdefault(test["runs"], {}).setdefault(tuple(test["pair"]), [])
        if test["measure"] not in measures:
            measures.append(test["measure"])
    return wanted


def run_all(worlds: int, replications: int) -> list[dict[str, Any]]:
    """Figures of every pair over seeds, definitions and worlds."""
    return [row for name, pairs in pairs_run().items() for row in _run(name, pairs, worlds, replications)]


def _run(name: str, pairs: Mapping[tuple[str, str], list[str]], worlds: int, replications: int) -> Iterator[dict]:
    from sim.comparison.statistics import paired_difference
    from sim.exploring.cells import Cell, run_cells
    from sim.exploring.worlds import measure_in, plausible_worlds
    from sim.scenario import load_scenario

    scenario = load_scenario(name)
    columns = tuple(dict.fromkeys(column for pair in pairs for column in pair))
    seeds = [scenario.seed + step for step in range(1, SEEDS + 1)]
    cells = [Cell(scenario, columns, seed, replications, by_channel=True, detail=True) for seed in seeds]
    results = run_cells(cells, store=STORE)

    def row(axis: str, variant: str, pair: tuple[str, str], measure: str, *numbers: Any) -> dict[str, Any]:
        what = {"scenario": name, "first": pair[0], "second": pair[1], "measure": measure}
        names = ("mean", "low", "high", "word")
        return what | {"axis": axis, "variant": variant} | dict(zip(names, numbers, strict=True))

    found = plausible_worlds(scenario, columns, seed=scenario.seed, pairs=list(pairs), worlds=worlds, store=STORE)
    for pair, measures in pairs.items():
        for measure in measures:
            known = measure_in(scenario, measure)

            def judged(result: Any, one: Any, first: Any, second: Any, pair: tuple[str, str] = pair) -> Any:
                return paired_difference(pair, first, second, one, 1)

            for seed, result in zip(seeds, results, strict=True):
                first, second = (result.samples[column][measure] for column in pair)
                one = judged(result, known, first, second)
                yield row("seeds", f"seed {seed}", pair, measure, *_numbers(one))
            result = results[0]
            first, second = (result.samples[column][measure] for column in pair)
            for variant, factor in WORTH.items():
                other = replace(known, smallest=known.smallest * factor)
                yield row("definitions", variant, pair, measure, *_numbers(judged(result, other, first, second)))
            if measure == "resolution_minutes":
                for place, minutes in enumerate(result.horizons.minutes):
                    first, second = (result.horizons.samples[column][place] for column in pair)
                    one = judged(result, known, first, second)
                    yield row("definitions", f"callers followed for {minutes:g} minutes", pair, measure, *_numbers(one))
            of_worlds = found.differences[pair][measure]
            for number, (interval, word) in enumerate(zip(of_worlds.intervals, of_worlds.words, strict=True)):
                yield row("plausible worlds", f"world {number}", pair, measure, interval.mean, interval.low,
                          interval.high, word)  # fmt: skip


def _numbers(difference: Any) -> tuple[float, float, float, str]:
    return difference.interval.mean, difference.interval.low, difference.interval.high, difference.word


def engines_agree() -> None:
    """Both engines on a week of every scenario and pair, row by row. Raises EnginesDifferError."""
    from sim import compare
    from sim.scenario import load_scenario

    for name, pairs in pairs_run().items():
        columns = list(dict.fromkeys(column for pair in pairs for column in pair))
        short = load_scenario(name, ["time.measured_weeks=1", "time.warm_up_weeks=0"])
        compare(short, formations=columns, replications=2, engine="both")


def page_block() -> str:
    """A row for every sentence: verdict, and what it was tried over."""
    lines = ["| sentence | where | verdict | tried over |", "|---|---|---|---|"]
    for claim in claims():
        axes = axes_of(claim)
        verdict = verdict_of(axes) if axes else "-"
        tried = "; ".join(f"{axis} ({axis.word})" for axis in axes) or f"no test: {claim.get('no_test', 'not run yet')}"
        lines.append(f"| {claim['says']} | {claim['in']} | {verdict} | {tried} |")
    return "\n".join(lines) + "\n"


def stale() -> list[str]:
    """Sentences whose stored verdict is not what the figures say."""
    judged = [(claim, axes_of(claim)) for claim in claims()]
    return [claim["says"] for claim, axes in judged if axes and claim.get("verdict") != verdict_of(axes)]


def write() -> None:
    """Put verdicts into claims.yaml, comments and lines as they are, and the table into the page."""
    text = CLAIMS.read_text(encoding="utf-8")
    for claim in claims():
        axes = axes_of(claim)
        if not axes:
            continue
        head = f'  - says: "{claim["says"]}"\n'
        before, found, after = text.partition(head)
        assert found, claim["says"]
        own, mark, others = after.partition("\n  - says:")
        own = re.sub(r"\n    verdict: \w+", "", own.rstrip("\n")) + f"\n    verdict: {verdict_of(axes)}"
        text = before + head + own + (mark + others if mark else "\n")
    CLAIMS.write_text(text, encoding="utf-8")
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(START)
    _, _, after = rest.partition(END)
    PAGE.write_text(before + START + page_block() + END + after, encoding="utf-8")


def main() -> int:
    """Judge, run or write."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--run", action="store_true")
    parser.add_argument("--engines", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--worlds", type=int, default=WORLDS)
    parser.add_argument("--replications", type=int, default=REPLICATIONS)
    asked = parser.parse_args()
    if asked.run:
        from sim.report.csv_files import csv_text

        FIGURES.write_text(csv_text(run_all(asked.worlds, asked.replications)), encoding="utf-8")
    if asked.engines:
        engines_agree()
        print("both engines agree row by row")
    if asked.write:
        write()
    print(page_block())
    for says in (wrong := stale()):
        print(f"stored verdict does not fit: {says}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(script(main, STORE))
