"""`python -m tests.mutants [ROOM ...]`: make every mutant of some rooms, and see whether a test in plain Python fails.

The compiler is off. Tests are collected and run once, which says which of them call which function; then each mutant
is made in a copy of the process (fork), where those tests run, quickest first, until one fails. A test that fails
without any mutant, as it needs the compiler, is left out. Who takes much longer than all tests before is noticed too.
A mutant that no test notices survives. `survivors.txt` has a line for each that is known, and why: *same* where no
input tells it from the program, *open* where one could.

Each answer is kept in build/mutants until sources or tests change: what was interrupted goes on where it stopped.
`--sample N` takes N mutants of a room by chance, and says between what shares the whole room lies (95%).

Exit code 1 where a survivor stands in no line, a line is of no survivor, or fewer than 90 of 100 that are not the same
are noticed.
"""

from __future__ import annotations

import os

if __name__ == "__main__":
    os.environ["NUMBA_DISABLE_JIT"] = "1"  # before anything is imported

import argparse
import hashlib
import importlib
import pkgutil
import random
import signal
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from scipy.stats import binomtest

from tests.mutants.mutations import Mutant, mutants_of
from tests.mutants.survivors import argued

SECONDS = 20
LEAST = 0.90
ALLOWED = 0.1  # of all tests may need the compiler
ARGUED = ("rules", "by_hand", "statistics")  # rooms whose survivors are argued; the others run when named
BY_HAND = (
    "accounts", "diagnosis", "fatigue", "hands", "learning", "people", "returns", "rows", "service", "staff", "stages",
    "technology", "together", "waiting", "weeks",
)  # fmt: skip
ROOMS = {
    "rules": (["sim.rules"], ["tests/unit/rules", "--ignore=tests/unit/rules/test_rules_compiled.py"]),
    # Sentences of the process that are tested on plain objects; the others by small runs of the readable engine.
    "by_hand": (
        [f"sim.process.{module}" for module in BY_HAND],
        ["tests/unit/process"],
    ),
    "process": (["sim.process"], ["tests/unit/agents", "tests/unit/process"]),
    "statistics": (
        ["sim.comparison.statistics"],
        ["tests/unit/comparison/test_statistics.py", "tests/unit/comparison/test_statistics_by_hand.py"],
    ),
}


def modules_of(names: list[str]) -> list:
    """Modules, and all modules of packages."""
    found = []
    for name in names:
        module = importlib.import_module(name)
        inside = [f"{name}.{one.name}" for one in pkgutil.iter_modules(getattr(module, "__path__", []))]
        found += [module, *map(importlib.import_module, inside)]
    return found


class Plugin:
    """Runs mutants in place of tests. failed: whether too many tests fail without any mutant.

    noticed: by name, whether a test noticed a mutant; kept in a file, a line each.
    """

    def __init__(self, mutants: list[Mutant], workers: int, kept: Path) -> None:
        self.mutants, self.workers, self.kept = mutants, workers, kept
        lines = kept.read_text(encoding="utf-8").splitlines() if kept.exists() else []
        self.noticed = {name: how == "noticed" for how, name in (line.split(" | ", 1) for line in lines)}
        self.failed = True  # until all tests have passed

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """All tests once, then every mutant."""
        calls, seconds = self._first(session.items)
        if not self.failed:
            self._all(calls, seconds)
        return True

    def _first(self, items: list) -> tuple[dict, dict]:
        """Tests by the code that they call, and how long each takes."""
        wanted = {one.function.__code__ for one in self.mutants}
        calls, seconds, left_out = defaultdict(list), {}, []
        for item in items:
            called: set = set()
            sys.setprofile(lambda frame, event, _, seen=called: seen.add(frame.f_code) if event == "call" else None)
            started = time.perf_counter()
            reports = runtestprotocol(item, log=False, nextitem=None)
            sys.setprofile(None)
            seconds[item] = time.perf_counter() - started
            if any(report.failed for report in reports):
                left_out.append(item.nodeid)
                continue
            for code in called & wanted:
                calls[code].append(item)
        self.failed = len(left_out) > ALLOWED * len(items)
        print(f"{len(items)} tests, {len(left_out)} of them left out", *(left_out if self.failed else ()), sep="\n")
        return calls, seconds

    def _all(self, calls: dict, seconds: dict) -> None:
        running: dict[int, Mutant] = {}
        for mutant in self.mutants:
            if mutant.name in self.noticed:
                continue
            items = sorted(calls.get(mutant.function.__code__, ()), key=seconds.__getitem__)
            if not items:
                self._keep(mutant, False)
                continue
            while len(running) >= self.workers:
                self._wait(running)
            allowed = SECONDS + 5 * sum(seconds[item] for item in items)
            child = os.fork()
            if child == 0:
                self._be(mutant, items, int(allowed))
            running[child] = mutant
        while running:
            self._wait(running)

    def _wait(self, running: dict[int, Mutant]) -> None:
        child, status = os.wait()
        self._keep(running.pop(child), status != 0)

    def _keep(self, mutant: Mutant, noticed: bool) -> None:
        self.noticed[mutant.name] = noticed
        self.kept.parent.mkdir(parents=True, exist_ok=True)
        with self.kept.open("a", encoding="utf-8") as file:
            file.write(f"{'noticed' if noticed else 'survived'} | {mutant.name}\n")

    def _be(self, mutant: Mutant, items: list, allowed: int) -> None:
        """In the copy: 0 where no test fails."""
        signal.alarm(allowed)
        mutant.be_made()
        try:
            noticed = any(report.failed for item in items for report in runtestprotocol(item, log=False, nextitem=None))
        except BaseException:
            noticed = True
        os._exit(int(noticed))


def main() -> int:
    """Run and report."""
    options = argparse.ArgumentParser(prog="python -m tests.mutants")
    options.add_argument(
        "rooms", nargs="*", metavar="ROOM", help=f"of {', '.join(ROOMS)}; by default {', '.join(ARGUED)}"
    )
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--sample", type=int, default=0, help="so many mutants of a room, by chance")
    options.add_argument("--seed", type=int, default=0, help="of the sample")
    options.add_argument("--only", default="", help="functions whose name holds this")
    given = options.parse_args()
    wrong = False
    for room in given.rooms or ARGUED:
        packages, tests = ROOMS[room]
        mutants = [
            one for module in modules_of(packages) for one in mutants_of(module) if given.only in one.name.split(":")[0]
        ]
        there = [test for test in tests if test.startswith("-") or Path(test).exists()]
        whole = len(mutants)
        if 0 < given.sample < whole:
            mutants = random.Random(given.seed).sample(mutants, given.sample)
        plugin, started = Plugin(mutants, given.workers, kept_in(room, there)), time.monotonic()
        pytest.main(["-p", "no:cacheprovider", "-p", "no:terminal", *there], plugins=[plugin])
        if plugin.failed:
            return 1
        survived = [one.name for one in mutants if not plugin.noticed[one.name]]
        wrong |= _report(room, mutants, survived, time.monotonic() - started, whole > len(mutants) or bool(given.only))
    return int(wrong)


def kept_in(room: str, tests: list[str]) -> Path:
    """Where answers are kept; another place as soon as a source or a test is another."""
    digest = hashlib.sha256()
    for folder in ("sim", *(test for test in tests if not test.startswith("-"))):
        for file in [Path(folder)] if Path(folder).is_file() else sorted(Path(folder).rglob("*.py")):
            digest.update(file.as_posix().encode() + file.read_bytes())
    return Path("build", "mutants", f"{room}-{digest.hexdigest()[:12]}.txt")


def _report(room: str, mutants: list[Mutant], survived: list[str], seconds: float, partly: bool) -> bool:
    known = {name: how for name, (how, _) in argued().items() if name in {one.name for one in mutants}}
    same = sum(known.get(name) == "same" for name in survived)
    noticed, different = len(mutants) - len(survived), len(mutants) - same
    share = noticed / different if different else 1.0
    print(f"{room}: {len(mutants)} mutants, {noticed} noticed, {same} the same program: {share:.1%} in {seconds:.0f} s")
    if partly and different:
        likely = binomtest(noticed, different).proportion_ci(method="wilson")
        print(f"  if these were drawn by chance, of the whole room {likely.low:.1%} to {likely.high:.1%}")
    by_module = Counter(name.rpartition(": ")[0] for name in survived if name not in known)
    unknown = [name for name in survived if name not in known]
    for name in unknown:
        print(f"  survives, and no line says why: {name}")
    dead = [name for name in known if name not in survived]
    for name in dead:
        print(f"  is noticed by now; take its line out: {name}")
    if by_module:
        print(f"  {len(unknown)} in {len(by_module)} functions")
    return bool(unknown or dead) or (share < LEAST and not partly)


if __name__ == "__main__":
    sys.exit(main())
