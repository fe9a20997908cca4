"""How often intervals hold, and words are wrong: makes the tables of docs/background/statistics.md.

    python experiments/intervals.py            both studies, print the tables
    python experiments/intervals.py --write    and put them into the page and into two CSV files beside this one
    python experiments/intervals.py --tables   no study: the page's tables from the CSV files

Coverage: replications of support_desk are stored and taken for the world; samples are drawn out of them, and the
interval of each method holds or misses the mean of them all. Words: differences of known size are made up. Ten minutes
on two cores, half of them for the replications (--replications, --seed).
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from sim.cli.ending import script
from sim.comparison.intervals import Spread, t_quantile
from sim.comparison.sampling import Sampler
from sim.comparison.statistics import paired_difference, pairs_of
from sim.comparison.words import BETTER, LITTLE_BETTER, LITTLE_WORSE, NOT_SETTLED, SAME, WORDS, WORSE
from sim.formation.prepared import prepare
from sim.measures import PRIMARY, measure_named
from sim.report.tables import HEADLINES
from sim.scenario import load_scenario
from sim.scenario.built_in_columns import DEFAULT_COLUMNS

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "background" / "statistics.md"
COVERAGE, ERRORS = HERE / "interval_coverage.csv", HERE / "word_errors.csv"
Row = dict[str, Any]
Ends = tuple[np.ndarray, np.ndarray]

STORED, SEED = 2000, 7
SIZES = (5, 10, 20, 50)
SAMPLES = 2000  # drawn of each difference and size
DRAWS = 999  # of a bootstrap
BLOCK = 20
TOLD = 6  # differences that the page lists
METHODS = {"student": "Student's t", "hall": "Hall's correction", "bootstrap": "bootstrap-t", "used": "used here"}
TRUTHS = {"0": 0.0, "half": 0.5, "one": 1.0, "two": 2.0}  # times what is worth having
NOISE = (0.5, 2.0)  # standard deviation of a difference, in what is worth having
SHAPES = {"normal": 0.0, "skewed": -3.0}
MADE_UP = 4000
SHORT = {
    BETTER: "better", LITTLE_BETTER: "better, too little", SAME: "same", LITTLE_WORSE: "worse, too little",
    WORSE: "worse", NOT_SETTLED: "not settled",
}  # fmt: skip


def stored(replications: int, seed: int) -> tuple[tuple[str, ...], dict[str, dict[str, np.ndarray]]]:
    """Columns, and their values: column -> measure or "measure@channel" -> float64[R]."""
    prepared = prepare(load_scenario("support_desk"), DEFAULT_COLUMNS)
    sampler = Sampler(prepared, seed=seed, engine="core")
    sampler.extend_to(replications)
    return prepared.columns, sampler.samples


def differences(
    columns: tuple[str, ...], samples: dict[str, dict[str, np.ndarray]]
) -> Iterator[tuple[str, str, str, np.ndarray]]:
    """(first, second, measure, second minus first) of the primary and headline measures, whole and by channel."""
    names = dict.fromkeys((*PRIMARY, *HEADLINES))
    for first, second in pairs_of(columns):
        for key in samples[first]:
            change = samples[second][key] - samples[first][key]
            if key.partition("@")[0] in names and "/" not in key and not np.isnan(change).any() and change.std() > 0.0:
                yield first, second, key, change


def student(values: np.ndarray) -> Ends:
    """values: float64[samples, n]."""
    reach = t_quantile(values.shape[1] - 1, 0.95) * values.std(axis=1, ddof=1) / np.sqrt(values.shape[1])
    return values.mean(axis=1) - reach, values.mean(axis=1) + reach


def hall(values: np.ndarray) -> Ends:
    """Hall's transformation of Student's t, by the skewness as it is."""
    spreads = [Spread.of(one, shortfall=0.0) for one in values]
    return _ends((one.mean - one.error * one.student(q), one.mean - one.error * one.student(-q))
                 for one in spreads for q in [t_quantile(one.n - 1, 0.95)])  # fmt: skip


def used(values: np.ndarray) -> Ends:
    """What podsim shows."""
    return _ends((found.low, found.high) for one in values for found in [Spread.of(one).interval()])


def _ends(pairs: Iterable[tuple[float, float]]) -> Ends:
    low, high = np.array(list(pairs)).T
    return low, high


def bootstrap(values: np.ndarray) -> Ends:
    """Bootstrap-t with DRAWS draws, the same for all samples."""
    n = values.shape[1]
    drawn = np.random.default_rng(5).integers(0, n, (DRAWS, n))
    counts = np.stack([np.bincount(one, minlength=n) for one in drawn]) / n
    apart = values - values.mean(axis=1, keepdims=True)
    means, squares = apart @ counts.T, apart**2 @ counts.T
    errors = np.sqrt(np.maximum(squares - means**2, 0.0) / (n - 1))
    own = values.std(axis=1, ddof=1) / np.sqrt(n)
    far = np.where(means > 0.0, np.inf, -np.inf)  # of a draw of one value alone
    t = np.sort(np.divide(means, errors, out=far, where=errors > 1e-9 * own[:, None]), axis=1)
    place = int((DRAWS + 1) * 0.025)
    return values.mean(axis=1) - t[:, -place] * own, values.mean(axis=1) - t[:, place - 1] * own


METHOD: dict[str, Callable[[np.ndarray], Ends]] = {
    "student": student, "hall": hall, "bootstrap": bootstrap, "used": used,
}  # fmt: skip


def coverage(replications: int, seed: int) -> Iterator[Row]:
    """A row per difference, size and method."""
    columns, samples = stored(replications, seed)
    rng = np.random.default_rng(seed)
    for first, second, key, change in differences(columns, samples):
        measure, _, channel = key.partition("@")
        standard = (change - change.mean()) / change.std()
        about = {
            "first": first, "second": second, "measure": measure, "channel": channel or "all",
            "skewness": f"{(standard**3).mean():.2f}", "kurtosis": f"{(standard**4).mean() - 3.0:.1f}",
        }  # fmt: skip
        for n in SIZES:
            values = change[rng.integers(0, change.size, (SAMPLES, n))]
            usual = np.median(np.subtract(*student(values)[::-1]))
            for name, method in METHOD.items():
                low, high = method(values)
                width = float(np.median(high - low) / usual)
                yield about | {"replications": n, "method": name} | _held(low, high, change.mean(), width)
        blocks = change[: change.size // BLOCK * BLOCK].reshape(-1, BLOCK)
        found = _held(*used(blocks), change.mean(), 1.0)
        yield about | {"replications": BLOCK, "method": "blocks"} | found


def _held(low: np.ndarray, high: np.ndarray, truth: float, width: float) -> Row:
    """Shares: covered; too_high, too_low: the whole interval above or below the truth; wrong_sign: beyond 0."""
    wrong = (high < 0.0) if truth > 0.0 else (low > 0.0)
    return {
        "covered": f"{((low <= truth) & (truth <= high)).mean():.4f}",
        "too_high": f"{(low > truth).mean():.4f}",
        "too_low": f"{(high < truth).mean():.4f}",
        "wrong_sign": f"{wrong.mean():.4f}",
        "width": f"{width:.3f}",
    }


def errors() -> Iterator[Row]:
    """A row per shape, noise, size and true difference: how often which word is said."""
    measure = measure_named("load_p90")  # less is better; what is worth having is 0.02 at any level
    assert measure is not None
    rng = np.random.default_rng(11)
    for shape, skewness in SHAPES.items():
        for noise in NOISE:
            for n in SIZES[1:]:
                for truth, times in TRUTHS.items():
                    change = -measure.smallest * (times + noise * _noise(rng, skewness, n))
                    said = Counter(
                        paired_difference(("a", "b"), np.zeros(n), one, measure, pairs=1).word for one in change
                    )
                    shares = {word: f"{said[word] / MADE_UP:.4f}" for word in WORDS}
                    yield {"shape": shape, "noise": noise, "replications": n, "truth": truth} | shares


def _noise(rng: np.random.Generator, skewness: float, n: int) -> np.ndarray:
    """float64[MADE_UP, n] of mean 0 and variance 1: normal, or a gamma distribution of this skewness."""
    if skewness == 0.0:
        return rng.normal(size=(MADE_UP, n))
    shape = 4.0 / skewness**2
    return np.sign(skewness) * (rng.gamma(shape, size=(MADE_UP, n)) - shape) / np.sqrt(shape)


def coverage_table(rows: list[Row]) -> list[str]:
    """Least, mean and greatest coverage over all differences, by size and method."""
    lines = [
        "| replications | method | least | mean | greatest | most on one side | width |",
        "|---|---|---|---|---|---|---|",
    ]
    for n in SIZES:
        for method, words in METHODS.items():
            of = [row for row in rows if (int(row["replications"]), row["method"]) == (n, method)]
            held = [float(row["covered"]) for row in of]
            side = max(max(float(row["too_high"]), float(row["too_low"])) for row in of)
            width = np.mean([float(row["width"]) for row in of])
            lines.append(f"| {n} | {words} | {_percent(min(held))} | {_percent(float(np.mean(held)))} | "
                         f"{_percent(max(held))} | {_percent(side)} | {width:.2f} |")  # fmt: skip
    return lines


def worst_table(rows: list[Row]) -> list[str]:
    """The differences that Student's t covers least at 20."""
    at = {(row["method"], *(row[k] for k in ("first", "second", "measure", "channel"))): row
          for row in rows if int(row["replications"]) == BLOCK}  # fmt: skip
    chosen = sorted((row for row in at.values() if row["method"] == "student"), key=lambda row: float(row["covered"]))
    lines = ["| difference | skewness | kurtosis | Student's t | used here |", "|---|---|---|---|---|"]
    for row in chosen[:TOLD]:
        other = at["used", row["first"], row["second"], row["measure"], row["channel"]]
        where = "" if row["channel"] == "all" else f", {row['channel']}"
        what = f"`{row['measure']}`{where}, {row['first']}→{row['second']}"
        shares = " | ".join(_percent(float(one["covered"])) for one in (row, other))
        lines.append(f"| {what} | {row['skewness']} | {row['kurtosis']} | {shares} |")
    return lines


def sign_table(rows: list[Row]) -> list[str]:
    """How often an interval of 20 lies wholly on the wrong side of 0."""
    of = {name: [row for row in rows if row["method"] == name and int(row["replications"]) == BLOCK]
          for name in ("used", "blocks")}  # fmt: skip
    lines = ["| intervals of 20 replications | what | share |", "|---|---|---|"]
    worst = max(of["blocks"], key=lambda row: float(row["wrong_sign"]))
    drawn = next(
        row for row in of["used"] if all(row[k] == worst[k] for k in ("first", "second", "measure", "channel"))
    )
    for name, words in (("used", "drawn"), ("blocks", "disjoint blocks")):
        share = [float(row["wrong_sign"]) for row in of[name]]
        where = f"{words}, {len(share)} differences"
        lines.append(f"| {where} | wrong in sign, mean | {_percent(float(np.mean(share)))} |")
        lines.append(f"| {where} | wrong in sign, most | {_percent(max(share))} |")
    lines.append(f"| drawn, the difference of most blocks | wrong in sign | {_percent(float(drawn['wrong_sign']))} |")
    return lines


def error_table(rows: list[Row]) -> list[str]:
    """A line per shape, noise, size and truth."""
    heads = ("difference", "sd", "true", "runs", *SHORT.values(), "wrong")
    lines = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    shown = {"0": "0", "half": "δ/2", "one": "δ", "two": "2δ"}
    for row in rows:
        shares = " | ".join(_percent(float(row[word])) for word in SHORT)
        about = f"{row['shape']} | {float(row['noise']):g} δ | {shown[row['truth']]} | {row['replications']}"
        lines.append(f"| {about} | {shares} | {_percent(wrong(row))} |")
    return lines


def wrong(row: Row) -> float:
    """Share of the words that the truth contradicts; at δ itself it is too little to matter."""
    true = {
        "0": (BETTER, WORSE, LITTLE_BETTER, LITTLE_WORSE),
        "half": (BETTER, WORSE, LITTLE_WORSE),
        "one": (BETTER, WORSE, LITTLE_WORSE),
        "two": (WORSE, LITTLE_BETTER, LITTLE_WORSE, SAME),
    }[row["truth"]]
    return sum(float(row[word]) for word in true)


def _percent(share: float) -> str:
    return f"{100.0 * share:.1f}%"


def page_with(text: str, coverage_rows: list[Row], error_rows: list[Row]) -> str:
    """The page with its tables made anew."""
    tables = {
        "coverage": coverage_table(coverage_rows),
        "worst": worst_table(coverage_rows),
        "sign": sign_table(coverage_rows),
        "errors": error_table(error_rows),
    }
    for marker, lines in tables.items():
        start, end = f"<!-- table: {marker} -->\n", f"<!-- end of table: {marker} -->"
        before, _, rest = text.partition(start)
        _, found, after = rest.partition(end)
        if not found:
            raise ValueError(f"{PAGE.name} has no table {marker}")
        text = before + start + "\n".join(lines) + "\n" + end + after
    return text


def read(path: Path) -> list[Row]:
    """Rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, rows: list[Row]) -> None:
    """Rows as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Study, print, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--tables", action="store_true")
    parser.add_argument("--replications", type=int, default=STORED)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    if asked.tables:
        found = read(COVERAGE), read(ERRORS)
    else:
        found = list(coverage(asked.replications, asked.seed)), list(errors())
    for table in (coverage_table(found[0]), worst_table(found[0]), sign_table(found[0]), error_table(found[1])):
        print("\n".join(table), end="\n\n")
    if asked.write and not asked.tables:
        write(COVERAGE, found[0])
        write(ERRORS, found[1])
    if asked.write or asked.tables:
        PAGE.write_text(page_with(PAGE.read_text(encoding="utf-8"), *found), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(script(main))
