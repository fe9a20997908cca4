"""`python -m tests.robustness.fuzz`: thousands of spoiled inputs through `podsim validate`, accepted ones through runs.

Whatever stands in a file, podsim says what is wrong with it, or runs. Counted are tracebacks (also where a command
hides one behind "a bug of podsim"), hangs, memory, and files that nobody asked for. make test runs 10,000 inputs, make
nightly 100,000.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.memory import most_kilobytes
from sim.cli.ending import ended_by
from tests.robustness.inputs import Input, any_input

SECONDS = 20.0  # of processor time: an input that takes longer hangs
MEMORY = 2 * 1024**3  # bytes
RUN = ("scenario", "set", "volumes", "people", "log")
IN_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None  # on a disk a third of the time is opening files
WHOLE = 10  # every so many runs are whole
MOST_CUSTOMERS, MOST_PEOPLE, MOST_WEEKS = 2_000, 100, 6  # of what is run
ENDS = (signal.SIGINT, signal.SIGTERM)
NAMES = ("it.yaml", "tiny.yaml", "data.csv", "data.xlsx", "data.xes")


class Hang(BaseException):
    """An input that takes too long."""


@dataclass
class Found:
    """What came of all inputs. failures: how and where -> the shortest input that fails so, and what was seen."""

    ended: Counter[str] = field(default_factory=Counter)
    ran: Counter[str] = field(default_factory=Counter)
    failures: dict[str, tuple[Input, str]] = field(default_factory=dict)
    tracebacks: int = 0
    hangs: int = 0
    stray: int = 0
    slowest: float = 0.0
    seconds: Counter[str] = field(default_factory=Counter)  # type: ignore[type-arg]

    def fail(self, where: str, given: Input, seen: str) -> None:
        """Keep the shortest input of each kind of failure."""
        known = self.failures.get(where)
        if known is None or _size(given) < _size(known[0]):
            self.failures[where] = (given, seen)

    def lines(self) -> Iterator[str]:
        """The counts, and every kind of failure with its shortest input."""
        peak = most_kilobytes() * 1024
        yield f"inputs {sum(self.ended.values())}: " + ", ".join(
            f"{n} {name}" for name, n in sorted(self.ended.items())
        )
        yield "seconds of processor: " + ", ".join(f"{name} {s:.1f}" for name, s in sorted(self.seconds.items()) if s)
        yield f"accepted and run {sum(self.ran.values())}: " + ", ".join(
            f"{n} {k}" for k, n in sorted(self.ran.items())
        )
        yield (
            f"tracebacks {self.tracebacks}, hangs {self.hangs}, memory over 2 GB {int(peak > MEMORY)}, "
            f"stray files {self.stray} (slowest {self.slowest:.1f} s, {peak / 1e6:.0f} MB)"
        )
        for where, (one, seen) in self.failures.items():
            files = "".join(f"\n    {name}: {content[:1500]!r}" for name, content in one.files if name != "tiny.yaml")
            yield f"\nFAILED {where}\n  {one.kind} {one.text[:200]}{files}\n  {seen[-1500:]}"

    @property
    def sound(self) -> bool:
        """Whether nothing was found."""
        return not self.failures and most_kilobytes() * 1024 <= MEMORY


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))


def _size(given: Input) -> int:
    return sum(len(content) for _, content in given.files) + len(given.text)


def _experiment() -> None:
    from sim.studies import planned, read_study

    planned(read_study("./it.yaml"))


def _road() -> None:
    from sim.roads.plan import check_roads
    from sim.roads.reading import always_so, read_road
    from sim.roads.running import slowed
    from sim.scenario import load_scenario

    global _SCENARIO
    _SCENARIO = _SCENARIO or slowed(load_scenario("tiny.yaml"), 26)
    check_roads(_SCENARIO, [always_so("silos"), read_road("./it.yaml", _SCENARIO)])


def _answers() -> None:
    from sim.studies.assessment import read_answers, read_questions

    global _QUESTIONS
    _QUESTIONS = _QUESTIONS or read_questions()
    read_answers(Path("it.yaml"), _QUESTIONS)


def _vary(text: str) -> None:
    from sim.exploring.axes import read_axis, scenarios_of
    from sim.scenario import load_scenario

    scenarios_of(load_scenario("it.yaml"), [read_axis(text)])


_QUESTIONS: Any = None
_SCENARIO: Any = None
READERS: dict[str, Callable[[], None]] = {"experiment": _experiment, "road": _road, "answers": _answers}


def _ended(command: Callable[[], int]) -> int:
    """The exit code of a command, as `podsim` has it; without its command line, which takes ten times as long."""
    try:
        return int(command())
    except Hang:
        raise
    except BaseException as error:
        return ended_by(error)


def _sets(given: Input) -> list[str]:
    return [given.text] if given.kind == "set" else []


def outcome(given: Input) -> int:
    """The exit code of an input; what is no command of its own is read by the functions that its command calls."""
    if given.kind not in READERS and given.kind != "vary":
        from sim.cli.scenarios import validate

        return _ended(lambda: validate(["it.yaml"], _sets(given)))
    from sim.exploring.axes import AxisError
    from sim.scenario.problems import BadInput

    try:
        _vary(given.text) if given.kind == "vary" else READERS[given.kind]()
    except BadInput as error:
        print(error, file=sys.stderr)
        return 3
    except AxisError:
        return 2
    return 0


@contextlib.contextmanager
def _within(seconds: float) -> Iterator[None]:
    """Raise Hang after so much processor time."""

    def ring(number: int, frame: object) -> None:
        raise Hang("".join(traceback.format_stack(frame)[-6:]))  # type: ignore[arg-type]

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def tried(given: Input, found: Found, run: Callable[[Input], int], seconds: float = SECONDS) -> int | None:
    """Give podsim an input; the exit code, None where it failed."""
    said, began = io.StringIO(), time.process_time()
    try:
        with _within(seconds), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            warnings.simplefilter("error")
            code = int(run(given))
    except Hang as error:
        found.hangs += 1
        found.fail(f"hang in {str(error).splitlines()[-2:]}", given, str(error))
        return None
    except BaseException as error:
        found.tracebacks += 1
        trace = traceback.extract_tb(error.__traceback__)
        last = next((frame for frame in reversed(trace) if "/sim/" in frame.filename), trace[-1])
        seen = "".join(traceback.format_exception(error))
        found.fail(f"{type(error).__name__} in {last.filename.rpartition('/sim/')[2]}:{last.lineno}", given, seen)
        return None
    found.slowest = max(found.slowest, time.process_time() - began)
    text = said.getvalue()
    if code not in (0, 2, 3, 4):
        found.tracebacks += 1
        found.fail(f"exit {code}: {_place(text)}", given, text)
        return None
    if unprintable := [c for c in text if not c.isprintable() and c != "\n"]:
        found.fail(f"{unprintable[0]!r} reaches the terminal", given, text)
    return code


def _place(text: str) -> str:
    """Where an error came from, of what PODSIM_DEBUG shows."""
    lines = [line.strip() for line in text.splitlines()]
    inside = [line for line in lines if "/sim/" in line and ", line " in line]
    return (inside[-1].rpartition("/sim/")[2] if inside else "") + " " + (lines[-1] if lines else "")


def _small(given: Input) -> bool:
    """Whether a run of an accepted scenario is short."""
    from sim.scenario import load_scenario

    scenario = load_scenario("it.yaml", _sets(given))
    demand, time_ = scenario.demand, scenario.time
    weeks = time_.warm_up_weeks + time_.measured_weeks
    cases = sum(channel.cases_per_week for channel in demand.channels.values()) * demand.volume_factor * weeks
    people = sum(group.count for group in scenario.people.groups)
    burst = sum(burst.cases for burst in demand.bursts) if demand.bursts and hasattr(demand.bursts[0], "cases") else 0
    return cases + burst <= MOST_CUSTOMERS and people <= MOST_PEOPLE and weeks <= MOST_WEEKS


def _compared(given: Input, number: int) -> int:
    """Run an accepted scenario. number: how many were run before.

    Every tenth as anybody would. Of the others two columns, another two each time, and Rich draws no tables of them:
    that is more than half of the time, and knows nothing of what stands in a file.
    """
    from sim.cli.compare import compare
    from sim.report import comparison_files
    from sim.scenario import load_scenario

    whole, drawn = number % WHOLE == 0, comparison_files.as_text
    if not whole:
        comparison_files.as_text = lambda parts: f"{len(list(parts))} parts\n"
    columns = tuple(load_scenario("it.yaml", _sets(given)).formations)
    chosen = None if whole else [columns[place % len(columns)] for place in (number, number + 1)]
    try:
        return _ended(lambda: compare(["it.yaml"], chosen, sets=_sets(given), quick=True, quiet=True, replications="2"))
    finally:
        comparison_files.as_text = drawn


def fuzz(count: int, runs: int, start: int = 0, stopped: Sequence[int] = ()) -> Found:
    """Try so many inputs in a folder of their own, and run the first accepted ones; until something is in stopped."""
    from sim.scenario import loading

    # Half of what is read is no more than the sound scenario beside a spoiled file, always the same.
    loading.parse_yaml = lru_cache(64)(loading.parse_yaml)
    found = Found()

    written: dict[str, bytes] = {}

    def one(given: Input) -> None:
        for name, content in given.files:
            if written.get(name) != content:  # most are as before
                written[name] = content
                Path(name).write_bytes(content)
        began = time.process_time()
        code = tried(given, found, outcome)
        found.seconds[given.kind] += time.process_time() - began
        found.ended[f"{given.kind}: " + {None: "failed", 0: "accepted"}.get(code, "refused")] += 1
        if code == 0 and sum(found.ran.values()) < runs and given.kind in RUN:
            began = time.process_time()
            _run(given, found)
            found.seconds["runs"] += time.process_time() - began
            shutil.rmtree("results", ignore_errors=True)
        for path in Path().iterdir():
            if path.name not in NAMES:
                found.stray += 1
                found.fail(f"stray file {path.name}", given, "")
                path.unlink()

    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as folder, contextlib.chdir(folder):
        os.environ["PODSIM_DEBUG"] = "1"
        for number in range(count):
            if stopped:
                break
            one(any_input(Random(f"{start} {number}")))
    return found


def _run(given: Input, found: Found) -> None:
    if tried(given, found, lambda one: 0 if _small(one) else 2) != 0:
        return
    number = sum(found.ran.values())
    code = tried(given, found, lambda one: _compared(one, number))
    found.ran["failed" if code is None else "compared" if code in (0, 4) else "refused"] += 1
    if code in (2, 3):
        found.fail("accepted by validate, and refused by compare", given, f"exit {code}")


def main() -> int:
    """Fuzz, print the counts; 1 where something was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    stopped: list[int] = []  # by whoever cannot wait for all; what was found so far is printed
    for end in ENDS:
        signal.signal(end, lambda number, _: stopped.append(number))
    print(f"{asked.inputs} inputs, {asked.runs} runs, seed {asked.seed}", flush=True)
    found = fuzz(asked.inputs, asked.runs, asked.seed, stopped)
    print("\n".join(found.lines()))
    return 0 if found.sound and not stopped else 1


if __name__ == "__main__":
    sys.exit(main())
