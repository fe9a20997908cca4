"""Something that takes a second of Python, in a copy of this process on another processor."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

Result = TypeVar("Result")


@contextmanager
def beside(function: Callable[[], Result]) -> Iterator[Callable[[], Result]]:
    """Run a function while the caller goes on; yields what waits for its result, which has to be picklable.

    Where a process cannot be copied as it is (not Linux, one processor, other threads at work), or the copy fails, the
    function runs here, when it is asked for. Nothing that it changes is seen here.
    """
    if sys.platform != "linux" or (os.cpu_count() or 1) < 2 or threading.active_count() > 1:
        yield function
        return
    here, there = multiprocessing.get_context("fork").Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_work, args=(function, there), daemon=True)
    with warnings.catch_warnings():  # threads of a library of linear algebra, which is made for it
        warnings.simplefilter("ignore", DeprecationWarning)
        process.start()
    there.close()

    def result() -> Result:
        try:
            found: Result = here.recv()
        except EOFError:
            return function()
        return found

    try:
        yield result
    finally:
        here.close()
        process.kill()
        process.join()


def _work(function: Callable[[], Any], there: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started this one is told, and ends it
    try:
        there.send(function())
    except Exception:
        os._exit(1)  # the caller tries it itself, and says what is wrong
