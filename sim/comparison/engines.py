"""One column over one block of customers, by either engine or by both, compared row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from sim.records.tables import Records, first_difference
from sim.scenario.problems import did_you_mean

if TYPE_CHECKING:
    from sim.demand.tape import Customers, Tape
    from sim.formation.arrays import Formation, People, Roster
    from sim.formation.prepared import Prepared
    from sim.formation.stages import Switch

Engine = Literal["core", "agents", "both"]
ENGINES: tuple[str, ...] = get_args(Engine)


class EnginesDifferError(RuntimeError):
    """The two engines wrote different records: a bug of ours, named by its first row and column."""


def engine_of(engine: Engine, threads: int | None = None) -> Callable[..., Records]:
    """The function that runs one column over one block: run_core, run_agents or run_both.

    It takes the tape, customers, people, roster and formation, `switches`: stages that follow, and `segments`:
    whether to write them down.
    threads: of the core, by default one per processor. The same records come out for any number.
    Raises ValueError for an unknown engine.
    """
    if engine == "core":
        from sim.foundation.compiling import begin

        begin("core")
        from sim.core import run_core

        return partial(run_core, threads=threads)
    if engine == "agents":
        from sim.agents import run_agents

        return run_agents
    if engine == "both":
        return run_both
    raise ValueError(f"unknown engine {engine!r}. {did_you_mean(engine, ENGINES)}")


def records_of(
    prepared: Prepared,
    formation: Formation,
    tape: Tape,
    engine: Engine,
    *,
    switches: Sequence[Switch] = (),
    segments: bool = False,
    threads: int | None = None,
) -> Records:
    """Run one column over one block, by an engine as of `engine_of`. switches: stages of a road that begins as it."""
    run = engine_of(engine, threads)
    given = (tape, prepared.customers, prepared.people, prepared.roster, formation)
    return run(*given, switches=switches, segments=segments)


def run_both(
    tape: Tape,
    customers: Customers,
    people: People,
    roster: Roster,
    formation: Formation,
    *,
    switches: Sequence[Switch] = (),
    segments: bool = False,
) -> Records:
    """The core's records, after comparing them with the agents'. Raises EnginesDifferError where they differ."""
    given = (tape, customers, people, roster, formation)
    core = engine_of("core")(*given, switches=switches, segments=segments)
    agents = engine_of("agents")(*given, switches=switches, segments=segments)
    if difference := difference_of(core, agents):
        raise EnginesDifferError(
            f"the two engines differ in column {formation.name}, core against agents: {difference}"
        )
    return core


def difference_of(left: Records, right: Records, but: tuple[str, ...] = ()) -> str | None:
    """The first difference between two sets of records in words, None if they are equal.

    but: columns of contact rows that may differ.
    """
    kept = [name for name in left.contacts.dtype.names or () if name not in but]
    if difference := first_difference(left.contacts[kept], right.contacts[kept]):
        return f"contacts, {difference}"
    for table in ("people", "weeks", "accounts"):
        if difference := first_difference(getattr(left, table), getattr(right, table)):
            return f"{table}, {difference}"
    for name in ("taken", "back_in"):
        if not np.array_equal(getattr(left, name), getattr(right, name)):
            return f"{name}: {getattr(left, name).tolist()} against {getattr(right, name).tolist()}"
    if not np.array_equal(left.stopped_at, right.stopped_at):
        row = int(np.argmax(left.stopped_at != right.stopped_at))
        return f"replication {row} stopped at {left.stopped_at[row]} against {right.stopped_at[row]}"
    if left.segments is not None and right.segments is not None and not but:
        difference = first_difference(left.segments, right.segments)
        return f"segments, {difference}" if difference else None
    return None
