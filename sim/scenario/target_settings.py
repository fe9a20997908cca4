"""What an organisation wants to reach: lines that the verdict is judged by, and that `podsim staff` staffs for."""

from __future__ import annotations

from typing import Literal

from sim.scenario.declaration import Settings, setting

# Measures that somebody may want to reach, all of them in the registry of measures.
TargetMeasure = Literal[
    "resolution_minutes", "resolution_minutes_p50", "resolution_minutes_p90", "first_response_minutes",
    "answered_in_target", "queue_minutes", "handoffs", "changes_of_hands", "people_met", "misroutes",
    "transferred_share", "three_or_more_share", "first_contact_resolution", "abandoned_share", "returned_share",
    "failure_demand_share", "felt_empathy", "load_mean", "load_p90", "load_max", "overrun_minutes", "strain_share",
    "cost_per_resolved_case",
]  # fmt: skip
# Of people, and therefore not known by channel.
OF_PEOPLE = ("load_mean", "load_p90", "load_max", "overrun_minutes", "strain_share", "cost_per_resolved_case")


class Target(Settings):
    """One line: a measure, of one channel or of all cases, at least or at most a value."""

    measure: TargetMeasure = setting(
        ..., example="answered_in_target", about="The measure, as in podsim explain", source="convention"
    )
    channel: str | None = setting(
        None, unit="channel", example="voice", about="Cases of this channel alone", source="convention"
    )
    at_least: float | None = setting(
        None, ge=0, le=1e9, unit="as the measure", example=0.8,
        about="The mean must not be below this",
        source="convention",
    )  # fmt: skip
    at_most: float | None = setting(
        None, ge=0, le=1e9, unit="as the measure", example=480,
        about="The mean must not be above this",
        source="convention",
    )  # fmt: skip

    @property
    def name(self) -> str:
        """Key of the measure in samples: "measure" or "measure@channel"."""
        return f"{self.measure}@{self.channel}" if self.channel else self.measure

    @property
    def line(self) -> float:
        """The value."""
        value = self.at_least if self.at_least is not None else self.at_most
        assert value is not None
        return value

    @property
    def upward(self) -> bool:
        """Whether more is wanted."""
        return self.at_least is not None
