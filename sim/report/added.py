"""What is asked beside a comparison from Python: habits one by one, people, plausible worlds, the results folder."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.report.watching import told, watching

if TYPE_CHECKING:
    from sim.comparison.sampling import Progress
    from sim.report.answer import Answer


@dataclass(frozen=True)
class Added:
    """What is asked; see `compare` of sim.api."""

    full: bool
    people: bool
    worlds: int
    report: bool | str | Path
    seats: bool
    cluster: str | None

    def check(self, columns: Sequence[str], replications: int | None, engine: str) -> Path | None:
        """Before anything runs: the folder that results are to be written into, which can be made.

        replications: None where they are not known yet. Raises ValueError, OSError, ClusterError.
        """
        from sim.exploring.staffing.in_people import FEWEST

        for name, wanted in {"full": self.full, "people": self.people, "worlds": self.worlds}.items():
            if wanted and engine == "agents":
                raise ValueError(f"{name}={wanted}: it runs on the compiled core; chosen: engine='agents'")
        if self.worlds and (self.worlds < 2 or len(columns) < 2):
            raise ValueError(
                f"worlds={self.worlds} with {len(columns)} columns; at least 2 of both are needed, or worlds=0"
            )
        if self.people and len(columns) < 2:
            raise ValueError("people=True: it compares, and needs at least 2 columns")
        if self.people and replications is not None and replications < FEWEST:
            raise ValueError(f"people=True: it is told from {FEWEST} replications on; chosen: {replications}")
        if self.cluster and (self.people or self.worlds):
            from sim.exploring.cells import check_cluster

            check_cluster(self.cluster)
        return self._parent(columns)

    def _parent(self, columns: Sequence[str]) -> Path | None:
        if not self.report:
            return None
        if len(columns) < 2:
            raise ValueError("report: it compares, and needs at least 2 columns")
        from sim.report.folder import check_folder

        parent = Path("results") if self.report is True else Path(self.report)
        check_folder(parent)
        return parent

    def to(self, answer: Answer, parent: Path | None, progress: Progress | bool | None) -> Answer:
        """The answer with all of it. Where somebody stops it, that is a warning, and what is finished is kept."""
        for name, add in self._steps(parent):
            try:
                answer = add(answer, progress)
            except KeyboardInterrupt:
                if parent is not None:
                    answer = self._numbers(answer, parent)
                warnings.warn(f"stopped: {name} and what would follow are missing; the rest is kept", stacklevel=3)
                break
        return answer

    def _steps(self, parent: Path | None) -> Iterator[tuple[str, Callable[[Answer, Progress | bool | None], Answer]]]:
        if self.full:
            yield "habits one by one", _with_full
        if self.people:
            yield "people", self._with_people
        if self.worlds:
            yield "plausible worlds", self._with_worlds
        if parent is not None:
            yield "the report", lambda answer, progress: self._written(answer, parent, progress)

    def _with_people(self, answer: Answer, progress: Progress | bool | None) -> Answer:
        from sim.exploring.staffing.in_people import in_people_of

        with watching(progress, f"{answer.scenario.name}: in people") as watch:
            return replace(answer, in_people=in_people_of(answer, cluster=self.cluster, progress=watch))

    def _with_worlds(self, answer: Answer, progress: Progress | bool | None) -> Answer:
        from sim.exploring.sensitivity import sensitivity_of

        with watching(progress, f"{answer.scenario.name}: plausible worlds") as watch:
            found = sensitivity_of(answer, worlds=self.worlds, cluster=self.cluster, progress=watch)
            return replace(answer, sensitivity=found)

    def _written(self, answer: Answer, parent: Path, progress: Progress | bool | None) -> Answer:
        """The answer with its folder, and the report in it."""
        from sim.report.whole import report_of

        files = report_of(
            answer,
            lambda title: watching(progress, title),
            lambda text: told(text, progress),
            seats=self.seats,
            cluster=self.cluster,
        )
        return self._numbers(answer, parent, files)

    def _numbers(self, answer: Answer, parent: Path, files: dict[str, str | bytes] | None = None) -> Answer:
        """The answer with its folder; where writing fails that is a warning, as its numbers are there."""
        from sim.report.comparison_files import write_comparison

        try:
            folder = write_comparison(answer, parent, ["podsim.compare", answer.scenario.name], files)
        except OSError as error:
            warnings.warn(f"the results could not be written: {error}", stacklevel=4)
            return answer
        return replace(answer, folder=folder)


def _with_full(answer: Answer, progress: Progress | bool | None) -> Answer:
    from sim.exploring.full import full_of

    with watching(progress, f"{answer.scenario.name}: habits one by one") as watch:
        return replace(answer, full=full_of(answer, progress=watch))
