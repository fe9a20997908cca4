"""`python -m tests.robustness.faults`: long commands are ended at random moments; nothing that was kept is lost.

make test ends three commands once or twice; make nightly a sweep and a sweep of a road a hundred times each, and
others that are named.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ruamel.yaml import YAML

from sim.foundation.files import sealed
from sim.report.manifest import sha256
from tests.unit.comparison.made import TINY
from tests.unit.studies.studies import SMALL

ROOT = Path(__file__).resolve().parents[2]
FEW = ("--replications", "2")
VALUES = "policy.coordination_share=0:0.03:0.001"
COMMANDS: dict[str, tuple[str, ...]] = {
    "compare": ("compare", "tiny.yaml", "--replications", "4", "--no-people", "--worlds", "60", "--no-report"),
    "report": ("compare", "tiny.yaml", *FEW, "--no-people", "--no-worlds"),
    "sweep": ("sweep", "tiny.yaml", *FEW, "--vary", VALUES),
    "sweep of a road": ("sweep", "tiny.yaml", *FEW, "--weeks", "26", "--road", "big_bang", "--vary", VALUES),
    "road": ("road", "tiny.yaml", "big_bang", *FEW, "--weeks", "26"),
    "flip": ("flip", "tiny.yaml", *FEW, "--over", "retelling_share"),
    "best": ("best", "tiny.yaml", *FEW),
    "staff": ("staff", "tiny.yaml", *FEW, "--target", "answered_in_target@voice=0.5"),
    "experiment": ("experiment", "./small.yaml"),
    "attribute": ("attribute", "tiny.yaml", *FEW),
    "fit": ("fit", "log.csv", "--out", "results/fitted", "--no-verdict"),
}
# What goes on from the cells that are kept.
RESUMED = ("sweep", "sweep of a road", "flip", "best", "staff", "experiment", "attribute")
MOST = 3  # tries for each signal that is to meet a command before its end
FITTED = "fitted"  # a folder that is no results folder, with one file that is never written over
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL)


@dataclass
class Seen:
    """What a folder held. whole: results folders, name -> hash of each file. cells: name -> hash."""

    whole: dict[str, dict[str, str]] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)


def looked_at(out: Path) -> Seen:
    """What lies in a folder of results, and what is wrong with it: half-written, or not as its manifest says."""
    seen = Seen()
    for path in sorted(out.iterdir()) if out.is_dir() else []:
        if path.name == ".cells":
            for cell in sorted(path.iterdir()):
                if cell.name.startswith("."):
                    seen.aside.append(cell.name)
                elif sealed(cell) is None:
                    seen.wrong.append(f"{cell.name} is no whole cell")
                else:
                    seen.cells[cell.name] = sha256(cell.read_bytes())
        elif path.name.startswith("."):
            seen.aside.append(path.name)
        else:
            seen.whole[path.name] = _hashes(path, seen)
    return seen


def _hashes(folder: Path, seen: Seen) -> dict[str, str]:
    files = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
    if folder.name == FITTED:
        seen.aside += [name for name in files if name.startswith(".")]
        return {name: sha256(path.read_bytes()) for name, path in files.items() if not name.startswith(".")}
    try:
        told = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["files_sha256"]
    except (OSError, ValueError, KeyError):
        seen.wrong.append(f"{folder.name} has no whole manifest")
        return {}
    found = {name: sha256(path.read_bytes()) for name, path in files.items()}
    if {name: digest for name, digest in found.items() if name != "manifest.json"} != told:
        seen.wrong.append(f"{folder.name} is not as its manifest says")
    return found


def lost(before: Seen, after: Seen) -> list[str]:
    """What was whole before, and is not there as it was."""
    return [name for name, files in before.whole.items() if after.whole.get(name) != files] + [
        name for name, digest in before.cells.items() if after.cells.get(name) != digest
    ]


def workplace(folder: Path) -> None:
    """Write what the commands read."""
    for name, said in (("tiny.yaml", TINY), ("small.yaml", {**SMALL, "replications": 6})):
        with (folder / name).open("w", encoding="utf-8") as file:
            YAML().dump(said, file)
    log = (ROOT / "scenarios" / "it_incidents_excerpt.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "log.csv").write_text("".join(log[:1500]), encoding="utf-8")


def started(folder: Path, command: Sequence[str], **more: object) -> subprocess.Popen[str]:
    """Start a command, silent where it can be. more: as of Popen."""
    heeding = partial(signal.signal, signal.SIGINT, signal.default_int_handler)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NUMBA_NUM_THREADS": "1"}
    options = {"preexec_fn": heeding, "env": environment, **more}
    return subprocess.Popen(
        [sys.executable, "-m", "sim", *command, *([] if command[0] == "report" else ["--quiet"])],
        cwd=folder, text=True, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options,
    )  # type: ignore[call-overload, no-any-return]  # fmt: skip


def ended_at(folder: Path, command: Sequence[str], number: signal.Signals, after: float) -> tuple[int, str, list[str]]:
    """Start a command and end it after so many seconds: its exit code, what it said, what is wrong or lost."""
    out = folder / "results"
    before = looked_at(out)
    process = started(folder, command)
    try:
        process.wait(timeout=after)
    except subprocess.TimeoutExpired:
        process.send_signal(number)
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:  # a signal can be lost inside the compiler
        time.sleep(0.05)
        if time.monotonic() > deadline - 110:
            process.send_signal(number)
            time.sleep(2)
    if process.poll() is None:
        process.kill()
        return -1, "", [f"{' '.join(command)}: does not end after {number.name}"]
    _, err = process.communicate()
    return process.returncode, err, _judged(before, looked_at(out), process.returncode, err, number)


def _judged(before: Seen, after: Seen, code: int, err: str, number: signal.Signals) -> list[str]:
    wrong = [*after.wrong, *(f"{name} was lost" for name in lost(before, after))]
    if code not in (0, 4, 130, -number):  # the last where Python itself was starting
        wrong.append(f"exit {code}")
    if "Traceback" in err or "bug of podsim" in err:
        wrong.append(err[-1500:])
    left = set(after.aside) - set(before.aside)
    if left and number != signal.SIGKILL:
        wrong.append(f"left behind: {', '.join(left)}")
    if code == 130 and "interrupted" not in err:
        wrong.append("says nothing of the interruption")
    return wrong


def killed_often(name: str, times: int, seed: int, numbers: Sequence[signal.Signals] = SIGNALS) -> list[str]:
    """End a command so often at random moments in one folder, then let it finish: what is wrong or lost.

    A signal that comes after the end counts for nothing. The line that is printed says how often it was ended and how.
    """
    chosen, command = random.Random(f"{name} {seed}"), COMMANDS[name]
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        for folder in (one, other):
            workplace(Path(folder))
        began = time.monotonic()
        calm = started(Path(other), command)
        _, said = calm.communicate()
        if calm.returncode not in (0, 4):
            return [f"{name}: exits {calm.returncode} in peace: {said}"]
        length = time.monotonic() - began
        whole = looked_at(Path(other) / "results").whole
        wrong: list[str] = []
        codes: Counter[int] = Counter()
        while codes.total() - codes[0] - codes[4] < times and codes.total() < MOST * times:
            # Or it would soon be finished, and nothing would be left to end.
            if name in RESUMED:
                _forget_some(Path(one) / "results" / ".cells", chosen)
            shutil.rmtree(Path(one) / "results" / FITTED, ignore_errors=True)
            number = chosen.choice(list(numbers))
            code, _, found = ended_at(Path(one), command, number, chosen.uniform(0.0, 1.1 * length))
            codes[code] += 1
            # Done before the signal, as most cells were kept or the machine is less busy; else try later ones too.
            length *= 0.8 if code in (0, 4) else 1.05
            # Nothing says of this file that it is whole; folders of results have their manifest.
            if looked_at(Path(one) / "results").whole.get(FITTED, {}).items() - whole.get(FITTED, {}).items():
                found.append(f"{FITTED} is not whole")
            wrong += [f"{name}, {number.name}: {what}" for what in found]
            # A line for each, as many take an hour, and whoever ends that hour wants to know what was seen.
            print(f"{name}: {codes.total()}. {number.name}, exit {code}; {len(wrong)} wrong or lost", file=sys.stderr)
        shutil.rmtree(Path(one) / "results" / FITTED, ignore_errors=True)
        last = started(Path(one), command)
        last.communicate()
        # A comparison that was ended has left what it had so far, in a folder of its own.
        if last.returncode not in (0, 4) or not whole.items() <= looked_at(Path(one) / "results").whole.items():
            wrong.append(f"{name}: the results at the end are not those of a run in peace")
        said = ", ".join(f"{count} exit {code}" for code, count in sorted(codes.items()))
        met = codes.total() - codes[0] - codes[4]
        print(f"{name}: ended {met} of {times} times in {codes.total()} tries ({said}); wrong or lost: {len(wrong)}")
        sys.stdout.flush()
        return wrong


def _forget_some(store: Path, chosen: random.Random) -> None:
    for cell in sorted(store.glob("[!.]*.cell")) if store.is_dir() else []:
        if chosen.random() < 0.3:
            cell.unlink()


def main() -> int:
    """End commands often; 1 where anything was lost or half-written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("commands", nargs="*", default=["sweep", "sweep of a road"], help=f"of {', '.join(COMMANDS)}")
    asked = parser.parse_args()
    wrong = [what for name in asked.commands for what in killed_often(name, asked.times, asked.seed)]
    print("\n".join(wrong))
    print(f"wrong or lost: {len(wrong)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
