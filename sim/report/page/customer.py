"""One same customer through every column, without telling who served them unless asked to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sim.report.journey import customer_lines, path_lines

if TYPE_CHECKING:
    from sim.comparison.journey import Journey, Path

WEEK = 7 * 24 * 60


def followed(journey: Journey, *, seats: bool) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(column, what happened in it, a line each), in the order of columns.

    seats: whether people are called by their seats; else they are numbered as the customer meets them.
    """
    week = int(journey.customer.arrived_at // WEEK)
    paths = journey.paths if seats else without_seats(journey.paths)
    return tuple((path.formation, tuple(path_lines(path, week))) for path in paths)


def facts(journey: Journey) -> tuple[str, ...]:
    """Who the customer is, a line each."""
    first, *others = customer_lines(journey)
    return (f"Customer {journey.number:,} of {journey.cases:,} in replication {journey.replication}: {first}.",
            *(f"{line[0].upper()}{line[1:]}." for line in others))  # fmt: skip


def without_seats(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """Paths whose people are "person 1", "person 2" … in order of appearance, the same person alike in every path."""
    names = {}
    for path in paths:
        for event in path.events:
            if event.person:
                names.setdefault(event.person, f"person {len(names) + 1}")
    return tuple(
        replace(path, events=tuple(replace(e, person=names.get(e.person, "")) for e in path.events)) for path in paths
    )
