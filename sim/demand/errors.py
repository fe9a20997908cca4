"""A data file that cannot be used: all of what is wrong with it, where it stands, and what is allowed."""

from __future__ import annotations

from collections.abc import Iterable

from sim.scenario.problems import Problem, report


class DataError(Exception):
    """A data file cannot be used. `problems` holds everything found; the text is the report."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """problems: at least one."""
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__(report(self.problems))

    def __reduce__(self) -> tuple:
        """Survive the way back from a worker process (Exception would hand the text to __init__)."""
        return type(self), (self.problems,)


def data_error(path: object, seen: str, message: str, line: int | None = None) -> DataError:
    """A DataError with a single problem. line: from 1."""
    return DataError([Problem(str(path), line, seen, message)])
