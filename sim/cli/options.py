"""Options and arguments that several commands share, each declared once, and what they are checked for."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args, get_origin

import typer

from sim.cli.exits import UsageError
from sim.cli.output import note

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.scenario.problems import Problem


class Engine(StrEnum):
    """Which engine runs; both: one after the other, compared row by row."""

    CORE = "core"
    AGENTS = "agents"
    BOTH = "both"


LARGEST_SEED = 2**63 - 1
RESULTS = Path("results")
Scenarios = Annotated[
    list[str], typer.Argument(metavar="SCENARIO", help="Names or files; podsim scenarios lists the names.")
]
OneScenario = Annotated[str, typer.Argument(metavar="SCENARIO", help="Name or file; podsim scenarios lists the names.")]
Formations = Annotated[
    list[str] | None, typer.Option(help="Columns, separated by commas; the others are compared with the first.")
]
Cells = Annotated[int | None, typer.Option(min=2, help="Replications of each cell; by default those of the scenario.")]
Replication = Annotated[int, typer.Option(min=0, help="Number of the replication, from 0 as in the tables.")]
Seed = Annotated[
    int | None, typer.Option(min=0, max=LARGEST_SEED, help="Seed of every draw; by default the file's own.")
]
WithEngine = Annotated[Engine, typer.Option(help="core: compiled; agents: readable; both: run both and compare.")]
Sets = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Change a setting; repeatable.")]
Judged = Annotated[str, typer.Option(metavar="MEASURE", help="The measure that decides who is better.")]
Out = Annotated[Path, typer.Option(help="Folder for results folders.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress on stderr.")]
InPeople = Annotated[
    bool | None,
    typer.Option(
        "--people/--no-people",
        help="How many people each column needs for today's service; by default unless runs are large.",
    ),
]
Cluster = Annotated[
    str | None,
    typer.Option(
        metavar="local|ADDRESS", help="Run cells on dask.distributed (extra: cluster); by default in this process."
    ),
]


@dataclass(frozen=True)
class Selection:
    """A scenario and the columns wanted of it, in order.

    called: its name, or what was typed where two have the same name.
    """

    scenario: Scenario
    columns: tuple[str, ...]
    called: str


def value_text(kind: object) -> str:
    """What stands behind an option, in capitals, or the words to choose from; nothing behind a switch."""
    kind = next(one for one in (get_args(kind) or (kind,)) if one is not type(None))
    if kind is bool:
        return ""
    if isinstance(kind, type) and issubclass(kind, Enum):
        return "|".join(str(member.value) for member in kind)
    return {int: "N", float: "X", Path: "FOLDER"}.get(kind, "NAMES" if get_origin(kind) is list else "NAME")  # type: ignore[call-overload]


def select(name: str, sets: Sequence[str] | None, formations: Sequence[str] | None = None) -> Selection:
    """One scenario with its columns. Raises as `select_all`."""
    (selection,) = select_all([name], sets, formations)
    return selection


def select_all(
    names: Sequence[str],
    sets: Sequence[str] | None,
    formations: Sequence[str] | None = None,
    *,
    keys: bool = False,
) -> list[Selection]:
    """Load and check all scenarios. Raises ScenarioError with the problems of all, UsageError for a column.

    From here on things are called as the scenarios call them; keys: columns by their keys. Of several scenarios each
    gives the wanted columns that it has; every one must be in some of them, and each must have one.
    """
    from sim.report.names import speak_of
    from sim.scenario import ScenarioError, load_scenario

    typed = list(dict.fromkeys(names))
    scenarios: list[Scenario] = []
    problems: list[Problem] = []
    for name in typed:
        try:
            scenarios.append(load_scenario(name, sets or []))
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    speak_of(*scenarios, keys=keys)
    known = {column for scenario in scenarios for column in scenario.formations}
    called = [scenario.name for scenario in scenarios]
    return [
        Selection(
            scenario,
            columns_of(scenario, formations or [], known if len(typed) > 1 else ()),
            scenario.name if called.count(scenario.name) == 1 else name,
        )
        for scenario, name in zip(scenarios, typed, strict=True)
    ]


def columns_of(scenario: Scenario, formations: Sequence[str], elsewhere: Collection[str] = ()) -> tuple[str, ...]:
    """Columns named on the command line, by default the four corners. Raises UsageError with the nearest name.

    elsewhere: columns that others of several scenarios have, so that this one need not.
    """
    from sim.scenario.built_in_columns import DEFAULT_COLUMNS
    from sim.scenario.problems import did_you_mean

    wanted = [name.strip() for part in formations for name in part.split(",") if name.strip()]
    if formations and not wanted:
        raise UsageError(f"--formations names no column. Known: {', '.join(scenario.formations)}.")
    for name in wanted:
        if name not in scenario.formations and name not in elsewhere:
            raise UsageError(f"{scenario.name} has no column {name!r}. {did_you_mean(name, scenario.formations)}")
    here = tuple(name for name in dict.fromkeys(wanted) if name in scenario.formations)
    if wanted and not here:
        raise UsageError(f"{scenario.name} has none of the columns {', '.join(wanted)}")
    return here or DEFAULT_COLUMNS


def note_other_columns(selection: Selection, option: str, quiet: bool) -> None:
    """Say which columns of the scenario's own are not run. option: that names columns, such as --formations."""
    from sim.scenario.built_in_columns import built_in

    scenario = selection.scenario
    always = built_in(scenario.better_habits)
    own = [name for name in scenario.formations if name not in always and name not in selection.columns]
    if own:
        they = f"{', '.join(own)} {'is' if len(own) == 1 else 'are'}"
        note(f"{they} defined in {scenario.name} and not run here; {option} names columns", quiet)


def pair_of(between: str, known: Sequence[str]) -> tuple[str, str]:
    """The two columns of --between. Raises UsageError."""
    from sim.scenario.problems import did_you_mean

    names = [name.strip() for name in between.split(",")]
    if len(names) != 2 or names[0] == names[1]:
        raise UsageError(f"--between {between}: two columns joined by a comma, as silos,pods")
    for name in names:
        if name not in known:
            raise UsageError(f"--between {between}: {name!r} is not compared. {did_you_mean(name, known)}")
    return names[0], names[1]


def check_measure(name: str) -> None:
    """Raises UsageError with the nearest name, and for a measure in which neither more nor less is better."""
    from sim.api import check_judged

    try:
        check_judged(name)
    except ValueError as error:
        raise UsageError(f"--measure {name}: {error}") from None


def check_writable(path: Path, option: str = "--write") -> None:
    """Refuse a file that cannot be written before time is spent. option: that names it. Raises UsageError."""
    real = path.resolve()
    folder = next(parent for parent in real.parents if parent.exists())
    if not os.access(folder, os.W_OK | os.X_OK) or (real.exists() and not os.access(real, os.W_OK)):
        raise UsageError(f"{option}: {path} cannot be written to")


def check_out(out: Path) -> None:
    """Refuse a folder that cannot be made or written to before time is spent. Raises BadInput."""
    from sim.report.folder import check_folder

    try:
        check_folder(out)
    except (OSError, ValueError) as error:
        from sim.scenario.problems import BadInput, Problem

        why = (error.strerror or str(error)) if isinstance(error, OSError) else str(error)
        message = f"Results cannot be written there: {why}. Name a folder that can be made, and written to."
        raise BadInput([Problem(f"--out {out}", None, str(out), message)]) from None
