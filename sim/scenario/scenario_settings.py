"""A whole scenario: the root of the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from pydantic import Field, PrivateAttr, field_validator

from sim.scenario.columns import with_built_in
from sim.scenario.demand_settings import Demand
from sim.scenario.fields import Settings, setting
from sim.scenario.people_settings import People
from sim.scenario.policy_settings import Policy


class TimeFrame(Settings):
    """Weeks simulated. The run goes on after the cohort until its cases are closed or H has passed."""

    warm_up_weeks: int = setting(
        1, ge=0, le=520, unit="weeks", source="convention", about="Weeks left out of every measure"
    )
    measured_weeks: int = setting(
        4, ge=1, le=5200, unit="weeks", source="convention", about="Weeks whose arrivals are the cohort"
    )


class FormationSettings(Settings):
    """One column: a partition of the same people, and a policy."""

    partition: Literal["by_function", "cross_functional", "random"] = setting(
        "by_function",
        unit="-",
        source="convention",
        about="by_function: one team per function; cross_functional: pods with functions and shifts spread evenly; "
        "random: teams of equal size drawn at random (a falsification test)",
    )
    teams: int | None = setting(
        None,
        ge=1,
        unit="teams",
        example=6,
        source="evidence row 50: pods of 5, range 4-7",
        about="Number of teams of a cross-functional or random partition; by default one per five people",
    )
    policy_from: str | None = setting(
        None,
        unit="column",
        source="convention",
        example="silos_plus",
        about="Column whose policy this one starts from; by default the scenario's common policy",
    )
    policy: dict[str, object] = setting(
        default_factory=dict,
        unit="-",
        source="convention",
        example={"wings": 1},
        about="Dials of this column that differ from where it starts; every one is listed in the parity table",
    )


class Scenario(Settings):
    """Everything a run needs, resolved and validated."""

    name: str = setting(
        ...,
        min_length=1,
        max_length=60,
        unit="-",
        source="convention",
        example="support_desk",
        about="Short name, used for the results folder",
    )
    title: str = setting("", unit="-", source="convention", about="One line that a reader sees above every table")
    about: str = setting(
        "", unit="-", source="convention", about="What this organisation is and where its numbers come from"
    )
    functions_about: dict[str, str] = setting(
        default_factory=dict,
        unit="-",
        source="convention",
        example={"sales": "Orders and offers"},
        about="One line per function, for readers",
    )
    open: str = setting(
        "mon-fri 08:00-18:00", unit="weekly hours", source="convention", about="Opening hours of the organisation"
    )
    time: TimeFrame = Field(default_factory=TimeFrame, description="Warm-up and measured weeks")
    demand: Demand = Field(description="The customers")
    people: People = Field(description="The people")
    policy: Policy = Field(
        default_factory=Policy, description="Dials common to all columns unless a column declares another value"
    )
    formations: dict[str, FormationSettings] = Field(
        default_factory=dict,
        validate_default=True,
        description="Columns by name; silos, silos_plus and pods are always there and may be adjusted",
    )
    replications: int = setting(
        20,
        ge=2,
        le=1_000_000,
        unit="replications",
        source="convention",
        about="Independent repetitions of a comparison",
    )
    seed: int = setting(1, ge=0, le=2**63 - 1, unit="-", source="convention", about="Seed of every draw")

    # Folder of the file that names the log to replay: where data lie is no part of what is simulated.
    _data_folder: Path | None = PrivateAttr(default=None)

    @field_validator("formations", mode="before")
    @classmethod
    def _always_there(cls, formations: Any) -> Any:
        """Every scenario has the built-in columns, however it was made."""
        return with_built_in(formations) if isinstance(formations, dict) else formations

    def data_file(self, name: str) -> Path:
        """Path of a data file: relative to the scenario file, else to the working folder.

        The path may not exist.
        """
        beside = (self._data_folder or Path()) / name
        return beside if beside.exists() else Path(name)
