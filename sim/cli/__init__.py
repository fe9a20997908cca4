"""The command line. `app` declares the commands; what they do is imported with the first use."""

from __future__ import annotations

from sim.cli.exits import Exit


def main() -> None:
    """Entry point of `podsim`: run the command and leave with its exit code."""
    import sys

    try:
        from sim.cli.ending import exit_code_of

        code = exit_code_of(sys.argv[1:])
    except KeyboardInterrupt:  # before the command itself, or while it said how it ended
        code = Exit.INTERRUPTED
    if code == Exit.INTERRUPTED:
        _leave_interrupted()
    sys.exit(code)


def _leave_interrupted() -> None:
    """See to it that the exit code is the right one, whoever goes on pressing Ctrl-C."""
    import os
    import signal
    import sys
    import threading

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if all(thread.daemon or thread is threading.main_thread() for thread in threading.enumerate()):
        return
    # Interrupted again while work under way was waited for: Python would wait for it once more.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(Exit.INTERRUPTED)
