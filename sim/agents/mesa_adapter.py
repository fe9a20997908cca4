"""The only module that knows which Mesa runs (3.3 on Python 3.11, 3.5 later).

Mesa keeps the agents, hands them out by type and collects data; time belongs to the SimPy clock. Nothing
here uses what goes away in Mesa 4 (batch_run, seed=, mesa.space, mesa.experimental.devs).
"""

from __future__ import annotations

import inspect
from typing import Any

import mesa
import networkx as nx
from mesa.discrete_space import Network

Agent = mesa.Agent


class DataCollector(mesa.DataCollector):
    """Mesa's, which keeps every record: Mesa's own lets one replace another of the same time (3.5) or step (3.3)."""

    _agent_records: dict[float, list[Any]]
    _agenttype_records: dict[float, dict[type[mesa.Agent], list[Any]]]

    def collect(self, model: mesa.Model) -> None:
        """Write down how things stand, beside whatever was written down before."""
        before, self._agent_records = self._agent_records, {}
        before_by_type, self._agenttype_records = self._agenttype_records, {}
        super().collect(model)
        for key, found in self._agent_records.items():
            before.setdefault(key, []).extend(found)
        for key, by_type in self._agenttype_records.items():
            for kind, found in by_type.items():
                before_by_type.setdefault(key, {}).setdefault(kind, []).extend(found)
        self._agent_records, self._agenttype_records = before, before_by_type


class SteppedModel(mesa.Model):
    """A Mesa model whose `step` is our own, on every version of Mesa.

    steps: how often `step` has been called. time: minutes since Monday 00:00 of week 0, as `now`.
    """

    def __init__(self) -> None:
        """Create the model without agents."""
        # No draw of ours uses Mesa's generators; a fixed one keeps the operating system's entropy out.
        super().__init__(rng=0)
        # Mesa wraps step() to count unit steps (3.3) or to advance a clock of its own (3.5); we have a clock.
        self.__dict__.pop("step", None)

    @property
    def now(self) -> float:
        """Minutes since Monday 00:00 of week 0."""
        raise NotImplementedError

    @property
    def time(self) -> float:
        """Minutes since Monday 00:00 of week 0: what Mesa calls the time of a model."""
        return self.now

    @time.setter
    def time(self, minutes: float) -> None:
        """Mesa sets its own clock back at the start; ours it cannot set."""

    @property
    def scenario(self) -> None:
        """None: what Mesa 3.5 calls a scenario we have not, and to start over it would hand its own to the model."""

    @scenario.setter
    def scenario(self, scenario: object) -> None:
        """Mesa 3.5 makes an empty one at the start."""

    def step(self) -> None:
        """One step more; what happens in it is said by `go_on`."""
        self.steps += 1
        self.go_on()

    def go_on(self) -> None:
        """What a step does."""
        raise NotImplementedError

    def forget(self) -> None:
        """Let go of what Mesa holds of this model, so that many replications fit into memory."""
        self.remove_all_agents()
        # Mesa 3.3 counts agent numbers in a dictionary that would keep every model for ever.
        getattr(Agent, "_ids", {}).pop(self, None)


def network_of(model: mesa.Model, graph: nx.Graph) -> Network:
    """A Mesa space with a cell for every node of a graph, in which each node that is an agent stands.

    Positions are left to whoever draws it.
    """
    topological = {"layout": None} if "layout" in inspect.signature(Network).parameters else {}  # Mesa 3.5 draws one
    space = Network(graph, random=model.random, **topological)
    for node in graph:
        if isinstance(node, Agent):
            space[node].add_agent(node)
    return space
