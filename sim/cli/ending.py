"""How a command ends: with an exit code, and one line instead of a traceback."""

from __future__ import annotations

import codecs
import contextlib
import contextvars
import errno
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.cli.exits import Exit, Kept, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from sim.scenario.problems import Problem

DEBUG = "PODSIM_DEBUG"
PLAINER = "podsim-plainer"
# One for one, so that tables stay tables; whatever else a terminal cannot show is a question mark.
_PLAINER = str.maketrans("─━═│→±–—−×≥≤’“”…", '-==|>~---x><\'"".')
# What disks and permissions do, not what podsim did wrong.
_OF_DISKS = {getattr(errno, name, None) for name in ("ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM", "EIO", "EFBIG")}
# A name that no file can have here.
_OF_NAMES = {getattr(errno, name, None) for name in ("ENAMETOOLONG", "ELOOP")}


def exit_code_of(arguments: Sequence[str]) -> int:
    """Run a command line and say how it ended. Error texts go to stderr."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show an arrow shows something plainer; it is no reason to stop.
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors=PLAINER)  # type: ignore[union-attr]
    try:
        return _run(arguments)
    finally:
        _say_what_was_not_kept()
        with contextlib.suppress(BrokenPipeError, ValueError):
            sys.stdout.flush()


def _say_what_was_not_kept() -> None:
    """Name folders in which machine code could not be kept: a full disk, or one that may not be written."""
    compiling = sys.modules.get("sim.foundation.compiling")
    for folder, why in (compiling.not_kept if compiling else {}).items():
        with contextlib.suppress(OSError, ValueError):
            print(f"Machine code could not be kept in {folder} ({why}): the next run makes it anew.", file=sys.stderr)


def _plainer(error: UnicodeError) -> tuple[str, int]:
    """Letters that a stream cannot carry, in others that look alike."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    letters = error.object[error.start : error.end].translate(_PLAINER)
    return "".join(letter if letter.isascii() else "?" for letter in letters), error.end


codecs.register_error(PLAINER, _plainer)


def _run(arguments: Sequence[str]) -> int:
    from sim.cli.app import app

    try:
        # In a context of its own: what its scenario calls things is not what the next one does.
        run = contextvars.copy_context().run
        code = run(app, list(arguments), prog_name="podsim", standalone_mode=False)
    except BaseException as error:
        return ended_by(error)
    if code == Exit.INTERRUPTED:  # some versions of the command-line library return it without a word
        return ended_by(KeyboardInterrupt())
    return int(code) if isinstance(code, int) else Exit.DONE


def ended_by(error: BaseException) -> int:
    """Say what went wrong; the exit code for it."""
    if isinstance(error, Kept):
        return _say(f"interrupted; {error}", Exit.INTERRUPTED)
    if isinstance(error, KeyboardInterrupt) or type(error).__name__ == "Abort":
        return _say("interrupted; nothing unfinished was kept", Exit.INTERRUPTED)
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else Exit.DONE
    if hasattr(error, "show") and hasattr(error, "exit_code"):  # of the command-line library
        error.show(sys.stderr)
        return error.exit_code
    if isinstance(error, UsageError):
        return _say(str(error), Exit.USAGE)
    if _is_cluster_missing(error):
        return _say(str(error), Exit.BAD_INPUT)
    if _is_bad_input(error):
        print(_report(error.problems), file=sys.stderr)  # type: ignore[attr-defined]
        return Exit.BAD_INPUT
    if isinstance(error, OSError) and error.errno in _OF_NAMES:
        return _say(f"{str(error.filename)[:60]}...: {error.strerror}", Exit.BAD_INPUT)
    if isinstance(error, OSError) and error.errno in _OF_DISKS:
        place = f"{error.filename}: " if error.filename else ""
        return _say(f"{place}{error.strerror}", Exit.BUG)
    if os.environ.get(DEBUG):
        traceback.print_exception(error)
        return Exit.BUG
    return _say(f"{_named(error)}. This is a bug of podsim; {DEBUG}=1 shows where", Exit.BUG)


def script(main: Callable[[], int | None], store: Path | None = None) -> int:
    """Run a script of this project: Ctrl-C ends it as it does a command, in one line. store: of cells that it keeps."""
    try:
        return main() or Exit.DONE
    except KeyboardInterrupt as error:
        kept = Kept(f"finished cells are kept in {store}; the same command goes on from there")
        return ended_by(kept if store else error)


def _is_cluster_missing(error: BaseException) -> bool:
    cluster = sys.modules.get("sim.exploring.cells.running")
    return cluster is not None and isinstance(error, cluster.ClusterError)


def _is_bad_input(error: BaseException) -> bool:
    from sim.scenario.problems import BadInput

    return isinstance(error, BadInput)


def _report(problems: Sequence[Problem]) -> str:
    """The problems, with shipped files by their names: where the program lies is of no use to who typed a name."""
    from sim.scenario.files import SUFFIX, shipped_folder, shown_path
    from sim.scenario.problems import report

    # In a checkout the shipped files are the user's own, and scenarios/ is where they lie.
    folders = {os.fspath(shipped_folder()), shown_path(shipped_folder())} - {"scenarios"}

    def short(problem: Problem) -> Problem:
        path, message = problem.path, problem.message
        for folder in folders:
            if path.startswith(f"{folder}/"):
                path = path.removeprefix(f"{folder}/").removesuffix(SUFFIX)
            message = message.replace(f"{folder}/", "")
        return replace(problem, path=path, message=message)

    return report([short(problem) for problem in problems])


def _named(error: BaseException) -> str:
    """One line of what happened."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _say(text: str, code: Exit) -> int:
    print(f"podsim: {text}", file=sys.stderr)
    return code
