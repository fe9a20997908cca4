"""What `flip` and `sweep` share where they ask of roads: which roads, over how many weeks, and what cannot be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.cells import kept_cells
from sim.cli.exits import UsageError
from sim.cli.output import note

if TYPE_CHECKING:
    from pathlib import Path

    from sim.roads.asking import Asked
    from sim.scenario import Scenario

MOST_ROADS = 2
Roads = Annotated[
    list[str] | None,
    typer.Option(
        "--road", metavar="ROAD", help="Ask of this road beside staying; twice: of the second beside the first."
    ),
]
Weeks = Annotated[
    int | None, typer.Option(min=26, max=520, help="With --road: how far to look; by default money.horizon_weeks.")
]


def asked_of(
    scenario: Scenario,
    roads: Sequence[str],
    weeks: int | None,
    measure: str,
    seed: int | None,
    out: Path,
    unused: Mapping[str, bool],
) -> tuple[Asked, tuple[str, str]]:
    """The question, and the pair of roads that it is about, second against first.

    out: where what is finished is kept. unused: options that say nothing of roads -> whether they were given. Raises
    UsageError, ScenarioError.
    """
    from typing import get_args

    from sim.cli.road import loaded_roads
    from sim.roads.asking import MONEY, Asked
    from sim.roads.plan import check_roads
    from sim.roads.running import slowed
    from sim.roads.settings import GateMeasure

    if given := next((option for option, is_given in unused.items() if is_given), None):
        raise UsageError(f"{given} says nothing of roads: leave it out, or --road")
    if len(roads) > MOST_ROADS:
        raise UsageError(f"--road: {len(roads)} roads; at most {MOST_ROADS}, the second is judged beside the first")
    known = get_args(GateMeasure)
    if measure not in known:
        raise UsageError(f"--measure {measure}: of roads one of {', '.join(known)}; money is told beside it")
    loaded = tuple(loaded_roads(list(roads), scenario))
    slow = slowed(scenario, weeks or scenario.money.horizon_weeks)
    check_roads(slow, loaded)
    names = [one.road.name for one in loaded]
    if len(names) < 2:
        raise UsageError(f"--road {roads[0]}: staying is what roads are judged beside; name another one")
    asked = Asked(slow, loaded, (measure, MONEY.name), slow.seed if seed is None else seed, kept_cells(out))
    return asked, (names[-2], names[-1])


def say_runs(runs: int, asked: Asked, quiet: bool) -> None:
    """How much is to be run; the time left is told as soon as some are done."""
    weeks = asked.scenario.time.measured_weeks
    note(
        f"{runs} runs of {weeks} weeks; a few more where an answer turns, and longer ones where work piles up. "
        "Ctrl-C keeps what is finished.",
        quiet,
    )
