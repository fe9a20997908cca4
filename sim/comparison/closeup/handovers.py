"""Who hands over to whom, as a network: teams, and functions, with changes of hands per 100 cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.foundation.kinds import Change, SegmentKind

if TYPE_CHECKING:
    import networkx as nx

    from sim.formation.arrays import Formation
    from sim.formation.prepared import Prepared
    from sim.records.tables import Records


def changes_of_cohort(prepared: Prepared, records: Records) -> np.ndarray:
    """Changes of hands of the cohort's cases up to their deadline: int64[n, 3], giver, taker, Change."""
    customers = prepared.customers
    assert records.segments is not None
    first = records.contacts[records.contacts["contact"] == 0]
    inside = (first["arrived_at"] >= customers.cohort_start) & (first["arrived_at"] < customers.cohort_end)
    deadline = np.full(int(first["case"].max(initial=-1)) + 1, -np.inf)
    deadline[first["case"][inside]] = first["deadline_at"][inside]
    steps = records.segments[records.segments["kind"] == SegmentKind.STEP]
    steps = steps[np.lexsort((steps["step"], steps["contact"], steps["case"]))]
    giver = np.append(-1, steps["person"][:-1])
    counted = np.isin(steps["change"], (Change.LEAD_CHANGE, Change.HANDOFF))
    counted &= steps["start"] <= deadline[steps["case"]]
    kept = steps[counted]
    return np.column_stack([giver[counted], kept["person"], kept["change"]]).astype(np.int64)


def handover_networks(prepared: Prepared, formation: Formation, records: Records) -> tuple[nx.DiGraph, nx.DiGraph]:
    """(team to team, function to function), each edge with `count` and `per_100_cases`, each node with `people`.

    Between two people of one team is a lead change, and an edge of the team to itself. Every node of the column is
    there, whether it hands over or not.
    """
    changes = changes_of_cohort(prepared, records)
    cases = cohort_size(prepared, records)
    team, function = formation.home_team, prepared.people.function
    names = tuple(formation.team_names)
    return (
        _network(names, team, changes, cases),
        _network(prepared.customers.function_names, function, changes, cases),
    )


def cohort_size(prepared: Prepared, records: Records) -> int:
    """Cases of the cohort."""
    contacts, customers = records.contacts, prepared.customers
    arrived = contacts["arrived_at"][contacts["contact"] == 0]
    return int(np.count_nonzero((arrived >= customers.cohort_start) & (arrived < customers.cohort_end)))


def _network(names: tuple[str, ...], group: np.ndarray, changes: np.ndarray, cases: int) -> nx.DiGraph:
    import networkx as nx

    size = len(names)
    pairs = group[changes[:, 0]] * size + group[changes[:, 1]]
    counts = np.bincount(pairs, minlength=size * size).reshape(size, size)
    people = np.bincount(group[group >= 0], minlength=size)
    graph = nx.DiGraph()
    graph.add_nodes_from((name, {"people": int(people[place])}) for place, name in enumerate(names))
    for giver, taker in zip(*np.nonzero(counts), strict=True):
        count = int(counts[giver, taker])
        graph.add_edge(names[giver], names[taker], count=count, per_100_cases=100.0 * count / max(1, cases))
    return graph
