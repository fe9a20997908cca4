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
        return len(list(store.glob("[!.]*.npz"))) if store.exists() else 0

    until = time.monotonic() + 60
    while time.monotonic() < until and kept() < 2:
        time.sleep(0.05)
    at_first, until = kept(), time.monotonic() + 60
    while started.poll() is None and time.monotonic() < until:
        started.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            started.wait(timeout=pause)
    _, err = started.communicate(timeout=60)
    return started.returncode, err, at_first, kept()
