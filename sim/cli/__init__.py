"""The command line. `app` declares the commands; what they do is imported with the first use."""

from __future__ import annotations

from sim.cli.exits import Exit


def main() -> None:
    """Entry point of `podsim`: run the command and leave with its exit code."""
    import sys

    _heed()
    try:
        from sim.cli.ending import exit_code_of

        code = exit_code_of(sys.argv[1:])
    except KeyboardInterrupt:  # before the command itself, or while it said how it ended
        print("podsim: interrupted", file=sys.stderr)
        code = Exit.INTERRUPTED
    if code == Exit.INTERRUPTED:
        _leave_interrupted()
    sys.exit(code)


def _heed() -> None:
    """End as with Ctrl-C, with what was found, where the command is told to end or its terminal is gone."""
    import signal

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # nohup, for one, has it ignored
            signal.signal(number, signal.default_int_handler)


def _leave_interrupted() -> None:
    """See to it that the exit code is the right one, whoever goes on pressing Ctrl-C."""
    import os
    import signal
    import sys
    import threading
    from collections import namedtuple

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    # Where the interruption met a module that runs a text while it is imported, as dataclasses do, Python remembers it
    # though it was caught, and would end by SIGINT in place of the exit code. The next text that runs takes that back.
    namedtuple("Forgotten", ())
    if all(thread.daemon or thread is threading.main_thread() for thread in threading.enumerate()):
        return
    # Interrupted again while work under way was waited for: Python would wait for it once more.
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(Exit.INTERRUPTED)
