"""How long a run still takes, from the replications finished after the first ones."""

from __future__ import annotations


class TimeLeft:
    """Seconds left, by the pace since the first block of replications was done in every column.

    What goes before is no guide: the core may be compiled in it, and the first block is too small to keep all
    processors busy.
    """

    def __init__(self, columns: int = 1) -> None:
        """columns: how many columns each replication has; progress is counted in replications of one column."""
        self._columns = columns
        self._block = 0
        self._since: tuple[float, int] | None = None

    def seconds(self, now: float, done: int, total: int) -> float | None:
        """Seconds left at the time `now`, None while nothing can be said. done, total: as of the progress."""
        self._block = self._block or done  # the first column reports first
        if self._since is None:
            if done and done >= self._block * self._columns:
                self._since = (now, done)
            return None
        start, before = self._since
        return (now - start) * (total - done) / (done - before) if done > before else None
