"""Results to stdout, progress to stderr."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.exits import Exit

if TYPE_CHECKING:
    from rich.console import RenderableType

    from sim.comparison.sampling import Progress

SECONDS_BETWEEN_LINES = 10.0
LEAST_SECONDS = 1.0  # of which a pace is known


def say(text: str) -> None:
    """A line of results. A reader who stopped reading is no error."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        # Nothing can be said any more; what remains to be done is done, and the exit code kept.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say_page(parts: Iterator[RenderableType]) -> None:
    """Rich text: colours on a terminal, plain text in a pipe."""
    import io

    from rich.console import Console

    terminal = Console()
    # Written in one piece, so that a pipe that closes half-way is met in one place.
    buffer = io.StringIO()
    console = Console(
        file=buffer,
        width=terminal.width,
        force_terminal=terminal.is_terminal,
        color_system=terminal.color_system,  # type: ignore[arg-type]
        no_color=terminal.no_color,
        legacy_windows=False,
    )
    for part in parts:
        console.print(part, highlight=False)
    lines = buffer.getvalue().splitlines()
    say("\n".join(lines if terminal.is_terminal else [line.rstrip() for line in lines]))


def say_json(value: Any) -> None:
    """JSON; letters beyond ASCII as they are where stdout can carry them."""
    plain = (sys.stdout.encoding or "ascii").lower().replace("-", "") != "utf8"
    say(json.dumps(value, indent=2, ensure_ascii=plain, allow_nan=False))


def command_line() -> list[str]:
    """The command as it was typed, for the manifest."""
    return ["podsim", *sys.argv[1:]]


def written(write: Callable[[], Path]) -> tuple[Path | None, Exit]:
    """Write results; where that fails it is said, and they are still shown."""
    try:
        return write(), Exit.DONE
    except OSError as error:
        note(f"podsim: the results could not be written: {error.strerror or error}")
        return None, Exit.BUG


def say_folder(folder: Path | None) -> None:
    """Where results lie, if they could be written."""
    if folder:
        say(f"\nResults: {folder}")


def say_paths(folder: Path | None, *, report: bool) -> None:
    """Where a comparison lies, if it could be written, and what to do next."""
    page = "Page: report.html.  " if report and folder else ""
    say(f"{page}All numbers: --all.  Your own desk: podsim init my_desk")
    if folder:
        say(f"Results: {folder}")


def show_results(
    write: Callable[[], Path],
    page: Callable[[], Iterator[RenderableType]],
    as_json: Callable[[], dict[str, Any]],
    json: bool,
) -> Exit:
    """Write a results folder and show the result: how every command ends that leaves one."""
    folder, code = written(write)
    if json:
        say_json(as_json() | {"results": str(folder) if folder else None})
    else:
        say_page(page())
        say_folder(folder)
    return code


def note(text: str, quiet: bool = False) -> None:
    """A line for whoever watches."""
    if not quiet:
        print(text, file=sys.stderr, flush=True)


def note_compiling(engine: str, quiet: bool) -> None:
    """Say that the core is about to be compiled, where it is."""
    from sim.report.watching import compiling_words

    if not quiet and (text := compiling_words(engine)):
        note(text)


@contextmanager
def progress(title: str, quiet: bool, columns: int = 1) -> Iterator[Progress | None]:
    """A progress bar with the time left on a terminal, now and then a line elsewhere.

    columns: how many columns each replication has.
    """
    if quiet:
        yield None
    elif sys.stderr.isatty():
        with _bar(title, TimeLeft(columns)) as update:
            yield update
    else:
        yield _lines(title, TimeLeft(columns))


@contextmanager
def _bar(title: str, left: TimeLeft) -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    shown = ("{task.description}", "{task.completed:.0f}/{task.total:.0f}", "{task.fields[left]}")
    description, count, remaining = (TextColumn(text) for text in shown)
    columns = (description, BarColumn(bar_width=None), count, TimeElapsedColumn(), remaining)
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=1, left="")

        def update(done: int, total: int) -> None:
            seconds = left.seconds(time.monotonic(), done, total)
            bar.update(task, completed=done, total=total)
            if seconds is not None:
                bar.update(task, left=f"about {max(1.0, seconds):.0f} s left")

        yield update


def _lines(title: str, left: TimeLeft) -> Progress:
    spoke_at = time.monotonic()

    def update(done: int, total: int) -> None:
        nonlocal spoke_at
        now = time.monotonic()
        seconds = left.seconds(now, done, total)
        if seconds is not None and now - spoke_at >= SECONDS_BETWEEN_LINES:
            spoke_at = now
            note(f"{title}: {done} of {total}, about {max(1.0, seconds):.0f} s left")

    return update


class TimeLeft:
    """Seconds left, by the pace since the first block of replications was done in every column.

    What goes before is no guide: the core may be compiled in it, and the first block is too small to keep all
    processors busy. Nor is less than a second of it: cells that are found and not run come in no time.
    """

    def __init__(self, columns: int = 1) -> None:
        """columns: how many columns each replication has; progress is counted in replications of one column."""
        self._columns = columns
        self._block = self._last = 0
        self._since: tuple[float, int] | None = None

    def seconds(self, now: float, done: int, total: int) -> float | None:
        """Seconds left at the time `now`, None while nothing can be said. done, total: as of the progress.

        Where fewer are done than before something else has begun, with a pace of its own.
        """
        if done < self._last:
            self._block, self._since = 0, None
        self._last = done
        self._block = self._block or done  # the first column reports first
        if self._since is None:
            if done and done >= self._block * self._columns:
                self._since = (now, done)
            return None
        start, before = self._since
        if now - start < LEAST_SECONDS:
            return None
        return (now - start) * (total - done) / (done - before) if done > before else None


class Pace:
    """Progress that is handed on, and how long each replication of a column took since the first report."""

    def __init__(self, watch: Progress | None) -> None:
        """watch: to whom progress is handed on."""
        self._watch = watch
        self._first = self._last = (0.0, 0)

    def __call__(self, done: int, total: int) -> None:
        """Progress, in replications of one column."""
        self._last = (time.monotonic(), done)
        if not self._first[1]:
            self._first = self._last
        if self._watch:
            self._watch(done, total)

    @property
    def seconds(self) -> float:
        """What goes before the first report, compiling above all, does not count; 0 where nothing is known."""
        (start, before), (end, done) = self._first, self._last
        return (end - start) / (done - before) if done > before else 0.0
