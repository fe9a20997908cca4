"""Settings of a road file."""

from __future__ import annotations

from typing import Literal

from sim.scenario.declaration import Settings, setting
from sim.scenario.policy_settings import Policy

LATEST_WEEK = 519
MOST_STAGES = 40
# What can be measured week by week while a road is run.
GateMeasure = Literal["resolution_minutes", "felt_empathy", "abandoned_share", "load_p90", "load_mean"]


class Gate(Settings):
    """What must hold for a stage to be taken."""

    measure: GateMeasure = setting(
        ..., example="load_p90", about="The measure, as in podsim explain", source="convention"
    )
    at_least: float | None = setting(
        None, ge=0, le=1e9, unit="as the measure", example=0.5,
        about="Its mean over the weeks before must not be below this",
        source="convention",
    )  # fmt: skip
    at_most: float | None = setting(
        None, ge=0, le=1e9, unit="as the measure", example=0.9,
        about="Its mean over the weeks before must not be above this",
        source="convention",
    )  # fmt: skip
    weeks: int = setting(
        4, ge=1, le=52, unit="weeks", about="Weeks before the stage over which it is measured", source="convention"
    )
    otherwise: Literal["stay", "back"] = setting(
        "stay",
        about="What happens where it does not hold. stay: neither this stage nor any later one is taken; back: and "
              "people, habits and technology are again as they were before the first stage",
        source="convention",
    )  # fmt: skip


class Stage(Settings):
    """What changes on one Monday; what a stage says nothing of stays as it is."""

    week: int | None = setting(
        None, ge=0, le=LATEST_WEEK, unit="weeks", example=13,
        about="Weeks after the road begins; 0 is its first Monday. Either this or date",
        source="convention",
    )  # fmt: skip
    date: str | None = setting(
        None, unit="date", example="2026-04-06",
        about="The Monday on which it happens, in place of week, where the road says on which date it starts",
        source="convention",
    )  # fmt: skip
    name: str = setting("", max_length=60, about="What the stage is called", source="convention")
    into: str | None = setting(
        None, unit="column", example="pods",
        about="Column whose teams people re-form into; those of other teams stay where they are",
        source="convention",
    )  # fmt: skip
    share: float | None = setting(
        None, gt=0, le=1, unit="share of people", example=0.25,
        about="Share of all people who are in teams of `into` from now on, earlier stages included: as many whole "
              "teams, the first ones first, as come closest. By default everybody",
        source="convention",
    )  # fmt: skip
    teams: tuple[str, ...] = setting(
        (), unit="team", example=["pod 1", "pod 2"],
        about="Teams of `into` that form now, in place of share; each has the people per function that it has there",
        source="convention",
    )  # fmt: skip
    members: dict[str, object] = setting(
        default_factory=dict, example={"north": {"sales": 3, "service": 4}},
        about="In place of `into`: new teams by name, each with people per function, who come out of departments in "
              "order and nobody twice, or with seats",
        source="convention",
    )  # fmt: skip
    habits: str | None = setting(
        None, unit="column", example="silos_plus",
        about="Column whose policy everybody has from now on",
        source="convention",
    )  # fmt: skip
    policy: dict[str, object] = setting(
        default_factory=dict, dials_of=Policy, example={"ai_context": 0.5},
        about="Dials that move, as technology does, and stay so in later stages",
        source="convention",
    )  # fmt: skip
    training_hours: float = setting(
        0.0, ge=0, le=2000, unit="hours",
        about="Hours of training, of everybody where habits or dials change, else of those whose team does: paid, and "
              "taken off their shifts",
        source="convention",
    )  # fmt: skip
    training_over_weeks: float = setting(
        8.0, ge=0, le=104, unit="weeks",
        about="Weeks over which people begin with that, each at a moment of their own; 0: all in their next shift",
        source="assumption: with 16 hours of everybody, a twentieth of working time is missing meanwhile",
    )  # fmt: skip
    cost: float = setting(
        0.0, ge=0, le=1e12, unit="currency", about="What the stage costs once, beside training", source="convention"
    )
    gate: Gate | None = setting(None, about="What must hold for this stage to be taken", source="convention")


class Road(Settings):
    """A whole road file."""

    name: str = setting(
        ..., min_length=1, max_length=40, example="by_quarter", about="Short name, as that of the file",
        source="convention",
    )  # fmt: skip
    title: str = setting("", max_length=60, about="What tables and pictures call it", source="convention")
    about: str = setting("", about="What this road is and why", source="convention")
    begins_as: str = setting(
        "silos", unit="column", about="Column that the organisation is when the road begins", source="convention"
    )
    start: str | None = setting(
        None, unit="date", example="2026-01-05",
        about="The Monday of week 0; needed where stages have dates",
        source="convention",
    )  # fmt: skip
    stages: tuple[Stage, ...] = setting(
        (), max_length=MOST_STAGES, about="What changes, in order of weeks; none: nothing ever does",
        source="convention",
    )  # fmt: skip

    @property
    def called(self) -> str:
        """What tables and pictures call it."""
        return self.title or self.name.replace("_", " ")
