"""When flying in formation pays: makes the tables of docs/background/v-formation.md.

    python experiments/v_formation.py            run everything, print the tables
    python experiments/v_formation.py --write    and put them into the page and into a CSV file beside this one
    python experiments/v_formation.py --tables   no run: the page's tables from the CSV file

Every cell is compared with the same column without wings, over the same customers. Some minutes on two cores.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from sim.cli.ending import script
from sim.comparison.intervals import Spread
from sim.comparison.sampling import Sampler
from sim.formation.prepared import prepare
from sim.scenario import load_scenario

HERE = Path(__file__).resolve().parent
PAGE, FOUND = HERE.parent / "docs" / "background" / "v-formation.md", HERE / "v_formation.csv"
SCENARIO, COLUMNS = "support_desk", ("pods", "silos_plus")
REPLICATIONS, SEED = 20, 1
MEASURES = ("resolution_minutes", "warm_share", "called_share", "listening_share", "delayed_by_wings", "load_mean")
FULL = ("resolution_minutes@voice", "resolution_minutes@mail")
Settings = dict[str, Any]
WINGS = {"wings": 1}

# What is asked, as table -> (what is varied, in words; its cells: words -> dials, and settings of the scenario)
DIALS: dict[str, dict[str, Settings]] = {
    "wings": {f"{wings} called": {"wings": wings} for wings in (1, 2)},
    "listen_share": {f"last {share:.0%}": WINGS | {"listen_share": share} for share in (0.0, 0.15, 0.4, 1.0)},
    "attach_from_share": {f"{share:g}": WINGS | {"attach_from_share": share} for share in (0.0, 0.15, 0.25, 1.0)},
    "heard_weight": {f"{weight:g}": WINGS | {"heard_weight": weight} for weight in (0.0, 0.3)},
}
WORLDS: dict[str, dict[str, Settings]] = {
    "load": {f"{factor:g} times the customers": {"demand.volume_factor": factor} for factor in (0.6, 0.8, 1.0, 1.05)},
    "story kept without listening": {
        f"{kept:.0%}": {
            f"formations.silos_plus.policy.{name}": kept for name in ("kept_inside_share", "kept_across_share")
        }
        for kept in (0.0, 0.4, 0.83)
    },
    "work per need": {},
    "chance of a next need": {},
}


def worlds() -> dict[str, dict[str, Settings]]:
    """Settings of the scenario that change work per need, and how often a need follows, at the same load."""
    demand = load_scenario(SCENARIO).demand
    found = {name: dict(cells) for name, cells in WORLDS.items()}
    for times in (0.5, 1.0, 2.0, 4.0):
        work = {f"demand.needs.{name}.work_minutes": times * need.work_minutes for name, need in demand.needs.items()}
        found["work per need"][f"{times:g} times the work"] = work | {"demand.volume_factor": 1.0 / times}
    for times in (0.5, 1.0, 1.5):
        follows = {
            f"demand.needs.{name}.then.{after}": times * share
            for name, need in demand.needs.items()
            for after, share in need.then.items()
        }
        fewer = {"demand.volume_factor": work_per_case(demand.needs, 1.0) / work_per_case(demand.needs, times)}
        found["chance of a next need"][f"{times:g} times as likely"] = follows | fewer
    return found


def work_per_case(needs: dict[str, Any], times: float) -> float:
    """Expected minutes of all needs of a case, each so many times as likely to be followed as it is."""
    names = list(needs)
    follow = times * np.array([[need.then.get(after, 0.0) for after in names] for need in needs.values()])
    visits = np.array([need.first_share for need in needs.values()]) @ np.linalg.inv(np.eye(len(names)) - follow)
    return float(visits @ [need.work_minutes for need in needs.values()])


def samples(world: Settings, dials: Settings, replications: int, seed: int) -> dict[str, dict[str, np.ndarray]]:
    """Column -> measure -> float64[R]."""
    changes = dict(world)
    for name, value in dials.items():
        changes[f"formations.silos_plus.policy.{name}"] = value  # and so in pods
    sampler = Sampler(prepare(load_scenario(SCENARIO, changes), COLUMNS), seed=seed, engine="core")
    sampler.extend_to(replications)
    return sampler.samples


def rows(replications: int, seed: int) -> Iterator[Settings]:
    """A row per table, cell and column."""
    tables = [("dials", name, cell, {}, dials) for name, cells in DIALS.items() for cell, dials in cells.items()]
    tables += [("world", name, cell, world, WINGS) for name, cells in worlds().items() for cell, world in cells.items()]
    alone: dict[str, dict[str, dict[str, np.ndarray]]] = {}
    for kind, name, cell, world, dials in tables:
        without = alone.setdefault(str(world), {}) or alone[str(world)]
        if not without:
            without.update(samples(world, {"wings": 0}, replications, seed))
        together = samples(world, dials, replications, seed)
        for column in COLUMNS:
            row: Settings = {"kind": kind, "varied": name, "cell": cell, "column": column, "replications": replications}
            for measure in (*MEASURES, *FULL):
                change = together[column][measure] - without[column][measure]
                if measure.startswith("resolution"):
                    found = Spread.of(change).interval()
                    ends = {"": found.mean, "_low": found.low, "_high": found.high}
                    row |= {f"gain_{measure}{end}": f"{value:.3f}" for end, value in ends.items()}
                else:
                    row[measure] = f"{np.nanmean(together[column][measure]):.4f}"
            row["alone"] = f"{without[column]['resolution_minutes'].mean():.2f}"
            print(row, flush=True)
            yield row


def table(found: list[Settings], kind: str, varied: str) -> str:
    """One table in Markdown."""
    lines = [
        f"| {varied} | column | minutes until solved, against no wings | changes of hands that are warm | "
        "called who took over | occupied time spent listening | waits behind a wing, per case | load |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in found:
        if (row["kind"], row["varied"]) == (kind, varied):
            minutes = [float(row[f"gain_resolution_minutes{end}"]) for end in ("", "_low", "_high")]
            shares = [f"{float(row[name]):.1%}" for name in ("warm_share", "called_share", "listening_share")]
            lines.append(
                f"| {row['cell']} | `{row['column']}` | {minutes[0]:+.1f} ({minutes[1]:+.1f} to {minutes[2]:+.1f}) of "
                f"{float(row['alone']):.0f} | {' | '.join(shares)} | {float(row['delayed_by_wings']):.3f} | "
                f"{float(row['load_mean']):.2f} |"
            )
    return "\n".join(lines)


def read(path: Path) -> list[Settings]:
    """Rows of an earlier run."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def page_with(text: str, found: list[Settings]) -> str:
    """The page with every table between its marks."""
    for kind, varied in dict.fromkeys((row["kind"], row["varied"]) for row in found):
        marks = rf"(<!-- table: {re.escape(varied)} -->\n).*?(<!-- end -->)"
        inside = table(found, kind, varied)
        text = re.sub(marks, lambda found, inside=inside: f"{found[1]}\n{inside}\n\n{found[2]}", text, flags=re.DOTALL)
    return text


def main() -> None:
    """The command line of this script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--tables", action="store_true")
    parser.add_argument("--replications", type=int, default=REPLICATIONS)
    parser.add_argument("--seed", type=int, default=SEED)
    options = parser.parse_args()
    found = read(FOUND) if options.tables else list(rows(options.replications, options.seed))
    if options.write:
        with FOUND.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(found[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(found)
    if options.write or options.tables:
        PAGE.write_text(page_with(PAGE.read_text(encoding="utf-8"), found), encoding="utf-8")
    else:
        for kind, varied in dict.fromkeys((row["kind"], row["varied"]) for row in found):
            print(f"\n{table(found, kind, varied)}")


if __name__ == "__main__":
    sys.exit(script(main))
