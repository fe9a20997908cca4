"""Exit codes, and how a command says that it was misunderstood."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of every command."""

    DONE = 0
    BUG = 1  # ours, or a falsification test or a replication that failed
    USAGE = 2
    BAD_INPUT = 3  # scenario or data
    NOT_SETTLED = 4  # finished, but `auto` ran out of budget first
    CONSISTENT = 5  # a published experiment, replicated but for luck
    INTERRUPTED = 130


class Kept(Exception):
    """Broken off by whoever sat there, after something was kept; the text says what, and how to go on."""


class UsageError(Exception):
    """The command cannot be understood; the text says what is allowed."""
