"""The result of a comparison: samples, intervals, differences, parity, verdict; as values and as pandas tables."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.comparison.empathy_doubts import with_definitions
from sim.comparison.horizons import AtHorizon, Sweep, by_horizon, with_horizons
from sim.comparison.parity import ParityRow, parity_json
from sim.comparison.statistics import (
    Difference,
    Interval,
    held_over_primaries,
    mean_interval,
    paired_difference,
    pairs_of,
)
from sim.measures import MEASURES, Growth, LoadState
from sim.report.as_json import interval_json, teams_json
from sim.report.rows import difference_rows, frame, parity_table_rows, replication_rows, table_rows

if TYPE_CHECKING:
    import pandas as pd

    from sim.comparison.placebo import Placebo
    from sim.comparison.prepared import Team
    from sim.exploring.sensitivity import Outlook
    from sim.report.verdict import VerdictLine
    from sim.scenario.scenario_settings import Scenario

ARROW = "→"


def pair_name(first: str, second: str) -> str:
    """Name of a pair, second minus first."""
    return f"{first}{ARROW}{second}"


@dataclass(frozen=True)
class Comparison:
    """Columns of a scenario, compared on the same customers.

    columns: in order; the first is what others are compared with. replication_count: of each column.
    samples: column -> measure (or "measure@channel") -> float64[R].
    parity_rows: what columns share and in which declared dials they differ.
    offered_load: by function. growth: of the backlog, by column.
    settled: with replications="auto", whether every primary comparison settled within the budget, else None.
    replay: what was understood of the replayed log, None for synthetic customers.
    steady: what fatigue makes of the offered load, by function. sweep: resolution time under other H.
    by_anchor: felt empathy at other levels of the first column, float64[levels, R] by column.
    understood: what was understood of the user's files and of shocks, a line each. teams: by column, with how complete
    they are. placebo: pods drawn at random beside the designed ones, None where not asked for. outlook:
    plausible worlds and what the answer rests on, None where they were not run. modified_rules: (name, hash of its
    source) of each rule that another function stood in for.
    """

    scenario: Scenario
    seed: int
    engine: str
    columns: tuple[str, ...]
    replication_count: int
    samples: dict[str, dict[str, np.ndarray]]
    parity_rows: tuple[ParityRow, ...]
    offered_load: dict[str, float]
    growth: dict[str, Growth]
    settled: bool | None
    replay: Any = None
    steady: dict[str, LoadState] = field(default_factory=dict)
    sweep: Sweep = field(default_factory=Sweep)
    by_anchor: dict[str, np.ndarray] = field(default_factory=dict)
    understood: tuple[str, ...] = ()
    teams: dict[str, tuple[Team, ...]] = field(default_factory=dict)
    placebo: Placebo | None = None
    outlook: Outlook | None = None
    modified_rules: tuple[tuple[str, str], ...] = ()

    @cached_property
    def intervals(self) -> dict[str, dict[str, Interval]]:
        """Mean with 95% interval: column -> measure -> interval."""
        return {
            column: {measure.name: mean_interval(self.samples[column][measure.name]) for measure in MEASURES}
            for column in self.columns
        }

    @cached_property
    def paired(self) -> dict[tuple[str, str], dict[str, Difference]]:
        """Paired differences: (first, second) -> measure -> difference, second minus first.

        resolution_minutes is not settled where the winner depends on H, and felt_empathy where its definitions, or the
        levels of its anchor, disagree on the winner.
        """
        found = with_horizons(paired_differences(self.samples, self.columns), self.by_horizon)
        return with_definitions(found, self.by_anchor)

    @cached_property
    def by_horizon(self) -> dict[tuple[str, str], tuple[AtHorizon, ...]]:
        """Paired differences of resolution_minutes under every H swept, ascending; the last is the scenario's."""
        return by_horizon(self.sweep, self.columns)

    @cached_property
    def verdict_lines(self) -> tuple[VerdictLine, ...]:
        """The verdict line by line: what is better, worse, the same, what it rests on, and its limits."""
        from sim.report.verdict import lines_of

        return tuple(lines_of(self))

    @property
    def verdict(self) -> str:
        """The verdict as text, a line for each head; what a sceptic asks next is left out."""
        return "\n".join(f"{line.head}: {line.text}" for line in self.verdict_lines)

    def to_json(self) -> dict[str, Any]:
        """What `podsim compare --json` prints, but for the results folder. nan becomes None."""
        from sim.report.placebo import placebo_json

        drawn = {"placebo": placebo_json(self.placebo)} if self.placebo else {}
        if self.outlook:
            from sim.report.sensitivity import outlook_json

            drawn["outlook"] = outlook_json(self.outlook)
        return {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "replications": self.replication_count,
            "engine": self.engine,
            "parity": parity_json(self.parity_rows),
            "formations": {c: {m: interval_json(i) for m, i in row.items()} for c, row in self.intervals.items()},
            "differences": {
                pair_name(*pair): {
                    m: interval_json(d.interval) | {"better": d.better, "jointly": d.jointly} for m, d in row.items()
                }
                for pair, row in self.paired.items()
            },
            "verdict": self.verdict,
            "verdict_lines": [asdict(line) for line in self.verdict_lines],
            **drawn,
            "teams": teams_json(self.teams),
            "understood": list(self.understood),
        }

    def table(self) -> pd.DataFrame:
        """One row per (formation, measure): unit, mean, low, high (95% interval of the mean over replications)."""
        return frame(table_rows(self))

    def differences(self) -> pd.DataFrame:
        """One row per (pair, measure): first, second, unit, mean, low, high, better, smallest, jointly, variance_cut.

        Second minus first, paired by replication. smallest: smallest difference worth having. jointly: `better` of a
        primary measure held with the other two of its pair. variance_cut: what meeting the same customers saved.
        """
        return frame(difference_rows(self))

    def replications(self) -> pd.DataFrame:
        """One row per (replication, formation, measure, channel): value. channel is "all" for the whole cohort."""
        return frame(replication_rows(self))

    def parity(self) -> pd.DataFrame:
        """One row per item: unit, kind ("equal", "formation", "declared"), and one value per column."""
        return frame(parity_table_rows(self))


def paired_differences(
    samples: dict[str, dict[str, np.ndarray]], columns: tuple[str, ...], primary_only: bool = False
) -> dict[tuple[str, str], dict[str, Difference]]:
    """Paired differences of all pairs compared, in all measures or the primary ones."""
    pairs = pairs_of(columns)
    measures = [measure for measure in MEASURES if measure.primary or not primary_only]
    return {
        (first, second): held_over_primaries(
            {
                measure.name: paired_difference(
                    (first, second), samples[first][measure.name], samples[second][measure.name], measure, len(pairs)
                )
                for measure in measures
            }
        )
        for first, second in pairs
    }
