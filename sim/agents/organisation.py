"""The organisation as a networkx graph of agents: who belongs to which team, who is with which case."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

from sim.process.waiting import is_waiting

if TYPE_CHECKING:
    from sim.agents.model import Organisation

ROOT = "organisation"


def organisation_graph(model: Organisation) -> nx.Graph:
    """The organisation at this moment, as a new graph.

    Nodes are ROOT, the team, person and case agents themselves, each with `kind` and `label`. Edges carry
    `relation`: "team" (of the organisation), "member" (of a team), "waits" (case and team), "leads" (person and case).
    """
    graph = nx.Graph()
    graph.add_node(ROOT, kind="organisation", label=ROOT)
    for team in model.teams:
        graph.add_node(team, kind="team", label=team.name)
        graph.add_edge(ROOT, team, relation="team")
        for person in team.members:
            graph.add_node(person, kind="person", label=person.seat)
            graph.add_edge(team, person, relation="member")
    for case in model.cases.values():
        graph.add_node(case, kind="case", label=f"case {case.number}")
        if case.led_by is not None:
            graph.add_edge(case, case.led_by, relation="leads")
        elif is_waiting(case) and case.team >= 0:
            graph.add_edge(case, model.teams[case.team], relation="waits")
    return graph
