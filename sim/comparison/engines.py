"""One column over one block of customers, by either engine or by both, compared row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from sim.records.tables import Records, first_difference

if TYPE_CHECKING:
    from sim.demand.tape import Tape
    from sim.formation.arrays import Formation
    from sim.formation.prepared import Prepared

Engine = Literal["core", "agents", "both"]
ENGINES: tuple[str, ...] = get_args(Engine)


class EnginesDifferError(RuntimeError):
    """The two engines wrote different records: a bug of ours, named by its first row and column."""


def records_of(
    prepared: Prepared,
    formation: Formation,
    tape: Tape,
    engine: Engine,
    *,
    segments: bool = False,
    threads: int | None = None,
) -> Records:
    """Run one block. `both` returns the core's records after comparing them with the agents'.

    threads: of the core, by default one per processor. The same records come out for any number.
    """
    if engine == "both":
        core = records_of(prepared, formation, tape, "core", segments=segments)
        agents = records_of(prepared, formation, tape, "agents", segments=segments)
        if difference := difference_of(core, agents):
            raise EnginesDifferError(
                f"the two engines differ in column {formation.name}, core against agents: {difference}"
            )
        return core
    given = (tape, prepared.customers, prepared.people, prepared.roster, formation)
    if engine == "core":
        from sim.core import run_core

        return run_core(*given, segments=segments, threads=threads)
    if engine == "agents":
        from sim.agents import run_agents

        return run_agents(*given, segments=segments)
    raise ValueError(f"unknown engine {engine!r}; known: {', '.join(ENGINES)}")


def difference_of(left: Records, right: Records, but: tuple[str, ...] = ()) -> str | None:
    """The first difference between two sets of records in words, None if they are equal.

    but: columns of contact rows that may differ.
    """
    kept = [name for name in left.contacts.dtype.names or () if name not in but]
    if difference := first_difference(left.contacts[kept], right.contacts[kept]):
        return f"contacts, {difference}"
    if difference := first_difference(left.people, right.people):
        return f"people, {difference}"
    if not np.array_equal(left.stopped_at, right.stopped_at):
        row = int(np.argmax(left.stopped_at != right.stopped_at))
        return f"replication {row} stopped at {left.stopped_at[row]} against {right.stopped_at[row]}"
    if left.segments is not None and right.segments is not None and not but:
        difference = first_difference(left.segments, right.segments)
        return f"segments, {difference}" if difference else None
    return None
