"""A command that runs many cells, interrupted as from a keyboard."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import time
from functools import partial


def interrupted(process, workplace, command, pause):
    """Start a command, and interrupt it after its second cell and again after every pause (s).

    Its exit code, stderr, and how many cells were kept at the first interruption and at the end.
    """
    # A shell that runs the tests in the background has its children ignore the signal.
    heeding = partial(signal.signal, signal.SIGINT, signal.default_int_handler)
    started = process(*command, start_new_session=True, preexec_fn=heeding)
    store = workplace / "results" / ".cells"

    def kept():
        return len(list(store.glob("[!.]*.cell"))) if store.exists() else 0

    # Long, as others may be at work on the machine; who has ended, or has kept two cells, is not waited for.
    until = time.monotonic() + 600
    while started.poll() is None and time.monotonic() < until and kept() < 2:
        time.sleep(0.05)
    at_first, until = kept(), time.monotonic() + 300
    while started.poll() is None and time.monotonic() < until:
        started.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            started.wait(timeout=pause)
    _, err = started.communicate(timeout=300)
    return started.returncode, err, at_first, kept()
