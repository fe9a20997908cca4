"""Says whether a change of the house moved a number: run it before and after into two folders, and `diff -r` these.

    python -m tests.regression.unmoved rows FOLDER         hashes of the rows of every shipped scenario
    python -m tests.regression.unmoved answers FOLDER      what the commands print and save

Rows are hashed table by table. The hashes are of one processor and one version of the libraries, so none are kept here.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import numpy as np

from sim.core import run_core
from sim.scenario import load_scenario, shipped_scenarios
from tests.equivalence.agreement import inputs_of

TABLES = ("contacts", "people", "segments", "weeks", "accounts")
REPLICATIONS = {"services_3000": 1}
COMMANDS = {
    "support_desk_worlds": "compare support_desk --replications 6 --worlds 20 --quiet --all",
    "support_desk_json": "compare support_desk --replications 4 --quick --quiet --json",
    "placebo": "compare support_desk --replications 4 --quick --quiet --placebo --placebo-draws 3",
    "flip": "flip support_desk --replications 3 --quiet",
    "sweep": "sweep support_desk --vary policy.listen_share=0.05,0.3 --replications 3 --quiet",
    "staff": "staff support_desk --match silos --replications 3 --quiet",
    "trace": "trace support_desk --case 7",
    "run": "run support_desk --replications 2 --quiet",
    "null": "compare support_desk --replications 2 --null --quiet",
    "identity": "compare support_desk --replications 2 --identity --quiet",
    "walls_only": "compare support_desk --replications 3 --walls-only --quiet",
    "schema": "schema",
    "experiment": "experiment rotation --check --reduced --quiet",
}


def row_hashes() -> dict[str, str]:
    """scenario/column/table -> hash, and scenario/column/ends of times and numbers of events."""
    found = {}
    for name in shipped_scenarios():
        scenario = load_scenario(name)
        inputs = inputs_of(scenario, list(scenario.formations), REPLICATIONS.get(name, 2))
        for formation in inputs.formations:
            arguments = (inputs.tape, inputs.customers, inputs.people, inputs.roster, formation)
            records = run_core(*arguments, segments=name != "services_3000")
            tables = {
                table: getattr(records, table) for table in ("contacts", "people", "segments", "weeks", "accounts")
            }
            for table, rows in tables.items():
                if rows is not None:
                    found[f"{name}/{formation.name}/{table}"] = hash_of(rows)
            ends = hashlib.sha256(records.stopped_at.tobytes() + records.events.tobytes())
            found[f"{name}/{formation.name}/ends"] = ends.hexdigest()[:16]
    return found


def hash_of(rows: np.ndarray) -> str:
    """Hash of a table, column by column in the order of their names."""
    total = hashlib.sha256()
    for name in sorted(rows.dtype.names):
        total.update(f"{name} {rows[name].dtype.str}\0".encode() + np.ascontiguousarray(rows[name]).tobytes())
    return total.hexdigest()[:16]


def write_rows(folder: Path) -> None:
    """Write the hashes down."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rows.json").write_text(json.dumps(row_hashes(), indent=1) + "\n", encoding="utf-8")


def write_answers(folder: Path) -> None:
    """Run every command as a user would, in a folder of its own; write down what it printed and left."""
    commands = COMMANDS | {
        f"compare_{name.replace('/', '_')}": f"compare {name} --replications {2 if name == 'services_3000' else 6} "
        "--quick --quiet --all"
        for name in shipped_scenarios()
    }
    for name, command in commands.items():
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-m", "sim", *command.split()], cwd=place, capture_output=True, text=True, check=False
        )
        (place / "printed.txt").write_text(f"{command}\nexit {done.returncode}\n{done.stdout}\n{done.stderr}")
        print(f"{name}: exit {done.returncode}", flush=True)


def main() -> None:
    """The command line of this script."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    writers = {"rows": write_rows, "answers": write_answers}
    parser.add_argument("what", choices=writers)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args()
    writers[asked.what](asked.folder.resolve())


if __name__ == "__main__":
    main()
