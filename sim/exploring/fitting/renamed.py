"""Groups of a log that got another name while it was written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from sim.exploring.fitting.open_time import DAY
from sim.exploring.fitting.visits import LoggedCase

LEAST_VISITS = 20  # of either name

LONGEST_GAP, LONGEST_OVERLAP = 14.0 * DAY, 2.0 * DAY  # between the last visit of one name and the first of the other
SAME = 0.5  # of the people of the later name, who had the earlier one


@dataclass
class _Name:
    first: float = float("inf")
    last: float = float("-inf")
    visits: int = 0
    people: set[str] = field(default_factory=set)


def renamed(cases: Sequence[LoggedCase]) -> list[tuple[str, str, float]]:
    """Pairs of names of which one ends where the other begins, with the same people; minute of the first visit of the
    latter. A log that names nobody shows none."""
    names: dict[str, _Name] = {}
    for case in cases:
        for visit in case.visits:
            name = names.setdefault(visit.group, _Name())
            name.first, name.last = min(name.first, visit.start), max(name.last, visit.start)
            name.visits += 1
            if visit.person:
                name.people.add(visit.person)
    large = {group: name for group, name in names.items() if name.visits >= LEAST_VISITS and name.people}
    pairs = [
        (len(before.people & after.people) / len(after.people), SequenceMatcher(a=old, b=new).ratio(), old, new)
        for old, before in large.items()
        for new, after in large.items()
        if before.first < after.first
        and before.last < after.last
        and -LONGEST_OVERLAP <= after.first - before.last <= LONGEST_GAP
    ]
    found: dict[str, str] = {}
    for same, _, old, new in sorted(pairs, reverse=True):  # each name once, those most alike first
        if same > SAME and old not in found and new not in found.values():
            found[old] = new
    return [(old, new, large[new].first) for old, new in found.items()]
