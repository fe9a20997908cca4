"""The slow clock: what changes over weeks and months. A scenario has its settings; `time.slow_clock` turns it on."""

from __future__ import annotations

from pydantic import Field

from sim.scenario.declaration import Settings
from sim.scenario.over_time.familiarity import Familiarity
from sim.scenario.over_time.learning import Learning
from sim.scenario.over_time.loyalty import Loyalty
from sim.scenario.over_time.staff import Staff
from sim.scenario.over_time.usual import Usual


class OverTime(Settings):
    """Everything that changes over weeks: as if always so, where `time.slow_clock` is off."""

    learning: Learning = Field(default_factory=Learning, description="Practice and forgetting")
    familiarity: Familiarity = Field(default_factory=Familiarity, description="Teams that come to know each other")
    staff: Staff = Field(default_factory=Staff, description="Leaving, hiring, absence, lasting load")
    loyalty: Loyalty = Field(default_factory=Loyalty, description="What customers remember")
    usual: dict[str, Usual] = Field(
        default_factory=dict,
        description="What is usual today, by function: measured before the run, where it is not said",
    )


__all__ = ["Familiarity", "Learning", "Loyalty", "OverTime", "Staff", "Usual"]
