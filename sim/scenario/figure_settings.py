"""Figures of an organisation, named as measures: what it wants to reach, and what it measures today.

The verdict is judged by the former, and `podsim staff` staffs for them; the silos must reproduce the latter. Of a
scenario that was fitted to a log, how far they do.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from sim.scenario.declaration import MEASURED, Settings, setting

# Measures that somebody may want to reach, or to be better in by so much; all of them in the registry of measures.
NamedMeasure = Literal[
    "resolution_minutes", "resolution_minutes_p50", "resolution_minutes_p90", "first_response_minutes",
    "answered_in_target", "service_level", "service_level_of_answered", "answer_minutes", "answer_minutes_p90",
    "queue_minutes", "handoffs", "changes_of_hands", "people_met", "misroutes",
    "transferred_share", "three_or_more_share", "first_contact_resolution", "abandoned_share",
    "calls_abandoned_share", "returned_share", "failure_demand_share",
    "felt_empathy", "load_mean", "load_p90", "load_max", "load_together", "overrun_minutes",
    "strain_share", "cost_per_resolved_case",
]  # fmt: skip
# Of people, and therefore not known by channel.
OF_PEOPLE = (
    "load_mean",
    "load_p90",
    "load_max",
    "load_together",
    "overrun_minutes",
    "strain_share",
    "cost_per_resolved_case",
)


class Target(Settings):
    """One line: a measure, of one channel or of all cases, at least or at most a value."""

    measure: NamedMeasure = setting(
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


def _figure(unit: str, about: str, example: float, **bounds: float) -> Any:
    limits: dict[str, Any] = {"ge": 0, **bounds}
    return setting(None, unit=unit, source="convention", example=example, about=about, **limits)


def _hours(about: str, example: float) -> Any:
    return setting(..., ge=0, le=1e6, unit="hours", source="convention", example=example, about=about)


class MeasuredToday(Settings):
    """Today's figures, each named as the measure that it is compared with in the column `silos`."""

    resolution_minutes: float | None = _figure(
        "minutes", "Mean time from first contact until truly solved, cut at H", 300
    )
    first_response_minutes: float | None = _figure("minutes", "Mean time from first contact until somebody serves", 40)
    touch_minutes: float | None = _figure("minutes", "Mean time in which somebody served, per case", 9)
    handoffs: float | None = _figure("per case", "Mean changes of hands between departments, per case", 0.7)
    changes_of_hands: float | None = _figure("per case", "Mean changes of hands of any kind, per case", 0.9)
    people_met: float | None = _figure("per case", "Mean number of different people who serve a case", 1.8)
    misroutes: float | None = _figure("per case", "Mean number of wrong addresses, per case", 0.3)
    calls_abandoned_share: dict[str, float] = setting(
        default_factory=dict, unit="share", example={"voice": 0.05},
        about="Live channel -> share of its calls that customers gave up, as the phone system counts them: every call "
              "by itself, without those turned away out of hours",
        source="convention",
    )  # fmt: skip
    service_level: dict[str, float] = setting(
        default_factory=dict, unit="share", example={"voice": 0.8},
        about="Channel -> share answered within its answer_target_seconds, of those answered and those given up later",
        source="convention",
    )  # fmt: skip
    answer_minutes: dict[str, float] = setting(
        default_factory=dict, unit="minutes", example={"voice": 0.5},
        about="Channel -> mean speed of answer of those answered",
        source="convention",
    )  # fmt: skip
    transferred_share: float | None = _figure(
        "share", "Share of cases that change departments at least once", 0.4, le=1
    )
    three_or_more_share: float | None = _figure(
        "share", "Share of cases that change departments three times or more", 0.1, le=1
    )
    ping_pong_share: float | None = _figure(
        "share", "Share of transferred cases that go back to where they were", 0.3, le=1
    )
    load_mean: float | None = _figure("share", "Mean share of paid presence in which people are occupied", 0.8)
    tolerance: float = setting(
        0.10, ge=0, le=1, unit="share",
        about="Difference from a measured figure that still counts as reproduced, relative to it",
        source="assumption", plausible=MEASURED,
    )  # fmt: skip

    @property
    def figures(self) -> dict[str, float]:
        """The figures given, by "measure" or "measure@channel"."""
        found: dict[str, float] = {}
        for name in type(self).model_fields:
            value = getattr(self, name)
            if isinstance(value, dict):
                found |= {f"{name}@{channel}": figure for channel, figure in value.items()}
            elif value is not None and name != "tolerance":
                found[name] = value
        return found

    def missed(self, silos_means: Mapping[str, float]) -> dict[str, float]:
        """The figures that silos do not reproduce, by measure.

        silos_means: measure -> mean over replications in the column `silos`; holds every figure given. A figure of 0
        is reproduced by at most `tolerance` itself, as nothing is relative to it.
        """
        return {
            name: figure
            for name, figure in self.figures.items()
            # Written so that a mean that is not a number is a miss.
            if not abs(silos_means[name] - figure) <= self.tolerance * (abs(figure) or 1.0)
        }


class FittedTo(Settings):
    """How today's departments did against cases of a log to which they were not fitted, as `podsim fit` writes it."""

    log: str = setting(
        ..., min_length=1, max_length=200, example="tickets.csv", about="Name of the log", source="convention"
    )
    cases: int = setting(
        ..., ge=1, le=1_000_000_000, unit="cases", example=3_000,
        about="Cases that were kept back, and are held against simulated ones", source="convention",
    )  # fmt: skip
    median_hours: float = _hours("Median time from first to last of the cases kept back", 22.0)
    simulated_median_hours: float = _hours("The same of simulated cases", 18.0)
    cycle_time_hours: float = _hours("How far times from first to last of the two are apart (1-Wasserstein)", 6.0)
    resampled_hours: float = _hours("The same with the fitted cases as they were, in place of simulated ones", 5.0)
    by_chance_hours: float = _hours("The same between two halves of the cases kept back", 4.0)
