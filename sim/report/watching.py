"""What somebody who waits is shown, from Python: a progress bar, and that the core is being compiled."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.comparison.sampling import Progress

COMPILING = (
    "Compiling the core for this machine: once after an install or a changed rule, about a minute. "
    "The readable model is plain Python; the core is the same rules as machine code. It is kept for later runs."
)


def compiling_words(engine: str) -> str:
    """That the core is about to be compiled, "" where it is not."""
    if engine == "agents":
        return ""
    from sim.foundation.compiling import cannot_keep, is_at_hand

    if is_at_hand("core", "sim.core.loop.simulate"):
        return ""
    reason = cannot_keep("core")
    return COMPILING if reason is None else f"{COMPILING.partition(' It ')[0]} {reason}"


def told(text: str, asked: Progress | bool | None) -> None:
    """A line on stderr for whoever asked for a bar."""
    if asked is True and text:
        print(text, file=sys.stderr, flush=True)


@contextmanager
def watching(asked: Progress | bool | None, title: str) -> Iterator[Progress | None]:
    """Progress as it was asked for: the user's own function, with True a bar (on stderr), else none."""
    if asked is not True:
        yield asked or None
        return
    from tqdm import tqdm

    with tqdm(desc=title) as bar:

        def update(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield update


@contextmanager
def nothing_unfinished() -> Iterator[None]:
    """Say what there is where somebody stops what returns nothing before it is done. Raises KeyboardInterrupt."""
    try:
        yield
    except KeyboardInterrupt as error:
        error.add_note("interrupted; nothing unfinished was kept")
        raise
