"""The results that users hold: a comparison or a run, what was added to it, and how it is shown.

Numbers are those of sim/comparison; tables, sentences and JSON come from the other rooms of this floor.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.comparison.results import Comparison, Simulation
from sim.report import as_json, rows
from sim.report.in_people import in_people_json
from sim.report.names import in_its_words
from sim.report.opening import comparison_in_short, run_in_short
from sim.report.sensitivity import sensitivity_json
from sim.report.verdict import VerdictLine, verdict_lines

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    from matplotlib.figure import Figure

    from sim.comparison.placebo import Placebo
    from sim.exploring.full import Full
    from sim.exploring.sensitivity import Sensitivity
    from sim.exploring.staffing.in_people import InPeople
    from sim.records.tables import Records


@dataclass(frozen=True)
class Run(Simulation):
    """One column of a scenario. records: with segments=True the records of each block, in order, else empty.

    contacts_by: rows of `sim.comparison.by_interval.contacts_by`, where asked for.
    """

    records: tuple[Records, ...]
    contacts_by: tuple[dict[str, Any], ...] = ()

    @in_its_words
    def __repr__(self) -> str:
        """Two lines: what was simulated, and its headline values; `.table()` has all."""
        return run_in_short(self)

    @in_its_words
    def _repr_html_(self) -> str:
        """The same for a cell of a notebook, with the headline table."""
        from sim.report.page.notebook import run_cell

        return run_cell(self)

    @in_its_words
    def to_json(self) -> dict[str, Any]:
        """What `podsim run --json` prints, but for the results folder. nan becomes None."""
        levels = {"formations": as_json.levels_json(self)}
        return {**as_json.size_json(self), **levels, **as_json.background_json(self)}

    def table(self) -> pd.DataFrame:
        """One row per measure: formation, unit, mean, low, high (95% interval of the mean over replications)."""
        return rows.frame(rows.table_rows(self))

    def replications(self) -> pd.DataFrame:
        """One row per (replication, measure, channel): formation, value. channel is "all" for the whole cohort."""
        return rows.frame(rows.replication_rows(self))


@dataclass(frozen=True)
class Answer(Comparison):
    """A comparison, and what was asked beside it.

    placebo: pods drawn at random beside the designed ones, None where not asked for. sensitivity: plausible worlds and
    what the answer rests on, full: the ladder of habits, checks and mechanisms, in_people: how many people each column
    needs for today's service; None where they were not run. folder: where it was written, None where it was not.
    """

    placebo: Placebo | None
    sensitivity: Sensitivity | None
    full: Full | None
    in_people: InPeople | None
    folder: Path | None = None

    @in_its_words
    def __repr__(self) -> str:
        """Two or three lines: what was simulated, the gravest warning if there is one, and the answer."""
        return comparison_in_short(self)

    @in_its_words
    def _repr_html_(self) -> str:
        """The same for a cell of a notebook, with the four corners and the headline table."""
        from sim.report.page.notebook import comparison_cell

        return comparison_cell(self, self.folder)

    @in_its_words
    def plot(self, name: str = "differences") -> Figure:
        """A picture of the report as a Matplotlib figure.

        name: differences (needs two columns), waterfall (where the time goes), people_load, felt_empathy; where
        plausible worlds were run also worlds, and tornado, tornado1... (of each pair whose assumptions were tried).
        Raises ValueError for another name, with those that there are.
        """
        from sim.report.pictures.by_name import figure_named

        return figure_named(self, self.sensitivity, name)

    @cached_property
    @in_its_words
    def verdict_lines(self) -> tuple[VerdictLine, ...]:
        """The verdict line by line: what is better, worse, the same, what it rests on, and its limits."""
        return tuple(verdict_lines(self, self.sensitivity))

    @property
    def verdict(self) -> str:
        """The verdict as text, a line for each head; what a sceptic asks next is left out."""
        return "\n".join(f"{line.head}: {line.text}" for line in self.verdict_lines)

    @in_its_words
    def to_json(self) -> dict[str, Any]:
        """What `podsim compare --json` prints, but for the results folder. nan becomes None."""
        added = {"placebo": as_json.placebo_json(self.placebo)} if self.placebo else {}
        if self.sensitivity:
            added["outlook"] = sensitivity_json(self.sensitivity)
        if self.in_people:
            added["in_people"] = in_people_json(self, self.in_people)
        return {
            **as_json.size_json(self),
            "parity": as_json.parity_json(self.parity_rows),
            "formations": as_json.levels_json(self),
            "differences": as_json.differences_json(self.paired),
            "verdict": self.verdict,
            "verdict_lines": [asdict(line) for line in self.verdict_lines],
            **added,
            **as_json.background_json(self),
        }

    def table(self) -> pd.DataFrame:
        """One row per (formation, measure): unit, mean, low, high (95% interval of the mean over replications)."""
        return rows.frame(rows.table_rows(self))

    def differences(self) -> pd.DataFrame:
        """One row per (pair, measure): first, second, unit, mean, low, high, word, reason, alone, smallest...

        Second minus first, paired by replication. word: what it means for the second column, that of a primary measure
        held with the others of its pair; alone: that of the interval by itself. smallest: smallest difference worth
        having. variance_cut: what meeting the same customers saved.
        """
        return rows.frame(rows.difference_rows(self))

    def replications(self) -> pd.DataFrame:
        """One row per (replication, formation, measure, channel): value. channel is "all" for the whole cohort."""
        return rows.frame(rows.replication_rows(self))

    def parity(self) -> pd.DataFrame:
        """One row per item: unit, kind ("equal", "formation", "declared"), and one value per column."""
        return rows.frame(rows.parity_table_rows(self))
