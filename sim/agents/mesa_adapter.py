"""The only module that knows which Mesa runs (3.3 on Python 3.11, 3.5 later).

Mesa keeps the agents, hands them out by type and collects data; time belongs to the SimPy clock. Nothing
here uses what goes away in Mesa 4 (batch_run, seed=, mesa.space, mesa.experimental.devs).
"""

from __future__ import annotations

import mesa

Agent = mesa.Agent
DataCollector = mesa.DataCollector


class SteppedModel(mesa.Model):
    """A Mesa model whose `step` is our own, on every version of Mesa."""

    def __init__(self) -> None:
        """Create the model without agents."""
        # No draw of ours uses Mesa's generators; a fixed one keeps the operating system's entropy out.
        super().__init__(rng=0)
        # Mesa wraps step() to count unit steps (3.3) or to advance a clock of its own (3.5); we have a clock.
        self.__dict__.pop("step", None)

    def forget(self) -> None:
        """Let go of what Mesa holds of this model, so that many replications fit into memory."""
        self.remove_all_agents()
        # Mesa 3.3 counts agent numbers in a dictionary that would keep every model for ever.
        getattr(Agent, "_ids", {}).pop(self, None)
