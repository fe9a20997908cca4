"""Options that several commands share, declared once."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sim.cli.exits import UsageError

if TYPE_CHECKING:
    from sim.scenario import Scenario

LARGEST_SEED = 2**63 - 1
RESULTS = Path("results")
OneScenario = Annotated[str, typer.Argument(metavar="SCENARIO", help="Name or file; podsim scenarios lists.")]
Formations = Annotated[
    list[str] | None, typer.Option(help="Columns, joined by commas; the first is what others are compared with.")
]
Count = Annotated[int | None, typer.Option(min=2, help="Repetitions of each cell; as in the scenario.")]
Seed = Annotated[int | None, typer.Option(min=0, max=LARGEST_SEED, help="Seed of every draw; as in the scenario.")]
Sets = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a setting; repeatable.")]
Out = Annotated[Path, typer.Option(help="Folder in which results folders are made.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress on stderr.")]
Cluster = Annotated[
    str | None,
    typer.Option(metavar="local|ADDRESS", help="Run cells on dask.distributed; by default in threads of this process."),
]


@dataclass(frozen=True)
class Asked:
    """Options that commands share.

    replications: as written, None for the scenario's own number. placebo_draws: 0 where no placebo is asked for.
    everything: show all there is. worlds: plausible worlds, 0 for none. cluster: as of `run_cells`. report: write the
    page, pictures and event logs; seats: call people by their seats in it.
    """

    replications: str | None
    seed: int | None
    engine: str
    out: Path
    json: bool
    quiet: bool
    budget_replications: int = 200
    budget_seconds: float = 120.0
    placebo_draws: int = 0
    everything: bool = False
    worlds: int = 0
    cluster: str | None = None
    report: bool = False
    seats: bool = False

    def count(self, fewest: int) -> int | Literal["auto"] | None:
        """Replications as a number, "auto" or None. Raises UsageError."""
        if self.replications is None or self.replications == "auto":
            return self.replications  # type: ignore[return-value]
        if not self.replications.isdecimal() or int(self.replications) < fewest:
            raise UsageError(f"--replications {self.replications}: a whole number from {fewest} on, or auto")
        return int(self.replications)

    def check_out(self) -> None:
        """Refuse a folder that cannot be written to before time is spent. Raises UsageError."""
        nearest = next(path for path in (self.out, *self.out.absolute().parents) if path.exists())
        if not nearest.is_dir():
            raise UsageError(f"--out {self.out}: {nearest} is a file, not a folder")
        if not os.access(nearest, os.W_OK | os.X_OK):
            raise UsageError(f"--out {self.out}: {nearest} cannot be written to")


@dataclass(frozen=True)
class Choice:
    """A scenario and the columns wanted of it, in order."""

    scenario: Scenario
    columns: tuple[str, ...]


def chosen(names: Sequence[str], sets: Sequence[str], formations: Sequence[str]) -> list[Choice]:
    """Load and check all scenarios. Raises ScenarioError with the problems of all, UsageError for a column."""
    from sim.scenario import ScenarioError, load_scenario

    scenarios, problems = [], []
    for name in dict.fromkeys(names):
        try:
            scenarios.append(load_scenario(name, sets))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return [Choice(scenario, columns_of(scenario, formations)) for scenario in scenarios]


def columns_of(scenario: Scenario, formations: Sequence[str]) -> tuple[str, ...]:
    """Columns named on the command line, by default the three. Raises UsageError with the nearest name."""
    from sim.scenario.problems import did_you_mean

    wanted = [name.strip() for part in formations for name in part.split(",") if name.strip()]
    if formations and not wanted:
        raise UsageError(f"--formations names no column. Known: {', '.join(scenario.formations)}.")
    for name in wanted:
        if name not in scenario.formations:
            raise UsageError(f"{scenario.name} has no column {name!r}. {did_you_mean(name, scenario.formations)}")
    # As DEFAULT_COLUMNS of sim.comparison, which is not imported before something runs.
    return tuple(dict.fromkeys(wanted)) or ("silos", "silos_plus", "pods")
